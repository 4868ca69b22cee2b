//! M4: the first, smallest, largest and last row of every pixel column, which draw what all rows would.
//!
//! A view is cut into columns of equal time, as a canvas is cut into columns of pixels. A line through
//! at most four rows of each column covers the same pixels as a line through all rows (Jugel et al.,
//! "M4: a visualization-oriented time series data aggregation", VLDB 2014). Where a gap lies inside a
//! column, the column is answered in several pieces and nothing is drawn across the gap.

use crate::series::Series;
use gagehouse_model::{TimeRange, TimeUs};

/// Pieces that a column is cut into at most; gaps after those are told by [`Piece::gaps_within`].
pub const PIECES_PER_COLUMN: usize = 4;
/// Below this many rows a column on average, each row is answered by itself.
pub const ROWS_PER_COLUMN_TO_REDUCE: u64 = 4;

/// A time and a value that were measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// When.
    pub time: TimeUs,
    /// What; always finite.
    pub value: f64,
}

/// An unbroken stretch of rows inside one column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// Column of the view, from 0.
    pub column: u32,
    /// First row.
    pub first: Point,
    /// The first row with the smallest value.
    pub min: Point,
    /// The first row with the largest value.
    pub max: Point,
    /// Last row.
    pub last: Point,
    /// Whether a line joins the previous piece (or [`Reduced::before`]) to this one.
    pub joined: bool,
    /// Whether gaps lie inside all the same, because the column has more than [`PIECES_PER_COLUMN`].
    pub gaps_within: bool,
}

/// A view of a series, kept for the next one: while a view moves by whole columns, most of them stay the same.
#[derive(Debug, Clone)]
pub struct Seen {
    revision: u64,
    view: TimeRange,
    columns: u32,
    shift: Option<i64>,
    reduced: Reduced,
}

impl Seen {
    /// What was seen.
    pub fn reduced(&self) -> &Reduced {
        &self.reduced
    }

    /// By how many columns the view seen before lies before this one, when it was of the same rows and had the same
    /// columns but for those.
    pub fn shift(&self) -> Option<i64> {
        self.shift
    }

    /// By how many columns another view lies behind this one, when both have the same columns but for those.
    fn shift_to(&self, series: &Series, view: TimeRange, columns: u32) -> Option<i64> {
        let length_us = view.end.0.checked_sub(view.start.0)?;
        let column_us = length_us.checked_div(i64::from(columns))?;
        let by_us = view.start.0.checked_sub(self.view.start.0)?;
        let is_same = self.revision == series.revision() && self.columns == columns;
        let is_aligned = column_us > 0
            && column_us * i64::from(columns) == length_us
            && by_us % column_us == 0
            && self.view.end.0.checked_add(by_us) == Some(view.end.0);
        (is_same && is_aligned).then(|| by_us / column_us)
    }
}

/// What a view shows of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Reduced {
    /// The row before the view from which a line enters it.
    pub before: Option<Point>,
    /// Pieces in order of time.
    pub pieces: Vec<Piece>,
    /// The row after the view to which a line leaves it. With `before` and no pieces, the line crosses
    /// the view without a row in it.
    pub after: Option<Point>,
    /// Rows in the view, those without a number included.
    pub rows: u64,
    /// Width of a column when rows were reduced; `None` when every number of the view is a piece.
    pub bin_us: Option<i64>,
}

impl Reduced {
    /// Smallest and largest value of the view.
    pub fn value_range(&self) -> Option<(f64, f64)> {
        self.pieces.iter().fold(None, |range, piece| {
            let (min, max) = range.unwrap_or((piece.min.value, piece.max.value));
            Some((piece.min.value.min(min), piece.max.value.max(max)))
        })
    }

    /// What some columns show: their pieces, and the rows beside them to which they are joined.
    #[must_use]
    pub fn in_columns(&self, columns: std::ops::Range<u32>) -> Self {
        let from = self.pieces.partition_point(|piece| piece.column < columns.start);
        let to = self.pieces.partition_point(|piece| piece.column < columns.end).max(from);
        let is_joined = |piece: usize| match self.pieces.get(piece) {
            Some(piece) => piece.joined,
            None => self.after.is_some(),
        };
        let before = from.checked_sub(1).map_or(self.before, |last| Some(self.pieces[last].last));
        let after = self.pieces.get(to).map_or(self.after, |next| Some(next.first));
        Self {
            before: before.filter(|_| is_joined(from)),
            pieces: self.pieces[from..to].to_vec(),
            after: after.filter(|_| is_joined(to)),
            rows: self.rows,
            bin_us: self.bin_us,
        }
    }
}

impl Series {
    /// The view in `columns` columns: row by row when it holds few rows, else as [`Self::m4`].
    pub fn reduced(&self, view: TimeRange, columns: u32) -> Reduced {
        let rows = self.indices(view);
        if rows.len() as u64 >= u64::from(columns) * ROWS_PER_COLUMN_TO_REDUCE {
            return self.m4(view, columns);
        }
        let pieces = rows.clone().filter_map(|index| {
            let point = self.number(index)?;
            let column = column_of(view, columns, point.time);
            Some(Piece {
                column,
                first: point,
                min: point,
                max: point,
                last: point,
                joined: self.joins(index),
                gaps_within: false,
            })
        });
        self.with_neighbours(view, pieces.collect(), None)
    }

    /// As [`Self::reduced`], with what an earlier view saw: columns that it has too are taken from there, which
    /// are all but a few when the view moved by whole columns of whole microseconds.
    pub fn reduced_after(&self, seen: Option<Seen>, view: TimeRange, columns: u32) -> Seen {
        let rows = self.indices(view).len() as u64;
        let is_dense = rows >= u64::from(columns) * ROWS_PER_COLUMN_TO_REDUCE;
        let shift = seen.as_ref().and_then(|seen| seen.shift_to(self, view, columns));
        let known = seen.filter(|seen| is_dense && seen.reduced.bin_us.is_some());
        let reduced = match known.zip(shift) {
            Some((known, shift)) => self.m4_shifted(known.reduced.pieces, shift, view, columns),
            None => self.reduced(view, columns),
        };
        Seen { revision: self.revision(), view, columns, shift, reduced }
    }

    /// The view in exactly `columns` columns (at least one), reduced however few rows it holds.
    pub fn m4(&self, view: TimeRange, columns: u32) -> Reduced {
        let columns = columns.max(1);
        let mut pieces = Vec::new();
        self.push_columns(view, columns, 0..columns, &mut pieces);
        self.with_neighbours(view, pieces, Some(bin_us(view, columns)))
    }

    /// The view in columns, of which those are known that another view has too, which lies `shift` columns before.
    fn m4_shifted(&self, known: Vec<Piece>, shift: i64, view: TimeRange, columns: u32) -> Reduced {
        let kept_from = shift.saturating_neg().clamp(0, i64::from(columns)) as u32;
        let kept_to = i64::from(columns).saturating_sub(shift).clamp(0, i64::from(columns)) as u32;
        let mut pieces = Vec::with_capacity(known.len());
        self.push_columns(view, columns, 0..kept_from, &mut pieces);
        pieces.extend(known.into_iter().filter_map(|piece| {
            let column = u32::try_from(i64::from(piece.column).saturating_sub(shift)).ok()?;
            (column < columns).then_some(Piece { column, ..piece })
        }));
        self.push_columns(view, columns, kept_to.max(kept_from)..columns, &mut pieces);
        self.with_neighbours(view, pieces, Some(bin_us(view, columns)))
    }

    fn push_columns(
        &self,
        view: TimeRange,
        columns: u32,
        wanted: std::ops::Range<u32>,
        pieces: &mut Vec<Piece>,
    ) {
        let mut from = self.lower_bound(column_edge(view, columns, wanted.start).0);
        for column in wanted {
            let to = self.lower_bound(column_edge(view, columns, column + 1).0);
            self.push_column(column, (from, to), pieces);
            from = to;
        }
    }

    fn push_column(&self, column: u32, (from, to): (usize, usize), pieces: &mut Vec<Piece>) {
        let mut at = from;
        for number_of_piece in 1.. {
            let Some(first) = self.next_number(at..to) else { return };
            let (mut end, mut extremes) = self.walk_line(first, to);
            let mut gaps_within = false;
            if number_of_piece == PIECES_PER_COLUMN
                && let Some(last) = self.last_number(end, to)
            {
                (end, extremes, gaps_within) = (last + 1, self.all_extremes(first..to), true);
            }
            let points = (
                self.number(first),
                extremes.min_row.and_then(|row| self.number(row)),
                extremes.max_row.and_then(|row| self.number(row)),
                end.checked_sub(1).and_then(|row| self.number(row)),
            );
            if let (Some(first_point), Some(min), Some(max), Some(last)) = points {
                let joined = self.joins(first);
                pieces.push(Piece {
                    column,
                    first: first_point,
                    min,
                    max,
                    last,
                    joined,
                    gaps_within,
                });
            }
            if gaps_within {
                return;
            }
            at = end;
        }
    }

    /// The last number of the rows `from..to`.
    fn last_number(&self, from: usize, to: usize) -> Option<usize> {
        (from..to).rev().find(|&row| self.number(row).is_some())
    }

    fn number(&self, index: usize) -> Option<Point> {
        let (time_us, value) = self.time_and_value(index)?;
        let is_number = self.kind(value) == crate::ValueKind::Number;
        is_number.then_some(Point { time: TimeUs(time_us), value })
    }

    fn with_neighbours(&self, view: TimeRange, pieces: Vec<Piece>, bin_us: Option<i64>) -> Reduced {
        let rows = self.indices(view);
        let before = rows.start.checked_sub(1).filter(|_| self.joins(rows.start));
        let after = Some(rows.end).filter(|&end| self.joins(end));
        Reduced {
            before: before.and_then(|row| self.number(row)),
            pieces,
            after: after.and_then(|row| self.number(row)),
            rows: rows.len() as u64,
            bin_us,
        }
    }
}

/// Length of a column.
fn bin_us(view: TimeRange, columns: u32) -> i64 {
    (view.len_us() / i64::from(columns)).max(1)
}

/// The first instant of a column: the smallest `t` with `floor((t − start) × columns / length) = column`.
fn column_edge(view: TimeRange, columns: u32, column: u32) -> TimeUs {
    // The product of a length in microseconds and a column leaves 64 bits behind, those of its quotient and its
    // remainder by the number of columns do not.
    let (length, columns, column) =
        (view.end.0.abs_diff(view.start.0), u64::from(columns), u64::from(column));
    let rest = (length % columns * column).div_ceil(columns);
    TimeUs(view.start.0.wrapping_add_unsigned(length / columns * column + rest))
}

fn column_of(view: TimeRange, columns: u32, time: TimeUs) -> u32 {
    let length = i128::from(view.end.0) - i128::from(view.start.0);
    let offset = i128::from(time.0) - i128::from(view.start.0);
    (offset * i128::from(columns) / length.max(1)) as u32
}
