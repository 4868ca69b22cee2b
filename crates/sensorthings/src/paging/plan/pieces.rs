//! Stretches of time that wait to be asked for, and into pieces of which length they are cut.
//!
//! A piece should fill a page, so that no request is wasted on a half-empty one and none needs a second.
//! Its length follows from the step that the catalog names and then from what pages really hold.

use gagehouse_model::{TimeRange, TimeUs};
use std::collections::VecDeque;

/// A piece is so much of what a page holds, since a full page costs a request to learn that nothing follows.
const FILL: f64 = 0.95;
/// A stretch that still fits a page is not cut.
const LONGEST: f64 = 1.0 / FILL;
/// By how much one page changes the length at most; series have gaps.
const CHANGE: f64 = 4.0;

/// What waits, the next first.
#[derive(Debug)]
pub struct Pieces {
    waiting: VecDeque<TimeRange>,
    length_us: Option<i64>,
    page_rows: usize,
}

impl Pieces {
    /// Nothing waits; `step_us` between rows and `page_rows` on a page are expected.
    pub fn new(step_us: Option<i64>, page_rows: u32) -> Self {
        let length_us = step_us
            .filter(|step| *step > 0)
            .map(|step| (step as f64 * f64::from(page_rows) * FILL).max(1.0) as i64);
        Self { waiting: VecDeque::new(), length_us, page_rows: page_rows as usize }
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Nothing waits any more.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    /// Adds a stretch behind the others.
    pub fn push(&mut self, range: TimeRange) {
        self.waiting.push_back(range);
    }

    /// Adds a stretch before the others.
    pub fn push_front(&mut self, range: TimeRange) {
        self.waiting.push_front(range);
    }

    /// Takes everything, ascending.
    pub fn take_all(&mut self) -> Vec<TimeRange> {
        let mut all: Vec<TimeRange> = self.waiting.drain(..).collect();
        all.sort_by_key(|range| range.start);
        all
    }

    /// Takes the newest piece of the first stretch; all of it when the length of a piece, or an end of the
    /// stretch, is not known.
    pub fn take_newest(&mut self) -> Option<TimeRange> {
        let range = self.waiting.pop_front()?;
        let is_open = range.start.0 == i64::MIN || range.end.0 == i64::MAX;
        let Some(length_us) = self.length_us.filter(|_| !is_open) else { return Some(range) };
        if range.len_us() as f64 <= length_us as f64 * LONGEST {
            return Some(range);
        }
        let start = TimeUs(range.end.0 - length_us);
        self.waiting.push_front(TimeRange { start: range.start, end: start });
        Some(TimeRange { start, end: range.end })
    }

    /// Learns from a stretch that one page answered completely.
    pub fn learn_whole(&mut self, range: TimeRange, rows: usize) {
        if range.start.0 > i64::MIN && range.end.0 < i64::MAX {
            self.learn(range.len_us(), rows);
        }
    }

    /// Learns from a page that more follows: it holds what the service gives at once.
    pub fn learn_page(&mut self, passed: TimeRange, rows: usize) {
        if rows > 1 {
            self.page_rows = rows;
            self.learn(passed.len_us(), rows);
        }
    }

    fn learn(&mut self, length_us: i64, rows: usize) {
        let length_us = length_us as f64;
        let full = length_us * FILL * self.page_rows as f64 / rows.max(1) as f64;
        let full = full.clamp(length_us / CHANGE, length_us * CHANGE);
        self.length_us = Some(full.clamp(1.0, 9e18) as i64);
    }

    /// Where a walk that stands at `at` should end and another go on, when more than a piece is left.
    pub fn cut(&self, at: TimeUs, range: TimeRange) -> Option<(TimeUs, TimeRange)> {
        let end_us = at.0.checked_add(self.length_us?)?;
        let left_us = range.end.0.saturating_sub(at.0);
        let is_long = left_us as f64 > self.length_us? as f64 * LONGEST;
        let later = TimeRange::new(TimeUs(end_us), range.end)?;
        is_long.then_some((TimeUs(end_us), later))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: i64, end: i64) -> TimeRange {
        TimeRange { start: TimeUs(start), end: TimeUs(end) }
    }

    #[test]
    fn pieces_hold_a_page_by_the_step_and_come_newest_first() {
        let mut pieces = Pieces::new(Some(10), 100);
        pieces.push(range(0, 2_890));
        let taken: Vec<TimeRange> = std::iter::from_fn(|| pieces.take_newest()).collect();
        assert_eq!(taken, [range(1_940, 2_890), range(990, 1_940), range(0, 990)]);
    }

    #[test]
    fn a_service_that_gives_fewer_rows_at_once_is_asked_for_shorter_pieces() {
        let mut pieces = Pieces::new(Some(10), 100);
        pieces.learn_page(range(0, 500), 50);
        pieces.push(range(0, 2_000));
        assert_eq!(pieces.take_newest(), Some(range(1_525, 2_000)));
    }

    #[test]
    fn empty_stretches_make_pieces_grow_so_that_a_wrong_step_does_not_cost_a_request_a_second() {
        let mut pieces = Pieces::new(Some(1), 100);
        let century = range(0, 3_000_000_000);
        pieces.push(century);
        let mut taken = 0;
        while let Some(piece) = pieces.take_newest() {
            pieces.learn_whole(piece, 0);
            taken += 1;
        }
        assert!(taken < 20, "{taken}");
    }

    #[test]
    fn what_has_no_end_is_not_cut_before_its_rows_are_seen() {
        let mut pieces = Pieces::new(Some(10), 100);
        pieces.push(range(0, i64::MAX));
        assert_eq!(pieces.take_newest(), Some(range(0, i64::MAX)));
        let cut = pieces.cut(TimeUs(900), range(0, i64::MAX));
        assert_eq!(cut, Some((TimeUs(1_850), range(1_850, i64::MAX))));
    }
}
