//! Rows put in order: by time, then by value, equal rows once.

use std::cmp::Ordering;

/// Rows of one series in three arrays of one length, qualities in the series' own dictionary.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SortedRows {
    pub(crate) time_us: Vec<i64>,
    pub(crate) value: Vec<f64>,
    pub(crate) quality: Vec<u16>,
}

impl SortedRows {
    /// Sorts rows and lets equal (time, value) collapse; of equal rows the last said quality stays.
    pub(crate) fn from_unsorted(time_us: &[i64], value: &[f64], quality: Vec<u16>) -> Self {
        // One NaN is as good as another, and sorts after every number.
        let value: Vec<f64> =
            value.iter().map(|&v| if v.is_nan() { f64::NAN } else { v }).collect();
        let row_order = |a: usize, b: usize| order((time_us[a], value[a]), (time_us[b], value[b]));
        if (1..time_us.len()).all(|row| row_order(row - 1, row) == Ordering::Less) {
            return Self { time_us: time_us.to_vec(), value, quality };
        }
        let mut rows: Vec<usize> = (0..time_us.len()).collect();
        rows.sort_by(|&a, &b| row_order(a, b));
        let mut sorted = Self::with_capacity(rows.len());
        for row in rows {
            sorted.push(time_us[row], value[row], quality[row]);
        }
        sorted
    }

    /// Both sets of rows in order; where both hold the same row, `later` says its quality.
    pub(crate) fn merged(earlier: &Self, later: &Self) -> Self {
        let mut merged = Self::with_capacity(earlier.len() + later.len());
        let (mut a, mut b) = (0, 0);
        while a < earlier.len() || b < later.len() {
            let take_earlier = b == later.len()
                || (a < earlier.len() && order(earlier.row(a), later.row(b)) != Ordering::Greater);
            if take_earlier {
                merged.push(earlier.time_us[a], earlier.value[a], earlier.quality[a]);
                a += 1;
            } else {
                merged.push(later.time_us[b], later.value[b], later.quality[b]);
                b += 1;
            }
        }
        merged
    }

    /// Appends rows that all come after the ones here.
    pub(crate) fn extend(&mut self, time_us: &[i64], value: &[f64], quality: &[u16]) {
        self.time_us.extend_from_slice(time_us);
        self.value.extend_from_slice(value);
        self.quality.extend_from_slice(quality);
    }

    pub(crate) fn len(&self) -> usize {
        self.time_us.len()
    }

    fn with_capacity(rows: usize) -> Self {
        Self {
            time_us: Vec::with_capacity(rows),
            value: Vec::with_capacity(rows),
            quality: Vec::with_capacity(rows),
        }
    }

    fn row(&self, row: usize) -> (i64, f64) {
        (self.time_us[row], self.value[row])
    }

    /// Appends a row that is not before the last one; an equal one only gives its quality.
    fn push(&mut self, time_us: i64, value: f64, quality: u16) {
        let last = self.len().wrapping_sub(1);
        if self.time_us.last() == Some(&time_us) && self.value[last].total_cmp(&value).is_eq() {
            if quality != 0 {
                self.quality[last] = quality;
            }
            return;
        }
        self.time_us.push(time_us);
        self.value.push(value);
        self.quality.push(quality);
    }
}

fn order(a: (i64, f64), b: (i64, f64)) -> Ordering {
    a.0.cmp(&b.0).then_with(|| a.1.total_cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_rows_collapse_and_another_value_at_the_same_time_is_kept() {
        let rows =
            SortedRows::from_unsorted(&[3, 1, 3, 3], &[5.0, 1.0, 4.0, 5.0], vec![0, 0, 0, 2]);
        assert_eq!(rows.time_us, [1, 3, 3]);
        assert_eq!(rows.value, [1.0, 4.0, 5.0]);
        assert_eq!(rows.quality, [0, 0, 2]);
    }

    #[test]
    fn missing_results_at_one_time_are_one_missing_result() {
        let rows = SortedRows::from_unsorted(&[1, 1], &[f64::NAN, -f64::NAN], vec![0, 0]);
        assert_eq!(rows.len(), 1);
    }

    #[test]
    fn a_reloaded_page_may_change_what_is_said_about_a_row() {
        let provisional = SortedRows::from_unsorted(&[1, 2], &[1.0, 2.0], vec![1, 1]);
        let approved = SortedRows::from_unsorted(&[2, 3], &[2.0, 3.0], vec![2, 2]);
        let merged = SortedRows::merged(&provisional, &approved);
        assert_eq!((merged.time_us, merged.quality), (vec![1, 2, 3], vec![1, 2, 2]));
    }
}
