//! How a value stands among those of the same date in other years.

use super::rank::Rank;
use crate::normal::LEAST_YEARS;
use gagehouse_model::time::{DAY_US, month_name};
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::aggregate::calendar::local_date;
use gagehouse_observations::{Aggregation, Period, Series, Stamp, Statistic};
use serde::{Deserialize, Serialize};

/// Share of a day's rows without which its value does not count.
const LEAST_COMPLETE: f64 = 0.8;
/// Years before the one of the value that it is compared with.
const MOST_YEARS: usize = 30;

/// A value among the daily values of its date in the years before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Month (1–12) and day.
    pub date: (u32, u32),
    /// Years whose value of the date is lower.
    pub lower: u32,
    /// Years whose value of the date is higher.
    pub higher: u32,
    /// Years with a value of the date.
    pub years: u32,
    /// The first of them.
    pub since: i64,
}

/// The days of the same date in the years of a record before the one of `time`, the latest first and at most thirty:
/// what has to be here to tell how a value stands.
pub fn same_dates(record: TimeRange, time: TimeUs, zone: &ZoneOffsets) -> Vec<TimeRange> {
    let (year, month, day) = local_date(time, zone);
    let (first_year, ..) = local_date(record.start, zone);
    (first_year..year)
        .rev()
        .filter_map(|year| {
            let midnight = TimeUs::from_civil(year, month, day, 0);
            // 29 February is on leap years alone.
            if midnight.civil_date() != (year, month, day) {
                return None;
            }
            let start = zone.first_instant_of_local(midnight.0);
            let end = zone.first_instant_of_local(midnight.0 + DAY_US);
            let range = TimeRange::new(start, end)?;
            record.intersection(range).map(|_| range)
        })
        .take(MOST_YEARS)
        .collect()
}

impl Standing {
    /// How a value at `time` stands among the daily values that `series` has on [`same_dates`]; `None` with fewer
    /// than [`LEAST_YEARS`] complete ones, and for variables whose days do not compare with their rows.
    pub fn of(
        series: &Series,
        statistic: Statistic,
        (time, value): (TimeUs, f64),
        zone: &ZoneOffsets,
    ) -> Option<Self> {
        if !statistic.is_like_its_rows() {
            return None;
        }
        let record = series.extent()?;
        let daily = Aggregation {
            period: Period::Day,
            zone: zone.clone(),
            stamp: Stamp::Instant,
            statistic,
            least_complete: LEAST_COMPLETE,
        };
        let (_, month, day) = local_date(time, zone);
        let mut standing =
            Self { date: (month, day), lower: 0, higher: 0, years: 0, since: i64::MAX };
        for range in same_dates(record, time, zone) {
            let bins = series.aggregated(range, &daily);
            let Some(of_year) = bins.iter().find_map(|bin| bin.complete_value()) else { continue };
            standing.years += 1;
            standing.lower += u32::from(of_year < value);
            standing.higher += u32::from(of_year > value);
            standing.since = local_date(range.start, zone).0;
        }
        (standing.years >= LEAST_YEARS).then_some(standing)
    }

    /// `higher than on 85 % of 20 Novembers since 1990`; which end is told is the one that says more.
    pub fn text(&self) -> String {
        let (month, day) = self.date;
        let month = month_name(month);
        let (word, count) = match self.lower >= self.higher {
            true => ("higher", self.lower),
            false => ("lower", self.higher),
        };
        let since = self.since;
        if count == self.years {
            return format!("{word} than on every {day} {month} since {since} ({count} years)");
        }
        let share = f64::from(count) / f64::from(self.years) * 100.0;
        format!("{word} than on {share:.0}\u{a0}% of {day} {month}s since {since}")
    }

    /// The share of the years whose value is lower, of an equal one half; whole per cent.
    pub fn percentile(&self) -> u32 {
        let equal = self.years.saturating_sub(self.lower + self.higher);
        let below = f64::from(self.lower) + f64::from(equal) / 2.0;
        (below / f64::from(self.years.max(1)) * 100.0).round() as u32
    }

    /// `percentile 81 of 10 years`.
    pub fn in_years(&self) -> String {
        format!("percentile {} of {} years", self.percentile(), self.years)
    }

    /// Its class.
    pub fn rank(&self) -> Rank {
        Rank::of_percentile(self.percentile())
    }

    /// What it rests on, for whoever asks.
    pub fn meaning(&self) -> String {
        format!(
            "Compared with the value of the whole day on this date in {} years, each with at least 80 % of its readings.",
            self.years
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_observations::{Columns, SeriesOptions};

    fn hourly(years: std::ops::RangeInclusive<i64>, value: impl Fn(i64) -> f64) -> Series {
        let mut columns = Columns::default();
        for year in years {
            let day = TimeUs::from_civil(year, 11, 19, 0).0;
            for hour in 0..72 {
                columns.push(day + hour * DAY_US / 24, value(year), 0);
            }
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&columns);
        series
    }

    fn now() -> TimeUs {
        TimeUs::from_civil(2026, 11, 20, 14 * DAY_US / 24)
    }

    #[test]
    fn a_value_stands_among_the_same_dates_of_the_years_before() {
        let series = hourly(2006..=2025, |year| (year - 2006) as f64);
        let of =
            |value| Standing::of(&series, Statistic::Mean, (now(), value), &ZoneOffsets::utc());
        assert_eq!(of(16.5).unwrap().text(), "higher than on 85\u{a0}% of 20 Novembers since 2006");
        assert_eq!(
            of(-1.0).unwrap().text(),
            "lower than on every 20 November since 2006 (20 years)"
        );
        assert_eq!(of(0.5).unwrap().text(), "lower than on 95\u{a0}% of 20 Novembers since 2006");
    }

    #[test]
    fn its_percentile_is_the_share_of_lower_years_and_equal_ones_count_half() {
        let series = hourly(2006..=2025, |year| (year - 2006) as f64);
        let of = |value| {
            let of = Standing::of(&series, Statistic::Mean, (now(), value), &ZoneOffsets::utc());
            of.map(|standing| (standing.percentile(), standing.rank())).unwrap()
        };
        assert_eq!(of(16.5), (85, Rank::Above));
        assert_eq!(of(-1.0), (0, Rank::MuchBelow));
        assert_eq!(of(100.0), (100, Rank::MuchAbove));
        let dry = hourly(2006..=2025, |_| 0.0);
        let zero = Standing::of(&dry, Statistic::Mean, (now(), 0.0), &ZoneOffsets::utc()).unwrap();
        assert_eq!((zero.percentile(), zero.rank()), (50, Rank::Normal));
    }

    #[test]
    fn few_years_totals_and_directions_say_nothing() {
        let zone = ZoneOffsets::utc();
        let short = hourly(2022..=2025, |_| 1.0);
        assert_eq!(Standing::of(&short, Statistic::Mean, (now(), 2.0), &zone), None);
        let rain = hourly(2000..=2025, |_| 1.0);
        assert_eq!(Standing::of(&rain, Statistic::Sum, (now(), 2.0), &zone), None);
    }

    #[test]
    fn the_dates_to_ask_for_lie_within_the_record_and_leap_days_on_leap_years() {
        let zone = ZoneOffsets::fixed("UTC\u{2212}07:00", -420);
        let record = TimeRange::new(TimeUs::from_civil(2015, 6, 1, 0), now()).unwrap();
        let dates = same_dates(record, now(), &zone);
        assert_eq!(dates.len(), 11);
        assert_eq!(dates[0].start.to_rfc3339(), "2025-11-20T07:00:00Z");
        let leap = TimeUs::from_civil(2024, 2, 29, DAY_US / 2);
        assert_eq!(same_dates(record, leap, &zone).len(), 2);
        let long = TimeRange::new(TimeUs::from_civil(1901, 1, 1, 0), now()).unwrap();
        assert_eq!(same_dates(long, now(), &zone).len(), 30);
    }
}
