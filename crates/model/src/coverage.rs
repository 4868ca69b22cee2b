//! Which stretches of time are here: what was asked for and answered, apart from the rows themselves.
//!
//! A stretch without rows can be covered, and rows can lie where nothing is covered: only coverage says
//! that nothing is missing.

use crate::time::{TimeRange, TimeUs};
use serde::{Deserialize, Serialize};

/// A set of instants as half-open ranges: ascending, apart from each other.
///
/// ```
/// use gagehouse_model::{Coverage, TimeRange, TimeUs};
/// let range = |start, end| TimeRange { start: TimeUs(start), end: TimeUs(end) };
/// let mut covered = Coverage::default();
/// covered.add(range(0, 10));
/// covered.add(range(20, 30));
/// assert_eq!(covered.missing(range(5, 40)), [range(10, 20), range(30, 40)]);
/// covered.add(range(10, 20));
/// assert_eq!(covered.ranges(), [range(0, 30)]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Coverage {
    ranges: Vec<TimeRange>,
}

impl Coverage {
    /// The ranges, ascending; no two overlap or touch.
    pub fn ranges(&self) -> &[TimeRange] {
        &self.ranges
    }

    /// Whether nothing is covered.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether an instant is covered.
    pub fn contains(&self, time: TimeUs) -> bool {
        let after = self.ranges.partition_point(|range| range.end <= time);
        self.ranges.get(after).is_some_and(|range| range.contains(time))
    }

    /// Covers a range.
    pub fn add(&mut self, range: TimeRange) {
        if range.start >= range.end {
            return;
        }
        let from = self.ranges.partition_point(|other| other.end < range.start);
        let to = self.ranges.partition_point(|other| other.start <= range.end);
        let joined = self.ranges[from..to].iter().fold(range, |all, other| all.hull(*other));
        self.ranges.splice(from..to, [joined]);
    }

    /// Covers a range no longer.
    pub fn remove(&mut self, range: TimeRange) {
        if range.start >= range.end {
            return;
        }
        let from = self.ranges.partition_point(|other| other.end <= range.start);
        let to = self.ranges.partition_point(|other| other.start < range.end);
        let first = self.ranges[from..to].first().map(|other| other.start);
        let last = self.ranges[from..to].last().map(|other| other.end);
        let left = first.and_then(|start| TimeRange::new(start, range.start));
        let right = last.and_then(|end| TimeRange::new(range.end, end));
        self.ranges.splice(from..to, left.into_iter().chain(right));
    }

    /// Whether all of a range is covered; an empty one is.
    pub fn covers(&self, range: TimeRange) -> bool {
        let after = self.ranges.partition_point(|other| other.end <= range.start);
        let holds = |other: &TimeRange| other.start <= range.start && range.end <= other.end;
        range.start >= range.end || self.ranges.get(after).is_some_and(holds)
    }

    /// The parts of a range that are covered, ascending.
    pub fn within(&self, range: TimeRange) -> Vec<TimeRange> {
        let from = self.ranges.partition_point(|other| other.end <= range.start);
        let near = self.ranges[from..].iter().take_while(|other| other.start < range.end);
        near.filter_map(|other| other.intersection(range)).collect()
    }

    /// The parts of a range that are not covered, ascending.
    pub fn missing(&self, range: TimeRange) -> Vec<TimeRange> {
        let mut missing = Vec::new();
        let mut start = range.start;
        for covered in self.within(range) {
            missing.extend(TimeRange::new(start, covered.start));
            start = covered.end;
        }
        missing.extend(TimeRange::new(start, range.end));
        missing
    }
}

impl FromIterator<TimeRange> for Coverage {
    /// The union; ranges may come in any order, overlap or be empty.
    fn from_iter<T: IntoIterator<Item = TimeRange>>(ranges: T) -> Self {
        let mut coverage = Self::default();
        ranges.into_iter().for_each(|range| coverage.add(range));
        coverage
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LENGTH: usize = 40;

    fn range((start, length): (usize, usize)) -> TimeRange {
        let end = (start + length).min(LENGTH);
        TimeRange { start: TimeUs(start as i64), end: TimeUs(end as i64) }
    }

    fn instants(ranges: &[TimeRange]) -> Vec<bool> {
        let holds = |t: usize| ranges.iter().any(|range| range.contains(TimeUs(t as i64)));
        (0..LENGTH).map(holds).collect()
    }

    #[test]
    fn the_ends_of_time_can_be_covered() {
        let always = TimeRange { start: TimeUs(i64::MIN), end: TimeUs(i64::MAX) };
        let mut coverage = Coverage::from_iter([always]);
        coverage.remove(TimeRange { start: TimeUs(0), end: TimeUs(1) });
        assert_eq!(coverage.missing(always), [TimeRange { start: TimeUs(0), end: TimeUs(1) }]);
    }

    proptest! {
        #[test]
        fn coverage_holds_exactly_the_instants_added_and_not_removed_since(
            changes in proptest::collection::vec((any::<bool>(), (0..LENGTH, 0..LENGTH)), 0..30),
            asked in (0..LENGTH, 0..LENGTH),
        ) {
            let mut coverage = Coverage::default();
            let mut here = vec![false; LENGTH];
            for (adds, place) in changes {
                let changed = range(place);
                if adds { coverage.add(changed) } else { coverage.remove(changed) }
                (changed.start.0..changed.end.0).for_each(|t| here[t as usize] = adds);
            }
            prop_assert_eq!(&instants(coverage.ranges()), &here);
            let apart = |pair: &[TimeRange]| pair[0].end < pair[1].start;
            prop_assert!(coverage.ranges().windows(2).all(apart), "{:?}", coverage);
            prop_assert!(coverage.ranges().iter().all(|range| range.start < range.end));

            let asked = range(asked);
            let in_asked = |t: usize| asked.contains(TimeUs(t as i64));
            let within: Vec<bool> = (0..LENGTH).map(|t| in_asked(t) && here[t]).collect();
            let missing: Vec<bool> = (0..LENGTH).map(|t| in_asked(t) && !here[t]).collect();
            prop_assert_eq!(instants(&coverage.within(asked)), within);
            prop_assert_eq!(instants(&coverage.missing(asked)), missing);
            prop_assert_eq!(coverage.covers(asked), coverage.missing(asked).is_empty());
            (0..LENGTH).for_each(|t| assert_eq!(coverage.contains(TimeUs(t as i64)), here[t]));
        }
    }
}
