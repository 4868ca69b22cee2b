//! Measured numbers and whole numbers.

use super::Column;
use crate::wire::{Reader, WireError, Writer, floats, ints};
use serde::{Serialize, Serializer};

/// Numbers, NaN for none.
#[derive(Debug, Clone, Default)]
pub struct NumberColumn(Vec<f64>);

impl NumberColumn {
    /// Appends a number; anything not finite is none.
    pub fn push(&mut self, value: Option<f64>) {
        self.0.push(value.filter(|number| number.is_finite()).unwrap_or(f64::NAN));
    }

    /// The number of a row.
    pub fn get(&self, row: usize) -> Option<f64> {
        self.0.get(row).copied().filter(|number| !number.is_nan())
    }

    /// All rows, NaN for none; rows past the end have none.
    pub fn as_slice(&self) -> &[f64] {
        &self.0
    }
}

impl PartialEq for NumberColumn {
    fn eq(&self, other: &Self) -> bool {
        (0..self.0.len().max(other.0.len())).all(|row| self.get(row) == other.get(row))
    }
}

impl Column for NumberColumn {
    const KIND: u8 = 3;

    fn append(&mut self, other: &Self, before: usize, rows: usize) {
        if other.0.is_empty() {
            return;
        }
        self.0.resize(before, f64::NAN);
        self.0.extend(other.0.iter().take(rows));
        self.0.resize(before + rows, f64::NAN);
    }

    fn is_blank(&self) -> bool {
        self.0.iter().all(|number| number.is_nan())
    }

    fn write(&self, rows: usize, out: &mut Writer) {
        out.presence(rows, |row| self.get(row).is_some());
        let present: Vec<f64> = (0..rows).filter_map(|row| self.get(row)).collect();
        floats::write(&present, out);
    }

    fn read(rows: usize, reader: &mut Reader) -> Result<Self, WireError> {
        let presence = reader.presence(rows)?;
        let mut present = floats::read(presence.count(), reader)?.into_iter();
        let numbers = presence.spread(f64::NAN, || present.next().filter(|n| n.is_finite()));
        Ok(Self(numbers))
    }
}

impl Serialize for NumberColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // JSON has no NaN: serde_json writes null.
        serializer.collect_seq(&self.0)
    }
}

/// Whole numbers: times in µs, counts, minutes.
#[derive(Debug, Clone, Default)]
pub struct IntColumn(Vec<i64>);

/// The value of "none" in an [`IntColumn`].
const NO_INT: i64 = i64::MIN;

impl IntColumn {
    /// Appends a number.
    pub fn push(&mut self, value: Option<i64>) {
        self.0.push(value.unwrap_or(NO_INT));
    }

    /// The number of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<i64> {
        self.0.get(row).copied().filter(|number| *number != NO_INT)
    }
}

impl PartialEq for IntColumn {
    fn eq(&self, other: &Self) -> bool {
        (0..self.0.len().max(other.0.len())).all(|row| self.get(row) == other.get(row))
    }
}

impl Column for IntColumn {
    const KIND: u8 = 4;

    fn append(&mut self, other: &Self, before: usize, rows: usize) {
        if other.0.is_empty() {
            return;
        }
        self.0.resize(before, NO_INT);
        self.0.extend(other.0.iter().take(rows));
        self.0.resize(before + rows, NO_INT);
    }

    fn is_blank(&self) -> bool {
        self.0.iter().all(|number| *number == NO_INT)
    }

    fn write(&self, rows: usize, out: &mut Writer) {
        out.presence(rows, |row| self.get(row).is_some());
        let present: Vec<i64> = (0..rows).filter_map(|row| self.get(row)).collect();
        ints::write(&present, out);
    }

    fn read(rows: usize, reader: &mut Reader) -> Result<Self, WireError> {
        let presence = reader.presence(rows)?;
        let mut present = ints::read(presence.count(), reader)?.into_iter();
        Ok(Self(presence.spread(NO_INT, || present.next())))
    }
}

impl Serialize for IntColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.0.len()).map(|row| self.get(row)))
    }
}
