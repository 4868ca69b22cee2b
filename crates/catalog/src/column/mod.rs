//! Columns: the values of one field for all rows, in a few allocations whatever the number of rows.
//!
//! A column may be shorter than its table: reading past its end gives "none". So a field that nobody fills costs
//! nothing, and a part written by an older program, with a column missing, still reads.

mod codes;
mod numbers;
mod rows;
mod text;
mod words;

pub(crate) use codes::each_width;
pub use codes::{Codes, NONE};
pub use numbers::{IntColumn, NumberColumn};
pub use rows::RowColumn;
pub use text::TextColumn;
pub use words::WordColumn;

use crate::wire::{Reader, WireError, Writer};

/// What every kind of column can do.
pub trait Column: Default {
    /// Tells the kinds apart on the wire.
    const KIND: u8;

    /// Appends `rows` values of another column after the first `before` rows, "none" where either has none.
    fn append(&mut self, other: &Self, before: usize, rows: usize);

    /// Whether no row has a value, so that the column need not be written.
    fn is_blank(&self) -> bool;

    /// Writes the values of `rows` rows.
    fn write(&self, rows: usize, out: &mut Writer);

    /// Reads the values of `rows` rows.
    fn read(rows: usize, reader: &mut Reader) -> Result<Self, WireError>;

    /// The code of each row, for a column of words.
    fn word_codes(&self) -> Option<&Codes> {
        None
    }

    /// The same column with another code for each row, for a column of words.
    fn with_codes(self, _codes: Codes) -> Self {
        self
    }
}
