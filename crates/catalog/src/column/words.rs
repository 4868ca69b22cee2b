//! Words from a vocabulary, each kept once.

use super::{Codes, Column, NONE, TextColumn};
use crate::wire::{Reader, WireError, Writer};
use serde::{Serialize, Serializer};
use std::collections::HashMap;

/// Words from a small vocabulary: each distinct text once, and a code for every row.
#[derive(Debug, Clone, Default)]
pub struct WordColumn {
    words: TextColumn,
    codes: Codes,
    known: HashMap<String, u32>,
}

impl WordColumn {
    /// Appends a word; `None` and the empty text are the same.
    pub fn push(&mut self, value: Option<&str>) {
        let code = value.filter(|text| !text.is_empty()).map_or(NONE, |text| self.intern(text));
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
        self.words.get(self.codes.get(row) as usize)
    }

    /// The code of every row, [`NONE`] for none.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// The distinct words, by code.
    pub fn words(&self) -> &TextColumn {
        &self.words
    }

    /// The code of a word.
    pub fn code_of(&self, word: &str) -> Option<u32> {
        self.known.get(word).copied()
    }

    /// The same words without rows.
    pub fn vocabulary(&self) -> Self {
        Self { words: self.words.clone(), codes: Codes::default(), known: self.known.clone() }
    }

    /// The same words with a code for each row.
    pub fn with_rows(self, codes: Codes) -> Self {
        Self { codes, ..self }
    }

    /// A column of these words, of which a source may have repeated one or left one empty.
    fn of(words: TextColumn, codes: Codes) -> Self {
        let mut column = Self::default();
        column.append(&Self { words, codes: codes.clone(), known: HashMap::new() }, 0, codes.len());
        column
    }
}

impl PartialEq for WordColumn {
    fn eq(&self, other: &Self) -> bool {
        let rows = self.codes.len().max(other.codes.len());
        (0..rows).all(|row| self.get(row) == other.get(row))
    }
}

impl Column for WordColumn {
    const KIND: u8 = 2;

    fn append(&mut self, other: &Self, before: usize, rows: usize) {
        if other.is_blank() {
            return;
        }
        self.codes.resize(before);
        let ours: Vec<u32> =
            other.words.iter().map(|word| word.map_or(NONE, |text| self.intern(text))).collect();
        let unchanged = before == 0 && ours.iter().enumerate().all(|(at, code)| at as u32 == *code);
        if unchanged && other.codes.len() == rows {
            self.codes = other.codes.clone();
            return;
        }
        for row in 0..rows {
            let code = ours.get(other.codes.get(row) as usize).copied().unwrap_or(NONE);
            self.codes.push(code);
        }
    }

    fn is_blank(&self) -> bool {
        self.words.is_empty()
    }

    fn write(&self, rows: usize, out: &mut Writer) {
        out.varint(self.words.len() as u64);
        self.words.write(self.words.len(), out);
        self.codes.write(rows, out);
    }

    fn read(rows: usize, reader: &mut Reader) -> Result<Self, WireError> {
        let count = reader.count()?;
        let words = TextColumn::read(count, reader)?;
        let codes = Codes::read(rows, count, reader)?;
        Ok(Self::of(words, codes))
    }

    fn word_codes(&self) -> Option<&Codes> {
        Some(&self.codes)
    }

    fn with_codes(mut self, codes: Codes) -> Self {
        self.codes = codes;
        self
    }
}

impl Serialize for WordColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.codes.len()).map(|row| self.get(row)))
    }
}
