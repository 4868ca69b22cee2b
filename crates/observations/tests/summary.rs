//! The summary of a window against the plainest computation of the same definitions.

use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_observations::series::ChunkRows;
use gagehouse_observations::summary::PROBABILITIES;
use gagehouse_observations::{Columns, Series, SeriesOptions, Summary};
use proptest::prelude::*;

/// A sum without rounding to speak of: numbers in pairs of high and low parts (double-double, Dekker 1971).
fn exact_sum(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let (mut high, mut low) = (0.0f64, 0.0f64);
    for number in numbers {
        let sum = high + number;
        let virtual_part = sum - high;
        low += (high - (sum - virtual_part)) + (number - virtual_part);
        high = sum + low;
        low -= high - sum;
    }
    high + low
}

fn close(found: Option<f64>, expected: f64, scale: f64) -> bool {
    found.is_some_and(|found| (found - expected).abs() <= 1e-9 * expected.abs().max(scale * 1e-3))
}

fn summary_of(values: &[f64], step_us: i64) -> Summary {
    let mut page = Columns::default();
    for (row, &value) in (0i64..).zip(values) {
        page.push(row * step_us, value, 0);
    }
    let chunk_rows = ChunkRows { joined: 10, most: 40 };
    let mut series = Series::with_chunk_rows(SeriesOptions::default(), chunk_rows);
    series.append(&page);
    series.summary(TimeRange { start: TimeUs(0), end: TimeUs(i64::MAX) })
}

proptest! {
    #[test]
    fn every_figure_is_that_of_its_definition(
        values in prop_oneof![
            proptest::collection::vec(prop_oneof![-1e3f64..1e3, 1e6f64..1e6 + 1.0, Just(0.0)], 2..300),
            proptest::collection::vec(1e-3f64..1e3, 2..300),
        ],
    ) {
        let summary = summary_of(&values, 1_000_000);
        let n = values.len() as f64;
        let scale = values.iter().fold(0.0f64, |scale, v| scale.max(v.abs()));
        let mean = exact_sum(values.iter().copied()) / n;
        let sd = (exact_sum(values.iter().map(|v| (v - mean).powi(2))) / (n - 1.0)).sqrt();
        prop_assert!(close(summary.mean, mean, scale), "{:?} {}", summary.mean, mean);
        prop_assert!(close(summary.standard_deviation, sd, scale));
        if mean > 1e-3 {
            prop_assert!(close(summary.coefficient_of_variation, sd / mean, 1.0));
        }
        let positive: Vec<f64> = values.iter().copied().filter(|v| *v > 0.0).collect();
        prop_assert_eq!(summary.not_positive as usize, values.len() - positive.len());
        if positive.len() == values.len() {
            let logs = exact_sum(positive.iter().map(|v| v.ln())) / n;
            prop_assert!(close(summary.geometric_mean, logs.exp(), 0.0));
        } else {
            prop_assert_eq!(summary.geometric_mean, None);
        }
        let areas = values.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0);
        let time_weighted = exact_sum(areas) / (n - 1.0);
        prop_assert!(close(summary.time_weighted_mean, time_weighted, scale));
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        for (p, found) in PROBABILITIES.iter().zip(summary.percentiles.unwrap()) {
            let h = (n - 1.0) * p;
            let (low, high) = (sorted[h.floor() as usize], sorted[h.ceil() as usize]);
            prop_assert!(close(Some(found), low + (h - h.floor()) * (high - low), scale));
        }
        prop_assert_eq!(summary.counts.min.map(|row| row.value), sorted.first().copied());
        prop_assert_eq!(summary.counts.max.map(|row| row.value), sorted.last().copied());
    }
}

#[test]
fn a_small_spread_on_a_large_number_is_not_lost() {
    // 100,000 values of 10⁹ ± 0.5: textbook sums of squares give nonsense here.
    let values: Vec<f64> =
        (0..100_000).map(|i| 1e9 + if i % 2 == 0 { 0.5 } else { -0.5 }).collect();
    let summary = summary_of(&values, 1_000);
    let expected = (100_000.0 * 0.25 / 99_999.0f64).sqrt();
    assert!((summary.standard_deviation.unwrap() / expected - 1.0).abs() < 1e-9);
    assert_eq!(summary.mean, Some(1e9));
}
