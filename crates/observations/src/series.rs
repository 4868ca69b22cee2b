//! A series that grows page by page, in any order, and answers for any window of it.

use crate::chunk::Chunk;
use crate::columns::Columns;
use crate::dictionary::Dictionary;
use crate::gap::{StepCounts, longest_step_us, usual_step_us};
use crate::merge::SortedRows;
use crate::near::Near;
use crate::pyramid::Extremes;
use crate::search::first_not_before;
use crate::statistics::{Moments, Statistics};
use crate::value::ValueKind;
use gagehouse_model::{Quality, Spacing, TimeRange, TimeUs};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// How many rows chunks hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkRows {
    /// Neighbouring chunks are joined while they hold no more rows than this together, so that pages of
    /// a hundred rows do not leave a hundred thousand chunks.
    pub joined: usize,
    /// No chunk holds more rows than this (at least one), so that a page that overlaps one is merged in
    /// bounded time.
    pub most: usize,
}

impl Default for ChunkRows {
    fn default() -> Self {
        Self { joined: 4_096, most: 32_768 }
    }
}

/// What a series is told about its datastream.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesOptions {
    /// The number that stands for "no data".
    pub no_data_value: Option<f64>,
    /// The intended time between observations.
    pub spacing: Option<Spacing>,
    /// A step longer than this many usual steps is a gap; more than 1, or every jitter is one.
    pub gap_factor: f64,
}

impl Default for SeriesOptions {
    fn default() -> Self {
        Self { no_data_value: None, spacing: None, gap_factor: 3.0 }
    }
}

/// One observation, by its place in the series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Number of rows before it.
    pub index: usize,
    /// When.
    pub time: TimeUs,
    /// The result exactly as its source sent it; NaN when it sent none.
    pub value: f64,
    /// How long the interval lasts that it stands for, in microseconds; 0 for an instant.
    pub duration_us: i64,
    /// Index into [`Series::quality_words`].
    pub quality: u16,
    /// Index into [`Series::state_words`]; 0 unless the result is a text.
    pub state: u16,
}

impl Row {
    /// The end of the interval it stands for; its time when it is an instant.
    pub fn end(&self) -> TimeUs {
        TimeUs(self.time.0.saturating_add(self.duration_us))
    }
}

/// Rows side by side, and what is known of all of them without a look at each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// Their places.
    pub indices: Range<usize>,
    /// How many of them each quality stands at, by its index; `None` where that is not known.
    pub qualities: Option<&'a [(u16, usize)]>,
    /// Whether all of them are known to be numbers.
    pub all_numbers: bool,
}

/// Observations in order of time (of equal times, in order of value; equal rows once).
///
/// Rows lie in immutable chunks, each with its pyramid. Appending costs as much as the page, plus the
/// chunks it overlaps. Two series with the same rows answer alike, whatever pages brought them.
#[derive(Debug, Clone)]
pub struct Series {
    options: SeriesOptions,
    chunk_rows: ChunkRows,
    chunks: Vec<Chunk>,
    /// Rows before each chunk, and at the end the number of all rows.
    starts: Vec<usize>,
    qualities: Dictionary<Quality>,
    states: Dictionary<String>,
    steps: StepCounts,
    usual_step_us: Option<i64>,
    longest_step_us: Option<i64>,
    /// Names what the rows are now; every change gives another, here and in every other series.
    revision: u64,
    /// The chunk of the row looked at last, and the one of the time.
    near_row: Near,
    near_time: Near,
}

impl Series {
    /// An empty series.
    pub fn new(options: SeriesOptions) -> Self {
        Self::with_chunk_rows(options, ChunkRows::default())
    }

    /// An empty series whose chunks are of another size. What it answers does not depend on it.
    pub fn with_chunk_rows(options: SeriesOptions, chunk_rows: ChunkRows) -> Self {
        let steps = StepCounts::default();
        let usual_step_us = usual_step_us(options.spacing, &steps, options.gap_factor);
        Self {
            options,
            chunk_rows,
            chunks: Vec::new(),
            starts: vec![0],
            qualities: Dictionary::default(),
            states: Dictionary::default(),
            steps,
            usual_step_us,
            longest_step_us: longest_step_us(usual_step_us, options.gap_factor),
            revision: next_revision(),
            near_row: Near::default(),
            near_time: Near::default(),
        }
    }

    /// Files a page. Rows that are already there are not doubled; another value at a time that is
    /// already there is kept beside it.
    pub fn append(&mut self, page: &Columns) {
        let quality_here = self.qualities.indices_of(page.quality_words());
        let state_here = self.states.indices_of(page.state_words());
        let rows = SortedRows::of_page(page, &quality_here, &state_here);
        let (Some(&first_us), Some(&last_us)) = (rows.time_us.first(), rows.time_us.last()) else {
            return;
        };
        let mut from = self.chunks.partition_point(|chunk| chunk.last_us() < first_us);
        let mut to = self.chunks.partition_point(|chunk| chunk.first_us() <= last_us);
        let mut together = rows.len() + self.rows_in_chunks(from..to);
        if from > 0 && together + self.chunks[from - 1].len() <= self.chunk_rows.joined {
            from -= 1;
            together += self.chunks[from].len();
        }
        if to < self.chunks.len() && together + self.chunks[to].len() <= self.chunk_rows.joined {
            to += 1;
        }
        self.replace(from..to, rows);
        self.revision = next_revision();
        let factor = self.options.gap_factor;
        self.usual_step_us = usual_step_us(self.options.spacing, &self.steps, factor);
        self.longest_step_us = longest_step_us(self.usual_step_us, factor);
    }

    /// The same rows with other numbers, as in another unit; what is no number stays what it is. `map` must
    /// keep numbers in their order, since rows of one time are in order of value.
    pub fn mapped(&self, map: impl Fn(f64) -> f64) -> Self {
        let mut mapped = self.clone();
        mapped.revision = next_revision();
        for chunk in &mut mapped.chunks {
            let mut rows = chunk.rows.clone();
            for value in &mut rows.value {
                if self.kind(*value) == ValueKind::Number {
                    *value = map(*value);
                }
            }
            *chunk = Chunk::new(rows, self.options.no_data_value);
        }
        mapped
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// From the first row to just after the last.
    pub fn extent(&self) -> Option<TimeRange> {
        let (first, last) = (self.chunks.first()?, self.chunks.last()?);
        TimeRange::new(TimeUs(first.first_us()), TimeUs(last.last_us().saturating_add(1)))
    }

    /// The dictionary of qualities; entry 0 says nothing.
    pub fn quality_words(&self) -> &[Quality] {
        self.qualities.words()
    }

    /// The dictionary of texts that are results; entry 0 is none.
    pub fn state_words(&self) -> &[String] {
        self.states.words()
    }

    /// Names what the rows are now: series of one revision have the same rows.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What the series was told about its datastream.
    pub fn options(&self) -> SeriesOptions {
        self.options
    }

    /// The usual step between rows: the intended spacing, or the median when none is known or most steps
    /// contradict it; `None` while there is nothing to judge by.
    pub fn usual_step_us(&self) -> Option<i64> {
        self.usual_step_us
    }

    /// The longest step that is not a gap; `None` while there is nothing to judge by.
    pub fn longest_step_us(&self) -> Option<i64> {
        self.longest_step_us
    }

    /// What kind of value it is in this series.
    pub fn kind(&self, value: f64) -> ValueKind {
        ValueKind::of(value, self.options.no_data_value)
    }

    /// The row at a place.
    pub fn row(&self, index: usize) -> Option<Row> {
        let (chunk, row) = self.locate(index)?;
        let rows = &self.chunks[chunk].rows;
        Some(Row {
            index,
            time: TimeUs(rows.time_us[row]),
            value: rows.value[row],
            duration_us: rows.duration_us.get(row),
            quality: rows.quality[row],
            state: rows.state.get(row),
        })
    }

    /// Places of the rows in a window; `row` reads each.
    pub fn indices(&self, window: TimeRange) -> Range<usize> {
        self.lower_bound(window.start.0)..self.lower_bound(window.end.0)
    }

    /// Rows by their places, in order; those that do not exist are left out.
    pub fn rows(&self, indices: Range<usize>) -> impl Iterator<Item = Row> + '_ {
        self.parts(indices).flat_map(move |(chunk_number, within)| {
            let rows = &self.chunks[chunk_number].rows;
            let start = self.starts[chunk_number];
            within.map(move |row| Row {
                index: start + row,
                time: TimeUs(rows.time_us[row]),
                value: rows.value[row],
                duration_us: rows.duration_us.get(row),
                quality: rows.quality[row],
                state: rows.state.get(row),
            })
        })
    }

    /// Rows by their places, stretch by stretch: what is to be said of millions of rows needs a look only at those
    /// stretches that hold something special.
    pub fn stretches(&self, indices: Range<usize>) -> impl Iterator<Item = Stretch<'_>> {
        self.parts(indices).map(|(number, within)| {
            let chunk = &self.chunks[number];
            let is_whole = within.len() == chunk.len();
            Stretch {
                indices: self.starts[number] + within.start..self.starts[number] + within.end,
                qualities: is_whole.then_some(chunk.qualities.as_slice()),
                all_numbers: is_whole && chunk.moments.count == chunk.len() as u64,
            }
        })
    }

    /// The row nearest in time, the earlier of two; `None` in an empty series.
    pub fn nearest(&self, time: TimeUs) -> Option<Row> {
        let after = self.lower_bound(time.0);
        let row_after = self.row(after);
        let Some(row_before) = after.checked_sub(1).and_then(|index| self.row(index)) else {
            return row_after;
        };
        let Some(row_after) = row_after else { return Some(row_before) };
        let is_nearer = row_after.time.0.abs_diff(time.0) < time.0.abs_diff(row_before.time.0);
        Some(if is_nearer { row_after } else { row_before })
    }

    /// Counts, extremes, mean and standard deviation of a window.
    pub fn statistics(&self, window: TimeRange) -> Statistics {
        let indices = self.indices(window);
        let mut moments = Moments::default();
        for (chunk, rows) in self.parts(indices.clone()) {
            let chunk = &self.chunks[chunk];
            moments = moments.joined(if rows == (0..chunk.len()) {
                chunk.moments
            } else {
                Moments::of(&chunk.rows, rows, self.options.no_data_value)
            });
        }
        let extremes = self.all_extremes(indices);
        Statistics {
            count: moments.count,
            missing: moments.missing,
            states: moments.states,
            no_data: moments.no_data,
            non_finite: moments.non_finite,
            min: extremes.min_row.and_then(|index| self.row(index)),
            max: extremes.max_row.and_then(|index| self.row(index)),
            mean: moments.mean(),
            standard_deviation: moments.standard_deviation(),
        }
    }

    /// Smallest and largest number of a window.
    pub fn value_range(&self, window: TimeRange) -> Option<(f64, f64)> {
        let extremes = self.all_extremes(self.indices(window));
        extremes.min_row.zip(extremes.max_row).map(|_| (extremes.min, extremes.max))
    }

    /// Place of the first row not before a time; the number of rows when all are before it.
    pub(crate) fn lower_bound(&self, time_us: i64) -> usize {
        let is_before = |chunk: &Chunk| chunk.last_us() < time_us;
        let ends_after = |chunk: usize| self.chunks.get(chunk).is_none_or(|c| !is_before(c));
        let fits = |chunk: usize| {
            chunk <= self.chunks.len()
                && ends_after(chunk)
                && chunk.checked_sub(1).is_none_or(|before| !ends_after(before))
        };
        let chunk = self.near_time.find(fits, || self.chunks.partition_point(is_before));
        let within = self
            .chunks
            .get(chunk)
            .map_or(0, |chunk| first_not_before(&chunk.rows.time_us, time_us));
        self.starts[chunk] + within
    }

    /// Times and values of rows, in order.
    pub(crate) fn times_and_values(
        &self,
        indices: Range<usize>,
    ) -> impl Iterator<Item = (i64, f64)> + '_ {
        self.parts(indices).flat_map(|(chunk, within)| {
            let rows = &self.chunks[chunk].rows;
            rows.time_us[within.clone()].iter().copied().zip(rows.value[within].iter().copied())
        })
    }

    /// A row without what is said about it, which lies elsewhere in memory.
    pub(crate) fn time_and_value(&self, index: usize) -> Option<(i64, f64)> {
        let (chunk, row) = self.locate(index)?;
        let rows = &self.chunks[chunk].rows;
        Some((rows.time_us[row], rows.value[row]))
    }

    /// Whether a line joins the row before `index` to the row there.
    pub(crate) fn joins(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|before| self.time_and_value(before));
        let row = self.time_and_value(index);
        before.zip(row).is_some_and(|((before_us, before), (row_us, row))| {
            self.kind(before) == ValueKind::Number
                && self.kind(row) == ValueKind::Number
                && row_us.saturating_sub(before_us) <= self.step_limit_us()
        })
    }

    /// Whether a line joins two rows that are at hand.
    #[inline]
    pub(crate) fn joins_rows(&self, before: &Row, row: &Row) -> bool {
        before.index + 1 == row.index
            && self.kind(before.value) == ValueKind::Number
            && self.kind(row.value) == ValueKind::Number
            && row.time.0.saturating_sub(before.time.0) <= self.step_limit_us()
    }

    /// Walks along a line from row `from` (a number) to its end or to `to`.
    pub(crate) fn walk_line(&self, from: usize, to: usize) -> (usize, LocatedExtremes) {
        let mut found = LocatedExtremes::default();
        let mut reached = from;
        for (chunk_number, rows) in self.parts(from..to) {
            if rows.start == 0 && reached > from && !self.joins(reached) {
                break;
            }
            let chunk = &self.chunks[chunk_number];
            let view = chunk.view(self.options.no_data_value);
            let mut extremes = Extremes::none();
            let (start, end) = (rows.start, rows.end);
            let limit_us = self.step_limit_us();
            let stop = chunk.pyramid.walk_line(view, (start, end), limit_us, &mut extremes);
            reached = self.starts[chunk_number] + stop;
            found.meet(self, chunk_number, extremes);
            if stop < end {
                break;
            }
        }
        (reached, found)
    }

    /// Extremes of all numbers among the rows, and where they first are.
    pub(crate) fn all_extremes(&self, indices: Range<usize>) -> LocatedExtremes {
        let mut found = LocatedExtremes::default();
        for (chunk_number, rows) in self.parts(indices) {
            let chunk = &self.chunks[chunk_number];
            let view = chunk.view(self.options.no_data_value);
            let mut extremes = Extremes::none();
            chunk.pyramid.walk_all(view, (rows.start, rows.end), &mut extremes);
            found.meet(self, chunk_number, extremes);
        }
        found
    }

    /// The first number among the rows.
    pub(crate) fn next_number(&self, indices: Range<usize>) -> Option<usize> {
        self.parts(indices).find_map(|(chunk_number, rows)| {
            let chunk = &self.chunks[chunk_number];
            let view = chunk.view(self.options.no_data_value);
            let row = chunk.pyramid.next_number(view, (rows.start, rows.end))?;
            Some(self.starts[chunk_number] + row)
        })
    }

    fn step_limit_us(&self) -> i64 {
        self.longest_step_us.unwrap_or(i64::MAX)
    }

    /// The chunks that hold some of the rows, each with its own rows.
    fn parts(&self, indices: Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        let first = self.chunk_of(indices.start);
        (first..self.chunks.len())
            .map_while(move |chunk| {
                let (start, end) = (self.starts[chunk], self.starts[chunk + 1]);
                (start < indices.end).then(|| {
                    let from = indices.start.max(start) - start;
                    (chunk, from..(indices.end.min(end) - start).max(from))
                })
            })
            .filter(|(_, rows)| !rows.is_empty())
    }

    fn locate(&self, index: usize) -> Option<(usize, usize)> {
        if index >= self.len() {
            return None;
        }
        let chunk = self.chunk_of(index);
        Some((chunk, index - self.starts[chunk]))
    }

    /// The chunk of a row; the number of chunks when there is no such row.
    fn chunk_of(&self, index: usize) -> usize {
        let fits = |chunk: usize| match self.starts.get(chunk..) {
            Some([start, end, ..]) => (*start..*end).contains(&index),
            _ => false,
        };
        let search = || self.starts.partition_point(|&start| start <= index).max(1) - 1;
        self.near_row.find(fits, search)
    }

    fn rows_in_chunks(&self, chunks: Range<usize>) -> usize {
        self.chunks.get(chunks).map_or(0, |chunks| chunks.iter().map(Chunk::len).sum())
    }

    /// Puts rows in the place of some chunks, together with the rows of those.
    fn replace(&mut self, chunks: Range<usize>, rows: SortedRows) {
        let around = |chunks: &[Chunk], from: usize, to: usize| -> Vec<[i64; 2]> {
            (from.max(1)..(to + 1).min(chunks.len()))
                .map(|chunk| [chunks[chunk - 1].last_us(), chunks[chunk].first_us()])
                .collect()
        };
        for pair in around(&self.chunks, chunks.start, chunks.end) {
            self.steps.remove(&pair);
        }
        let mut earlier = SortedRows::default();
        for chunk in &self.chunks[chunks.clone()] {
            self.steps.remove(&chunk.rows.time_us);
            earlier.extend(&chunk.rows, 0, chunk.len());
        }
        let rows = if earlier.len() == 0 { rows } else { SortedRows::merged(&earlier, &rows) };
        let new_chunks = self.split(rows);
        let end = chunks.start + new_chunks.len();
        for chunk in &new_chunks {
            self.steps.add(&chunk.rows.time_us);
        }
        let start = chunks.start;
        self.chunks.splice(chunks, new_chunks);
        for pair in around(&self.chunks, start, end) {
            self.steps.add(&pair);
        }
        self.starts.clear();
        let mut before = 0;
        self.starts.push(before);
        for chunk in &self.chunks {
            before += chunk.len();
            self.starts.push(before);
        }
    }

    fn split(&self, rows: SortedRows) -> Vec<Chunk> {
        if rows.len() <= self.chunk_rows.most.max(1) {
            return vec![Chunk::new(rows, self.options.no_data_value)];
        }
        let parts = rows.len().div_ceil(self.chunk_rows.most.max(1));
        let part_rows = rows.len().div_ceil(parts);
        (0..rows.len())
            .step_by(part_rows)
            .map(|from| {
                let to = (from + part_rows).min(rows.len());
                let mut part = SortedRows::default();
                part.extend(&rows, from, to);
                Chunk::new(part, self.options.no_data_value)
            })
            .collect()
    }
}

fn next_revision() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Relaxed)
}

/// Extremes over several chunks and the places of the rows that first hold them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LocatedExtremes {
    min: f64,
    max: f64,
    pub(crate) min_row: Option<usize>,
    pub(crate) max_row: Option<usize>,
}

impl Default for LocatedExtremes {
    fn default() -> Self {
        Self { min: f64::INFINITY, max: f64::NEG_INFINITY, min_row: None, max_row: None }
    }
}

impl LocatedExtremes {
    fn meet(&mut self, series: &Series, chunk_number: usize, extremes: Extremes) {
        let chunk = &series.chunks[chunk_number];
        let view = chunk.view(series.options.no_data_value);
        let start = series.starts[chunk_number];
        if extremes.min < self.min {
            self.min = extremes.min;
            self.min_row = chunk.pyramid.row_of_min(view, &extremes).map(|row| start + row);
        }
        if extremes.max > self.max {
            self.max = extremes.max;
            self.max_row = chunk.pyramid.row_of_max(view, &extremes).map(|row| start + row);
        }
    }
}
