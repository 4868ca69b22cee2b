//! What a map shows at a zoom: single places, and clusters of those that would lie on one another.

use super::index::{CLASSES, Counted, HIDDEN, SpatialIndex};
use super::morton;

/// A cluster has at least so many places, unless fewer lie at one point.
const LEAST: u32 = 4;
/// A cluster's mark keeps this part of its square free on each side, so that those of two squares lie apart.
const INSET: f64 = 0.25;
/// Squares are never smaller than this level; deeper, places that are told apart at all are shown one by one.
const MAX_LEVEL: u32 = 30;

/// What is in view, in parts of the world from its left and upper edge; a map moved around the globe goes beyond 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
    /// The world is divided into 2^level by 2^level squares; one square becomes at most one cluster.
    pub level: u32,
    /// Places closer than this are at one point for the eye.
    pub point: f64,
}

/// One thing to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mark {
    /// A place alone.
    Place {
        /// Whose it is.
        of: usize,
        /// Its class.
        class: u8,
        /// Part of the world from its left edge, moved into the window.
        x: f64,
        /// Part of the world from its upper edge.
        y: f64,
    },
    /// Several places.
    Cluster {
        /// First of its stretch in Z-order.
        first: usize,
        /// One past the last.
        end: usize,
        /// How many of each class.
        by_class: [u32; CLASSES],
        /// Where its mark lies.
        x: f64,
        /// Where its mark lies.
        y: f64,
    },
}

impl Mark {
    /// Number of places.
    pub fn count(&self) -> u32 {
        match self {
            Self::Place { .. } => 1,
            Self::Cluster { by_class, .. } => by_class.iter().sum(),
        }
    }
}

/// A square with its stretch of places.
struct Square {
    level: u32,
    x: u32,
    y: u32,
    first: usize,
    end: usize,
}

impl Counted {
    /// The marks of a window. Every place whose square meets the window is in exactly one mark (in one for each copy of the
    /// world that the window shows).
    pub fn marks(&self, index: &SpatialIndex, window: &Window) -> Vec<Mark> {
        let mut marks = Vec::new();
        let level = window.level.min(MAX_LEVEL);
        // A window may show the world from its right edge on, or from before its left one.
        for around in window.left.floor().max(-2.0) as i32..=window.right.floor().min(2.0) as i32 {
            let shift = f64::from(around);
            let root = Square { level: 0, x: 0, y: 0, first: 0, end: index.len() };
            self.visit(index, window, level, shift, root, &mut marks);
        }
        marks
    }

    fn visit(
        &self,
        index: &SpatialIndex,
        window: &Window,
        level: u32,
        shift: f64,
        square: Square,
        marks: &mut Vec<Mark>,
    ) {
        let by_class = self.by_class(square.first, square.end);
        if by_class == [0; CLASSES] {
            return;
        }
        let side = (-f64::from(square.level)).exp2();
        let (left, top) = (f64::from(square.x) * side, f64::from(square.y) * side);
        let is_seen = left + shift <= window.right
            && left + side + shift >= window.left
            && top <= window.bottom
            && top + side >= window.top;
        if !is_seen {
            return;
        }
        if square.level == level {
            self.mark(index, window, shift, &square, by_class, marks);
            return;
        }
        let mut first = square.first;
        let deeper = square.level + 1;
        for quarter in 0..4u32 {
            let (x, y) = (square.x * 2 + (quarter & 1), square.y * 2 + (quarter >> 1));
            let end = if quarter == 3 {
                square.end
            } else {
                let (next_x, next_y) =
                    (square.x * 2 + ((quarter + 1) & 1), square.y * 2 + ((quarter + 1) >> 1));
                let limit = morton::first_key(deeper, next_x, next_y);
                first + index.keys[first..square.end].partition_point(|key| *key < limit)
            };
            let child = Square { level: deeper, x, y, first, end };
            self.visit(index, window, level, shift, child, marks);
            first = end;
        }
    }

    fn mark(
        &self,
        index: &SpatialIndex,
        window: &Window,
        shift: f64,
        square: &Square,
        by_class: [u32; CLASSES],
        marks: &mut Vec<Mark>,
    ) {
        let count: u32 = by_class.iter().sum();
        if count < LEAST {
            self.mark_few(index, window, shift, square, marks);
            return;
        }
        let side = (-f64::from(square.level)).exp2();
        let inside = |mean: f64, corner: u32| {
            let corner = f64::from(corner) * side;
            mean.clamp(corner + INSET * side, corner + (1.0 - INSET) * side)
        };
        let (x, y) = self.middle(square.first, square.end, count);
        marks.push(Mark::Cluster {
            first: square.first,
            end: square.end,
            by_class,
            x: inside(x, square.x) + shift,
            y: inside(y, square.y),
        });
    }

    /// The mean place of a stretch that holds so many.
    fn middle(&self, first: usize, end: usize, count: u32) -> (f64, f64) {
        let mean =
            |sums: &[u64]| (sums[end] - sums[first]) as f64 / f64::from(count) / 4_294_967_296.0;
        (mean(&self.sum_x), mean(&self.sum_y))
    }

    /// The few places of a square, each for itself but those that would cover one another.
    fn mark_few(
        &self,
        index: &SpatialIndex,
        window: &Window,
        shift: f64,
        square: &Square,
        marks: &mut Vec<Mark>,
    ) {
        let place = |at: usize| (morton::to_part(index.x[at]), morton::to_part(index.y[at]));
        let is_near = |one: usize, other: usize| {
            let (one, other) = (place(one), place(other));
            (one.0 - other.0).abs() < window.point && (one.1 - other.1).abs() < window.point
        };
        let kept: Vec<usize> =
            (square.first..square.end).filter(|at| self.class[*at] != HIDDEN).collect();
        // A cluster is one stretch: the first and the last take what is between them along.
        let all = kept.first().zip(kept.last()).is_some_and(|(first, last)| is_near(*first, *last));
        for run in kept.chunk_by(|one, next| all || is_near(*one, *next)) {
            match *run {
                [at] => {
                    let (x, y) = place(at);
                    let (of, class) = (index.of[at] as usize, self.class[at]);
                    marks.push(Mark::Place { of, class, x: x + shift, y });
                }
                [first, .., last] => {
                    let end = last + 1;
                    let (x, y) = self.middle(first, end, run.len() as u32);
                    let by_class = self.by_class(first, end);
                    marks.push(Mark::Cluster { first, end, by_class, x: x + shift, y });
                }
                [] => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn whole_world(level: u32, point: f64) -> Window {
        // Not past the right edge, where the next copy of the world begins.
        Window { left: 0.0, top: 0.0, right: 0.999_999, bottom: 1.0, level, point }
    }

    /// Whose places the marks hold, each as often as it is there.
    fn held(index: &SpatialIndex, counted: &Counted, marks: &[Mark]) -> BTreeMap<usize, usize> {
        let mut held = BTreeMap::new();
        for mark in marks {
            let members: Vec<usize> = match mark {
                Mark::Place { of, .. } => vec![*of],
                Mark::Cluster { first, end, .. } => counted.members(index, *first, *end).collect(),
            };
            assert_eq!(members.len(), mark.count() as usize);
            members.into_iter().for_each(|of| *held.entry(of).or_insert(0) += 1);
        }
        held
    }

    #[test]
    fn a_hundred_at_one_point_are_one_cluster_at_every_zoom() {
        let index = SpatialIndex::new((0..100).map(|_| Some((0.25, 0.4))));
        let counted = index.count(&[2; 100]);
        for level in [0, 5, 20, 31] {
            let marks = counted.marks(&index, &whole_world(level, 1e-9));
            assert_eq!(marks.len(), 1);
            assert_eq!(marks[0].count(), 100);
        }
        let bounds = counted.bounds(&index, 0, 100).unwrap();
        assert!(bounds[2] - bounds[0] == 0.0 && (bounds[0] - 0.25).abs() < 1e-9);
    }

    #[test]
    fn two_at_one_point_are_a_cluster_and_two_apart_are_places() {
        let index = SpatialIndex::new([Some((0.1, 0.1)), Some((0.1, 0.1)), Some((0.6, 0.6)), None]);
        let counted = index.count(&[0, 4, 1, 1]);
        let marks = counted.marks(&index, &whole_world(1, 0.01));
        assert!(matches!(marks[0], Mark::Cluster { by_class: [1, 0, 0, 0, 1, 0, 0, 0, 0], .. }));
        assert!(matches!(marks[1], Mark::Place { of: 2, class: 1, .. }));
        assert_eq!(marks.len(), 2);
    }

    #[test]
    fn of_three_in_a_square_two_that_cover_one_another_are_a_cluster_where_they_lie_and_the_third_is_a_place()
     {
        let index = SpatialIndex::new([Some((0.1, 0.1)), Some((0.1005, 0.1)), Some((0.15, 0.2))]);
        let marks = index.count(&[0, 0, 3]).marks(&index, &whole_world(2, 0.001));
        let [Mark::Cluster { first: 0, end: 2, x, y, .. }, Mark::Place { of: 2, class: 3, .. }] =
            marks[..]
        else {
            panic!("{marks:?}");
        };
        assert!((x - 0.10025).abs() < 1e-6 && (y - 0.1).abs() < 1e-6);
        // Filtered to two, they are two places.
        let marks = index.count(&[0, HIDDEN, 3]).marks(&index, &whole_world(2, 0.001));
        assert!(marks.len() == 2 && marks.iter().all(|mark| mark.count() == 1));
    }

    #[test]
    fn both_sides_of_the_date_line_are_shown_beside_one_another() {
        // Fiji lies just left of the line, Samoa just right of it.
        let index = SpatialIndex::new([Some((0.999, 0.55)), Some((0.001, 0.55))]);
        let counted = index.count(&[0, 0]);
        let window = |left, right| Window { left, right, ..whole_world(8, 1e-6) };
        let at = |window| {
            let x = |mark: &Mark| match mark {
                Mark::Place { of, x, .. } => (*of, (x * 1e3).round() as i32),
                Mark::Cluster { .. } => panic!("a cluster"),
            };
            counted.marks(&index, &window).iter().map(x).collect::<Vec<_>>()
        };
        assert_eq!(at(window(0.99, 1.01)), [(0, 999), (1, 1001)]);
        assert_eq!(at(window(-0.01, 0.01)), [(0, -1), (1, 1)]);
        assert_eq!(at(window(-0.01, 0.01)), at(window(-0.01, 0.011)));
    }

    proptest! {
        #[test]
        fn every_place_is_in_exactly_one_mark_and_counts_are_those_of_the_data(
            places in proptest::collection::vec((0.0..1.0, 0.0..1.0, prop_oneof![Just(HIDDEN), 0u8..8]), 0..200),
            level in 0u32..14,
            coarse in prop_oneof![Just(0.0), Just(1.0)],
        ) {
            // Some of the time many share a point.
            let snap = |part: f64| if coarse == 1.0 { (part * 6.0).floor() / 6.0 } else { part };
            let index = SpatialIndex::new(places.iter().map(|(x, y, _)| Some((snap(*x), snap(*y)))));
            let class: Vec<u8> = places.iter().map(|place| place.2).collect();
            let counted = index.count(&class);
            let marks = counted.marks(&index, &whole_world(level, 1e-7));
            let wanted: BTreeMap<usize, usize> =
                (0..class.len()).filter(|n| class[*n] != HIDDEN).map(|n| (n, 1)).collect();
            prop_assert_eq!(held(&index, &counted, &marks), wanted);
            for mark in &marks {
                if let Mark::Cluster { by_class, x, y, first, end } = mark {
                    let side = (-f64::from(level)).exp2();
                    let in_square = |at: f64, part: f64| (at / side).floor() == (part / side).floor();
                    for of in counted.members(&index, *first, *end) {
                        let (px, py) = (snap(places[of].0), snap(places[of].1));
                        prop_assert!(in_square(*x, px) && in_square(*y, py));
                    }
                    for (n, count) in by_class.iter().enumerate() {
                        let members = counted.members(&index, *first, *end);
                        let of_class = members.filter(|of| usize::from(class[*of]) == n).count();
                        prop_assert_eq!(of_class, *count as usize);
                    }
                }
            }
        }

        #[test]
        fn a_window_shows_what_the_whole_world_shows_there(
            places in proptest::collection::vec((0.0..1.0, 0.0..1.0), 1..120),
            level in 1u32..9,
            left in 0.0..0.9f64, top in 0.0..0.9f64,
        ) {
            let index = SpatialIndex::new(places.iter().map(|place| Some(*place)));
            let counted = index.count(&vec![0; places.len()]);
            let all = counted.marks(&index, &whole_world(level, 0.0));
            let window = Window { left, top, right: left + 0.1, bottom: top + 0.1, level, point: 0.0 };
            let some = counted.marks(&index, &window);
            prop_assert!(some.iter().all(|mark| all.contains(mark)));
            let place = |mark: &Mark| match mark {
                Mark::Place { x, y, .. } | Mark::Cluster { x, y, .. } => (*x, *y),
            };
            let inside = |mark: &&Mark| {
                let (x, y) = place(mark);
                (window.left..=window.right).contains(&x) && (window.top..=window.bottom).contains(&y)
            };
            prop_assert!(all.iter().filter(inside).all(|mark| some.contains(mark)));
        }

        #[test]
        fn counting_again_is_counting_afresh(
            first in proptest::collection::vec(prop_oneof![Just(HIDDEN), 0u8..8], 50),
            then in proptest::collection::vec(prop_oneof![Just(HIDDEN), 0u8..8], 50),
        ) {
            let places = (0..50).map(|n| Some((f64::from(n * 37 % 50) / 50.0, f64::from(n) / 50.0)));
            let index = SpatialIndex::new(places);
            let mut counted = index.count(&first);
            counted.recount(&index, &then);
            prop_assert_eq!(counted, index.count(&then));
        }
    }
}
