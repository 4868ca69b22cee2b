//! Rows that say the same in every column of words: told once.
//!
//! The datastreams of a network differ in site, times and counts; in variable, unit, medium, level and method a hundred
//! thousand of them are a few hundred combinations. A table writes the combination of each row, and the words of each
//! combination, where that is shorter.

use crate::column::Codes;
use crate::wire::{Reader, WireError, Writer};
use std::collections::HashMap;

/// The combination of each row of a table, if its rows share any.
#[derive(Debug)]
pub struct Shapes {
    /// Number of rows.
    pub rows: usize,
    shared: Option<Shared>,
}

#[derive(Debug)]
struct Shared {
    of_rows: Codes,
    /// A row of each combination; empty when read.
    examples: Vec<u32>,
    count: usize,
}

impl Shapes {
    /// The combinations of some columns of words, used when there are fewer than a quarter of the rows.
    pub fn of(words: &[&Codes], rows: usize) -> Self {
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut of_rows = Codes::default();
        let mut examples = Vec::new();
        if words.len() < 2 {
            return Self { rows, shared: None };
        }
        for row in 0..rows {
            let key: Vec<u32> = words.iter().map(|codes| codes.kept(row)).collect();
            let code = *known.entry(key).or_insert_with(|| {
                examples.push(row as u32);
                examples.len() as u32 - 1
            });
            of_rows.push(code);
            if examples.len() > 64 + rows / 4 {
                return Self { rows, shared: None };
            }
        }
        let count = examples.len();
        Self { rows, shared: Some(Shared { of_rows, examples, count }) }
    }

    /// A row of each combination, when combinations are written.
    pub fn rows_of_shapes(&self) -> Option<&[u32]> {
        self.shared.as_ref().map(|shared| shared.examples.as_slice())
    }

    /// The number of combinations and that of each row, when combinations were read.
    pub fn of_rows(&self) -> Option<(usize, &Codes)> {
        self.shared.as_ref().map(|shared| (shared.count, &shared.of_rows))
    }

    /// Writes the combination of each row.
    pub fn write(&self, out: &mut Writer) {
        match &self.shared {
            None => out.varint(0),
            Some(shared) => {
                out.varint(shared.count as u64 + 1);
                shared.of_rows.write(self.rows, out);
            }
        }
    }

    /// Reads what [`Self::write`] wrote.
    pub fn read(rows: usize, reader: &mut Reader) -> Result<Self, WireError> {
        let Some(count) = reader.varint()?.checked_sub(1) else {
            return Ok(Self { rows, shared: None });
        };
        let count = usize::try_from(count).ok().filter(|count| *count <= rows);
        let count = count.ok_or(WireError::Content("more combinations than rows"))?;
        let of_rows = Codes::read(rows, count, reader)?;
        Ok(Self { rows, shared: Some(Shared { of_rows, examples: Vec::new(), count }) })
    }
}
