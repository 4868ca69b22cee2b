//! How often a value is exceeded: flow duration from daily means, or curves of raw samples, called that.
//!
//! The probability that a value is exceeded is m / (n + 1), its rank m counted from the largest (Weibull's
//! plotting position; Searcy, Flow-Duration Curves, USGS Water-Supply Paper 1542-A, 1959); equal values have
//! their mean rank. It is never 0 or 1. Zero flow is a value like others.

use crate::aggregate::calendar::{local_date, water_year};
use crate::aggregate::{Aggregation, Period};
use crate::distribution::normal::normal_quantile;
use crate::series::Series;
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};
use std::collections::BTreeMap;

/// What a curve is made of, which has to stand beside it.
#[derive(Debug, Clone, PartialEq)]
pub enum CurveOf {
    /// Daily values of water years of which enough days are there.
    DailyValues {
        /// Water years that are part of it.
        years: Vec<i64>,
        /// Water years that have too few days, with the share that is there.
        left_out: Vec<(i64, f64)>,
    },
    /// Samples as they came: where they are not evenly spaced, the curve is not one of time.
    RawSamples,
}

/// A value and how often it is exceeded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExceedancePoint {
    /// The value.
    pub value: f64,
    /// Share of values that exceed it, 0 < p < 1.
    pub probability: f64,
}

/// An exceedance curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Exceedance {
    /// What it is made of.
    pub of: CurveOf,
    /// Points from the largest value to the smallest, each value once.
    pub points: Vec<ExceedancePoint>,
    /// Values.
    pub count: u64,
    /// Values that are zero or less, which a logarithmic axis cannot show: marked, not dropped.
    pub not_positive: u64,
}

impl Exceedance {
    /// The curve of some values, of which at most `most_points` points are kept (at least two): the outermost
    /// and others between them.
    pub fn of(values: &mut [f64], of: CurveOf, most_points: usize) -> Self {
        values.sort_unstable_by(|a, b| b.total_cmp(a));
        let n = values.len() as f64;
        let mut points: Vec<ExceedancePoint> = Vec::new();
        let mut before = 0;
        for equal in values.chunk_by(|a, b| a == b) {
            // Ranks before + 1 … before + equal.len(), of which the mean.
            let rank = before as f64 + (equal.len() as f64 + 1.0) / 2.0;
            points.push(ExceedancePoint { value: equal[0], probability: rank / (n + 1.0) });
            before += equal.len();
        }
        Self {
            of,
            points: thinned(points, most_points.max(2)),
            count: values.len() as u64,
            not_positive: values.iter().filter(|value| **value <= 0.0).count() as u64,
        }
    }

    /// The value exceeded with a probability, by straight lines between points; `None` outside the curve.
    pub fn value_exceeded(&self, probability: f64) -> Option<f64> {
        let after = self.points.partition_point(|point| point.probability < probability);
        let right = self.points.get(after)?;
        if right.probability == probability {
            return Some(right.value);
        }
        let left = self.points.get(after.checked_sub(1)?)?;
        let share = (probability - left.probability) / (right.probability - left.probability);
        Some(left.value + (right.value - left.value) * share)
    }
}

/// The outermost points, and others at about equal steps both of probability and of its normal quantile, so that
/// neither the middle nor the tails of a curve become straight.
fn thinned(points: Vec<ExceedancePoint>, most: usize) -> Vec<ExceedancePoint> {
    let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else {
        return points;
    };
    if points.len() <= most {
        return points;
    }
    let reach = |p: f64| normal_quantile(p) - normal_quantile(first.probability);
    let whole = (last.probability - first.probability, reach(last.probability));
    let place = |point: &ExceedancePoint| {
        let p = point.probability;
        let share = f64::midpoint((p - first.probability) / whole.0, reach(p) / whole.1);
        (share * (most - 1) as f64) as usize
    };
    let mut before = None;
    let mut is_new = |point: &ExceedancePoint| {
        let is_last = point.value == last.value;
        let place = if is_last { most - 1 } else { place(point).min(most - 2) };
        before.replace(place) != Some(place)
    };
    points.into_iter().filter(|point| is_new(point)).collect()
}

impl Series {
    /// The flow-duration curve of a window: complete daily values (of `daily`, whose period is taken to be a
    /// day) of those water years that have at least `least_year` (0 to 1) of their days.
    pub fn flow_duration(
        &self,
        window: TimeRange,
        daily: &Aggregation,
        least_year: f64,
        most_points: usize,
    ) -> Exceedance {
        let daily = Aggregation { period: Period::Day, ..daily.clone() };
        let mut days_of: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
        for bin in self.aggregated(window, &daily) {
            let (year, month, _) = local_date(bin.span.start, &daily.zone);
            let days = days_of.entry(water_year(year, month)).or_default();
            days.extend(bin.complete_value());
        }
        let (mut years, mut left_out, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for (year, days) in days_of {
            let share = days.len() as f64 / days_in_water_year(year) as f64;
            if share >= least_year {
                years.push(year);
                values.extend(days);
            } else {
                left_out.push((year, share));
            }
        }
        Exceedance::of(&mut values, CurveOf::DailyValues { years, left_out }, most_points)
    }

    /// The curve of a window's samples as they came.
    pub fn raw_exceedance(&self, window: TimeRange, most_points: usize) -> Exceedance {
        let mut values: Vec<f64> = self.numbers(window).map(|row| row.value).collect();
        Exceedance::of(&mut values, CurveOf::RawSamples, most_points)
    }
}

fn days_in_water_year(year: i64) -> i64 {
    let span = Period::WaterYear.around(TimeUs::from_civil(year, 1, 1, 0), &ZoneOffsets::utc());
    span.len_us() / gagehouse_model::time::DAY_US
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::{Stamp, Statistic};
    use crate::{Columns, SeriesOptions};
    use gagehouse_model::time::DAY_US;
    use proptest::prelude::*;

    fn told(curve: &Exceedance) -> Vec<(f64, f64)> {
        curve.points.iter().map(|point| (point.value, point.probability)).collect()
    }

    #[test]
    fn equal_values_share_their_mean_rank_and_no_probability_is_0_or_1() {
        let curve = Exceedance::of(&mut [1.0, 3.0, 3.0, 7.0], CurveOf::RawSamples, 100);
        assert_eq!(told(&curve), [(7.0, 0.2), (3.0, 0.5), (1.0, 0.8)]);
        assert_eq!(curve.value_exceeded(0.5), Some(3.0));
        assert!((curve.value_exceeded(0.35).unwrap() - 5.0).abs() < 1e-12);
        assert_eq!((curve.value_exceeded(0.1), curve.value_exceeded(0.9)), (None, None));
    }

    proptest! {
        #[test]
        fn what_is_exceeded_more_often_is_smaller_and_ranks_add_up(
            values in proptest::collection::vec((0i32..40).prop_map(f64::from), 1..200),
            most in 2usize..60,
        ) {
            let curve = Exceedance::of(&mut values.clone(), CurveOf::RawSamples, 1_000);
            let falls = |pair: &[ExceedancePoint]| {
                pair[0].value > pair[1].value && pair[0].probability < pair[1].probability
            };
            prop_assert!(curve.points.windows(2).all(falls));
            prop_assert!(curve.points.iter().all(|p| 0.0 < p.probability && p.probability < 1.0));
            // The mean of all ranks is (n + 1) / 2, however many are shared.
            let shared = |p: &ExceedancePoint| values.iter().filter(|v| **v == p.value).count() as f64;
            let mean = curve.points.iter().map(|p| p.probability * shared(p)).sum::<f64>() / values.len() as f64;
            prop_assert!((mean - 0.5).abs() < 1e-9);
            let thin = Exceedance::of(&mut values.clone(), CurveOf::RawSamples, most);
            prop_assert!(thin.points.len() <= most);
            prop_assert!(thin.points.iter().all(|point| curve.points.contains(point)));
        }
    }

    #[test]
    fn days_without_flow_stay_on_the_curve() {
        let curve = Exceedance::of(&mut [0.0, 0.0, 4.0], CurveOf::RawSamples, 100);
        assert_eq!(told(&curve), [(4.0, 0.25), (0.0, 0.625)]);
        assert_eq!((curve.count, curve.not_positive), (3, 2));
    }

    #[test]
    fn a_curve_of_many_points_keeps_its_ends() {
        let mut values: Vec<f64> = (0..100_000).map(f64::from).collect();
        let curve = Exceedance::of(&mut values, CurveOf::RawSamples, 50);
        let points = &curve.points;
        assert!((40..=50).contains(&points.len()), "{}", points.len());
        assert_eq!((points[0].value, points[points.len() - 1].value), (99_999.0, 0.0));
        // The tails keep points too: no two are far apart on a normal axis.
        let z = |point: &ExceedancePoint| normal_quantile(point.probability);
        assert!(points.windows(2).all(|pair| z(&pair[1]) - z(&pair[0]) < 0.5));
    }

    #[test]
    fn a_year_with_too_few_days_is_left_out_and_named() {
        let start_us = TimeUs::from_civil(2021, 10, 1, 0).0;
        let mut page = Columns::default();
        // Water year 2022 whole, the first hundred days of 2023.
        for day in 0..465 {
            page.push(start_us + day * DAY_US, if day < 365 { 2.0 } else { 9.0 }, 0);
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        let daily = Aggregation {
            period: Period::Month,
            zone: ZoneOffsets::utc(),
            stamp: Stamp::Instant,
            statistic: Statistic::Mean,
            least_complete: 1.0,
        };
        let curve = series.flow_duration(series.extent().unwrap(), &daily, 0.9, 100);
        assert_eq!((curve.count, told(&curve)), (365, vec![(2.0, 0.5)]));
        let CurveOf::DailyValues { years, left_out } = &curve.of else { panic!("{:?}", curve.of) };
        assert_eq!(
            (years.as_slice(), left_out.as_slice()),
            ([2022].as_slice(), [(2023, 100.0 / 365.0)].as_slice())
        );
    }
}
