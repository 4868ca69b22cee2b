//! How the numbers of a window are distributed: histogram, boxes, exceedance.
//!
//! Definitions and their sources are in docs/statistics.md.

pub mod boxes;
pub mod exceedance;
pub mod histogram;
pub mod normal;

use crate::series::{Row, Series};
use crate::value::ValueKind;
use gagehouse_model::TimeRange;

impl Series {
    /// The rows of a window whose results are numbers.
    pub fn numbers(&self, window: TimeRange) -> impl Iterator<Item = Row> + '_ {
        self.rows(self.indices(window)).filter(|row| self.kind(row.value) == ValueKind::Number)
    }
}
