//! The rows of a delimited file after its header: comments and blank lines passed over, fields found.

use super::encoding;
use super::lines::{Fields, Lines};
use super::mapping::Written;
use std::io;
use std::path::Path;

/// Reads a file row by row.
#[derive(Debug)]
pub struct Rows {
    lines: Lines,
    delimiter: u8,
    comment: Option<u8>,
    line: Vec<u8>,
    fields: Fields,
}

/// Why a line is no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotARow {
    #[error("the line is longer than any row can be")]
    TooLong,
    #[error("a quote is not closed")]
    Quote,
}

impl Rows {
    /// Opens a file behind its header.
    pub fn open(path: &Path, written: &Written, lines_before_data: u64) -> io::Result<Self> {
        let mut lines = Lines::open(path, written.encoding)?;
        let mut line = Vec::new();
        while lines.number() < lines_before_data && lines.next_line(&mut line)? {}
        let fields = Fields::stripping(written.strip);
        Ok(Self { lines, delimiter: written.delimiter, comment: written.comment, line, fields })
    }

    /// Goes to the next row; `None` at the end of the file.
    ///
    /// # Errors
    /// When the file cannot be read on, or is not written as the mapping says.
    pub fn advance(&mut self) -> io::Result<Option<Result<(), NotARow>>> {
        while self.lines.next_line(&mut self.line)? {
            let is_comment = self.comment.is_some() && self.line.first().copied() == self.comment;
            if is_comment || self.line.trim_ascii().is_empty() {
                continue;
            }
            if self.lines.was_too_long() {
                return Ok(Some(Err(NotARow::TooLong)));
            }
            encoding::check(&self.line, self.lines.number())?;
            let split = self.fields.split(&mut self.line, self.delimiter);
            return Ok(Some(split.map_err(|_| NotARow::Quote)));
        }
        Ok(None)
    }

    /// The number of the row's line, from 1.
    pub fn number(&self) -> u64 {
        self.lines.number()
    }

    /// Number of the row's fields.
    pub fn count(&self) -> usize {
        self.fields.count()
    }

    /// The row as it stands in the file, and where its fields are.
    pub fn parts(&self) -> (&[u8], &Fields) {
        (&self.line, &self.fields)
    }

    /// A field of the row; empty when there are not so many.
    pub fn get(&self, index: usize) -> &[u8] {
        self.fields.get(&self.line, index)
    }
}
