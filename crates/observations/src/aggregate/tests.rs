//! Aggregates worked out by hand, and laws that hold for all.

use super::*;
use crate::{Columns, SeriesOptions};
use gagehouse_model::Spacing;
use gagehouse_model::time::{DAY_US, HOUR_US, MINUTE_US};
use proptest::prelude::*;

const QUARTER_US: i64 = 15 * MINUTE_US;

/// Daily means at UTC−7, instants, complete from 75 % on; tests change what they are about.
fn daily(statistic: Statistic) -> Aggregation {
    Aggregation {
        period: Period::Day,
        zone: ZoneOffsets::fixed("UTC\u{2212}07:00", -420),
        stamp: Stamp::Instant,
        statistic,
        least_complete: 0.75,
    }
}

fn series(rows: impl IntoIterator<Item = (i64, f64)>) -> Series {
    let mut page = Columns::default();
    for (time_us, value) in rows {
        page.push(time_us, value, 0);
    }
    let spacing = Spacing::from_us(QUARTER_US);
    let mut series = Series::new(SeriesOptions { spacing, ..SeriesOptions::default() });
    series.append(&page);
    series
}

fn at(text: &str) -> i64 {
    text.parse::<TimeUs>().unwrap().0
}

fn all(series: &Series, how: &Aggregation) -> Vec<Bin> {
    series.aggregated(series.extent().unwrap(), how)
}

#[test]
fn a_value_stamped_at_the_end_of_its_interval_at_midnight_belongs_to_yesterday() {
    let midnight = at("2024-05-02T07:00:00Z");
    let series = series([(midnight, 8.0), (midnight + QUARTER_US, 2.0)]);
    let totals = |stamp| -> Vec<(TimeUs, Option<f64>)> {
        let how = Aggregation { stamp, ..daily(Statistic::Sum) };
        all(&series, &how).iter().map(|bin| (bin.span.start, bin.value)).collect()
    };
    let (first, second) = (TimeUs(midnight - DAY_US), TimeUs(midnight));
    assert_eq!(totals(Stamp::End), [(first, Some(8.0)), (second, Some(2.0))]);
    assert_eq!(totals(Stamp::Beginning), [(second, Some(10.0))]);
}

#[test]
fn an_interval_with_both_ends_counts_where_its_middle_lies_whatever_the_stamp() {
    let midnight = at("2024-05-02T07:00:00Z");
    let mut page = Columns::default();
    page.push_interval((midnight - HOUR_US, midnight), 8.0, 0);
    page.push_interval((midnight, midnight + HOUR_US), 2.0, 0);
    let mut series = Series::new(SeriesOptions::default());
    series.append(&page);
    for stamp in [Stamp::Instant, Stamp::Beginning, Stamp::End] {
        let how = Aggregation { stamp, ..daily(Statistic::Sum) };
        let values: Vec<Option<f64>> = all(&series, &how).iter().map(|bin| bin.value).collect();
        assert_eq!(values, [Some(8.0), Some(2.0)], "{stamp:?}");
    }
}

#[test]
fn a_day_that_is_60_percent_there_is_shown_as_incomplete_and_its_neighbour_is_not() {
    let midnight = at("2024-05-01T07:00:00Z");
    let rows = (0..192i64).filter(|quarter| *quarter < 96 || (*quarter - 96) % 5 < 3);
    let series = series(rows.map(|quarter| (midnight + quarter * QUARTER_US, 1.0)));
    let bins = all(&series, &daily(Statistic::Mean));
    assert_eq!((bins[0].count, bins[0].completeness, bins[0].is_complete), (96, Some(1.0), true));
    // 19 × 3 rows of five and one of the last.
    assert_eq!(bins[1].count, 58);
    assert!((bins[1].completeness.unwrap() - 58.0 / 96.0).abs() < 1e-12);
    assert_eq!((bins[1].value, bins[1].complete_value()), (Some(1.0), None));
    let drawn = columns_of(&bins);
    assert!(drawn.value()[0] == 1.0 && drawn.value()[1].is_nan());
    assert_eq!((drawn.time_us()[0], drawn.duration_us_at(0)), (midnight, DAY_US));
    let lenient = Aggregation { least_complete: 0.6, ..daily(Statistic::Mean) };
    assert!(all(&series, &lenient)[1].is_complete);
}

#[test]
fn a_calm_month_of_zero_flow_is_zero_and_not_missing() {
    let start = at("2024-02-01T07:00:00Z");
    let series = series((0..29 * 96 + 1).map(|quarter| (start + quarter * QUARTER_US, 0.0)));
    for statistic in [Statistic::Mean, Statistic::Integral, Statistic::TimeWeightedMean] {
        let how = Aggregation { period: Period::Month, ..daily(statistic) };
        let bins = all(&series, &how);
        assert_eq!((bins[0].complete_value(), bins[0].completeness), (Some(0.0), Some(1.0)));
    }
}

#[test]
fn a_cumulative_gauge_that_is_emptied_keeps_its_total() {
    let midnight = at("2024-05-01T07:00:00Z");
    let readings = [100.0, 102.0, 105.0, 1.0, 1.0, 5.0];
    let rows = readings
        .into_iter()
        .zip(0i64..)
        .map(|(reading, hour)| (midnight - HOUR_US + hour * HOUR_US, reading));
    let bins = all(&series(rows), &daily(Statistic::Increments(Resets::default())));
    // The reading of midnight adds what fell before it: 2 to the first day, 3 + 1 + 0 + 4 to the second.
    let told: Vec<(Option<f64>, u64)> = bins.iter().map(|bin| (bin.value, bin.resets)).collect();
    assert_eq!(told, [(Some(2.0), 0), (Some(8.0), 1)]);
}

#[test]
fn directions_around_north_average_to_north() {
    let midnight = at("2024-05-01T07:00:00Z");
    let bins = all(
        &series([(midnight, 350.0), (midnight + QUARTER_US, 10.0)]),
        &daily(Statistic::CircularMean),
    );
    assert_eq!((bins[0].value, bins[0].band), (Some(0.0), None));
}

#[test]
fn ph_is_its_median_and_keeps_its_band() {
    let midnight = at("2024-05-01T07:00:00Z");
    let rows = [7.0, 7.5, 12.0].into_iter().zip(0i64..);
    let bins = all(
        &series(rows.map(|(ph, row)| (midnight + row * QUARTER_US, ph))),
        &daily(Statistic::Median),
    );
    assert_eq!((bins[0].value, bins[0].band), (Some(7.5), Some((7.0, 12.0))));
}

#[test]
fn a_steady_flow_is_its_rate_times_the_time_and_a_gap_is_not_filled() {
    let midnight = at("2024-05-01T07:00:00Z");
    // 2 m³/s over a whole day and the first sample of the next one, but for the six hours 06:00–12:00.
    let rows = (0..=96i64).filter(|quarter| !(25..48).contains(quarter));
    let bins = all(
        &series(rows.map(|quarter| (midnight + quarter * QUARTER_US, 2.0))),
        &daily(Statistic::Integral),
    );
    assert_eq!(bins[0].value, Some(2.0 * 18.0 * 3_600.0));
    assert_eq!((bins[0].completeness, bins[0].is_complete), (Some(0.75), true));
}

#[test]
fn a_line_over_midnight_gives_each_day_its_own_part() {
    let midnight = at("2024-05-02T07:00:00Z");
    // From 0 at 23:50 to 3 at 00:05: two thirds of the time and an area of 600 before midnight.
    let series = series([(midnight - 10 * MINUTE_US, 0.0), (midnight + 5 * MINUTE_US, 3.0)]);
    let areas: Vec<f64> =
        all(&series, &daily(Statistic::Integral)).iter().filter_map(|bin| bin.value).collect();
    assert_eq!(areas, [600.0, 750.0]);
}

#[test]
fn an_hours_mean_stamped_at_its_end_is_integrated_backwards() {
    let midnight = at("2024-05-01T07:00:00Z");
    let rows = (1..=96i64).map(|quarter| (midnight + quarter * QUARTER_US, 4.0));
    let how = Aggregation { stamp: Stamp::End, ..daily(Statistic::Integral) };
    let bins = all(&series(rows), &how);
    assert_eq!(bins.len(), 1);
    assert_eq!((bins[0].value, bins[0].completeness), (Some(4.0 * 86_400.0), Some(1.0)));
}

#[test]
fn a_row_in_the_year_one_does_not_make_a_bin_of_every_hour_since() {
    let series = series([(at("0001-01-01T00:00:00Z"), 1.0), (at("2024-01-01T00:00:00Z"), 2.0)]);
    let how = Aggregation { period: Period::Hour, ..daily(Statistic::Integral) };
    assert!(all(&series, &how).len() <= 2);
    assert_eq!(
        all(&series, &Aggregation { period: Period::Hour, ..daily(Statistic::Mean) }).len(),
        2
    );
}

fn rows() -> impl Strategy<Value = Vec<(i64, f64)>> {
    let value = prop_oneof![9 => -100f64..100.0, 1 => Just(f64::NAN)];
    let step = prop_oneof![6 => Just(QUARTER_US), 2 => 1..HOUR_US, 1 => 1..3 * DAY_US];
    proptest::collection::vec((step, value), 1..200).prop_map(|steps| {
        let mut time_us = at("2024-01-30T20:00:00Z");
        let after = |(step_us, value)| {
            time_us += step_us;
            (time_us, value)
        };
        steps.into_iter().map(after).collect()
    })
}

proptest! {
    #[test]
    fn every_number_is_in_one_bin_and_bins_are_in_order(
        rows in rows(),
        stamp in prop_oneof![Just(Stamp::Instant), Just(Stamp::Beginning), Just(Stamp::End)],
        period in prop_oneof![Just(Period::Hour), Just(Period::Day), Just(Period::Week), Just(Period::Month), Just(Period::WaterYear)],
    ) {
        let series = series(rows.clone());
        let how = Aggregation { stamp, period, ..daily(Statistic::Sum) };
        let bins = all(&series, &how);
        let numbers: Vec<f64> = rows.iter().map(|row| row.1).filter(|v| !v.is_nan()).collect();
        prop_assert_eq!(bins.iter().map(|bin| bin.count).sum::<u64>(), numbers.len() as u64);
        let total: f64 = bins.iter().filter_map(|bin| bin.value).sum();
        prop_assert!((total - numbers.iter().sum::<f64>()).abs() < 1e-6);
        prop_assert!(bins.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    }

    #[test]
    fn rows_put_together_a_part_at_a_time_make_the_same_periods(
        rows in rows(),
        stamp in prop_oneof![Just(Stamp::Instant), Just(Stamp::Beginning), Just(Stamp::End)],
        statistic in prop_oneof![
            Just(Statistic::Mean), Just(Statistic::Median), Just(Statistic::Integral), Just(Statistic::TimeWeightedMean),
            Just(Statistic::Increments(Resets::default())), Just(Statistic::CircularMean),
        ],
        (most_rows, most_periods) in (1..40usize, 1..4usize),
    ) {
        let series = series(rows);
        let how = Aggregation { stamp, ..daily(statistic) };
        let mut aggregating = Aggregating::new(&series, series.extent().unwrap(), &how);
        let bins = loop {
            if let Some(bins) = aggregating.step_of(&series, most_rows, most_periods) {
                break bins;
            }
        };
        prop_assert_eq!(bins, all(&series, &how));
        prop_assert_eq!(aggregating.share(), 1.0);
    }

    #[test]
    fn the_parts_of_an_integral_add_up(rows in rows(), stamp in prop_oneof![Just(Stamp::Instant), Just(Stamp::Beginning), Just(Stamp::End)]) {
        let series = series(rows);
        let how = |period| Aggregation { stamp, period, ..daily(Statistic::Integral) };
        let total = |period| all(&series, &how(period)).iter().filter_map(|bin| bin.value).sum::<f64>();
        let (days, months) = (total(Period::Day), total(Period::Month));
        prop_assert!((days - months).abs() <= 1e-6 * days.abs().max(1e6), "{} {}", days, months);
    }

    #[test]
    fn a_mean_lies_within_its_band(rows in rows()) {
        let series = series(rows);
        for statistic in [Statistic::Mean, Statistic::Median] {
            for bin in all(&series, &daily(statistic)) {
                if let (Some(value), Some((min, max))) = (bin.value, bin.band) {
                    prop_assert!(min - 1e-9 <= value && value <= max + 1e-9);
                }
            }
        }
    }
}
