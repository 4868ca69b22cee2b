//! Minimum, maximum, longest step and kinds of value of blocks of rows, in levels of growing blocks.
//!
//! Level 0 is the rows themselves. A node of level 1 covers 64 rows, a node of each level above covers
//! eight of the level below. All nodes are exact (`f64`), so an answer from them is the answer of the rows.

use crate::value::ValueKind;

/// Rows under one node of the lowest level.
const LEAF_ROWS: usize = 64;
/// Nodes under one node of the level above.
const FAN_OUT: usize = 8;

/// Nodes of one level, side by side.
#[derive(Debug, Clone)]
struct Level {
    /// Rows under one node.
    span: usize,
    /// Smallest number, `+inf` when the node holds none.
    min: Vec<f64>,
    /// Largest number, `-inf` when the node holds none.
    max: Vec<f64>,
    /// Longest step into one of the node's rows from the row before it.
    longest_step_us: Vec<i64>,
    /// Kinds of value other than numbers, as bits.
    flags: Vec<u8>,
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
        ValueKind::of(self.value[row], self.no_data_value) == ValueKind::Number
    }
}

/// Where in the pyramid an extreme was met: a node of a level, or a row (level 0).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    level: usize,
    index: usize,
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
    fn meet(&mut self, min: f64, max: f64, place: Place) {
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
        while let Some(top) = levels.last().filter(|top| top.min.len() > 1) {
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
        let mut row = from;
        while row < to {
            let whole = |level: &Level, node: usize| {
                level.flags[node] == 0 && level.longest_step_us[node] <= longest_step_us
            };
            if let Some((place, end)) = self.largest_node(row, to, rows.value.len(), whole) {
                self.meet_node(place, extremes);
                row = end;
                continue;
            }
            let leaf_end = (row - row % LEAF_ROWS + LEAF_ROWS).min(to);
            while row < leaf_end {
                let step_breaks = row > from
                    && rows.time_us[row].saturating_sub(rows.time_us[row - 1]) > longest_step_us;
                if step_breaks || !rows.is_number(row) {
                    return row;
                }
                let place = Place { level: 0, index: row };
                extremes.meet(rows.value[row], rows.value[row], place);
                row += 1;
            }
        }
        to
    }

    /// Adds the extremes of all numbers in the rows, whatever lies between them.
    pub(crate) fn walk_all(&self, rows: Rows, (from, to): (usize, usize), extremes: &mut Extremes) {
        let mut row = from;
        while row < to {
            if let Some((place, end)) = self.largest_node(row, to, rows.value.len(), |_, _| true) {
                self.meet_node(place, extremes);
                row = end;
                continue;
            }
            if rows.is_number(row) {
                let place = Place { level: 0, index: row };
                extremes.meet(rows.value[row], rows.value[row], place);
            }
            row += 1;
        }
    }

    /// The first number at or after `from`, before `to`.
    pub(crate) fn next_number(&self, rows: Rows, (from, to): (usize, usize)) -> Option<usize> {
        let mut row = from;
        while row < to {
            let empty = |level: &Level, node: usize| level.min[node] > level.max[node];
            if let Some((_, end)) = self.largest_node(row, to, rows.value.len(), empty) {
                row = end;
                continue;
            }
            let leaf_end = (row - row % LEAF_ROWS + LEAF_ROWS).min(to);
            while row < leaf_end {
                if rows.is_number(row) {
                    return Some(row);
                }
                row += 1;
            }
        }
        None
    }

    /// The first row that holds the minimum (or maximum) found at `place`.
    pub(crate) fn row_of_min(&self, rows: Rows, place: Place) -> usize {
        self.row_at(rows, place, |level| &level.min)
    }

    /// See [`Self::row_of_min`].
    pub(crate) fn row_of_max(&self, rows: Rows, place: Place) -> usize {
        self.row_at(rows, place, |level| &level.max)
    }

    fn row_at(&self, rows: Rows, place: Place, extreme: impl Fn(&Level) -> &Vec<f64>) -> usize {
        let Place { mut level, mut index } = place;
        if level == 0 {
            return index;
        }
        let sought = extreme(&self.levels[level - 1])[index];
        while level > 1 {
            level -= 1;
            let below = extreme(&self.levels[level - 1]);
            let first = index * FAN_OUT;
            let end = (first + FAN_OUT).min(below.len());
            index = (first..end).find(|&node| below[node] == sought).unwrap_or(first);
        }
        let first = index * LEAF_ROWS;
        let end = (first + LEAF_ROWS).min(rows.value.len());
        (first..end).find(|&row| rows.value[row] == sought && rows.is_number(row)).unwrap_or(first)
    }

    /// The largest node that begins at `row`, does not reach beyond `to` and fits.
    fn largest_node(
        &self,
        row: usize,
        to: usize,
        row_count: usize,
        fits: impl Fn(&Level, usize) -> bool,
    ) -> Option<(Place, usize)> {
        let mut found = None;
        for (number, level) in self.levels.iter().enumerate() {
            let end = (row + level.span).min(row_count);
            if !row.is_multiple_of(level.span) || end > to || !fits(level, row / level.span) {
                break;
            }
            found = Some((Place { level: number + 1, index: row / level.span }, end));
        }
        found
    }

    fn meet_node(&self, place: Place, extremes: &mut Extremes) {
        let level = &self.levels[place.level - 1];
        extremes.meet(level.min[place.index], level.max[place.index], place);
    }
}

impl Level {
    fn with_capacity(span: usize, nodes: usize) -> Self {
        Self {
            span,
            min: Vec::with_capacity(nodes),
            max: Vec::with_capacity(nodes),
            longest_step_us: Vec::with_capacity(nodes),
            flags: Vec::with_capacity(nodes),
        }
    }

    fn push(&mut self, min: f64, max: f64, longest_step_us: i64, flags: u8) {
        self.min.push(min);
        self.max.push(max);
        self.longest_step_us.push(longest_step_us);
        self.flags.push(flags);
    }

    fn of_rows(rows: Rows) -> Self {
        let mut level = Self::with_capacity(LEAF_ROWS, rows.value.len().div_ceil(LEAF_ROWS));
        let mut before_us = rows.time_us.first().copied().unwrap_or(0);
        for (times, values) in rows.time_us.chunks(LEAF_ROWS).zip(rows.value.chunks(LEAF_ROWS)) {
            let (mut min, mut max, mut flags) = (f64::INFINITY, f64::NEG_INFINITY, 0);
            for &value in values {
                let kind = ValueKind::of(value, rows.no_data_value);
                if kind == ValueKind::Number {
                    min = if value < min { value } else { min };
                    max = if value > max { value } else { max };
                } else {
                    flags |= kind.flag();
                }
            }
            let mut longest_step_us = 0;
            for &time_us in times {
                longest_step_us = longest_step_us.max(time_us.saturating_sub(before_us));
                before_us = time_us;
            }
            level.push(min, max, longest_step_us, flags);
        }
        level
    }

    fn next(&self) -> Self {
        let mut level = Self::with_capacity(self.span * FAN_OUT, self.min.len().div_ceil(FAN_OUT));
        for first in (0..self.min.len()).step_by(FAN_OUT) {
            let nodes = first..(first + FAN_OUT).min(self.min.len());
            let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
            let (mut longest_step_us, mut flags) = (0, 0);
            for node in nodes {
                min = if self.min[node] < min { self.min[node] } else { min };
                max = if self.max[node] > max { self.max[node] } else { max };
                longest_step_us = longest_step_us.max(self.longest_step_us[node]);
                flags |= self.flags[node];
            }
            level.push(min, max, longest_step_us, flags);
        }
        level
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
        let nodes: Vec<usize> = pyramid.levels.iter().map(|level| level.min.len()).collect();
        assert_eq!(nodes, [79, 10, 2, 1]);
        let mut extremes = Extremes::none();
        assert_eq!(pyramid.walk_line(rows, (3, 5_000), 1, &mut extremes), 5_000);
        assert_eq!((extremes.min, extremes.max), (0.0, 996.0));
        assert_eq!(extremes.min_at.map(|place| pyramid.row_of_min(rows, place)), Some(997));
        assert_eq!(extremes.max_at.map(|place| pyramid.row_of_max(rows, place)), Some(996));
    }
}
