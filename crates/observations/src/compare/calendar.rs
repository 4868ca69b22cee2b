//! A calendar of how much of each day is there.

use crate::aggregate::{Aggregation, Period, Stamp, Statistic};
use crate::series::Series;
use gagehouse_model::time::{DAY_US, civil_from_days};
use gagehouse_model::{TimeRange, ZoneOffsets};

/// Days that a calendar shows at most, about 110 years: the latest ones.
pub const MOST_DAYS: usize = 40_000;

/// A day of a calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalendarDay {
    /// Year, month (1–12) and day (1–31) on the site's clock.
    pub date: (i64, u32, u32),
    /// Numbers.
    pub count: u64,
    /// The share of the day that is there, 0 to 1, by the usual step; `None` for a series without one.
    pub completeness: Option<f64>,
}

impl Series {
    /// Every day from the first to the last that the window and the series have in common, those without a
    /// row included.
    pub fn completeness(
        &self,
        window: TimeRange,
        zone: &ZoneOffsets,
        stamp: Stamp,
    ) -> Vec<CalendarDay> {
        let daily = Aggregation {
            period: Period::Day,
            zone: zone.clone(),
            stamp,
            statistic: Statistic::Maximum,
            least_complete: 0.0,
        };
        let bins = self.aggregated(window, &daily);
        // The middle of a day has its date, whatever the clock does at midnight.
        let day_of = |span: TimeRange| {
            let middle = gagehouse_model::TimeUs(span.start.0 + span.len_us() / 2);
            zone.local_us(middle).div_euclid(DAY_US)
        };
        let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return Vec::new() };
        let last_day = day_of(last.span);
        let first_day = day_of(first.span).max(last_day - MOST_DAYS as i64 + 1);
        let nothing = self.usual_step_us().map(|_| 0.0);
        let mut days: Vec<CalendarDay> = (first_day..=last_day)
            .map(|day| CalendarDay { date: civil_from_days(day), count: 0, completeness: nothing })
            .collect();
        for bin in bins {
            let place = usize::try_from(day_of(bin.span) - first_day).ok();
            if let Some(day) = place.and_then(|place| days.get_mut(place)) {
                day.count = bin.count;
                day.completeness = bin.completeness;
            }
        }
        days
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Columns, SeriesOptions};
    use gagehouse_model::{Spacing, TimeUs};

    #[test]
    fn days_without_a_row_are_in_the_calendar() {
        let mut page = Columns::default();
        let start_us = TimeUs::from_civil(2024, 2, 27, 7 * 3_600_000_000).0;
        for hour in (0..24).chain(72..84) {
            page.push(start_us + hour * 3_600_000_000, 1.0, 0);
        }
        let spacing = Spacing::from_us(3_600_000_000);
        let mut series = Series::new(SeriesOptions { spacing, ..SeriesOptions::default() });
        series.append(&page);
        let zone = ZoneOffsets::fixed("UTC\u{2212}07:00", -420);
        let days = series.completeness(series.extent().unwrap(), &zone, Stamp::Instant);
        let told: Vec<_> = days.iter().map(|day| (day.date, day.completeness)).collect();
        assert_eq!(
            told,
            [
                ((2024, 2, 27), Some(1.0)),
                ((2024, 2, 28), Some(0.0)),
                ((2024, 2, 29), Some(0.0)),
                ((2024, 3, 1), Some(0.5)),
            ]
        );
    }

    #[test]
    fn a_wrong_row_in_the_year_one_does_not_fill_memory() {
        let mut page = Columns::default();
        page.push(TimeUs::from_civil(1, 1, 1, 0).0, 1.0, 0);
        page.push(TimeUs::from_civil(2024, 1, 1, 0).0, 1.0, 0);
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        let window = series.extent().unwrap();
        let days = series.completeness(window, &ZoneOffsets::utc(), Stamp::Instant);
        assert_eq!((days.len(), days[MOST_DAYS - 1].date), (MOST_DAYS, (2024, 1, 1)));
    }
}
