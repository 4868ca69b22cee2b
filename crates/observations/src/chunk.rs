//! A stretch of a series that never changes: rows in order, their pyramid and their sums.

use crate::merge::SortedRows;
use crate::pyramid::{Pyramid, Rows};
use crate::statistics::Moments;

/// Immutable rows, at least one.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub(crate) rows: SortedRows,
    pub(crate) pyramid: Pyramid,
    pub(crate) moments: Moments,
    /// How many rows each quality stands at.
    pub(crate) qualities: Vec<(u16, usize)>,
    first_us: i64,
    last_us: i64,
}

impl Chunk {
    pub(crate) fn new(rows: SortedRows, no_data_value: Option<f64>) -> Self {
        let view = Rows { time_us: &rows.time_us, value: &rows.value, no_data_value };
        let pyramid = Pyramid::build(view);
        let moments = Moments::of(&rows, 0..rows.len(), no_data_value);
        let first_us = rows.time_us.first().copied().unwrap_or(i64::MAX);
        let last_us = rows.time_us.last().copied().unwrap_or(i64::MIN);
        let qualities = counted(&rows.quality);
        Self { rows, pyramid, moments, qualities, first_us, last_us }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn first_us(&self) -> i64 {
        self.first_us
    }

    pub(crate) fn last_us(&self) -> i64 {
        self.last_us
    }

    pub(crate) fn view(&self, no_data_value: Option<f64>) -> Rows<'_> {
        Rows { time_us: &self.rows.time_us, value: &self.rows.value, no_data_value }
    }
}

/// How often each index stands among these.
fn counted(indices: &[u16]) -> Vec<(u16, usize)> {
    let mut counts = Vec::new();
    for run in indices.chunk_by(|a, b| a == b) {
        let place = usize::from(run[0]);
        if counts.len() <= place {
            counts.resize(place + 1, 0);
        }
        counts[place] += run.len();
    }
    (0..).zip(counts).filter(|(_, count)| *count > 0).collect()
}
