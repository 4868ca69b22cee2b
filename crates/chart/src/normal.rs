//! What is normal for the dates of a window: the band behind a series, its reach, and what it says of a date.

use crate::scale::{TimeScale, ValueScale};
use crate::trace::Px;
use gagehouse_model::time::{DAY_US, month_name};
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::aggregate::calendar::{day_of_leap_year, local_date};
use gagehouse_observations::compare::day_of_year::{NormalDay, normal_days};
use gagehouse_observations::{Aggregation, Bin, Period};

/// A date needs complete values of so many years to have a band.
pub const LEAST_YEARS: u32 = 5;
/// A window of more days shows no band: a date would be narrower than a pixel.
const MOST_DAYS: i64 = 3_660;

/// What is normal for each date of a year, from the daily values of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Normal {
    days: Vec<NormalDay>,
    zone: ZoneOffsets,
    /// The years of the first and of the last complete day.
    pub years: Option<(i64, i64)>,
}

/// The shapes of a window's band, in pixels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Band {
    /// Closed outlines from P10 to P90.
    pub outer: Vec<Vec<Px>>,
    /// Closed outlines from P25 to P75.
    pub inner: Vec<Vec<Px>>,
    /// Lines of the median.
    pub median: Vec<Vec<Px>>,
}

impl Normal {
    /// From daily values put together by `daily`, whose clock divides dates.
    pub fn of(bins: &[Bin], daily: &Aggregation) -> Self {
        debug_assert_eq!(daily.period, Period::Day);
        let zone = daily.zone.clone();
        let complete = |bin: &&Bin| bin.complete_value().is_some();
        let first = bins.iter().find(complete).map(|bin| local_date(bin.span.start, &zone).0);
        let last = bins.iter().rfind(complete).map(|bin| local_date(bin.span.start, &zone).0);
        Self { days: normal_days(bins, &zone, LEAST_YEARS), years: first.zip(last), zone }
    }

    /// Whether a window is too long for its dates to be seen.
    pub fn is_too_long(window: TimeRange) -> bool {
        window.len_us() / DAY_US > MOST_DAYS
    }

    /// Whether any date has a band.
    pub fn has_band(&self) -> bool {
        self.days.iter().any(|day| day.band.is_some())
    }

    /// By whose clock dates are divided.
    pub fn zone_name(&self) -> &str {
        &self.zone.name
    }

    /// From the fewest to the most years that dates with a band rest on.
    pub fn years_of_band(&self) -> Option<(u32, u32)> {
        let years = self.days.iter().filter(|day| day.band.is_some()).map(|day| day.years);
        years.clone().min().zip(years.max())
    }

    /// How many dates have some years, but too few.
    pub fn dates_with_too_few(&self) -> usize {
        self.days.iter().filter(|day| day.band.is_none() && day.years > 0).count()
    }

    fn at(&self, time: TimeUs) -> Option<&NormalDay> {
        let (_, month, day) = local_date(time, &self.zone);
        self.days.get(usize::from(day_of_leap_year(month, day)).checked_sub(1)?)
    }

    /// What is normal for the date of an instant: `median of 12 years for 20 November 3.41, …`; numbers are
    /// written by `text`.
    pub fn words(&self, time: TimeUs, text: impl Fn(f64) -> String) -> String {
        let (_, month, day) = local_date(time, &self.zone);
        let month = month_name(month);
        let years = self.at(time).map_or(0, |day| day.years);
        let band = self.at(time).and_then(|day| day.band);
        let Some([p10, p25, median, p75, p90]) = band.map(|band| band.map(text)) else {
            let years =
                if years == 1 { "1 year has".to_owned() } else { format!("{years} years have") };
            return format!(
                "no normal range for {day} {month}: {years} this date, {LEAST_YEARS} are needed"
            );
        };
        format!(
            "median of {years} years for {day} {month}: {median}; \
             P25 to P75: {p25} to {p75}; P10 to P90: {p10} to {p90}"
        )
    }

    /// From the lowest P10 to the highest P90 of a window's dates.
    pub fn value_range(&self, window: TimeRange) -> Option<(f64, f64)> {
        let bands = self.dates(window).filter_map(|(_, day)| day?.band);
        let ranges = bands.map(|[p10, .., p90]| (p10, p90));
        ranges.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
    }

    /// The band in a window: steps from date to date, broken where a date has none.
    pub fn band(&self, time: TimeScale, value: ValueScale) -> Band {
        let mut band = Band::default();
        let mut run: Vec<(f64, f64, [f64; 5])> = Vec::new();
        for (span, day) in self.dates(time.window) {
            let Some(values) = day.and_then(|day| day.band) else {
                band.close(&mut run);
                continue;
            };
            run.push((time.px(span.start), time.px(span.end), values.map(|v| value.px(v))));
        }
        band.close(&mut run);
        band
    }

    /// The window's dates in order, cut at its edges; none where there are too many.
    fn dates(
        &self,
        window: TimeRange,
    ) -> impl Iterator<Item = (TimeRange, Option<&NormalDay>)> + '_ {
        let mut from = window.start;
        let is_short = !Self::is_too_long(window);
        std::iter::from_fn(move || {
            if from >= window.end || !is_short {
                return None;
            }
            let span = Period::Day.around(from, &self.zone).intersection(window)?;
            let day = self.at(from);
            from = span.end;
            Some((span, day))
        })
    }
}

impl Band {
    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.median.is_empty()
    }

    /// Makes shapes of a run of dates: left and right edge, and the five quantiles.
    fn close(&mut self, run: &mut Vec<(f64, f64, [f64; 5])>) {
        if run.is_empty() {
            return;
        }
        let steps = |quantile: usize| {
            let step = move |(left, right, values): &(f64, f64, [f64; 5])| {
                [(*left, values[quantile]), (*right, values[quantile])]
            };
            run.iter().flat_map(step).collect::<Vec<Px>>()
        };
        let outline = |low: usize, high: usize| {
            let mut outline = steps(high);
            outline.extend(steps(low).into_iter().rev());
            outline
        };
        self.outer.push(outline(0, 4));
        self.inner.push(outline(1, 3));
        self.median.push(steps(2));
        run.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_observations::{Columns, Series, SeriesOptions, Stamp, Statistic};

    /// Each day of ten years has the number of its year, 2011 to 2020; 2 January is missing in six of them.
    fn ten_years() -> Normal {
        let mut page = Columns::default();
        let first = TimeUs::from_civil(2011, 1, 1, 0).0;
        let last = TimeUs::from_civil(2020, 12, 31, 0).0;
        for time_us in (first..=last).step_by(DAY_US as usize) {
            let (year, month, day) = TimeUs(time_us).civil_date();
            if (month, day) != (1, 2) || year > 2016 {
                page.push(time_us, year as f64, 0);
            }
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        let daily = Aggregation {
            period: Period::Day,
            zone: ZoneOffsets::utc(),
            stamp: Stamp::Instant,
            statistic: Statistic::Mean,
            least_complete: 0.8,
        };
        Normal::of(&series.aggregated(series.extent().unwrap(), &daily), &daily)
    }

    fn window(from: &str, to: &str) -> TimeRange {
        TimeRange { start: from.parse().unwrap(), end: to.parse().unwrap() }
    }

    #[test]
    fn a_date_says_on_how_many_years_it_rests_or_that_they_are_too_few() {
        let normal = ten_years();
        let words = |time: &str| normal.words(time.parse().unwrap(), |v| format!("{v:.1}"));
        assert_eq!(
            words("2025-11-20T12:00:00Z"),
            "median of 10 years for 20 November: 2015.5; \
             P25 to P75: 2013.2 to 2017.8; P10 to P90: 2011.9 to 2019.1"
        );
        assert_eq!(
            words("2025-01-02T12:00:00Z"),
            "no normal range for 2 January: 4 years have this date, 5 are needed"
        );
        assert_eq!((normal.years, normal.years_of_band()), (Some((2011, 2020)), Some((10, 10))));
        // 2 January, and 29 February of three leap years.
        assert_eq!(normal.dates_with_too_few(), 2);
    }

    #[test]
    fn the_band_breaks_where_a_date_has_too_few_years() {
        let normal = ten_years();
        let window = window("2025-01-01T00:00:00Z", "2025-01-05T00:00:00Z");
        let time = TimeScale { window, left_px: 0.0, right_px: 40.0 };
        let value =
            ValueScale { min: 2015.5, max: 2019.5, top_px: 0.0, bottom_px: 100.0, log: false };
        let band = normal.band(time, value);
        assert_eq!(
            band.median,
            [
                vec![(0.0, 100.0), (10.0, 100.0)],
                vec![(20.0, 100.0), (30.0, 100.0), (30.0, 100.0), (40.0, 100.0)]
            ]
        );
        assert_eq!(band.outer[0].len(), 4);
        let (low, high) = normal.value_range(window).unwrap();
        assert!((low - 2011.9).abs() < 1e-9 && (high - 2019.1).abs() < 1e-9);
    }

    #[test]
    fn a_window_of_many_decades_shows_no_band() {
        let normal = ten_years();
        let window = window("1990-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
        assert!(Normal::is_too_long(window) && normal.value_range(window).is_none());
    }
}
