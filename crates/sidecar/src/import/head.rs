//! What stands before the rows of a file: lines to pass over, and the names of its columns.

use super::encoding;
use super::lines::{Fields, Lines};
use super::mapping::{ColumnRef, Written};
use std::io;
use std::path::Path;

/// What stands before the data.
#[derive(Debug)]
pub struct Head {
    /// Lines before the first row of data.
    pub lines: u64,
    /// The names of the columns; `None` without a header.
    pub names: Option<Vec<String>>,
    /// Whether there is not even a header.
    pub is_empty: bool,
}

impl Head {
    /// Reads as far as the header, and no further.
    pub fn read(written: &Written, path: &Path) -> io::Result<Self> {
        let mut lines = Lines::open(path, written.encoding)?;
        let mut line = Vec::new();
        for _ in 0..written.skip_lines {
            lines.next_line(&mut line)?;
        }
        let mut head = Self { lines: lines.number(), names: None, is_empty: false };
        if !written.header {
            return Ok(head);
        }
        let mut fields = Fields::stripping(written.strip);
        loop {
            if !lines.next_line(&mut line)? {
                return Ok(Self { is_empty: true, ..head });
            }
            let is_comment = written.comment.is_some() && line.first().copied() == written.comment;
            if is_comment || line.trim_ascii().is_empty() {
                continue;
            }
            encoding::check(&line, lines.number())?;
            fields.split(&mut line, written.delimiter).map_err(|_| {
                io::Error::new(io::ErrorKind::InvalidData, "a quote in the header is not closed")
            })?;
            head.names = Some(fields.texts(&line));
            break;
        }
        for _ in 0..written.skip_after_header {
            lines.next_line(&mut line)?;
        }
        head.lines = lines.number();
        Ok(head)
    }

    /// Index of a column, or why it has none.
    pub fn index(&self, column: &ColumnRef) -> Result<usize, String> {
        match (column, &self.names) {
            (ColumnRef::Number(0), _) => {
                Err("has no column 0; columns are counted from 1".to_owned())
            }
            (ColumnRef::Number(number), Some(names)) if *number > names.len() => {
                Err(format!("has {} columns, none of number {number}", names.len()))
            }
            (ColumnRef::Number(number), _) => Ok(number - 1),
            (ColumnRef::Name(name), None) => {
                Err(format!("has no header (format.header), so '{name}' has to be a number"))
            }
            (ColumnRef::Name(name), Some(names)) => {
                let mut found = names.iter().enumerate().filter(|(_, header)| *header == name);
                match (found.next(), found.next()) {
                    (Some((index, _)), None) => Ok(index),
                    (Some(_), Some(_)) => {
                        Err(format!("has two columns '{name}'; use their numbers"))
                    }
                    (None, _) => Err(format!("has no column '{name}'; it has {}", listed(names))),
                }
            }
        }
    }
}

/// A header for a message: cut, and without control characters.
fn listed(names: &[String]) -> String {
    const MOST: usize = 500;
    let all = names.join(", ");
    let mut text: String =
        all.chars().take(MOST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if all.chars().nth(MOST).is_some() {
        text.push('…');
    }
    if names.len() == 1 {
        text.push_str(" alone (format.delimiter says what separates columns)");
    }
    text
}
