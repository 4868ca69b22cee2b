//! Observation pages, decoded from bytes straight into columns.
//!
//! Two readers give one answer. `scan` is a single pass over `dataArray` pages in the forms that services
//! really send; at anything else it gives up, and `careful` reads the page again with serde. What a cell
//! means (times, texts as results, qualities) is decided in `cell` for both.

mod careful;
mod cell;
mod number;
mod scan;

use gagehouse_observations::Columns;
use serde::{Deserialize, Serialize};

/// What one page of Observations said. As text it is without its rows, which travel as bytes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Rows by datastream, in page order. A page of plain entities is one group.
    pub groups: Vec<Group>,
    /// The link to the next page as the server wrote it; `None` when absent, null or empty.
    pub next_link: Option<String>,
    /// `@iot.count`, which services estimate or leave out: never rely on it.
    pub count: Option<u64>,
    /// Rows that could not be read as they are.
    pub rejected: Vec<Rejected>,
    /// Rows whose time names no zone; they were read as UTC.
    pub rows_without_zone: usize,
    /// Rows whose time is an interval with two different ends.
    pub rows_with_interval: usize,
}

impl Page {
    /// Rows over all groups.
    pub fn rows(&self) -> usize {
        self.groups.iter().map(|group| group.columns.len()).sum()
    }

    /// Whether the server's `value` held nothing, neither readable nor rejected.
    pub fn is_empty(&self) -> bool {
        self.rows() == 0 && self.rejected.is_empty()
    }
}

/// The rows of one datastream on a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The datastream's id, from the group's navigation link.
    pub datastream: Option<String>,
    /// Times, results and qualities.
    #[serde(skip)]
    pub columns: Columns,
    /// Ids of the rows when the page has them and [`Ids::Keep`] was asked for, else empty. A text id is
    /// represented by 64 bits of hash: good for telling rows apart, not for addressing them.
    #[serde(skip)]
    pub ids: Vec<i64>,
}

/// A row that could not be read as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Index of the group on the page.
    pub group: usize,
    /// Index of the row in the server's array.
    pub row: usize,
    /// What was wrong.
    pub reason: Reason,
}

/// Why a row could not be read as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Reason {
    /// The row is no array, or its length differs from the components: it is left out.
    #[error("the row does not fit its components")]
    Shape,
    /// The time is absent, null or unreadable: the row is left out.
    #[error("'{0}' is not a time")]
    Time(String),
    /// The result is an object or an array: the row is kept as a gap.
    #[error("the result {0} is neither a number nor a text")]
    Result(String),
}

/// Whether the ids of rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    /// Keep them, to recognise rows that come twice.
    Keep,
    /// Do not.
    Drop,
}

/// A body that is no page of Observations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Not UTF-8.
    #[error("the page is not UTF-8 from byte {0} on")]
    NotUtf8(usize),
    /// Not JSON, or cut off.
    #[error("the page is not complete JSON: {0}")]
    NotJson(String),
    /// JSON without the array `value`.
    #[error("the page has no array 'value'")]
    NoValue,
    /// A `dataArray` without one of the components that make a series.
    #[error("the page has no component '{0}'")]
    NoComponent(&'static str),
}

/// Decodes a page: `dataArray` or plain entities, whichever it is.
///
/// ```
/// use gagehouse_sensorthings::page::{Ids, decode};
/// let body = br#"{"value":[{"Datastream@iot.navigationLink":"http://x/v1.1/Datastreams(7)",
///   "components":["phenomenonTime","result"],"dataArray":[["2010-12-23T10:20:00.000Z",48]]}]}"#;
/// let page = decode(body, Ids::Drop)?;
/// assert_eq!(page.groups[0].datastream.as_deref(), Some("7"));
/// assert_eq!(page.groups[0].columns.value(), [48.0]);
/// # Ok::<(), gagehouse_sensorthings::page::PageError>(())
/// ```
pub fn decode(body: &[u8], ids: Ids) -> Result<Page, PageError> {
    match scan::page(without_mark(body), ids) {
        Some(page) => Ok(page),
        None => decode_with_serde(body, ids),
    }
}

/// Decodes a page with serde alone: the reference for [`decode`], several times slower.
pub fn decode_with_serde(body: &[u8], ids: Ids) -> Result<Page, PageError> {
    let body = without_mark(body);
    let text = std::str::from_utf8(body).map_err(|e| PageError::NotUtf8(e.valid_up_to()))?;
    careful::page(text, ids)
}

/// Whether [`decode`] reads this page in its single pass; for tests and measurements.
pub fn is_scanned(body: &[u8]) -> bool {
    scan::page(without_mark(body), Ids::Drop).is_some()
}

/// The body without the byte order mark that some servers put before it.
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// Length of the JSON string at the start, quotes included; all of it when it does not end.
fn string_length(text: &[u8]) -> usize {
    let mut escaped = false;
    for (at, &b) in text.iter().enumerate().skip(1) {
        match b {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod law_tests;
#[cfg(test)]
mod tests;
