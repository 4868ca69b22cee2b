//! Everything that is said about the numbers of a window in one table.
//!
//! Definitions and their sources are in docs/statistics.md. Nothing is rounded; sums are compensated and the
//! deviation is computed in two passes, so that a window costs as much as its rows: [`Summing`] makes it a part
//! at a time. The cheap counts and moments of every redraw are [`Series::statistics`].

use crate::quantile::next_quantile;
use crate::series::{Row, Series};
use crate::statistics::Statistics;
use crate::sum::Sum;
use crate::value::ValueKind;
use gagehouse_model::TimeRange;
use gagehouse_model::time::SECOND_US;
use std::ops::Range;

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
    /// exp(Σ ln x / n); not defined when a number is zero or less.
    pub geometric_mean: Option<f64>,
    /// Numbers that are zero or less.
    pub not_positive: u64,
    /// Sample standard deviation, √(Σ(x − mean)² / (n − 1)); not defined for n < 2.
    pub standard_deviation: Option<f64>,
    /// Standard deviation over mean; not defined for a mean of zero or less, and without meaning for
    /// scales whose zero is a convention, such as °C.
    pub coefficient_of_variation: Option<f64>,
    /// Quantiles (definition 7 of Hyndman and Fan) at [`PROBABILITIES`]; `None` without numbers.
    pub percentiles: Option<[f64; 7]>,
}

/// Rows that [`Summing::step`] reads at once: some milliseconds of work.
const ROWS_PER_STEP: usize = 131_072;
/// Numbers whose squares it adds at once.
const SQUARES_PER_STEP: usize = 1_048_576;

/// A summary in the making, a part at a time, so that a page stays awake over millions of rows.
#[derive(Debug, Clone)]
pub struct Summing {
    window: TimeRange,
    /// Rows that were not read yet.
    rows: Range<usize>,
    /// Which qualities say that a number is a limit.
    censors: Vec<bool>,
    numbers: Vec<f64>,
    censored: u64,
    not_positive: u64,
    sum: Sum,
    logarithms: Sum,
    weighted: Weighted,
    deviations: Deviations,
    percentiles: Vec<f64>,
    sorted_to: usize,
}

impl Summing {
    /// Begins the summary of a window.
    pub fn new(series: &Series, window: TimeRange) -> Self {
        let rows = series.indices(window);
        Self {
            window,
            censors: series.quality_words().iter().map(|quality| quality.is_censored()).collect(),
            numbers: Vec::with_capacity(rows.len()),
            rows,
            censored: 0,
            not_positive: 0,
            sum: Sum::default(),
            logarithms: Sum::default(),
            weighted: Weighted::default(),
            deviations: Deviations::default(),
            percentiles: Vec::with_capacity(PROBABILITIES.len()),
            sorted_to: 0,
        }
    }

    /// Goes on; the summary when that was the last step. `series` must be the one it began with, unchanged.
    ///
    /// A step is a stretch of rows, a stretch of squares, or one quantile: the longest is the first quantile,
    /// which goes through all numbers.
    pub fn step(&mut self, series: &Series) -> Option<Summary> {
        if !self.rows.is_empty() {
            self.read(series);
        } else if self.deviations.added < self.numbers.len() {
            let to = (self.deviations.added + SQUARES_PER_STEP).min(self.numbers.len());
            let mean = self.mean().unwrap_or(0.0);
            self.deviations.add(&self.numbers[self.deviations.added..to], mean);
        } else if let Some(probability) = PROBABILITIES.get(self.percentiles.len())
            && let Some(quantile) =
                next_quantile(&mut self.numbers, &mut self.sorted_to, *probability)
        {
            self.percentiles.push(quantile);
        } else {
            return Some(self.summary(series));
        }
        None
    }

    fn read(&mut self, series: &Series) {
        let to = (self.rows.start + ROWS_PER_STEP).min(self.rows.end);
        for row in series.rows(self.rows.start..to) {
            if series.kind(row.value) != ValueKind::Number {
                continue;
            }
            self.numbers.push(row.value);
            self.sum.add(row.value);
            if row.value > 0.0 {
                self.logarithms.add(row.value.ln());
            } else {
                self.not_positive += 1;
            }
            let is_censored = self.censors.get(usize::from(row.quality)) == Some(&true);
            self.censored += u64::from(is_censored);
            self.weighted.add(series, row);
        }
        self.rows.start = to;
    }

    fn mean(&self) -> Option<f64> {
        let n = self.numbers.len();
        (n > 0).then(|| self.sum.total() / n as f64)
    }

    fn summary(&self, series: &Series) -> Summary {
        let mean = self.mean();
        let standard_deviation = self.deviations.standard();
        let n = self.numbers.len() as f64;
        let has_logarithms = !self.numbers.is_empty() && self.not_positive == 0;
        Summary {
            counts: series.statistics(self.window),
            censored: self.censored,
            mean,
            time_weighted_mean: self.weighted.mean(),
            geometric_mean: has_logarithms.then(|| (self.logarithms.total() / n).exp()),
            not_positive: self.not_positive,
            standard_deviation,
            coefficient_of_variation: mean
                .filter(|mean| *mean > 0.0)
                .and_then(|mean| Some(standard_deviation? / mean)),
            percentiles: self.percentiles.as_slice().try_into().ok(),
        }
    }
}

impl Series {
    /// The numbers of a window, summed up at once.
    pub fn summary(&self, window: TimeRange) -> Summary {
        let mut summing = Summing::new(self, window);
        loop {
            if let Some(summary) = summing.step(self) {
                return summary;
            }
        }
    }
}

/// The time integral and the time that it covers.
#[derive(Debug, Clone, Copy, Default)]
struct Weighted {
    area: Sum,
    covered_s: Sum,
    previous: Option<Row>,
}

impl Weighted {
    fn add(&mut self, series: &Series, row: Row) {
        let previous = self.previous.replace(row);
        let joined =
            previous.filter(|before| before.duration_us == 0 && series.joins_rows(before, &row));
        let (length_us, height) = match (row.duration_us, joined) {
            (1.., _) => (row.duration_us, row.value),
            (_, Some(before)) => {
                (row.time.0 - before.time.0, f64::midpoint(before.value, row.value))
            }
            (_, None) => return,
        };
        let length_s = length_us as f64 / SECOND_US as f64;
        self.area.add(height * length_s);
        self.covered_s.add(length_s);
    }

    fn mean(&self) -> Option<f64> {
        let covered_s = self.covered_s.total();
        (covered_s > 0.0).then(|| self.area.total() / covered_s)
    }
}

/// Sums of deviations from the mean and of their squares.
#[derive(Debug, Clone, Copy, Default)]
struct Deviations {
    added: usize,
    squares: Sum,
    rest: Sum,
}

impl Deviations {
    fn add(&mut self, numbers: &[f64], mean: f64) {
        for number in numbers {
            self.squares.add((number - mean) * (number - mean));
            self.rest.add(number - mean);
        }
        self.added += numbers.len();
    }

    /// The sample's; the second term takes back the rounding of the mean (Chan, Golub and LeVeque, 1983).
    fn standard(&self) -> Option<f64> {
        let n = self.added as f64;
        let rest = self.rest.total();
        let variance = (self.squares.total() - rest * rest / n) / (n - 1.0);
        (self.added > 1).then(|| variance.max(0.0).sqrt())
    }
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
    fn the_geometric_mean_is_of_positive_numbers_and_says_how_many_are_not() {
        let whole = of(&[(0, 1.0), (1, 100.0), (2, f64::NAN)]);
        assert!((whole.geometric_mean.unwrap() - 10.0).abs() < 1e-12);
        assert_eq!(whole.not_positive, 0);
        let cut = of(&[(0, 1.0), (1, 100.0), (2, 0.0), (3, -5.0)]);
        assert_eq!((cut.geometric_mean, cut.not_positive, cut.counts.count), (None, 2, 4));
        let zero_flow = of(&[(0, 0.0), (1, 0.0)]);
        assert_eq!((zero_flow.geometric_mean, zero_flow.mean), (None, Some(0.0)));
        assert_eq!(zero_flow.coefficient_of_variation, None);
    }

    #[test]
    fn many_rows_are_summed_in_steps_none_of_which_reads_all_of_them() {
        let mut page = Columns::default();
        let rows = 3 * ROWS_PER_STEP as i64 + 7;
        (0..rows).for_each(|row| page.push(row * 1_000, (row % 1_000) as f64, 0));
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        let mut summing = Summing::new(&series, WINDOW);
        let mut steps = 1;
        let stepped = loop {
            match summing.step(&series) {
                Some(summary) => break summary,
                None => steps += 1,
            }
        };
        assert_eq!((steps, stepped.counts.count), (4 + 1 + 7 + 1, rows as u64));
        assert!((stepped.percentiles.unwrap()[3] - 499.0).abs() <= 1.0);
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
