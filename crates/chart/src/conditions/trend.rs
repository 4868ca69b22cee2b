//! Which way the last readings go.

use crate::format::decimals_of;
use gagehouse_model::time::{DAY_US, HOUR_US};
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_observations::{Row, Series, ValueKind};

/// Fewer unbroken readings say nothing about a trend.
const LEAST_READINGS: usize = 4;
/// A trend looks at the readings of so long, and at no more than [`MOST_READINGS`] of them.
const REACH_US: i64 = HOUR_US;
/// The slope looks at every pair of readings.
const MOST_READINGS: usize = 60;
/// A change below this share of how far the middle half of the last day's values reaches is none that a person
/// would call one. (The whole range would let one spike hide every change.)
const SHARE_OF_DAY: f64 = 0.04;
/// So many times their scatter around the slope must readings have changed.
const SCATTERS: f64 = 3.0;

/// Which way a series goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Up.
    Rising,
    /// Down.
    Falling,
    /// Neither, within the dead band.
    Steady,
    /// Too few readings in a row.
    Unknown,
}

impl Trend {
    /// Its word in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::Steady => "steady",
            Self::Unknown => "trend unknown",
        }
    }

    /// How it is found, for whoever asks.
    pub const MEANING: &'static str = "From the readings of the last hour (at least four, without a gap): the median slope between \
         them. A change is told when it exceeds the source's last decimal, three times the scatter of the \
         readings and 4 % of the range of the middle half of the last day's values.";

    /// The trend of the readings up to `last`, which is one of the series' numbers.
    ///
    /// The slope is the median of those between all pairs (Theil and Sen), so that one spike does not turn it.
    pub fn up_to(series: &Series, last: Row) -> Self {
        let readings = unbroken(series, last);
        if readings.len() < LEAST_READINGS {
            return Self::Unknown;
        }
        let mut slopes = Vec::with_capacity(readings.len() * (readings.len() - 1) / 2);
        for (at, later) in readings.iter().enumerate() {
            slopes.extend(readings[..at].iter().filter_map(|earlier| {
                let elapsed = later.0 - earlier.0;
                (elapsed > 0.0).then(|| (later.1 - earlier.1) / elapsed)
            }));
        }
        let Some(slope) = median(&mut slopes) else { return Self::Unknown };
        let (first, end) = (readings[0], readings[readings.len() - 1]);
        let change = slope * (end.0 - first.0);
        let mut off: Vec<f64> = readings.iter().map(|(time, value)| value - slope * time).collect();
        let middle = median(&mut off).unwrap_or(0.0);
        off.iter_mut().for_each(|value| *value = (*value - middle).abs());
        let scatter = median(&mut off).unwrap_or(0.0);
        let decimals = readings.iter().map(|(_, value)| decimals_of(*value)).max().unwrap_or(0);
        let last_decimal = 10f64.powi(-(decimals as i32)) * (1.0 + 1e-9);
        let day = TimeRange { start: TimeUs(last.time.0.saturating_sub(DAY_US)), end: after(last) };
        let range = middle_range(series, day);
        let dead = last_decimal.max(SCATTERS * scatter).max(SHARE_OF_DAY * range);
        match change {
            change if change > dead => Self::Rising,
            change if change < -dead => Self::Falling,
            _ => Self::Steady,
        }
    }
}

/// The readings that lead to `last` without a gap, oldest first: seconds before it, and values.
fn unbroken(series: &Series, last: Row) -> Vec<(f64, f64)> {
    // Half as much again as usual still counts as the next reading: loggers jitter.
    let step_us = series.usual_step_us().map_or(REACH_US / 3, |step| step.saturating_add(step / 2));
    let reach_us = REACH_US.max(step_us.saturating_mul(LEAST_READINGS as i64));
    let from = TimeUs(last.time.0.saturating_sub(reach_us));
    let indices = series.indices(TimeRange { start: from, end: after(last) });
    let rows: Vec<Row> = series.rows(indices).filter(|row| row.index <= last.index).collect();
    let mut readings = Vec::new();
    let mut later = last.time;
    for row in rows.iter().rev() {
        let is_gap = later.0 - row.time.0 > step_us || series.kind(row.value) != ValueKind::Number;
        if is_gap || readings.len() == MOST_READINGS {
            break;
        }
        readings.push(((row.time.0 - last.time.0) as f64 / 1e6, row.value));
        later = row.time;
    }
    readings.reverse();
    readings
}

/// How far the middle half of a stretch's numbers reaches.
fn middle_range(series: &Series, stretch: TimeRange) -> f64 {
    let values = series.rows(series.indices(stretch)).map(|row| row.value);
    let mut values: Vec<f64> =
        values.filter(|value| series.kind(*value) == ValueKind::Number).collect();
    let quarter = values.len() / 4;
    if values.is_empty() {
        return 0.0;
    }
    let low = *values.select_nth_unstable_by(quarter, f64::total_cmp).1;
    let at_high = values.len() - 1 - quarter;
    *values.select_nth_unstable_by(at_high, f64::total_cmp).1 - low
}

fn after(row: Row) -> TimeUs {
    TimeUs(row.time.0.saturating_add(1))
}

/// The middle one of an odd number, the mean of the two in the middle of an even one.
fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len() / 2;
    let is_even = values.len().is_multiple_of(2);
    let (below, high, _) =
        (!values.is_empty()).then(|| values.select_nth_unstable_by(middle, f64::total_cmp))?;
    let low = below.iter().copied().reduce(f64::max).filter(|_| is_even);
    Some(low.map_or(*high, |low| f64::midpoint(low, *high)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::Spacing;
    use gagehouse_model::time::MINUTE_US;
    use gagehouse_observations::{Columns, SeriesOptions};
    use proptest::prelude::*;

    const STEP_US: i64 = 15 * MINUTE_US;

    fn trend(values: &[f64]) -> Trend {
        trend_at(
            &values.iter().enumerate().map(|(at, v)| (at as i64 * STEP_US, *v)).collect::<Vec<_>>(),
        )
    }

    fn trend_at(rows: &[(i64, f64)]) -> Trend {
        let options = SeriesOptions {
            spacing: Spacing::from_us(STEP_US),
            no_data_value: Some(-9999.0),
            ..SeriesOptions::default()
        };
        let mut series = Series::new(options);
        let mut columns = Columns::with_capacity(rows.len());
        rows.iter().for_each(|(time_us, value)| columns.push(*time_us, *value, 0));
        series.append(&columns);
        let last = series.row(series.len() - 1).unwrap();
        Trend::up_to(&series, last)
    }

    #[test]
    fn a_river_that_rises_or_falls_by_more_than_its_last_decimal_is_said_to() {
        assert_eq!(trend(&[2.31, 2.32, 2.34, 2.36, 2.37]), Trend::Rising);
        assert_eq!(trend(&[2.37, 2.36, 2.34, 2.32, 2.31]), Trend::Falling);
    }

    #[test]
    fn what_flickers_or_drifts_within_the_dead_band_is_steady() {
        assert_eq!(trend(&[2.31, 2.32, 2.31, 2.32, 2.31]), Trend::Steady);
        assert_eq!(trend(&[2.31; 5]), Trend::Steady);
        // One unit of the last decimal, after a day that ranged over a metre.
        let mut day: Vec<f64> = (0..91).map(|n| 2.0 + f64::from(n % 45) / 45.0).collect();
        day.extend([2.310, 2.311, 2.312, 2.313, 2.314]);
        assert_eq!(trend(&day), Trend::Steady);
    }

    #[test]
    fn one_spike_does_not_turn_a_trend() {
        assert_eq!(trend(&[2.37, 2.36, 9.99, 2.34, 2.33]), Trend::Falling);
    }

    #[test]
    fn few_readings_or_a_gap_before_them_make_the_trend_unknown() {
        assert_eq!(trend(&[1.0, 2.0, 3.0]), Trend::Unknown);
        let minutes = MINUTE_US;
        let gap = [(0, 1.0), (15 * minutes, 2.0), (300 * minutes, 3.0), (315 * minutes, 4.0)];
        assert_eq!(trend_at(&gap), Trend::Unknown);
        assert_eq!(trend(&[1.0, 2.0, -9999.0, 3.0, 4.0, 5.0]), Trend::Unknown);
    }

    proptest! {
        #[test]
        fn a_mirrored_series_has_the_mirrored_trend(values in prop::collection::vec(-50i32..50, 4..12)) {
            let up: Vec<f64> = values.iter().map(|v| f64::from(*v) / 100.0).collect();
            let down: Vec<f64> = up.iter().map(|v| -v).collect();
            let mirrored = match trend(&up) {
                Trend::Rising => Trend::Falling,
                Trend::Falling => Trend::Rising,
                other => other,
            };
            prop_assert_eq!(trend(&down), mirrored);
        }
    }
}
