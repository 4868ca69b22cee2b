//! `gagehouse.toml` as keys, texts and line numbers, before any value is understood.
//!
//! The document is walked by hand rather than by serde: every refusal then has its key and line, and
//! no message quotes a line that may hold a secret.

use super::error::SettingsError;
use super::layers::{Found, Origin};
use super::{KEYS, source, tiles};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Read when no other file is named and it exists in the working folder.
pub(super) const DEFAULT: &str = "gagehouse.toml";

/// A file's content.
#[derive(Debug, Default)]
pub(super) struct File {
    /// Keys outside the tables that may stand several times, their own tables joined by a dot.
    pub settings: BTreeMap<String, Found>,
    /// The `[[source]]` tables in order.
    pub sources: Vec<FileTable>,
    /// The `[[layer]]` tables in order.
    pub layers: Vec<FileTable>,
}

/// A table that may stand several times.
#[derive(Debug)]
pub(super) struct FileTable {
    /// What it is called: `source` for `[[source]]`.
    pub name: &'static str,
    /// Its keys, tables joined by a dot.
    pub keys: BTreeMap<String, Found>,
    /// Where it starts.
    pub origin: Origin,
}

impl FileTable {
    /// The value of a key that it must have.
    pub fn needed(&self, key: &'static str) -> Result<&Found, SettingsError> {
        let missing =
            || SettingsError::Missing { table: self.name, key, origin: self.origin.clone() };
        self.keys.get(key).ok_or_else(missing)
    }
}

/// Tables that may stand several times, with their keys.
const TABLES: [(&str, &[&str]); 2] = [("source", source::KEYS), ("layer", tiles::KEYS)];

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<File, SettingsError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| SettingsError::Unreadable { path: path.to_owned(), error })?;
    parse(path, &text)
}

fn parse(path: &Path, text: &str) -> Result<File, SettingsError> {
    let origin = |span: Range<usize>| Origin::File {
        path: path.to_owned(),
        line: 1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count(),
    };
    let table = DeTable::parse(text).map_err(|error| SettingsError::Syntax {
        origin: origin(error.span().unwrap_or(0..0)),
        message: error.message().to_owned(),
    })?;
    let mut file = File::default();
    let mut others = DeTable::new();
    for (key, value) in table.get_ref() {
        let known = TABLES.iter().find(|(name, _)| *name == key.get_ref().as_ref());
        let Some((name, keys)) = known else {
            others.insert(key.clone(), value.clone());
            continue;
        };
        let tables = several(name, keys, value, &origin)?;
        match *name {
            "source" => file.sources = tables,
            _ => file.layers = tables,
        }
    }
    flatten(&others, "", KEYS, &origin, &mut file.settings)?;
    Ok(file)
}

/// The tables of one name.
fn several(
    name: &'static str,
    known: &[&str],
    value: &Spanned<DeValue<'_>>,
    origin: &dyn Fn(Range<usize>) -> Origin,
) -> Result<Vec<FileTable>, SettingsError> {
    let DeValue::Array(items) = value.get_ref() else {
        return Err(not_a_table(name, &origin(value.span())));
    };
    let read = |item: &Spanned<DeValue<'_>>| {
        let start = origin(item.span());
        let DeValue::Table(table) = item.get_ref() else {
            return Err(not_a_table(name, &start));
        };
        let mut keys = BTreeMap::new();
        flatten(table, "", known, origin, &mut keys)?;
        Ok(FileTable { name, keys, origin: start })
    };
    items.iter().map(read).collect()
}

fn not_a_table(key: &str, origin: &Origin) -> SettingsError {
    SettingsError::Value {
        key: key.to_owned(),
        value: "…".to_owned(),
        origin: origin.clone(),
        expected: format!("expected tables that start with [[{key}]]"),
    }
}

/// Brings a table into `out`, its sub-tables with a dotted prefix, and refuses what is not in `known`.
fn flatten(
    table: &DeTable<'_>,
    prefix: &str,
    known: &[&str],
    origin: &dyn Fn(Range<usize>) -> Origin,
    out: &mut BTreeMap<String, Found>,
) -> Result<(), SettingsError> {
    for (key, value) in table {
        let name = format!("{prefix}{}", key.get_ref());
        let origin_of_key = origin(key.span());
        let is_prefix =
            known.iter().any(|k| k.strip_prefix(&name).is_some_and(|r| r.starts_with('.')));
        let text = match value.get_ref() {
            DeValue::Table(inner) if is_prefix => {
                flatten(inner, &format!("{name}."), known, origin, out)?;
                continue;
            }
            _ if !known.contains(&name.as_str()) => {
                let beside = |k: &&&str| k.starts_with(prefix);
                return Err(SettingsError::UnknownKey {
                    key: name,
                    origin: origin_of_key,
                    known: known.iter().filter(beside).copied().collect::<Vec<_>>().join(", "),
                });
            }
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            DeValue::Boolean(value) => value.to_string(),
            DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => {
                return Err(SettingsError::Value {
                    key: name,
                    value: "…".to_owned(),
                    origin: origin_of_key,
                    expected: "expected one text, number, true or false".to_owned(),
                });
            }
        };
        out.insert(name, Found { text, origin: origin_of_key });
    }
    Ok(())
}
