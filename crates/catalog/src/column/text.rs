//! Texts of their own for each row.

use super::Column;
use crate::wire::{Reader, WireError, Writer, ints, uuid};
use serde::{Serialize, Serializer};

/// Texts in one buffer; `None` and the empty text are the same.
#[derive(Debug, Clone, Default)]
pub struct TextColumn {
    text: String,
    ends: Vec<u32>,
}

/// Each text by its length and itself.
const AS_TEXT: u8 = 0;
/// All are UUIDs in small letters.
const AS_UUID: u8 = 1;
/// All are whole numbers without leading zeros.
const AS_NUMBER: u8 = 2;

impl TextColumn {
    /// Appends a text. Texts beyond 4 GiB in total are kept as empty.
    pub fn push(&mut self, value: Option<&str>) {
        let value = value.unwrap_or("");
        if self.text.len() + value.len() <= u32::MAX as usize {
            self.text.push_str(value);
        }
        self.ends.push(self.text.len() as u32);
    }

    /// The text of a row, `None` when empty.
    pub fn get(&self, row: usize) -> Option<&str> {
        let end = *self.ends.get(row)? as usize;
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        self.text.get(start..end).filter(|text| !text.is_empty())
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All rows in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.len()).map(|row| self.get(row))
    }

    fn resize(&mut self, rows: usize) {
        self.ends.resize(rows, self.text.len() as u32);
    }

    /// Each text as a whole number, if all are one and would be written the same again.
    fn numbers(&self, rows: usize) -> Option<Vec<i64>> {
        (0..rows)
            .map(|row| {
                let text = self.get(row)?;
                let number: i64 = text.parse().ok()?;
                (number >= 0 && number.to_string() == text).then_some(number)
            })
            .collect()
    }
}

impl PartialEq for TextColumn {
    fn eq(&self, other: &Self) -> bool {
        (0..self.len().max(other.len())).all(|row| self.get(row) == other.get(row))
    }
}

impl Column for TextColumn {
    const KIND: u8 = 1;

    fn append(&mut self, other: &Self, before: usize, rows: usize) {
        if other.is_blank() {
            return;
        }
        self.resize(before);
        if self.text.len() + other.text.len() > u32::MAX as usize {
            return (0..rows).for_each(|row| self.push(other.get(row)));
        }
        let start = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.ends.extend(other.ends.iter().take(rows).map(|end| start + end));
        self.resize(before + rows);
    }

    fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    fn write(&self, rows: usize, out: &mut Writer) {
        let uuids: Option<Vec<[u8; 16]>> =
            (0..rows).map(|row| uuid::parse(self.get(row)?)).collect();
        if let Some(uuids) = uuids {
            out.byte(AS_UUID);
            return uuids.iter().for_each(|uuid| out.bytes(uuid));
        }
        if let Some(numbers) = self.numbers(rows) {
            out.byte(AS_NUMBER);
            return ints::write(&numbers, out);
        }
        out.byte(AS_TEXT);
        let text = |row| self.get(row).unwrap_or("");
        (0..rows).for_each(|row| out.varint(text(row).len() as u64));
        (0..rows).for_each(|row| out.bytes(text(row).as_bytes()));
    }

    fn read(rows: usize, reader: &mut Reader) -> Result<Self, WireError> {
        let mut column = Self::default();
        match reader.byte()? {
            AS_TEXT => {
                let mut ends = Vec::with_capacity(reader.at_most(rows));
                let mut end = 0u64;
                for _ in 0..rows {
                    end = end.saturating_add(reader.varint()?);
                    ends.push(u32::try_from(end).map_err(|_| WireError::Short)?);
                }
                let text = reader.take(end as usize)?;
                column.text = String::from_utf8(text.to_vec())
                    .map_err(|_| WireError::Content("a text is not UTF-8"))?;
                column.ends = ends;
                if column.ends.iter().any(|end| !column.text.is_char_boundary(*end as usize)) {
                    return Err(WireError::Content("a text ends inside a letter"));
                }
            }
            AS_UUID => {
                let bytes = reader.take(rows.checked_mul(16).ok_or(WireError::Short)?)?;
                column.text.reserve(rows * uuid::LENGTH);
                column.ends.reserve(rows);
                for bytes in bytes.chunks_exact(16) {
                    uuid::format(bytes, &mut column.text);
                    column.ends.push(column.text.len() as u32);
                }
            }
            AS_NUMBER => {
                for number in ints::read(rows, reader)? {
                    column.push(Some(&number.to_string()));
                }
            }
            _ => return Err(WireError::Content("texts in an unknown form")),
        }
        Ok(column)
    }
}

impl Serialize for TextColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|text| text.unwrap_or("")))
    }
}
