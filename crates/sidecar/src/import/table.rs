//! A data file read into rows per datastream, with what was wrong in it.

use super::clock::{NotATime, shown};
use super::lines::Fields;
use super::mapping::Checked;
use super::plan::{Cell, FilePlan};
use super::rows::Rows;
use super::summary::{Issues, Refused};
use gagehouse_model::{Quality, TimeUs};
use gagehouse_observations::Columns;
use std::collections::HashMap;
use std::io;

/// Rows between two calls of the progress function.
const PROGRESS_ROWS: u64 = 250_000;

/// What a file holds.
#[derive(Debug, Default)]
pub struct Table {
    pub rows: u64,
    /// Rows of which nothing was used.
    pub rejected_rows: u64,
    /// Rows that the `when` of no column takes, and the line of the first.
    pub unused_rows: u64,
    pub first_unused_line: u64,
    pub issues: Issues,
    pub refused: Refused,
    /// In the order of [`FilePlan::cells`].
    pub cells: Vec<CellRows>,
    /// The row read last, and its time, where times depend on the row before.
    last_row: (Vec<u8>, Option<TimeUs>),
}

/// What a file holds for one datastream.
#[derive(Debug, Default)]
pub struct CellRows {
    pub columns: Columns,
    pub missing: u64,
    /// Of the rows, how many say "no data".
    pub no_data: u64,
    pub rejected: u64,
    quality_of_text: HashMap<Vec<u8>, u16>,
    last_quality: (Vec<u8>, u16),
    last_time: Option<TimeUs>,
}

/// Reads a file; `progress` is told the number of rows now and then.
pub fn read(checked: &Checked, plan: &FilePlan, progress: &dyn Fn(u64)) -> io::Result<Table> {
    let mut table = Table {
        cells: plan.cells.iter().map(|_| CellRows::default()).collect(),
        ..Table::default()
    };
    let mut rows = Rows::open(&plan.path, &checked.written, plan.lines_before_data)?;
    let mut width = plan.width;
    let least = plan.least_width();
    let mut time_text = Vec::new();
    while let Some(row) = rows.advance()? {
        let number = rows.number();
        table.rows += 1;
        if table.rows.is_multiple_of(PROGRESS_ROWS) {
            progress(table.rows);
        }
        let wanted = *width.get_or_insert(rows.count());
        let misshapen = match row {
            Err(reason) => Some(reason.to_string()),
            Ok(()) if rows.count() != wanted => {
                Some(format!("{} fields where {wanted} belong", rows.count()))
            }
            Ok(()) if wanted < least => {
                Some(format!("{wanted} fields, and the mapping names column {least}"))
            }
            Ok(()) => None,
        };
        let (line, fields) = rows.parts();
        let reason = match misshapen {
            Some(reason) => {
                table.refused.fields += 1;
                Some(reason)
            }
            None => read_row(checked, plan, line, fields, &mut time_text, number, &mut table).map(
                |reason| {
                    table.refused.time(&reason);
                    reason.to_string()
                },
            ),
        };
        if let Some(reason) = reason {
            table.rejected_rows += 1;
            table.issues.add(number, reason);
        }
    }
    Ok(table)
}

/// Reads the cells of a row; returns why the whole row is refused.
fn read_row(
    checked: &Checked,
    plan: &FilePlan,
    line: &[u8],
    fields: &Fields,
    time_text: &mut Vec<u8>,
    number: u64,
    table: &mut Table,
) -> Option<NotATime> {
    let takes = |cell: &Cell| {
        cell.when.iter().all(|(column, text)| fields.get(line, *column) == text.as_bytes())
    };
    // The rows of several datastreams may lie between each other: each is in its own order.
    let first = plan.cells.iter().position(takes);
    let before = first.and_then(|first| table.cells[first].last_time);
    let text = match plan.time.as_slice() {
        [only] => fields.get(line, *only),
        several => {
            time_text.clear();
            for (n, column) in several.iter().enumerate() {
                if n > 0 {
                    time_text.push(b' ');
                }
                time_text.extend_from_slice(fields.get(line, *column));
            }
            time_text
        }
    };
    let is_repeated = table.last_row.0 == line;
    let time = match checked.clock.instant(text, before) {
        // The same again an hour later, or written twice: nothing tells.
        Ok(time) if is_repeated && table.last_row.1 != Some(time) => {
            return Some(NotATime::Repeated(shown(text)));
        }
        Ok(time) => time,
        Err(reason) => return Some(reason),
    };
    if checked.clock.is_in_order() {
        table.last_row = (line.to_vec(), Some(time));
    }
    let mut is_used = plan.cells.is_empty();
    for (cell, rows) in plan.cells.iter().zip(&mut table.cells) {
        if !takes(cell) {
            continue;
        }
        is_used = true;
        rows.last_time = Some(time);
        let text = fields.get(line, cell.value);
        match read_value(checked, cell, text) {
            Value::Missing => rows.missing += 1,
            Value::Number(value) => {
                let quality = match cell.qualifier {
                    Some(column) => rows.quality(checked, fields.get(line, column)),
                    None => 0,
                };
                rows.no_data += u64::from(cell.no_data_value == Some(value));
                rows.columns.push(time.0, value, quality);
            }
            Value::Bad => {
                rows.rejected += 1;
                let reason = format!("'{}' in column {} is no number", shown(text), cell.value + 1);
                table.issues.add(number, reason);
            }
        }
    }
    if !is_used {
        if table.unused_rows == 0 {
            table.first_unused_line = number;
        }
        table.unused_rows += 1;
    }
    None
}

enum Value {
    Number(f64),
    Missing,
    Bad,
}

#[inline]
fn read_value(checked: &Checked, cell: &Cell, text: &[u8]) -> Value {
    let format = &checked.mapping.format;
    if format.missing.iter().any(|token| token.as_bytes() == text) {
        return Value::Missing;
    }
    if let Some(no_data_value) = cell.no_data_value
        && format.no_data.iter().any(|token| token.as_bytes() == text)
    {
        return Value::Number(no_data_value);
    }
    match number(text, checked.decimal_comma) {
        Some(value) => Value::Number(value),
        None => Value::Bad,
    }
}

/// A finite decimal number. Words such as `inf` or `nan`, which Rust reads as numbers, are none.
fn number(text: &[u8], decimal_comma: bool) -> Option<f64> {
    let plain = |b: &u8| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let text = std::str::from_utf8(text).ok()?;
    if decimal_comma {
        // A point would be a sign of thousands: 1.234 is not 1.234 then.
        if text.contains('.') {
            return None;
        }
        let text = text.replace(',', ".");
        return number(text.as_bytes(), false);
    }
    if !text.as_bytes().iter().all(plain) {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

impl CellRows {
    /// The index of what a qualifier cell says.
    fn quality(&mut self, checked: &Checked, text: &[u8]) -> u16 {
        if self.last_quality.0 == text {
            return self.last_quality.1;
        }
        let index = match self.quality_of_text.get(text) {
            Some(index) => *index,
            None => {
                let index = self.columns.quality_index(&quality(checked, text));
                self.quality_of_text.insert(text.to_vec(), index);
                index
            }
        };
        self.last_quality = (text.to_vec(), index);
        index
    }
}

fn quality(checked: &Checked, text: &[u8]) -> Quality {
    let format = &checked.mapping.format;
    if format.missing.iter().any(|token| token.as_bytes() == text) {
        return Quality::default();
    }
    let text = String::from_utf8_lossy(text);
    match format.qualifier_separator.as_deref().filter(|separator| !separator.is_empty()) {
        Some(separator) => {
            let codes = text.split(separator).map(str::trim).filter(|code| !code.is_empty());
            Quality::from_qualifiers(codes)
        }
        None => Quality::from_qualifiers([text.trim()]),
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn only_finite_decimal_numbers_are_numbers() {
        for (text, value) in [("-9999", -9999.0), ("+.5", 0.5), ("1e3", 1000.0), ("007", 7.0)] {
            assert_eq!(number(text.as_bytes(), false), Some(value), "{text}");
        }
        assert_eq!(number(b"1,25", true), Some(1.25));
        for text in ["1.234", "1.234,5", "1,2,3"] {
            assert_eq!(number(text.as_bytes(), true), None, "{text}");
        }
        for text in [
            "",
            "inf",
            "NaN",
            "1e999",
            "12 m",
            "1.2.3",
            "0x10",
            "--1",
            "1,25",
            "\u{0}",
            "\u{2212}1",
        ] {
            assert_eq!(number(text.as_bytes(), false), None, "{text}");
        }
        assert_eq!(number(b"\xff", false), None);
    }
}
