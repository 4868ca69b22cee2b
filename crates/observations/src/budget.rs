//! A window in at most so many points: LTTB and MinMaxLTTB, for a table, a small picture or a link.
//!
//! Both show a series with fewer points than M4 needs and hide something for it, which whoever shows them has to
//! say ([`Method::hides`]). An interactive plot uses [`Series::m4`], which hides nothing.

use crate::m4::Point;
use crate::series::Series;
use crate::value::ValueKind;
use gagehouse_model::{TimeRange, TimeUs};
use std::ops::Range;

/// How points are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Largest triangle three buckets: of each bucket of rows the one that makes the largest triangle with
    /// the point chosen before and the mean of the next bucket (Steinarsson, Downsampling Time Series for
    /// Visual Representation, University of Iceland, 2013).
    Lttb,
    /// LTTB among the extremes of four times as many parts of equal time (Van Der Donckt et al.,
    /// MinMaxLTTB: Leveraging MinMax-Preselection to Scale LTTB, IEEE VIS 2023).
    MinMaxLttb,
}

impl Method {
    /// What the points may hide, in words.
    pub fn hides(self) -> &'static str {
        match self {
            Self::Lttb => "may hide extremes and short events; gaps may look longer than they are",
            Self::MinMaxLttb => {
                "keeps the extremes of the window, may hide others; gaps may look longer than they are"
            }
        }
    }
}

/// A window in few points.
#[derive(Debug, Clone, PartialEq)]
pub struct Budgeted {
    /// The chosen rows in order of time.
    pub points: Vec<BudgetPoint>,
    /// Numbers in the window.
    pub numbers: u64,
    /// How they were chosen; `None` when every number is a point.
    pub method: Option<Method>,
}

/// A chosen row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BudgetPoint {
    /// The row.
    pub point: Point,
    /// Whether a line joins the point before to this one: no gap lies between them.
    pub joined: bool,
}

/// A number of the window and the unbroken line that it belongs to.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    point: Point,
    line: u32,
}

/// Parts of equal time for each point asked for, each of which gives its extremes.
const PRESELECTED: u32 = 4;

impl Series {
    /// The window in at most `budget` points (never fewer than two, where there are two).
    ///
    /// LTTB reads every row of the window, MinMaxLTTB some of each part.
    pub fn budgeted(&self, window: TimeRange, budget: u32, method: Method) -> Budgeted {
        let budget = budget.max(2) as usize;
        let rows = self.indices(window);
        let numbers = self.statistics(window).count;
        let fits = numbers <= budget as u64;
        let chosen = match method {
            _ if fits => self.numbers_in_lines(rows).collect(),
            Method::Lttb => {
                largest_triangles(|| self.numbers_in_lines(rows.clone()), numbers as usize, budget)
            }
            Method::MinMaxLttb => {
                self.with_extremes(&self.extremes_of_parts(window, budget), budget, window)
            }
        };
        let mut line_before = None;
        let points = chosen.into_iter().map(|Candidate { point, line }| {
            let joined = line_before.replace(line) == Some(line);
            BudgetPoint { point, joined }
        });
        Budgeted { points: points.collect(), numbers, method: (!fits).then_some(method) }
    }

    fn numbers_in_lines(&self, rows: Range<usize>) -> impl Iterator<Item = Candidate> + '_ {
        let limit_us = self.longest_step_us().unwrap_or(i64::MAX);
        let (mut line, mut before) = (0, None);
        self.times_and_values(rows).filter_map(move |(time_us, value)| {
            let is_number = self.kind(value) == ValueKind::Number;
            let joined =
                before.is_some_and(|before: i64| time_us.saturating_sub(before) <= limit_us);
            before = is_number.then_some(time_us);
            line += u32::from(is_number && !joined);
            let point = Point { time: TimeUs(time_us), value };
            is_number.then_some(Candidate { point, line })
        })
    }

    /// First and last number of the window, and the extremes of its parts.
    fn extremes_of_parts(&self, window: TimeRange, budget: usize) -> Vec<Candidate> {
        let parts = (budget as u32 / 2).saturating_mul(PRESELECTED);
        let reduced = self.m4(window, parts);
        let mut line = 0;
        let mut candidates: Vec<Candidate> = Vec::new();
        let last = reduced.pieces.len().wrapping_sub(1);
        for (number, piece) in reduced.pieces.into_iter().enumerate() {
            line += u32::from(!piece.joined);
            let ends =
                [(number == 0).then_some(piece.first), (number == last).then_some(piece.last)];
            let mut points: Vec<Point> =
                [piece.min, piece.max].into_iter().chain(ends.into_iter().flatten()).collect();
            points.sort_by_key(|point| point.time);
            points.dedup();
            // Gaps that a part of many pieces no longer tells apart break the line at its end.
            candidates.extend(points.into_iter().map(|point| Candidate { point, line }));
            line += u32::from(piece.gaps_within);
        }
        candidates
    }

    /// LTTB, and the window's smallest and largest number besides where the budget has room for both.
    fn with_extremes(
        &self,
        candidates: &[Candidate],
        budget: usize,
        window: TimeRange,
    ) -> Vec<Candidate> {
        let triangles = |budget: usize| {
            largest_triangles(|| candidates.iter().copied(), candidates.len(), budget)
        };
        if budget < 4 {
            return triangles(budget);
        }
        let mut chosen = triangles(budget - 2);
        let statistics = self.statistics(window);
        for row in [statistics.min, statistics.max].into_iter().flatten() {
            let place = chosen.partition_point(|candidate| candidate.point.time < row.time);
            let is = |candidate: &&Candidate| {
                candidate.point.time == row.time && candidate.point.value == row.value
            };
            if chosen.get(place..).unwrap_or_default().iter().any(|candidate| is(&candidate)) {
                continue;
            }
            if let Some(extreme) = candidates.iter().find(is) {
                chosen.insert(place, *extreme);
            }
        }
        chosen
    }
}

/// The first, the last, and one of each bucket between, of `count` candidates that are gone through twice:
/// once for the mean of each bucket, once to choose.
fn largest_triangles<I: Iterator<Item = Candidate>>(
    candidates: impl Fn() -> I,
    count: usize,
    budget: usize,
) -> Vec<Candidate> {
    if count <= budget {
        return candidates().collect();
    }
    let (buckets, inner) = (budget - 2, count - 2);
    // 64 bits: rows times points leaves 32 bits behind.
    let edge = |bucket: usize| (inner as u64 * bucket as u64 / buckets.max(1) as u64) as usize;
    let mut means = vec![Mean::default(); buckets + 1];
    walk(candidates(), count, edge, |part, candidate| match part {
        Part::First => {}
        Part::Bucket(bucket) => means[bucket.min(buckets)].add(candidate.point),
        Part::Last => means[buckets] = Mean::of_one(candidate.point),
    });
    let mut chosen: Vec<Candidate> = Vec::with_capacity(budget);
    let mut best: Option<(usize, f64, Candidate)> = None;
    let mut next = (0.0, 0.0);
    walk(candidates(), count, edge, |part, candidate| {
        let Part::Bucket(bucket) = part else {
            chosen.extend(best.take().map(|(.., found)| found));
            return chosen.push(candidate);
        };
        if buckets == 0 {
            return;
        }
        if best.is_none_or(|(of_bucket, ..)| of_bucket != bucket) {
            chosen.extend(best.take().map(|(.., found)| found));
            next = means[bucket + 1].of();
        }
        let before = chosen.last().map_or(candidate.point, |before| before.point);
        let area = area(before, candidate.point, next);
        if best.is_none_or(|(_, largest, _)| area > largest) {
            best = Some((bucket, area, candidate));
        }
    });
    chosen
}

/// Visits the first of `count` candidates, all buckets in order, and the last.
fn walk(
    candidates: impl Iterator<Item = Candidate>,
    count: usize,
    edge: impl Fn(usize) -> usize,
    mut visit: impl FnMut(Part, Candidate),
) {
    let (mut place, mut bucket, mut bucket_end) = (0, 0, edge(1));
    candidates.for_each(|candidate| {
        let part = match place {
            0 => Part::First,
            place if place == count - 1 => Part::Last,
            place => {
                if place > bucket_end {
                    bucket += 1;
                    bucket_end = edge(bucket + 1);
                }
                Part::Bucket(bucket)
            }
        };
        place += 1;
        visit(part, candidate);
    });
}

/// Where a candidate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    First,
    Bucket(usize),
    Last,
}

/// Twice the area of the triangle, in value times microseconds.
fn area(before: Point, here: Point, next: (f64, f64)) -> f64 {
    let from_before = |time_us: f64| time_us - before.time.0 as f64;
    let (x1, y1) = (from_before(here.time.0 as f64), here.value - before.value);
    let (x2, y2) = (from_before(next.0), next.1 - before.value);
    (x1 * y2 - x2 * y1).abs()
}

/// Mean time (microseconds) and mean value of a bucket, while it is gone through.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    count: f64,
    /// From the first time, which is large beside all steps.
    from_us: i64,
    time_us: f64,
    value: f64,
}

impl Mean {
    fn of_one(point: Point) -> Self {
        let mut mean = Self::default();
        mean.add(point);
        mean
    }

    fn add(&mut self, point: Point) {
        if self.count == 0.0 {
            self.from_us = point.time.0;
        }
        self.count += 1.0;
        self.time_us += point.time.0.saturating_sub(self.from_us) as f64;
        self.value += point.value;
    }

    fn of(&self) -> (f64, f64) {
        let count = self.count.max(1.0);
        (self.from_us as f64 + self.time_us / count, self.value / count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Columns, SeriesOptions};
    use proptest::prelude::*;

    fn series(values: &[f64]) -> Series {
        let mut page = Columns::default();
        for (row, &value) in (0i64..).zip(values) {
            page.push(row * 1_000, value, 0);
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        series
    }

    fn whole(series: &Series) -> TimeRange {
        series.extent().unwrap_or(TimeRange { start: TimeUs(0), end: TimeUs(1) })
    }

    #[test]
    fn a_spike_of_one_row_in_a_million_is_among_the_points_of_min_max_lttb() {
        let mut values: Vec<f64> = (0..1_000_000).map(|i| f64::from(i).sin()).collect();
        (values[123_456], values[654_321]) = (50.0, -50.0);
        let series = series(&values);
        let shown = series.budgeted(whole(&series), 200, Method::MinMaxLttb);
        let has = |value| shown.points.iter().any(|p| p.point.value == value);
        assert!(has(50.0) && has(-50.0));
        assert!(shown.points.len() <= 200 && shown.method == Some(Method::MinMaxLttb));
    }

    #[test]
    fn few_rows_are_all_shown() {
        let series = series(&[1.0, f64::NAN, 2.0, 3.0]);
        for method in [Method::Lttb, Method::MinMaxLttb] {
            let shown = series.budgeted(whole(&series), 3, method);
            let told: Vec<(f64, bool)> =
                shown.points.iter().map(|p| (p.point.value, p.joined)).collect();
            assert_eq!(told, [(1.0, false), (2.0, false), (3.0, true)]);
            assert_eq!(shown.method, None);
        }
    }

    #[test]
    fn lttb_chooses_what_its_definition_chooses() {
        // Buckets [1, 5], [2, 8] between first and last: the triangles (0,0) (2,5) (3.5,5) of area 10 > 2.5
        // and (2,5) (4,8) (5,1) of area 11 > (2,5) (3,2) … worked by hand.
        let series = series(&[0.0, 1.0, 5.0, 2.0, 8.0, 1.0]);
        let shown = series.budgeted(whole(&series), 4, Method::Lttb);
        let values: Vec<f64> = shown.points.iter().map(|p| p.point.value).collect();
        assert_eq!(values, [0.0, 5.0, 8.0, 1.0]);
    }

    proptest! {
        #[test]
        fn points_are_rows_in_order_within_the_budget_and_join_over_no_gap(
            values in proptest::collection::vec(prop_oneof![9 => -9f64..9.0, 1 => Just(f64::NAN)], 0..400),
            budget in 2u32..60,
            method in prop_oneof![Just(Method::Lttb), Just(Method::MinMaxLttb)],
        ) {
            let series = series(&values);
            let shown = series.budgeted(whole(&series), budget, method);
            prop_assert!(shown.points.len() <= budget as usize);
            for pair in shown.points.windows(2) {
                let (a, b) = (pair[0].point.time.0, pair[1].point.time.0);
                prop_assert!(a < b);
                let between = &values[(a / 1_000) as usize..=(b / 1_000) as usize];
                if shown.points.len() == shown.numbers as usize {
                    prop_assert_eq!(pair[1].joined, between.iter().all(|v| !v.is_nan()));
                } else if between.iter().any(|v| v.is_nan()) && method == Method::Lttb {
                    prop_assert!(!pair[1].joined);
                }
            }
            for shown in &shown.points {
                prop_assert_eq!(values[(shown.point.time.0 / 1_000) as usize], shown.point.value);
            }
            let numbers: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
            if method == Method::MinMaxLttb && budget >= 4 {
                let has = |value: f64| shown.points.iter().any(|p| p.point.value == value);
                prop_assert!(numbers.iter().copied().reduce(f64::min).is_none_or(has));
                prop_assert!(numbers.iter().copied().reduce(f64::max).is_none_or(has));
            }
            if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
                prop_assert_eq!(shown.points[0].point.value, *first);
                prop_assert_eq!(shown.points.last().unwrap().point.value, *last);
            }
        }
    }
}
