//! Minimum, maximum, longest step and kinds of value of blocks of rows, in levels of growing blocks.
//!
//! Level 0 is the rows themselves. A node of level 1 covers 64 rows, a node of each level above covers
//! eight of the level below. All nodes are exact (`f64`), so an answer from them is the answer of the rows.

use crate::value::ValueKind;

/// Rows under one node of the lowest level.
const LEAF_ROWS: usize = 64;
/// Nodes under one node of the level above.
const FAN_OUT: usize = 8;
/// Rows compared side by side.
const LANES: usize = 8;

/// What some consecutive rows hold, in half a cache line.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Smallest number, `+inf` when there is none.
    min: f64,
    /// Largest number, `-inf` when there is none.
    max: f64,
    /// Longest step into one of the rows from the row before it.
    longest_step_us: i64,
    /// Kinds of value other than numbers, as bits.
    flags: u8,
    /// Which child first holds the smallest number: a row on the lowest level, else a node.
    min_child: u8,
    /// Which child first holds the largest number.
    max_child: u8,
}

/// Nodes of one level.
#[derive(Debug, Clone)]
struct Level {
    /// Rows under one node, as a power of two.
    span_bits: u32,
    nodes: Vec<Node>,
}

/// The levels over the rows of one chunk.
#[derive(Debug, Clone)]
pub(crate) struct Pyramid {
    levels: Vec<Level>,
}

/// The rows that a pyramid was built from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) time_us: &'a [i64],
    pub(crate) value: &'a [f64],
    pub(crate) no_data_value: Option<f64>,
}

impl Rows<'_> {
    /// Whether the row is a number to draw.
    #[inline]
    pub(crate) fn is_number(self, row: usize) -> bool {
        let value = self.value[row];
        value.is_finite() && self.no_data_value != Some(value)
    }
}

/// Where an extreme was met: in a node (of a level, from 0), or in one of some rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Place {
    Node { level: usize, index: usize },
    Rows { from: usize, to: usize },
}

/// The extremes of the numbers met so far, the first of equals, and where they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extremes {
    pub(crate) min: f64,
    pub(crate) min_at: Option<Place>,
    pub(crate) max: f64,
    pub(crate) max_at: Option<Place>,
}

impl Extremes {
    pub(crate) fn none() -> Self {
        Self { min: f64::INFINITY, min_at: None, max: f64::NEG_INFINITY, max_at: None }
    }

    #[inline]
    fn meet(&mut self, (min, max): (f64, f64), place: Place) {
        if min < self.min {
            self.min = min;
            self.min_at = Some(place);
        }
        if max > self.max {
            self.max = max;
            self.max_at = Some(place);
        }
    }
}

impl Pyramid {
    pub(crate) fn build(rows: Rows) -> Self {
        let mut levels = vec![Level::of_rows(rows)];
        while let Some(top) = levels.last().filter(|top| top.nodes.len() > 1) {
            let next = top.next();
            levels.push(next);
        }
        Self { levels }
    }

    /// Walks from row `from` while the line is whole and `to` is not reached, adding to `extremes`.
    /// Returns the row at which it stopped: the first that is no number or whose step from the row
    /// before is longer than `longest_step_us` (not asked of `from` itself), else `to`.
    pub(crate) fn walk_line(
        &self,
        rows: Rows,
        (from, to): (usize, usize),
        longest_step_us: i64,
        extremes: &mut Extremes,
    ) -> usize {
        let whole = |node: &Node| node.flags == 0 && node.longest_step_us <= longest_step_us;
        let mut row = from;
        while row < to {
            if let Some((place, end)) = self.largest_node(row, to, rows.value.len(), whole) {
                self.meet_node(place, extremes);
                row = end;
                continue;
            }
            let leaf_end = leaf_end(row).min(to);
            let start = row;
            let end = self.end_of_line(rows, (from, row, leaf_end), longest_step_us);
            if start < end {
                let place = Place::Rows { from: start, to: end };
                extremes.meet(min_max(&rows.value[start..end]), place);
            }
            row = end;
            if end < leaf_end {
                return end;
            }
        }
        to
    }

    /// Where the line that begins at `from` ends among the rows `row..end` of one leaf. What the leaf's
    /// node rules out is not looked for.
    fn end_of_line(
        &self,
        rows: Rows,
        (from, row, end): (usize, usize, usize),
        longest_step_us: i64,
    ) -> usize {
        let Some(leaf) = self.levels.first().and_then(|level| level.nodes.get(row / LEAF_ROWS))
        else {
            return row;
        };
        let mut stop = end;
        if leaf.flags != 0 {
            stop = (row..stop).find(|&row| !rows.is_number(row)).unwrap_or(stop);
        }
        if leaf.longest_step_us > longest_step_us {
            let breaks = |&row: &usize| {
                rows.time_us[row].saturating_sub(rows.time_us[row - 1]) > longest_step_us
            };
            stop = (row.max(from + 1)..stop).find(breaks).unwrap_or(stop);
        }
        stop
    }

    /// Adds the extremes of all numbers in the rows, whatever lies between them.
    pub(crate) fn walk_all(&self, rows: Rows, (from, to): (usize, usize), extremes: &mut Extremes) {
        let mut row = from;
        while row < to {
            if let Some((place, end)) = self.largest_node(row, to, rows.value.len(), |_| true) {
                self.meet_node(place, extremes);
                row = end;
                continue;
            }
            let end = leaf_end(row).min(to);
            for row in (row..end).filter(|&row| rows.is_number(row)) {
                let value = rows.value[row];
                extremes.meet((value, value), Place::Rows { from: row, to: row + 1 });
            }
            row = end;
        }
    }

    /// The first number at or after `from`, before `to`.
    pub(crate) fn next_number(&self, rows: Rows, (from, to): (usize, usize)) -> Option<usize> {
        let mut row = from;
        while row < to {
            if rows.is_number(row) {
                return Some(row);
            }
            let empty = |node: &Node| node.min > node.max;
            if let Some((_, end)) = self.largest_node(row, to, rows.value.len(), empty) {
                row = end;
                continue;
            }
            row += 1;
        }
        None
    }

    /// The first row that holds the minimum met at a place.
    pub(crate) fn row_of_min(&self, rows: Rows, extremes: &Extremes) -> Option<usize> {
        self.row_at(rows, extremes.min_at?, extremes.min, |node| node.min_child)
    }

    /// The first row that holds the maximum met at a place.
    pub(crate) fn row_of_max(&self, rows: Rows, extremes: &Extremes) -> Option<usize> {
        self.row_at(rows, extremes.max_at?, extremes.max, |node| node.max_child)
    }

    fn row_at(
        &self,
        rows: Rows,
        place: Place,
        extreme: f64,
        child: impl Fn(&Node) -> u8,
    ) -> Option<usize> {
        match place {
            Place::Rows { from, to } => (from..to).find(|&row| rows.value[row] == extreme),
            Place::Node { level, index } => {
                let upper = self.levels.get(1..=level)?.iter().rev();
                let leaf = upper.fold(index, |index, level| {
                    index * FAN_OUT + usize::from(child(&level.nodes[index]))
                });
                let leaves = self.levels.first()?;
                Some(leaf * LEAF_ROWS + usize::from(child(&leaves.nodes[leaf])))
            }
        }
    }

    /// The largest node that begins at `row`, does not reach beyond `to` and fits.
    #[inline]
    fn largest_node(
        &self,
        row: usize,
        to: usize,
        row_count: usize,
        fits: impl Fn(&Node) -> bool,
    ) -> Option<(Place, usize)> {
        let mut found = None;
        for (number, level) in self.levels.iter().enumerate() {
            let span = 1 << level.span_bits;
            let (index, end) = (row >> level.span_bits, (row + span).min(row_count));
            if row & (span - 1) != 0 || end > to || !fits(&level.nodes[index]) {
                break;
            }
            found = Some((Place::Node { level: number, index }, end));
        }
        found
    }

    #[inline]
    fn meet_node(&self, place: Place, extremes: &mut Extremes) {
        if let Place::Node { level, index } = place {
            let node = &self.levels[level].nodes[index];
            extremes.meet((node.min, node.max), place);
        }
    }
}

/// The first row after the leaf of a row.
fn leaf_end(row: usize) -> usize {
    (row / LEAF_ROWS + 1) * LEAF_ROWS
}

/// Smallest and largest of some numbers, eight at a time where there are so many.
fn min_max(values: &[f64]) -> (f64, f64) {
    let (mut min, mut max) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    let eights = values.chunks_exact(LANES);
    let rest = eights.remainder();
    for eight in eights {
        for (lane, &value) in eight.iter().enumerate() {
            min[lane] = if value < min[lane] { value } else { min[lane] };
            max[lane] = if value > max[lane] { value } else { max[lane] };
        }
    }
    let smaller = |a: f64, b: f64| if b < a { b } else { a };
    let larger = |a: f64, b: f64| if b > a { b } else { a };
    (
        min.iter().chain(rest).copied().fold(f64::INFINITY, smaller),
        max.iter().chain(rest).copied().fold(f64::NEG_INFINITY, larger),
    )
}

impl Level {
    fn of_rows(rows: Rows) -> Self {
        let mut nodes = Vec::with_capacity(rows.value.len().div_ceil(LEAF_ROWS));
        let mut before_us = rows.time_us.first().copied().unwrap_or(0);
        for (times, values) in rows.time_us.chunks(LEAF_ROWS).zip(rows.value.chunks(LEAF_ROWS)) {
            let mut node = Node::empty();
            for (row, &value) in (0..).zip(values) {
                let kind = ValueKind::of(value, rows.no_data_value);
                if kind == ValueKind::Number {
                    node.meet((value, value), row);
                } else {
                    node.flags |= kind.flag();
                }
            }
            for &time_us in times {
                node.longest_step_us = node.longest_step_us.max(time_us.saturating_sub(before_us));
                before_us = time_us;
            }
            nodes.push(node);
        }
        Self { span_bits: LEAF_ROWS.trailing_zeros(), nodes }
    }

    fn next(&self) -> Self {
        let nodes = self.nodes.chunks(FAN_OUT).map(|children| {
            let mut node = Node::empty();
            for (child, below) in (0..).zip(children) {
                node.meet((below.min, below.max), child);
                node.longest_step_us = node.longest_step_us.max(below.longest_step_us);
                node.flags |= below.flags;
            }
            node
        });
        Self { span_bits: self.span_bits + FAN_OUT.trailing_zeros(), nodes: nodes.collect() }
    }
}

impl Node {
    fn empty() -> Self {
        Self {
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            longest_step_us: 0,
            flags: 0,
            min_child: 0,
            max_child: 0,
        }
    }

    #[inline]
    fn meet(&mut self, (min, max): (f64, f64), child: u8) {
        if min < self.min {
            (self.min, self.min_child) = (min, child);
        }
        if max > self.max {
            (self.max, self.max_child) = (max, child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_grow_until_one_node_covers_all_rows() {
        let time_us: Vec<i64> = (0..5_000).collect();
        let value: Vec<f64> = time_us.iter().map(|&t| (t % 997) as f64).collect();
        let rows = Rows { time_us: &time_us, value: &value, no_data_value: None };
        let pyramid = Pyramid::build(rows);
        let nodes: Vec<usize> = pyramid.levels.iter().map(|level| level.nodes.len()).collect();
        assert_eq!(nodes, [79, 10, 2, 1]);
        let mut extremes = Extremes::none();
        assert_eq!(pyramid.walk_line(rows, (3, 5_000), 1, &mut extremes), 5_000);
        assert_eq!((extremes.min, extremes.max), (0.0, 996.0));
        assert_eq!(pyramid.row_of_min(rows, &extremes), Some(997));
        assert_eq!(pyramid.row_of_max(rows, &extremes), Some(996));
    }
}
