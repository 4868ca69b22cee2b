//! What is noted of a kept series, and how its rows lie in buckets.

use crate::belief::Kept;
use gagehouse_model::time::{DAY_US, HOUR_US};
use gagehouse_model::{Coverage, TimeRange, TimeUs};
use gagehouse_observations::Columns;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Rows that a bucket should hold: read and written as a whole, so not too many, yet few buckets a year.
const ROWS_OF_BUCKET: i64 = 10_000;
const SHORTEST_BUCKET_US: i64 = HOUR_US;
const LONGEST_BUCKET_US: i64 = 36_525 * DAY_US;
/// When nothing says how dense the rows are.
const USUAL_BUCKET_US: i64 = 100 * DAY_US;

/// What is noted of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Length of a bucket; the same for as long as the series is kept.
    bucket_us: i64,
    /// What its rows cover, by the day on which they were read, in days since 1970.
    read_on: BTreeMap<i64, Coverage>,
    /// The series' revision at which they are right.
    pub revision: Option<i64>,
    /// Bytes of its rows.
    pub bytes: u64,
    /// When it was last used, in milliseconds since 1970.
    pub used_ms: f64,
}

impl Record {
    /// A new record, with buckets for rows as dense as these, or of this step.
    pub fn for_rows(pages: &[Rc<Columns>], step_us: Option<i64>, revision: Option<i64>) -> Self {
        let step_of = |page: &Rc<Columns>| {
            let (first, last) = (page.time_us().first()?, page.time_us().last()?);
            let steps = i64::try_from(page.len()).ok()?.checked_sub(1)?;
            last.checked_sub(*first)?.checked_div(steps).filter(|step| *step > 0)
        };
        let measured = || pages.iter().find_map(step_of);
        let step_us = step_us.or_else(measured).filter(|step| *step > 0);
        let bucket_us = step_us.map_or(USUAL_BUCKET_US, |step| step.saturating_mul(ROWS_OF_BUCKET));
        Self {
            bucket_us: bucket_us.clamp(SHORTEST_BUCKET_US, LONGEST_BUCKET_US),
            read_on: BTreeMap::new(),
            revision,
            bytes: 0,
            used_ms: 0.0,
        }
    }

    /// What its rows cover.
    pub fn coverage(&self) -> Coverage {
        self.read_on.values().flat_map(|stretches| stretches.ranges().iter().copied()).collect()
    }

    /// What is kept, for those who judge it.
    pub fn kept(&self) -> Kept {
        Kept { read_on: self.read_on.clone(), revision: self.revision }
    }

    /// Takes a stretch as read on a day, and on no other.
    pub fn add(&mut self, range: TimeRange, day: i64) {
        self.remove(range);
        self.read_on.entry(day).or_default().add(range);
    }

    /// Takes a stretch as not covered.
    pub fn remove(&mut self, range: TimeRange) {
        self.read_on.values_mut().for_each(|stretches| stretches.remove(range));
        self.read_on.retain(|_, stretches| !stretches.is_empty());
    }

    fn bucket(&self, time_us: i64) -> i64 {
        time_us.div_euclid(self.bucket_us.max(1))
    }

    /// Numbers of the first and the last bucket of a range.
    pub fn buckets(&self, range: TimeRange) -> (i64, i64) {
        (self.bucket(range.start.0), self.bucket(range.end.0.saturating_sub(1)))
    }

    /// Rows by bucket.
    pub fn split(&self, pages: &[Rc<Columns>]) -> BTreeMap<i64, Columns> {
        let mut buckets: BTreeMap<i64, Columns> = BTreeMap::new();
        for page in pages {
            let mut from = 0;
            // Neighbours are nearly always of one bucket.
            for run in page.time_us().chunk_by(|a, b| self.bucket(*a) == self.bucket(*b)) {
                let rows: Vec<usize> = (from..from + run.len()).collect();
                buckets.entry(self.bucket(run[0])).or_default().append(&page.picked(&rows));
                from += run.len();
            }
        }
        buckets
    }
}

/// The rows of a bucket after these stretches were read anew.
pub fn replaced(old: Option<&Columns>, fresh: &[TimeRange], new: &Columns) -> Columns {
    let Some(old) = old else { return Columns::default().merged(new) };
    let is_old = |row: &usize| {
        let time = TimeUs(old.time_us()[*row]);
        !fresh.iter().any(|range| range.contains(time))
    };
    let kept: Vec<usize> = (0..old.len()).filter(is_old).collect();
    old.picked(&kept).merged(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[(i64, f64)]) -> Columns {
        let mut columns = Columns::default();
        rows.iter().for_each(|(time_us, value)| columns.push(*time_us, *value, 0));
        columns
    }

    fn pages(list: &[(i64, f64)]) -> Vec<Rc<Columns>> {
        list.chunks(2).map(|page| Rc::new(rows(page))).collect()
    }

    fn range(start: i64, end: i64) -> TimeRange {
        TimeRange { start: TimeUs(start), end: TimeUs(end) }
    }

    #[test]
    fn a_correction_replaces_the_rows_of_its_stretch_and_a_deletion_removes_them() {
        let old = rows(&[(1, 1.0), (2, 2.0), (3, 3.0), (9, 9.0)]);
        let corrected = replaced(Some(&old), &[range(2, 5)], &rows(&[(2, 20.0)]));
        assert_eq!(corrected, rows(&[(1, 1.0), (2, 20.0), (9, 9.0)]));
        assert!(replaced(Some(&old), &[range(0, 10)], &Columns::default()).is_empty());
        assert_eq!(replaced(None, &[range(0, 10)], &old), old);
    }

    #[test]
    fn a_bucket_holds_about_ten_thousand_rows_whatever_the_step() {
        let quarter_hours = Record::for_rows(&[], Some(900_000_000), None);
        assert_eq!(quarter_hours.buckets(range(0, 9_000_000_000_000)), (0, 0));
        assert_eq!(quarter_hours.buckets(range(-1, 9_000_000_000_001)), (-1, 1));
        let measured = Record::for_rows(&pages(&[(0, 0.0), (HOUR_US, 0.0)]), None, None);
        assert_eq!(measured.bucket_us, 10_000 * HOUR_US);
        for unknown in [pages(&[]), pages(&[(5, 0.0)]), pages(&[(5, 0.0), (5, 1.0)])] {
            assert_eq!(Record::for_rows(&unknown, None, None).bucket_us, USUAL_BUCKET_US);
        }
    }

    #[test]
    fn the_ends_of_time_have_buckets() {
        let record = Record::for_rows(&[], None, None);
        let (first, last) = record.buckets(range(i64::MIN, i64::MAX));
        assert!(first < 0 && last > 0);
    }

    #[test]
    fn a_stretch_that_is_read_again_is_as_new_as_its_last_reading() {
        let mut record = Record::for_rows(&[], None, Some(3));
        record.add(range(0, 100), 5);
        record.add(range(20, 30), 9);
        record.add(range(90, 120), 9);
        assert_eq!(record.coverage().ranges(), [range(0, 120)]);
        let on = |day: i64| record.kept().read_on[&day].ranges().to_vec();
        assert_eq!(on(5), [range(0, 20), range(30, 90)]);
        assert_eq!(on(9), [range(20, 30), range(90, 120)]);
        record.remove(range(15, 200));
        assert_eq!(record.coverage().ranges(), [range(0, 15)]);
        assert_eq!(record.kept().read_on.len(), 1);
    }

    #[test]
    fn rows_lie_in_the_bucket_of_their_time() {
        let record = Record::for_rows(&[], Some(1), None);
        let split = record.split(&pages(&[(-1, 1.0), (0, 2.0), (HOUR_US, 3.0)]));
        assert_eq!(split.keys().copied().collect::<Vec<_>>(), [-1, 0, 1]);
    }
}
