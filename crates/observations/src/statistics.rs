//! Counts, extremes, mean and standard deviation of the numbers in a window.
//!
//! mean = Σx / n; standard deviation = √(Σ(x − mean)² / (n − 1)), the sample's, undefined for n < 2. Of a
//! chunk both come from two passes, the second correcting the mean of the first by what it leaves over; sums of
//! chunks are joined by Chan, Golub and LeVeque's formula ("Algorithms for computing the sample variance", The
//! American Statistician 37, 1983), so a window costs as much as the chunks it cuts, not as the rows it holds.
//! Nothing is rounded.

use crate::merge::SortedRows;
use crate::series::Row;
use crate::value::ValueKind;
use std::ops::Range;

/// What a window holds. Extremes and mean are of the numbers alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// Finite numbers.
    pub count: u64,
    /// Rows without a result.
    pub missing: u64,
    /// Rows whose result is a text.
    pub states: u64,
    /// Rows whose result is the datastream's "no data" number.
    pub no_data: u64,
    /// Rows whose result is infinite.
    pub non_finite: u64,
    /// The first row with the smallest number.
    pub min: Option<Row>,
    /// The first row with the largest number.
    pub max: Option<Row>,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Sample standard deviation (divisor n − 1).
    pub standard_deviation: Option<f64>,
}

/// Counts and the first two moments of some rows, joinable.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Moments {
    pub(crate) count: u64,
    pub(crate) missing: u64,
    pub(crate) states: u64,
    pub(crate) no_data: u64,
    pub(crate) non_finite: u64,
    mean: f64,
    /// Sum of squared deviations from the mean.
    squares: f64,
}

impl Moments {
    pub(crate) fn of(rows: &SortedRows, range: Range<usize>, no_data_value: Option<f64>) -> Self {
        let mut moments = Self::of_values(&rows.value[range.clone()], no_data_value);
        if !rows.state.is_default() {
            moments.states = range.filter(|&row| rows.state.get(row) != 0).count() as u64;
            moments.missing -= moments.states;
        }
        moments
    }

    fn of_values(values: &[f64], no_data_value: Option<f64>) -> Self {
        let mut moments = Self::default();
        let mut sum = 0.0;
        for &value in values {
            match ValueKind::of(value, no_data_value) {
                ValueKind::Number => {
                    moments.count += 1;
                    sum += value;
                }
                ValueKind::Missing => moments.missing += 1,
                ValueKind::NoData => moments.no_data += 1,
                ValueKind::NonFinite => moments.non_finite += 1,
            }
        }
        if moments.count == 0 {
            return moments;
        }
        let count = moments.count as f64;
        let numbers = || {
            let is_number =
                |value: &&f64| ValueKind::of(**value, no_data_value) == ValueKind::Number;
            values.iter().filter(is_number)
        };
        let mean = match sum / count {
            mean if mean.is_finite() => mean,
            // The sum leaves the numbers there are, though the mean does not.
            _ => numbers().map(|value| value / count).sum(),
        };
        let (mut left_over, mut squares) = (0.0, 0.0);
        for value in numbers() {
            let from_mean = value - mean;
            left_over += from_mean;
            squares += from_mean * from_mean;
        }
        if left_over.is_finite() {
            moments.mean = mean + left_over / count;
            moments.squares = squares - left_over * left_over / count;
        } else {
            (moments.mean, moments.squares) = (mean, f64::INFINITY);
        }
        moments
    }

    pub(crate) fn joined(self, other: Self) -> Self {
        let count = self.count + other.count;
        let (mean, squares) = match (self.count, other.count) {
            (_, 0) => (self.mean, self.squares),
            (0, _) => (other.mean, other.squares),
            (here, there) => {
                let apart = other.mean - self.mean;
                let share = there as f64 / count as f64;
                let mean = self.mean + apart * share;
                (mean, self.squares + other.squares + apart * apart * here as f64 * share)
            }
        };
        Self {
            count,
            missing: self.missing + other.missing,
            states: self.states + other.states,
            no_data: self.no_data + other.no_data,
            non_finite: self.non_finite + other.non_finite,
            mean,
            squares,
        }
    }

    pub(crate) fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    pub(crate) fn standard_deviation(&self) -> Option<f64> {
        (self.count > 1).then(|| (self.squares / (self.count - 1) as f64).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deviation_is_the_samples_and_says_nothing_for_one_number() {
        let moments = Moments::of_values(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0], None);
        assert_eq!(moments.mean(), Some(5.0));
        assert!((moments.standard_deviation().unwrap() - (32.0f64 / 7.0).sqrt()).abs() < 1e-15);
        assert_eq!(Moments::of_values(&[3.0], None).standard_deviation(), None);
        assert_eq!(Moments::of_values(&[], None).mean(), None);
    }

    #[test]
    fn joined_parts_give_what_the_whole_gives() {
        let values: Vec<f64> = (0..1_000).map(|i| 1e6 + (f64::from(i) * 0.7).sin()).collect();
        let whole = Moments::of_values(&values, None);
        let joined = Moments::of_values(&values[..123], None)
            .joined(Moments::of_values(&values[123..], None));
        assert_eq!(joined.count, 1_000);
        let (a, b) = (whole.standard_deviation().unwrap(), joined.standard_deviation().unwrap());
        assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
    }

    #[test]
    fn the_mean_of_the_largest_numbers_there_are_is_one_of_them() {
        let moments = Moments::of_values(&[f64::MAX, f64::MAX], None);
        assert_eq!(moments.mean(), Some(f64::MAX));
        assert_eq!(moments.standard_deviation(), Some(0.0));
        let moments = Moments::of_values(&[f64::MAX, -f64::MAX, f64::MAX, -f64::MAX], None);
        assert_eq!(moments.mean(), Some(0.0));
        assert_eq!(moments.standard_deviation(), Some(f64::INFINITY));
    }

    #[test]
    fn small_steps_far_from_zero_are_not_lost() {
        let values: Vec<f64> = (0..10_000).map(|i| 1e9 + f64::from(i % 3) * 1e-3).collect();
        let deviation = Moments::of_values(&values, None).standard_deviation().unwrap();
        assert!((deviation / 8.1650e-4 - 1.0).abs() < 1e-3, "{deviation}");
    }

    #[test]
    fn what_is_no_number_is_counted_apart() {
        let values = [1.0, f64::NAN, -9999.0, f64::INFINITY, 3.0];
        let moments = Moments::of_values(&values, Some(-9999.0));
        assert_eq!(
            (moments.count, moments.missing, moments.no_data, moments.non_finite),
            (2, 1, 1, 1)
        );
        assert_eq!(moments.mean(), Some(2.0));
    }
}
