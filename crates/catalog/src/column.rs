//! Columns: the values of one field for all rows, in a few allocations whatever the number of rows.
//!
//! Reading past the end gives "none", so a part written by an older program, with a column missing, still reads.

use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::HashMap;
use std::fmt;

/// What every kind of column can do.
pub trait Column {
    /// Appends `rows` values of another column, "none" where it has none.
    fn append(&mut self, other: &Self, rows: usize);
    /// Whether no row has a value, so that the column need not be written.
    fn is_blank(&self) -> bool;
}

/// Texts in one buffer; `None` and the empty text are the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextColumn {
    text: String,
    ends: Vec<u32>,
}

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
}

impl Column for TextColumn {
    fn append(&mut self, other: &Self, rows: usize) {
        for row in 0..rows {
            self.push(other.get(row));
        }
    }

    fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

impl Serialize for TextColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|text| text.unwrap_or("")))
    }
}

impl<'de> Deserialize<'de> for TextColumn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Rows;
        struct Push<'a>(&'a mut TextColumn);

        impl<'de> Visitor<'de> for Rows {
            type Value = TextColumn;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a list of texts")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<TextColumn, A::Error> {
                let mut column = TextColumn::default();
                while rows.next_element_seed(Push(&mut column))?.is_some() {}
                Ok(column)
            }
        }

        impl<'de> DeserializeSeed<'de> for Push<'_> {
            type Value = ();

            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
                deserializer.deserialize_any(self)
            }
        }

        impl<'de> Visitor<'de> for Push<'_> {
            type Value = ();

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text or null")
            }

            fn visit_str<E>(self, text: &str) -> Result<(), E> {
                self.0.push(Some(text));
                Ok(())
            }

            fn visit_unit<E>(self) -> Result<(), E> {
                self.0.push(None);
                Ok(())
            }
        }

        deserializer.deserialize_seq(Rows)
    }
}

/// The code of "none" in a [`WordColumn`] and a [`RowColumn`].
pub const NONE: u32 = u32::MAX;

/// Words from a small vocabulary: each distinct text once, and a code for every row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordColumn {
    words: TextColumn,
    codes: Vec<u32>,
    known: HashMap<String, u32>,
}

impl WordColumn {
    /// Appends a word; `None` and the empty text are the same.
    pub fn push(&mut self, value: Option<&str>) {
        let code = match value.filter(|text| !text.is_empty()) {
            None => NONE,
            Some(text) => self.intern(text),
        };
        self.codes.push(code);
    }

    /// The code of a word, given one if it is new.
    fn intern(&mut self, text: &str) -> u32 {
        if let Some(code) = self.known.get(text) {
            return *code;
        }
        let code = self.words.len() as u32;
        self.words.push(Some(text));
        self.known.insert(text.to_owned(), code);
        code
    }

    /// The word of a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.words.get(*self.codes.get(row)? as usize)
    }

    /// The code of every row, [`NONE`] for none.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The distinct words, by code.
    pub fn words(&self) -> &TextColumn {
        &self.words
    }
}

impl Column for WordColumn {
    fn append(&mut self, other: &Self, rows: usize) {
        let ours: Vec<u32> =
            other.words.iter().map(|word| word.map_or(NONE, |text| self.intern(text))).collect();
        self.codes.extend((0..rows).map(|row| {
            other.codes.get(row).and_then(|code| ours.get(*code as usize)).copied().unwrap_or(NONE)
        }));
    }

    fn is_blank(&self) -> bool {
        self.words.is_empty()
    }
}

/// How a [`WordColumn`] is written: 0 is none, else 1 + the index into `words`.
#[derive(Serialize, Deserialize)]
struct WordsOnTheWire {
    words: TextColumn,
    rows: Vec<u32>,
}

impl Serialize for WordColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = self.codes.iter().map(|code| code.wrapping_add(1)).collect();
        WordsOnTheWire { words: self.words.clone(), rows }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WordColumn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let WordsOnTheWire { words, mut rows } = WordsOnTheWire::deserialize(deserializer)?;
        for code in &mut rows {
            *code = code.wrapping_sub(1);
            if *code != NONE && *code as usize >= words.len() {
                return Err(serde::de::Error::custom(format!(
                    "a row has word {code} of a vocabulary of {}",
                    words.len()
                )));
            }
        }
        // A source may repeat a word; appending through `intern` makes the vocabulary distinct.
        let as_written = Self { words, codes: rows, known: HashMap::new() };
        let mut column = Self::default();
        column.append(&as_written, as_written.codes.len());
        Ok(column)
    }
}

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

    /// All rows, NaN for none.
    pub fn as_slice(&self) -> &[f64] {
        &self.0
    }
}

impl PartialEq for NumberColumn {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
            && (0..self.0.len()).all(|row| self.get(row) == other.get(row))
    }
}

impl Column for NumberColumn {
    fn append(&mut self, other: &Self, rows: usize) {
        self.0.extend((0..rows).map(|row| other.0.get(row).copied().unwrap_or(f64::NAN)));
    }

    fn is_blank(&self) -> bool {
        self.0.iter().all(|number| number.is_nan())
    }
}

impl Serialize for NumberColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // JSON has no NaN: serde_json writes null.
        serializer.collect_seq(&self.0)
    }
}

impl<'de> Deserialize<'de> for NumberColumn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut column = Self::default();
        for value in Vec::<Option<f64>>::deserialize(deserializer)? {
            column.push(value);
        }
        Ok(column)
    }
}

/// Whole numbers: times in µs, counts, minutes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IntColumn(Vec<i64>);

/// The value of "none" in an [`IntColumn`].
const NO_INT: i64 = i64::MIN;

impl IntColumn {
    /// Appends a number.
    pub fn push(&mut self, value: Option<i64>) {
        self.0.push(value.unwrap_or(NO_INT));
    }

    /// The number of a row.
    pub fn get(&self, row: usize) -> Option<i64> {
        self.0.get(row).copied().filter(|number| *number != NO_INT)
    }
}

impl Column for IntColumn {
    fn append(&mut self, other: &Self, rows: usize) {
        self.0.extend((0..rows).map(|row| other.0.get(row).copied().unwrap_or(NO_INT)));
    }

    fn is_blank(&self) -> bool {
        self.0.iter().all(|number| *number == NO_INT)
    }
}

impl Serialize for IntColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.len()))?;
        for row in 0..self.0.len() {
            rows.serialize_element(&self.get(row))?;
        }
        rows.end()
    }
}

impl<'de> Deserialize<'de> for IntColumn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut column = Self::default();
        for value in Vec::<Option<i64>>::deserialize(deserializer)? {
            column.push(value);
        }
        Ok(column)
    }
}

/// Rows of another table, [`NONE`] for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowColumn(Vec<u32>);

impl RowColumn {
    /// Appends a row.
    pub fn push(&mut self, value: Option<u32>) {
        self.0.push(value.unwrap_or(NONE));
    }

    /// The row that a row refers to.
    pub fn get(&self, row: usize) -> Option<u32> {
        self.0.get(row).copied().filter(|target| *target != NONE)
    }

    /// All rows, [`NONE`] for none.
    pub fn as_slice(&self) -> &[u32] {
        &self.0
    }

    /// Moves the references from row `from` on by `by`: their table was appended to another. A reference
    /// outside the appended `rows` becomes none.
    pub fn shift(&mut self, from: usize, by: u32, rows: u32) {
        for target in self.0.iter_mut().skip(from) {
            *target = if *target < rows { *target + by } else { NONE };
        }
    }
}

impl Column for RowColumn {
    fn append(&mut self, other: &Self, rows: usize) {
        self.0.extend((0..rows).map(|row| other.0.get(row).copied().unwrap_or(NONE)));
    }

    fn is_blank(&self) -> bool {
        self.0.iter().all(|target| *target == NONE)
    }
}

impl Serialize for RowColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.0.len()).map(|row| self.get(row)))
    }
}

impl<'de> Deserialize<'de> for RowColumn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut column = Self::default();
        for value in Vec::<Option<u32>>::deserialize(deserializer)? {
            column.push(value);
        }
        Ok(column)
    }
}
