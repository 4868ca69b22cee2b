//! Which of the rows that the device keeps are still believed at another visit.
//!
//! A service that counts its changes says which stretches changed since the rows were read. Of any other
//! nothing tells a reader that it corrected values: its last days, which agencies correct and fill in, are
//! asked for again at every visit, and what was read long ago is too.

use gagehouse_model::time::DAY_US;
use gagehouse_model::{Coverage, TimeRange, TimeUs};
use std::collections::BTreeMap;

/// So much before the end of a series is asked for again at every visit.
const CORRECTED_US: i64 = 7 * DAY_US;
/// A stretch that was read more days ago than this is asked for again.
const LONGEST_DAYS: i64 = 30;

/// What the device keeps of a series.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// Which stretches, by the day on which they were read, in days since 1970.
    pub read_on: BTreeMap<i64, Coverage>,
    /// The series' revision at which they are right; nothing where its service counts none.
    pub revision: Option<i64>,
}

/// What the catalog and the clock say now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Now {
    /// The series' revision.
    pub revision: Option<i64>,
    /// Time of its last observation.
    pub end: Option<TimeUs>,
    /// Days since 1970.
    pub day: i64,
}

/// What of it is to be doubted.
#[derive(Debug, Clone, PartialEq)]
pub enum Doubt {
    /// These stretches.
    Of(Vec<TimeRange>),
    /// Those that changed since this revision: the service knows them.
    ChangedSince(i64),
    /// All: it is not known what changed.
    Everything,
}

/// What of the kept rows is to be doubted now.
pub fn doubt(kept: &Kept, now: &Now) -> Doubt {
    match (kept.revision, now.revision) {
        (None, Some(_)) if kept.read_on.is_empty() => Doubt::Of(Vec::new()),
        (Some(then), Some(now)) if then == now => Doubt::Of(Vec::new()),
        (Some(then), Some(now)) if then < now => Doubt::ChangedSince(then),
        // Of a service that begins to count, or was made anew.
        (_, Some(_)) => Doubt::Everything,
        (_, None) => Doubt::Of(old(kept, now)),
    }
}

fn old(kept: &Kept, now: &Now) -> Vec<TimeRange> {
    let corrected_us = now.end.map_or(i64::MIN, |end| end.0.saturating_sub(CORRECTED_US));
    let last_days = TimeRange { start: TimeUs(corrected_us), end: TimeUs(i64::MAX) };
    let long_ago = kept.read_on.range(..now.day.saturating_sub(LONGEST_DAYS));
    let long_ago = long_ago.flat_map(|(_, stretches)| stretches.ranges().iter().copied());
    long_ago.chain([last_days]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: i64 = 20_000;

    fn range(start: i64, end: i64) -> TimeRange {
        TimeRange { start: TimeUs(start * DAY_US), end: TimeUs(end * DAY_US) }
    }

    fn kept(revision: Option<i64>, read_on: &[(i64, TimeRange)]) -> Kept {
        let read_on = read_on.iter().map(|(day, range)| (*day, Coverage::from_iter([*range])));
        Kept { read_on: read_on.collect(), revision }
    }

    fn now(revision: Option<i64>) -> Now {
        Now { revision, end: Some(TimeUs(TODAY * DAY_US)), day: TODAY }
    }

    #[test]
    fn rows_of_the_same_revision_are_believed_however_old() {
        let kept = kept(Some(7), &[(TODAY - 900, range(0, 10))]);
        assert_eq!(doubt(&kept, &now(Some(7))), Doubt::Of(vec![]));
    }

    #[test]
    fn the_service_is_asked_what_changed_since_an_older_revision() {
        let kept = kept(Some(7), &[(TODAY, range(0, 10))]);
        assert_eq!(doubt(&kept, &now(Some(9))), Doubt::ChangedSince(7));
    }

    #[test]
    fn rows_whose_revision_cannot_be_compared_are_not_believed() {
        let at = |revision| kept(revision, &[(TODAY, range(0, 10))]);
        assert_eq!(doubt(&at(Some(7)), &now(Some(6))), Doubt::Everything, "made anew");
        assert_eq!(doubt(&at(None), &now(Some(1))), Doubt::Everything, "counts since");
        assert_eq!(doubt(&Kept::default(), &now(Some(1))), Doubt::Of(vec![]), "nothing kept");
    }

    #[test]
    fn without_revisions_the_last_days_and_what_was_read_long_ago_are_asked_for_again() {
        let kept = kept(
            None,
            &[(TODAY - 31, range(0, 10)), (TODAY - 30, range(10, 20)), (TODAY, range(20, TODAY))],
        );
        let last = TimeRange { end: TimeUs(i64::MAX), ..range(TODAY - 7, TODAY) };
        assert_eq!(doubt(&kept, &now(None)), Doubt::Of(vec![range(0, 10), last]));
        let counted = Kept { revision: Some(7), ..kept.clone() };
        assert_eq!(doubt(&counted, &now(None)), doubt(&kept, &now(None)), "not told this time");
        let unknown_end = Now { end: None, ..now(None) };
        let all = TimeRange { start: TimeUs(i64::MIN), end: TimeUs(i64::MAX) };
        assert!(matches!(doubt(&kept, &unknown_end), Doubt::Of(doubted) if doubted.contains(&all)));
    }
}
