//! Rows put together to one value a day, week, month or year.
//!
//! What is asked is an [`Aggregation`]; what comes back is one [`Bin`] for each period in which the series
//! has something. Which statistic fits a variable is told by [`Statistic::fitting`]. Definitions and
//! sources are in docs/statistics.md.

mod accumulate;
pub mod calendar;
pub mod circular;
mod fitting;
pub mod increments;

use crate::columns::Columns;
use crate::series::{Row, Series, SeriesOptions};
use crate::value::ValueKind;
use accumulate::Accumulator;
pub use calendar::Period;
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};
pub use increments::Resets;
use std::ops::Range;

/// What the time of a row says about the time that its value stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stamp {
    /// The value was measured at that instant.
    Instant,
    /// The value stands for the interval that begins there.
    Beginning,
    /// The value stands for the interval that ends there: one of 00:00 belongs to the day before.
    End,
}

/// The one value that is made of the rows of a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Statistic {
    /// Arithmetic mean of the numbers.
    Mean,
    /// Time integral divided by the time that it covers: for rows at irregular times.
    TimeWeightedMean,
    /// Quantile ½: for pH and whatever else is a logarithm or has outliers.
    Median,
    /// Smallest number.
    Minimum,
    /// Largest number.
    Maximum,
    /// Sum: for totals of each interval, such as tipping-bucket rain.
    Sum,
    /// Sum of what a cumulative gauge added; resets are found in the readings.
    Increments(Resets),
    /// Mean direction of degrees.
    CircularMean,
    /// Time integral, in the series' unit times seconds: the volume of a flow.
    Integral,
}

/// How rows are put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregation {
    /// How long the periods are.
    pub period: Period,
    /// Whose midnight divides days: usually [`ZoneOffsets::standard`] of the site.
    pub zone: ZoneOffsets,
    /// What the times of rows mean. A row that is an interval itself counts where its middle lies.
    pub stamp: Stamp,
    /// What is made of the rows.
    pub statistic: Statistic,
    /// The share of a period, 0 to 1, that must be there for it to count as complete.
    pub least_complete: f64,
}

/// The share of a period that must be there unless something else was asked for.
pub const LEAST_COMPLETE: f64 = 0.8;

impl Aggregation {
    /// How rows of a variable are put together by the statistic that fits it, by a clock.
    pub fn fitting(
        period: Period,
        zone: ZoneOffsets,
        stamp: Option<Stamp>,
        (variable, stands_for): (&str, &str),
    ) -> Self {
        Self {
            period,
            zone,
            stamp: stamp.unwrap_or(Stamp::Instant),
            statistic: Statistic::fitting(variable, Some(stands_for)),
            least_complete: LEAST_COMPLETE,
        }
    }

    /// The complete periods of a whole series as rows to draw.
    pub fn of_all(&self, series: &Series) -> Series {
        let extent = series.extent();
        drawn(&extent.map_or_else(Vec::new, |extent| series.aggregated(extent, self)))
    }
}

/// Complete periods as rows to draw.
pub fn drawn(bins: &[Bin]) -> Series {
    let mut rows = Series::new(SeriesOptions::default());
    rows.append(&columns_of(bins));
    rows
}

/// One period and what its rows make.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// The period.
    pub span: TimeRange,
    /// Numbers in it.
    pub count: u64,
    /// The share of the period that is there, 0 to 1: time covered for integrals, else rows of different
    /// times over those that the usual step lets expect. `None` for a series without usual step.
    pub completeness: Option<f64>,
    /// Whether as much of it is there as was asked for.
    pub is_complete: bool,
    /// The statistic; `None` where it is not defined, as the mean of directions that cancel.
    pub value: Option<f64>,
    /// Smallest and largest number, where they say something: not for sums, directions and integrals.
    pub band: Option<(f64, f64)>,
    /// Resets of a cumulative gauge.
    pub resets: u64,
}

impl Bin {
    /// The value of a complete period: what is drawn and counted on.
    pub fn complete_value(&self) -> Option<f64> {
        self.value.filter(|_| self.is_complete)
    }
}

impl Series {
    /// The window's periods in order, each whole even where the window cuts it; those in which the series
    /// has nothing are left out.
    pub fn aggregated(&self, window: TimeRange, how: &Aggregation) -> Vec<Bin> {
        let mut aggregating = Aggregating::new(self, window, how);
        loop {
            if let Some(bins) = aggregating.step(self) {
                return bins;
            }
        }
    }

    /// The periods that the window and the series have in common. Where the window holds an end of the series,
    /// what the row there stands for counts too: a value of 00:00 may stand for the period before.
    fn periods(
        &self,
        extent: TimeRange,
        window: TimeRange,
        how: &Aggregation,
    ) -> Option<TimeRange> {
        let part = extent.intersection(window)?;
        let usual_us = self.usual_step_us().unwrap_or(1);
        let mut from = part.start;
        let mut last = TimeUs(part.end.0.saturating_sub(1));
        if from == extent.start && how.stamp == Stamp::End {
            from = TimeUs(from.0.saturating_sub(usual_us));
        }
        if part.end == extent.end {
            let duration_us = self.row(self.len() - 1).map_or(0, |row| row.duration_us);
            let stamped_us = if how.stamp == Stamp::Beginning { usual_us } else { 1 };
            last = TimeUs(last.0.saturating_add(duration_us.max(stamped_us) - 1));
        }
        TimeRange::new(
            how.period.around(from, &how.zone).start,
            how.period.around(last, &how.zone).end,
        )
    }

    /// Adds the time integral that ends or lies at a row.
    fn integrate(&self, previous: Option<Row>, row: &Row, next: Option<&Row>, bins: &mut Bins) {
        let (time_us, value) = (row.time.0, row.value);
        if row.duration_us > 0 {
            return bins.add_area((row.time, row.end()), (value, value));
        }
        let joined_before = previous.filter(|before| {
            self.joins_rows(before, row) && before.duration_us == 0 && before.time < row.time
        });
        let usual_us = self.usual_step_us().unwrap_or(0);
        match bins.how.stamp {
            Stamp::Instant => {
                if let Some(before) = joined_before {
                    bins.add_area((before.time, row.time), (before.value, value));
                }
            }
            Stamp::End => {
                let usual = TimeUs(time_us.saturating_sub(usual_us));
                let start = joined_before.map_or(usual, |before| before.time);
                bins.add_area((start, row.time), (value, value));
            }
            Stamp::Beginning => {
                let usual = TimeUs(time_us.saturating_add(usual_us));
                let joined = next.filter(|next| self.joins_rows(row, next) && next.time > row.time);
                let end = joined.map_or(usual, |next| next.time);
                bins.add_area((row.time, end), (value, value));
            }
        }
    }
}

/// Bins as rows to draw: each an interval of its period, missing where the period is not complete.
pub fn columns_of(bins: &[Bin]) -> Columns {
    let mut columns = Columns::with_capacity(bins.len());
    for bin in bins {
        let value = bin.complete_value().unwrap_or(f64::NAN);
        columns.push_interval((bin.span.start.0, bin.span.end.0), value, 0);
    }
    columns
}

/// The instant by which a row's period is found.
fn belongs_to(row: &Row, stamp: Stamp) -> TimeUs {
    if row.duration_us > 0 {
        return TimeUs(row.time.0.saturating_add(row.duration_us / 2));
    }
    match stamp {
        Stamp::Instant | Stamp::Beginning => row.time,
        Stamp::End => TimeUs(row.time.0.saturating_sub(1)),
    }
}

/// Rows that [`Aggregating::step`] reads at once: some milliseconds of work.
const ROWS_PER_STEP: usize = 65_536;
/// Periods that it ends at once.
const PERIODS_PER_STEP: usize = 16_384;

/// Rows on their way to be put together, a part at a time, so that a page stays awake over millions of them.
#[derive(Debug, Clone)]
pub struct Aggregating {
    bins: Bins,
    /// Rows that were not read yet, and how many there were.
    rows: Range<usize>,
    all: usize,
    increments: Option<increments::Increments>,
    previous: Option<Row>,
    finished: Vec<Bin>,
}

impl Aggregating {
    /// Begins to put together the rows of a window.
    pub fn new(series: &Series, window: TimeRange, how: &Aggregation) -> Self {
        let span = series.extent().and_then(|extent| series.periods(extent, window, how));
        let rows = span.map_or(0..0, |span| {
            // The period before brings the reading and the line that reach into the first one.
            let before = how.period.around(TimeUs(span.start.0.saturating_sub(1)), &how.zone);
            let from = series.lower_bound(before.start.0);
            let to = series.lower_bound(span.end.0.saturating_add(1)) + 1;
            from..to.min(series.len())
        });
        let increments = match how.statistic {
            Statistic::Increments(resets) => Some(increments::Increments::new(resets)),
            _ => None,
        };
        let span = span.unwrap_or(TimeRange { start: TimeUs(0), end: TimeUs(0) });
        let bins = Bins { how: how.clone(), span, bins: Vec::new(), at: 0 };
        let (all, finished) = (rows.len(), Vec::new());
        Self { bins, rows, all, increments, previous: None, finished }
    }

    /// The share of the rows that was read, 0 to 1.
    pub fn share(&self) -> f64 {
        1.0 - self.rows.len() as f64 / self.all.max(1) as f64
    }

    /// Goes on; the periods when that was the last step. `series` must be the one it began with, unchanged.
    pub fn step(&mut self, series: &Series) -> Option<Vec<Bin>> {
        self.step_of(series, ROWS_PER_STEP, PERIODS_PER_STEP)
    }

    /// A step of at most so many rows or periods.
    fn step_of(&mut self, series: &Series, rows: usize, periods: usize) -> Option<Vec<Bin>> {
        if !self.rows.is_empty() {
            self.read(series, rows);
            return None;
        }
        let Bins { how, bins, .. } = &mut self.bins;
        let usual_step_us = series.usual_step_us();
        let next = bins.iter_mut().skip(self.finished.len()).take(periods);
        self.finished.extend(next.map(|bin| bin.finished(how, usual_step_us)));
        (self.finished.len() == bins.len()).then(|| std::mem::take(&mut self.finished))
    }

    fn read(&mut self, series: &Series, most: usize) {
        let to = self.rows.end.min(self.rows.start.saturating_add(most));
        let (statistic, bins) = (self.bins.how.statistic, &mut self.bins);
        // The row after the last one is looked at, too.
        let mut rows = series.rows(self.rows.start..(to + 1).min(self.rows.end)).peekable();
        for _ in self.rows.start..to {
            let Some(row) = rows.next() else { break };
            if series.kind(row.value) == ValueKind::Number {
                if let Some(bin) = bins.around(belongs_to(&row, bins.how.stamp)) {
                    bin.add_row(&row, statistic);
                }
                if let Some(increment) =
                    self.increments.as_mut().and_then(|all| all.next(row.value))
                    && let Some(bin) = bins.around(TimeUs(row.time.0.saturating_sub(1)))
                {
                    bin.add_increment(increment);
                }
                if matches!(statistic, Statistic::Integral | Statistic::TimeWeightedMean) {
                    series.integrate(self.previous, &row, rows.peek(), bins);
                }
            }
            self.previous = Some(row);
        }
        self.rows.start = to;
    }
}

/// The periods met so far, in order.
#[derive(Debug, Clone)]
struct Bins {
    how: Aggregation,
    span: TimeRange,
    bins: Vec<Accumulator>,
    /// The one met last: neighbouring rows share it.
    at: usize,
}

/// A line that crosses more periods than this is not integrated: nothing was measured in them.
const MOST_PERIODS_PER_STEP: i64 = 1_000;

impl Bins {
    /// The period around an instant; `None` outside what was asked for.
    fn around(&mut self, time: TimeUs) -> Option<&mut Accumulator> {
        let is_there = self.bins.get(self.at).is_some_and(|bin| bin.span.contains(time));
        if !is_there {
            if !self.span.contains(time) {
                return None;
            }
            self.at = self.bins.partition_point(|bin| bin.span.end <= time);
            if !self.bins.get(self.at).is_some_and(|bin| bin.span.contains(time)) {
                let span = self.how.period.around(time, &self.how.zone);
                self.bins.insert(self.at, Accumulator::new(span));
            }
        }
        self.bins.get_mut(self.at)
    }

    /// Adds the area under a line to the periods that it crosses.
    fn add_area(&mut self, (start, end): (TimeUs, TimeUs), (first, last): (f64, f64)) {
        let length_us = end.0.saturating_sub(start.0);
        let value_at = |time: TimeUs| {
            let share = time.0.saturating_sub(start.0) as f64 / length_us as f64;
            if first == last { first } else { first + (last - first) * share }
        };
        let mut from = start.max(self.span.start);
        let period_us = self.how.period.around(from, &self.how.zone).len_us();
        if length_us / period_us.max(1) > MOST_PERIODS_PER_STEP {
            return;
        }
        while from < end {
            let Some(bin) = self.around(from) else { return };
            let to = end.min(bin.span.end);
            bin.add_area(to.0.saturating_sub(from.0), (value_at(from), value_at(to)));
            from = to;
        }
    }
}

#[cfg(test)]
mod tests;
