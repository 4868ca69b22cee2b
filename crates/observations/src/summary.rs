//! Everything that is said about the numbers of a window in one table.
//!
//! Definitions and their sources are in docs/statistics.md. Nothing is rounded; sums are compensated and the
//! deviation is computed in two passes, so that a window costs as much as its rows. The cheap counts and
//! moments of every redraw are [`Series::statistics`].

use crate::quantile::quantiles;
use crate::series::{Row, Series};
use crate::statistics::Statistics;
use crate::sum::Sum;
use gagehouse_model::TimeRange;
use gagehouse_model::time::SECOND_US;

/// The probabilities of [`Summary::percentiles`].
pub const PROBABILITIES: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// What a window holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Counts, and the smallest and largest number with their times.
    pub counts: Statistics,
    /// Numbers whose quality says that they are a limit, such as "less than". They are part of everything.
    pub censored: u64,
    /// Arithmetic mean, Σx / n.
    pub mean: Option<f64>,
    /// The time integral divided by the time that it covers: straight lines between neighbouring instants
    /// that no gap parts, and intervals with their own length. `None` when nothing has a length.
    pub time_weighted_mean: Option<f64>,
    /// exp(Σ ln x / n) of the numbers above zero.
    pub geometric_mean: Option<f64>,
    /// Numbers not above zero, which the geometric mean leaves out.
    pub not_positive: u64,
    /// Sample standard deviation, √(Σ(x − mean)² / (n − 1)); not defined for n < 2.
    pub standard_deviation: Option<f64>,
    /// Standard deviation over mean; not defined for a mean of zero or less, and without meaning for
    /// scales whose zero is a convention, such as °C.
    pub coefficient_of_variation: Option<f64>,
    /// Quantiles (definition 7 of Hyndman and Fan) at [`PROBABILITIES`]; `None` without numbers.
    pub percentiles: Option<[f64; 7]>,
}

impl Series {
    /// The numbers of a window, summed up.
    pub fn summary(&self, window: TimeRange) -> Summary {
        let rows = || self.numbers(window);
        let counts = self.statistics(window);
        let censors: Vec<bool> =
            self.quality_words().iter().map(|quality| quality.is_censored()).collect();
        let is_censored = |row: &Row| censors.get(usize::from(row.quality)) == Some(&true);
        let mut numbers: Vec<f64> = rows().map(|row| row.value).collect();
        let positive = || numbers.iter().filter(|number| **number > 0.0);
        let positives = positive().count() as u64;
        let logarithms: Sum = positive().map(|number| number.ln()).collect();
        let geometric_mean = (positives > 0).then(|| (logarithms.total() / positives as f64).exp());
        let mean = mean_of(&numbers);
        let standard_deviation = mean.and_then(|mean| deviation(&numbers, mean));
        Summary {
            censored: if censors.contains(&true) {
                rows().filter(is_censored).count() as u64
            } else {
                0
            },
            mean,
            time_weighted_mean: self.time_weighted_mean(rows()),
            geometric_mean,
            not_positive: counts.count - positives,
            standard_deviation,
            coefficient_of_variation: mean
                .filter(|mean| *mean > 0.0)
                .and_then(|mean| Some(standard_deviation? / mean)),
            percentiles: quantiles(&mut numbers, &PROBABILITIES).try_into().ok(),
            counts,
        }
    }

    fn time_weighted_mean(&self, rows: impl Iterator<Item = Row>) -> Option<f64> {
        let (mut area, mut covered_s) = (Sum::default(), Sum::default());
        let mut previous: Option<Row> = None;
        rows.for_each(|row| {
            let joined =
                previous.filter(|before| before.duration_us == 0 && self.joins_rows(before, &row));
            let (length_us, height) = match (row.duration_us, joined) {
                (1.., _) => (row.duration_us, row.value),
                (_, Some(before)) => {
                    (row.time.0 - before.time.0, f64::midpoint(before.value, row.value))
                }
                (_, None) => (0, 0.0),
            };
            let length_s = length_us as f64 / SECOND_US as f64;
            area.add(height * length_s);
            covered_s.add(length_s);
            previous = Some(row);
        });
        let covered_s = covered_s.total();
        (covered_s > 0.0).then(|| area.total() / covered_s)
    }
}

fn mean_of(numbers: &[f64]) -> Option<f64> {
    let sum: Sum = numbers.iter().copied().collect();
    (!numbers.is_empty()).then(|| sum.total() / numbers.len() as f64)
}

/// In two passes; the second term takes back the rounding of the mean (Chan, Golub and LeVeque, 1983).
fn deviation(numbers: &[f64], mean: f64) -> Option<f64> {
    let n = numbers.len() as f64;
    let squares: Sum = numbers.iter().map(|number| (number - mean) * (number - mean)).collect();
    let rest: Sum = numbers.iter().map(|number| number - mean).collect();
    let variance = (squares.total() - rest.total() * rest.total() / n) / (n - 1.0);
    (numbers.len() > 1).then(|| variance.max(0.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Columns, SeriesOptions};
    use gagehouse_model::{Quality, TimeUs};

    const WINDOW: TimeRange = TimeRange { start: TimeUs(0), end: TimeUs(i64::MAX) };

    fn summary(page: &Columns) -> Summary {
        let mut series =
            Series::new(SeriesOptions { no_data_value: Some(-9999.0), ..SeriesOptions::default() });
        series.append(page);
        series.summary(WINDOW)
    }

    fn of(rows: &[(i64, f64)]) -> Summary {
        let mut page = Columns::default();
        for &(time_us, value) in rows {
            page.push(time_us, value, 0);
        }
        summary(&page)
    }

    #[test]
    fn the_geometric_mean_is_of_positive_numbers_and_says_how_many_it_left_out() {
        let summary = of(&[(0, 1.0), (1, 100.0), (2, 0.0), (3, -5.0), (4, f64::NAN)]);
        assert!((summary.geometric_mean.unwrap() - 10.0).abs() < 1e-12);
        assert_eq!((summary.not_positive, summary.counts.count), (2, 4));
        let zero_flow = of(&[(0, 0.0), (1, 0.0)]);
        assert_eq!((zero_flow.geometric_mean, zero_flow.mean), (None, Some(0.0)));
        assert_eq!(zero_flow.coefficient_of_variation, None);
    }

    #[test]
    fn the_time_weighted_mean_follows_the_line_and_not_the_number_of_rows() {
        // Two seconds at 0 in many rows, then a line up to 6 over two seconds: area 6 over 4 seconds.
        let rows = [(0, 0.0), (500_000, 0.0), (1_000_000, 0.0), (1_500_000, 0.0), (2_000_000, 0.0)];
        let rows: Vec<(i64, f64)> =
            rows.into_iter().chain([(3_000_000, 3.0), (4_000_000, 6.0)]).collect();
        let summary = of(&rows);
        assert_eq!(summary.time_weighted_mean, Some(1.5));
        assert!((summary.mean.unwrap() - 9.0 / 7.0).abs() < 1e-12);
        assert_eq!(of(&[(0, 1.0)]).time_weighted_mean, None);
    }

    #[test]
    fn intervals_weigh_as_much_as_they_last_and_gaps_nothing() {
        let mut page = Columns::default();
        page.push_interval((0, 1_000_000), 1.0, 0);
        page.push_interval((9_000_000, 12_000_000), 5.0, 0);
        assert_eq!(summary(&page).time_weighted_mean, Some(4.0));
    }

    #[test]
    fn values_that_are_limits_are_counted_and_kept() {
        let mut page = Columns::default();
        let below = page.quality_index(&Quality::from_qualifiers(["<"]));
        page.push(0, 0.1, below);
        page.push(1, 0.3, 0);
        page.push(2, -9999.0, below);
        let summary = summary(&page);
        assert_eq!((summary.censored, summary.counts.count, summary.counts.no_data), (1, 2, 1));
        assert!((summary.mean.unwrap() - 0.2).abs() < 1e-15);
    }

    #[test]
    fn nothing_and_one_number_say_what_they_can() {
        let none = of(&[]);
        assert_eq!((none.mean, none.percentiles, none.standard_deviation), (None, None, None));
        let one = of(&[(5, 3.0)]);
        assert_eq!((one.mean, one.percentiles), (Some(3.0), Some([3.0; 7])));
        assert_eq!((one.standard_deviation, one.coefficient_of_variation), (None, None));
    }
}
