//! Sums that do not lose small numbers beside large ones.

/// A running sum with the error of each addition kept apart (Neumaier, Rundungsfehleranalyse einiger
/// Verfahren zur Summation endlicher Summen, ZAMM 54, 1974).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sum {
    sum: f64,
    error: f64,
}

impl Sum {
    pub(crate) fn add(&mut self, number: f64) {
        let sum = self.sum + number;
        self.error += if self.sum.abs() >= number.abs() {
            (self.sum - sum) + number
        } else {
            (number - sum) + self.sum
        };
        self.sum = sum;
    }

    pub(crate) fn total(self) -> f64 {
        // The error of a sum beyond all numbers is no number.
        if self.sum.is_finite() { self.sum + self.error } else { self.sum }
    }
}

impl FromIterator<f64> for Sum {
    fn from_iter<I: IntoIterator<Item = f64>>(numbers: I) -> Self {
        let mut sum = Self::default();
        numbers.into_iter().for_each(|number| sum.add(number));
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_large_numbers_hide_is_in_the_sum() {
        let numbers = [1e16, 1.0, 1.0, -1e16];
        assert_eq!(numbers.into_iter().collect::<Sum>().total(), 2.0);
        assert_eq!([f64::MAX, f64::MAX].into_iter().collect::<Sum>().total(), f64::INFINITY);
    }
}
