//! References to rows of another table.

use super::{Column, NONE};
use crate::wire::{Reader, WireError, Writer, ints};
use serde::{Serialize, Serializer};

/// Rows of another table, [`NONE`] for none.
#[derive(Debug, Clone, Default)]
pub struct RowColumn(Vec<u32>);

impl RowColumn {
    /// Appends a row.
    pub fn push(&mut self, value: Option<u32>) {
        self.0.push(value.unwrap_or(NONE));
    }

    /// The row that a row refers to.
    #[inline]
    pub fn get(&self, row: usize) -> Option<u32> {
        self.0.get(row).copied().filter(|target| *target != NONE)
    }

    /// All rows, [`NONE`] for none; rows past the end have none.
    pub fn as_slice(&self) -> &[u32] {
        &self.0
    }

    /// Moves the references from row `from` on by `by`: their table was appended to another. A reference
    /// outside the appended `rows` becomes none.
    pub fn shift(&mut self, from: usize, by: u32, rows: u32) {
        for target in self.0.iter_mut().skip(from) {
            *target = if *target < rows { *target + by } else { NONE };
        }
    }
}

impl PartialEq for RowColumn {
    fn eq(&self, other: &Self) -> bool {
        (0..self.0.len().max(other.0.len())).all(|row| self.get(row) == other.get(row))
    }
}

impl Column for RowColumn {
    const KIND: u8 = 5;

    fn append(&mut self, other: &Self, before: usize, rows: usize) {
        if other.0.is_empty() {
            return;
        }
        self.0.resize(before, NONE);
        self.0.extend(other.0.iter().take(rows));
        self.0.resize(before + rows, NONE);
    }

    fn is_blank(&self) -> bool {
        self.0.iter().all(|target| *target == NONE)
    }

    fn write(&self, rows: usize, out: &mut Writer) {
        let kept: Vec<i64> =
            (0..rows).map(|row| self.get(row).map_or(0, |target| i64::from(target) + 1)).collect();
        ints::write(&kept, out);
    }

    fn read(rows: usize, reader: &mut Reader) -> Result<Self, WireError> {
        let target = |kept: i64| u32::try_from(kept - 1).unwrap_or(NONE);
        Ok(Self(ints::read(rows, reader)?.into_iter().map(target).collect()))
    }
}

impl Serialize for RowColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.0.len()).map(|row| self.get(row)))
    }
}
