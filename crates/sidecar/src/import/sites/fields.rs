//! The texts of a row, by the keys of `[list.site]`.

use super::counties;
use super::mapping::{FieldSpec, List, ListColumn, SitesMapping};
use crate::import::head::Head;
use crate::import::mapping::ColumnRef;
use crate::import::rows::Rows;

/// A text of each row: where it stands and what it means.
#[derive(Debug, Clone)]
pub struct Source {
    /// The column, as messages call it.
    pub column: String,
    first: Option<Index>,
    last: Option<Index>,
    spec: FieldSpec,
}

/// A field of a row.
#[derive(Debug, Clone, Copy)]
enum Index {
    FromStart(usize),
    /// 1 is the last.
    FromEnd(usize),
}

impl Index {
    fn of(self, count: usize) -> Option<usize> {
        match self {
            Self::FromStart(index) => (index < count).then_some(index),
            Self::FromEnd(back) => count.checked_sub(back),
        }
    }
}

impl Source {
    /// Finds the columns of a key in the header of a file; the error says why there are none.
    pub fn new(head: &Head, spec: FieldSpec) -> Result<Self, String> {
        let find = |column: &ListColumn| match column {
            ListColumn::Number(number) if *number < 0 => {
                let back = usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX);
                match &head.names {
                    Some(names) if back > names.len() => {
                        Err(format!("has {} columns, none of number {number}", names.len()))
                    }
                    _ => Ok(Index::FromEnd(back)),
                }
            }
            ListColumn::Number(number) => {
                let number = usize::try_from(*number).unwrap_or(usize::MAX);
                head.index(&ColumnRef::Number(number)).map(Index::FromStart)
            }
            ListColumn::Name(name) => {
                head.index(&ColumnRef::Name(name.clone())).map(Index::FromStart)
            }
        };
        let column = match &spec.column {
            Some(ListColumn::Number(number)) => number.to_string(),
            Some(ListColumn::Name(name)) => name.clone(),
            None => "text".to_owned(),
        };
        let first = spec.column.as_ref().map(find).transpose()?;
        let last = spec.to.as_ref().map(find).transpose()?;
        Ok(Self { column, first, last, spec })
    }

    /// Whether a row is too short for it.
    pub fn is_beyond(&self, count: usize) -> bool {
        self.first.is_some_and(|index| index.of(count).is_none())
    }

    /// The text of a row before words are looked up; empty when the list says that there is none.
    pub fn text(&self, rows: &Rows, list: &List) -> String {
        if let Some(text) = &self.spec.text {
            return text.clone();
        }
        let index = |index: Option<Index>| index?.of(rows.count());
        let Some(first) = index(self.first) else { return String::new() };
        let last = index(self.last).unwrap_or(first).max(first);
        let mut joined = String::new();
        for field in first..=last {
            let field = String::from_utf8_lossy(rows.get(field));
            if list.format.missing.iter().any(|missing| *missing == field) {
                continue;
            }
            if !joined.is_empty() && !field.is_empty() {
                joined.push(' ');
            }
            joined.push_str(&field);
        }
        let mut text = joined.as_str();
        if let Some(after) = self.spec.after.as_deref() {
            text = text.rsplit_once(after).map_or("", |(_, rest)| rest);
        }
        if let Some(before) = self.spec.before.as_deref() {
            text = text.rsplit_once(before).map_or(text, |(rest, _)| rest);
        }
        text.trim().to_owned()
    }

    /// What a text means: the words of its table, else itself.
    pub fn meaning(&self, mapping: &SitesMapping, text: String) -> String {
        let Some(table) = &self.spec.words else { return text };
        let words = match mapping.words.get(table) {
            Some(words) => words.get(&text).map(String::as_str),
            None if table == counties::US_COUNTY => counties::name(&text),
            None => None,
        };
        words.map_or(text, str::to_owned)
    }
}

/// A text without control characters, which no name holds; whether there were any.
pub fn cleaned(text: &str) -> (String, bool) {
    let had = text.chars().any(char::is_control);
    let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    (clean.trim().to_owned(), had)
}
