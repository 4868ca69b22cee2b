//! Rows put in order: by time, then by value, length of interval and text, equal rows once.

use crate::columns::Columns;
use crate::sparse::SparseColumn;
use std::cmp::Ordering;

/// Rows of one series in arrays of one length, qualities and texts in the series' own dictionaries.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SortedRows {
    pub(crate) time_us: Vec<i64>,
    pub(crate) value: Vec<f64>,
    pub(crate) quality: Vec<u16>,
    pub(crate) duration_us: SparseColumn<i64>,
    pub(crate) state: SparseColumn<u16>,
}

/// What a row is; two rows that agree in this are one row.
#[derive(Debug, Clone, Copy)]
struct Identity {
    time_us: i64,
    value: f64,
    duration_us: i64,
    state: u16,
}

impl Identity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.time_us
            .cmp(&other.time_us)
            .then_with(|| self.value.total_cmp(&other.value))
            .then_with(|| self.duration_us.cmp(&other.duration_us))
            .then_with(|| self.state.cmp(&other.state))
    }
}

impl SortedRows {
    /// Sorts the rows of a page and lets equal ones collapse; of those the last said quality stays.
    ///
    /// `quality_here` and `state_here` translate the page's indices into the series' own.
    pub(crate) fn of_page(page: &Columns, quality_here: &[u16], state_here: &[u16]) -> Self {
        // One NaN is as good as another, and sorts after every number.
        let value: Vec<f64> =
            page.value().iter().map(|&v| if v.is_nan() { f64::NAN } else { v }).collect();
        let quality = page.quality().iter().map(|index| quality_here[usize::from(*index)]);
        let mut rows = Self {
            time_us: page.time_us().to_vec(),
            value,
            quality: quality.collect(),
            ..Self::default()
        };
        let mut before = 0;
        page.duration_us.for_each_run(page.len(), |count, duration| {
            rows.duration_us.extend_run(before, count, duration);
            before += count;
        });
        before = 0;
        page.state.for_each_run(page.len(), |count, index| {
            rows.state.extend_run(before, count, state_here[usize::from(index)]);
            before += count;
        });
        if rows.time_us.is_sorted_by(|a, b| a < b) {
            return rows;
        }
        let order = |a: usize, b: usize| rows.identity(a).cmp(&rows.identity(b));
        if (1..rows.len()).all(|row| order(row - 1, row) == Ordering::Less) {
            return rows;
        }
        let mut places: Vec<usize> = (0..rows.len()).collect();
        places.sort_by(|&a, &b| order(a, b));
        let mut sorted = Self::with_capacity(rows.len());
        for place in places {
            sorted.push(rows.identity(place), rows.quality[place]);
        }
        sorted
    }

    /// Both sets of rows in order; where both hold the same row, `later` says its quality.
    pub(crate) fn merged(earlier: &Self, later: &Self) -> Self {
        let mut merged = Self::with_capacity(earlier.len() + later.len());
        let (mut a, mut b) = (0, 0);
        while a < earlier.len() || b < later.len() {
            let take_earlier = b == later.len()
                || (a < earlier.len()
                    && earlier.identity(a).cmp(&later.identity(b)) != Ordering::Greater);
            if take_earlier {
                merged.push(earlier.identity(a), earlier.quality[a]);
                a += 1;
            } else {
                merged.push(later.identity(b), later.quality[b]);
                b += 1;
            }
        }
        merged
    }

    /// Appends some rows of others, all of which come after the ones here.
    pub(crate) fn extend(&mut self, other: &Self, from: usize, to: usize) {
        let (rows, count) = (self.len(), to - from);
        self.time_us.extend_from_slice(&other.time_us[from..to]);
        self.value.extend_from_slice(&other.value[from..to]);
        self.quality.extend_from_slice(&other.quality[from..to]);
        self.duration_us.extend(rows, count, |row| other.duration_us.get(from + row));
        self.state.extend(rows, count, |row| other.state.get(from + row));
    }

    pub(crate) fn len(&self) -> usize {
        self.time_us.len()
    }

    fn with_capacity(rows: usize) -> Self {
        Self {
            time_us: Vec::with_capacity(rows),
            value: Vec::with_capacity(rows),
            quality: Vec::with_capacity(rows),
            ..Self::default()
        }
    }

    #[inline]
    fn identity(&self, row: usize) -> Identity {
        Identity {
            time_us: self.time_us[row],
            value: self.value[row],
            duration_us: self.duration_us.get(row),
            state: self.state.get(row),
        }
    }

    /// Appends a row that is not before the last one; an equal one only gives its quality.
    fn push(&mut self, row: Identity, quality: u16) {
        let rows = self.len();
        if rows > 0 && self.identity(rows - 1).cmp(&row).is_eq() {
            if quality != 0 {
                self.quality[rows - 1] = quality;
            }
            return;
        }
        self.time_us.push(row.time_us);
        self.value.push(row.value);
        self.quality.push(quality);
        self.duration_us.push(rows, row.duration_us);
        self.state.push(rows, row.state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of (time, value, quality); qualities are indices of the series already.
    fn rows(rows: &[(i64, f64, u16)]) -> SortedRows {
        let mut page = Columns::default();
        for index in 1..4 {
            page.quality_index(&gagehouse_model::Quality::from_qualifiers([index.to_string()]));
        }
        for &(time_us, value, quality) in rows {
            page.push(time_us, value, quality);
        }
        SortedRows::of_page(&page, &[0, 1, 2, 3], &[0])
    }

    #[test]
    fn equal_rows_collapse_and_another_value_at_the_same_time_is_kept() {
        let rows = rows(&[(3, 5.0, 0), (1, 1.0, 0), (3, 4.0, 0), (3, 5.0, 2)]);
        assert_eq!(rows.time_us, [1, 3, 3]);
        assert_eq!(rows.value, [1.0, 4.0, 5.0]);
        assert_eq!(rows.quality, [0, 0, 2]);
    }

    #[test]
    fn missing_results_at_one_time_are_one_missing_result() {
        assert_eq!(rows(&[(1, f64::NAN, 0), (1, -f64::NAN, 0)]).len(), 1);
    }

    #[test]
    fn a_reloaded_page_may_change_what_is_said_about_a_row() {
        let provisional = rows(&[(1, 1.0, 1), (2, 2.0, 1)]);
        let approved = rows(&[(2, 2.0, 2), (3, 3.0, 2)]);
        let merged = SortedRows::merged(&provisional, &approved);
        assert_eq!((merged.time_us, merged.quality), (vec![1, 2, 3], vec![1, 2, 2]));
    }

    #[test]
    fn the_mean_of_an_hour_and_of_a_day_that_begin_together_are_two_rows() {
        let mut page = Columns::default();
        page.push_interval((0, 86_400), 5.0, 0);
        page.push_interval((0, 3_600), 5.0, 0);
        page.push_interval((0, 3_600), 5.0, 0);
        let rows = SortedRows::of_page(&page, &[0], &[0]);
        assert_eq!(
            (rows.len(), rows.duration_us.get(0), rows.duration_us.get(1)),
            (2, 3_600, 86_400)
        );
    }
}
