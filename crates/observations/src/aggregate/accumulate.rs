//! One period while its rows come in.

use super::circular::Vectors;
use super::increments::Increment;
use super::{Aggregation, Bin, Statistic};
use crate::quantile::median;
use crate::series::Row;
use crate::sum::Sum;
use gagehouse_model::time::SECOND_US;
use gagehouse_model::{TimeRange, TimeUs};

/// What the rows of a period have made so far.
#[derive(Debug, Clone)]
pub(super) struct Accumulator {
    pub(super) span: TimeRange,
    count: u64,
    /// Rows of different times; equal ones come one after the other.
    times: u64,
    last: Option<TimeUs>,
    min: f64,
    max: f64,
    /// Of numbers, or of increments.
    sum: Sum,
    vectors: Vectors,
    /// Kept for the median alone.
    numbers: Vec<f64>,
    /// In the series' unit times seconds.
    area: Sum,
    covered_us: i64,
    increments: u64,
    resets: u64,
}

impl Accumulator {
    pub(super) fn new(span: TimeRange) -> Self {
        Self {
            span,
            count: 0,
            times: 0,
            last: None,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            sum: Sum::default(),
            vectors: Vectors::default(),
            numbers: Vec::new(),
            area: Sum::default(),
            covered_us: 0,
            increments: 0,
            resets: 0,
        }
    }

    /// Adds a number that belongs to the period.
    pub(super) fn add_row(&mut self, row: &Row, statistic: Statistic) {
        self.count += 1;
        self.times += u64::from(self.last != Some(row.time));
        self.last = Some(row.time);
        self.min = self.min.min(row.value);
        self.max = self.max.max(row.value);
        match statistic {
            Statistic::Mean | Statistic::Sum => self.sum.add(row.value),
            Statistic::Median => self.numbers.push(row.value),
            Statistic::CircularMean => self.vectors.add(row.value),
            Statistic::Minimum
            | Statistic::Maximum
            | Statistic::Increments(_)
            | Statistic::Integral
            | Statistic::TimeWeightedMean => {}
        }
    }

    pub(super) fn add_increment(&mut self, increment: Increment) {
        self.sum.add(increment.added);
        self.increments += 1;
        self.resets += u64::from(increment.reset);
    }

    /// Adds a straight line between two values (a trapezoid) that lasts so long.
    pub(super) fn add_area(&mut self, length_us: i64, (first, last): (f64, f64)) {
        let seconds = length_us as f64 / SECOND_US as f64;
        self.area.add(f64::midpoint(first, last) * seconds);
        self.covered_us = self.covered_us.saturating_add(length_us);
    }

    pub(super) fn finished(&mut self, how: &Aggregation, usual_step_us: Option<i64>) -> Bin {
        let length_us = self.span.len_us() as f64;
        let some = |is_there: bool, value: f64| is_there.then_some(value);
        let any = self.count > 0;
        let covered = self.covered_us > 0;
        let covered_s = self.covered_us as f64 / SECOND_US as f64;
        let value = match how.statistic {
            Statistic::Mean => some(any, self.sum.total() / self.count.max(1) as f64),
            Statistic::TimeWeightedMean => some(covered, self.area.total() / covered_s),
            Statistic::Median => median(&mut self.numbers),
            Statistic::Minimum => some(any, self.min),
            Statistic::Maximum => some(any, self.max),
            Statistic::Sum => some(any, self.sum.total()),
            Statistic::Increments(_) => some(self.increments > 0, self.sum.total()),
            Statistic::CircularMean => self.vectors.mean_deg(),
            Statistic::Integral => some(covered, self.area.total()),
        };
        let (is_integral, has_band) = match how.statistic {
            Statistic::Integral => (true, false),
            Statistic::TimeWeightedMean => (true, true),
            Statistic::Sum | Statistic::Increments(_) | Statistic::CircularMean => (false, false),
            Statistic::Mean | Statistic::Median | Statistic::Minimum | Statistic::Maximum => {
                (false, true)
            }
        };
        let completeness = if is_integral {
            Some(self.covered_us as f64 / length_us)
        } else {
            usual_step_us.map(|step_us| self.times as f64 * step_us as f64 / length_us)
        };
        let completeness = completeness.map(|share| share.min(1.0));
        Bin {
            span: self.span,
            count: self.count,
            completeness,
            // A share such as 0.6 is not exact in binary.
            is_complete: completeness.is_none_or(|share| share + 1e-9 >= how.least_complete),
            value: value.filter(|value| value.is_finite()),
            band: (has_band && any).then_some((self.min, self.max)),
            resets: self.resets,
        }
    }
}
