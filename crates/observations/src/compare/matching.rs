//! Rows of two series that were observed at the same time, or nearly.

use crate::series::{Row, Series};
use gagehouse_model::TimeRange;

/// Two numbers of about one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The row of the first series, whose time the pair has.
    pub first: Row,
    /// The row of the second series.
    pub second: Row,
}

/// What was matched and what was not.
#[derive(Debug, Clone, PartialEq)]
pub struct Matched {
    /// Pairs in order of the first series.
    pub pairs: Vec<Pair>,
    /// Numbers of the first series without a partner.
    pub unmatched_first: u64,
    /// Numbers of the second series without a partner.
    pub unmatched_second: u64,
}

/// How far apart rows of two series may be to count as of one time when nothing else is said: half the smaller
/// usual step.
pub fn usual_tolerance_us(first: &Series, second: &Series) -> i64 {
    let steps = [first, second].into_iter().filter_map(Series::usual_step_us);
    steps.min().unwrap_or(0) / 2
}

/// Pairs the numbers of a window that lie at most `tolerance_us` apart.
///
/// Each row is in at most one pair, and a pair is of mutually nearest rows: no other row of either series is
/// nearer to one of them than its partner is. Of two that are equally near the earlier counts.
/// Rows of the second series may lie outside the window by the tolerance.
pub fn matched(first: &Series, second: &Series, window: TimeRange, tolerance_us: i64) -> Matched {
    let tolerance_us = tolerance_us.max(0);
    let around = TimeRange {
        start: gagehouse_model::TimeUs(window.start.0.saturating_sub(tolerance_us)),
        end: gagehouse_model::TimeUs(window.end.0.saturating_add(tolerance_us)),
    };
    let ours: Vec<Row> = first.numbers(window).collect();
    let theirs: Vec<Row> = second.numbers(around).collect();
    let nearest_theirs = nearest(&ours, &theirs);
    let nearest_ours = nearest(&theirs, &ours);
    let pairs: Vec<Pair> = ours
        .iter()
        .zip(nearest_theirs)
        .enumerate()
        .filter_map(|(place, (row, partner))| {
            let partner = partner?;
            let second = theirs[partner];
            let apart_us = row.time.0.abs_diff(second.time.0);
            let mutual = nearest_ours[partner] == Some(place);
            (mutual && apart_us <= tolerance_us.unsigned_abs())
                .then_some(Pair { first: *row, second })
        })
        .collect();
    let in_window = theirs.iter().filter(|row| window.contains(row.time)).count();
    let partners = pairs.iter().filter(|pair| window.contains(pair.second.time)).count();
    Matched {
        unmatched_first: (ours.len() - pairs.len()) as u64,
        unmatched_second: (in_window - partners) as u64,
        pairs,
    }
}

/// For each row the place of the nearest of the others, the earlier of two; both are in order of time.
fn nearest(rows: &[Row], others: &[Row]) -> Vec<Option<usize>> {
    let mut at = 0;
    let of_each = rows.iter().map(|row| {
        let apart = |place: usize| others[place].time.0.abs_diff(row.time.0);
        // Rows ascend, so the nearest of a later one is never an earlier one.
        while at + 1 < others.len() && apart(at + 1) < apart(at) {
            at += 1;
        }
        // Equal times would stop the walk: look past them.
        let mut past = at;
        while past + 1 < others.len() && others[past + 1].time == others[at].time {
            past += 1;
        }
        if past > at && past + 1 < others.len() && apart(past + 1) < apart(at) {
            at = past + 1;
            while at + 1 < others.len() && apart(at + 1) < apart(at) {
                at += 1;
            }
        }
        (!others.is_empty()).then_some(at)
    });
    of_each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Columns, SeriesOptions};
    use gagehouse_model::TimeUs;
    use proptest::prelude::*;

    const WINDOW: TimeRange = TimeRange { start: TimeUs(0), end: TimeUs(1_000) };

    fn series(rows: &[(i64, f64)]) -> Series {
        let mut page = Columns::default();
        for &(time_us, value) in rows {
            page.push(time_us, value, 0);
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        series
    }

    fn told(matched: &Matched) -> Vec<(i64, i64)> {
        matched.pairs.iter().map(|pair| (pair.first.time.0, pair.second.time.0)).collect()
    }

    #[test]
    fn rows_pair_within_the_tolerance_and_never_twice() {
        let level = series(&[(0, 1.0), (100, 2.0), (200, 3.0), (300, f64::NAN)]);
        let flow = series(&[(4, 10.0), (108, 20.0), (95, 25.0), (250, 30.0), (300, 40.0)]);
        let matched = matched(&level, &flow, WINDOW, 10);
        assert_eq!(told(&matched), [(0, 4), (100, 95)]);
        assert_eq!((matched.unmatched_first, matched.unmatched_second), (1, 3));
    }

    #[test]
    fn a_tolerance_of_zero_pairs_equal_times_alone() {
        let a = series(&[(1, 1.0), (2, 2.0), (3, 3.0)]);
        let b = series(&[(2, 5.0), (4, 6.0)]);
        assert_eq!(told(&matched(&a, &b, WINDOW, 0)), [(2, 2)]);
        assert!(matched(&a, &series(&[]), WINDOW, 10).pairs.is_empty());
    }

    proptest! {
        #[test]
        fn pairs_are_mutually_nearest(
            ours in proptest::collection::vec(0i64..200, 0..40),
            theirs in proptest::collection::vec(0i64..200, 0..40),
            tolerance_us in 0i64..30,
        ) {
            let of = |times: &[i64]| series(&times.iter().map(|&t| (t, t as f64)).collect::<Vec<_>>());
            let (a, b) = (of(&ours), of(&theirs));
            let matched = matched(&a, &b, WINDOW, tolerance_us);
            let nearest = |time: i64, others: &[i64]| {
                others.iter().copied().min_by_key(|other| (other.abs_diff(time), *other))
            };
            let mut expected: Vec<(i64, i64)> = ours
                .iter()
                .filter_map(|&time| Some((time, nearest(time, &theirs)?)))
                .filter(|(time, other)| nearest(*other, &ours) == Some(*time))
                .filter(|(time, other)| time.abs_diff(*other) <= tolerance_us.unsigned_abs())
                .collect();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(told(&matched), expected);
        }
    }
}
