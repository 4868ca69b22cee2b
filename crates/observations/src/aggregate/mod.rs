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

    /// The periods of a whole series, and the complete ones as rows to draw.
    pub fn of_all(&self, series: &Series) -> (Vec<Bin>, Series) {
        let extent = series.extent();
        let bins = extent.map_or_else(Vec::new, |extent| series.aggregated(extent, self));
        let mut rows = Series::new(SeriesOptions::default());
        rows.append(&columns_of(&bins));
        (bins, rows)
    }
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
        let Some(span) = self.extent().and_then(|extent| self.periods(extent, window, how)) else {
            return Vec::new();
        };
        let mut bins = Bins { how, span, bins: Vec::new(), at: 0 };
        // The period before brings the reading and the line that reach into the first one.
        let before = how.period.around(TimeUs(span.start.0.saturating_sub(1)), &how.zone);
        let from = self.lower_bound(before.start.0);
        let to = (self.lower_bound(span.end.0.saturating_add(1)) + 1).min(self.len());
        let mut increments = match how.statistic {
            Statistic::Increments(resets) => Some(increments::Increments::new(resets)),
            _ => None,
        };
        let mut previous: Option<Row> = None;
        let mut rows = self.rows(from..to).peekable();
        while let Some(row) = rows.next() {
            let is_number = self.kind(row.value) == ValueKind::Number;
            if is_number {
                if let Some(bin) = bins.around(belongs_to(&row, how.stamp)) {
                    bin.add_row(&row, how.statistic);
                }
                if let Some(increment) = increments.as_mut().and_then(|all| all.next(row.value))
                    && let Some(bin) = bins.around(TimeUs(row.time.0.saturating_sub(1)))
                {
                    bin.add_increment(increment);
                }
                if matches!(how.statistic, Statistic::Integral | Statistic::TimeWeightedMean) {
                    self.integrate(previous, &row, rows.peek(), &mut bins);
                }
            }
            previous = Some(row);
        }
        let usual_step_us = self.usual_step_us();
        bins.bins.into_iter().map(|bin| bin.finished(how, usual_step_us)).collect()
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

/// The periods met so far, in order.
struct Bins<'a> {
    how: &'a Aggregation,
    span: TimeRange,
    bins: Vec<Accumulator>,
    /// The one met last: neighbouring rows share it.
    at: usize,
}

/// A line that crosses more periods than this is not integrated: nothing was measured in them.
const MOST_PERIODS_PER_STEP: i64 = 1_000;

impl Bins<'_> {
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
