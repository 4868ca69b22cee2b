//! One facet of a catalog: its values, and which of them each row has.

use crate::catalog::{Catalog, SiteRow};
use crate::column::{Codes, NONE, TextColumn, WordColumn};
use crate::search::FoldedRows;
use crate::text::natural_ranks;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// One facet of a catalog.
#[derive(Debug, Clone)]
pub struct FacetColumn {
    /// Its values.
    pub values: Values,
    /// Which of them each row has.
    pub placed: Placed,
    /// For a facet of which a row may have several values: the values of each code. Empty for the others, where the
    /// code is the value.
    pub sets: Vec<Vec<u32>>,
    pub(super) ranks: OnceLock<Vec<u32>>,
    pub(super) folded: OnceLock<FoldedRows>,
}

/// Where codes are kept.
#[derive(Debug, Clone)]
pub enum Placed {
    /// A code for each datastream.
    Rows(Codes),
    /// A code for each site, which all its datastreams have.
    Sites(Codes),
}

/// The values of a facet, by number.
#[derive(Debug, Clone)]
pub enum Values {
    /// Words.
    Words {
        /// Keys, as they stand in URLs.
        keys: WordColumn,
        /// Names for people, where they are not the keys.
        labels: Option<Box<TextColumn>>,
        /// What else in a URL means a value.
        aliases: HashMap<String, u32>,
        /// What sources call it besides, for people.
        notes: Option<Box<TextColumn>>,
    },
    /// The sites of a catalog, by row.
    Sites(Catalog),
}

impl Values {
    /// Words that are their own names.
    pub fn words(keys: WordColumn) -> Self {
        Self::Words { keys, labels: None, aliases: HashMap::new(), notes: None }
    }

    /// Words with names for people.
    pub fn labelled(keys: WordColumn, labels: TextColumn) -> Self {
        Self::Words { keys, labels: Some(Box::new(labels)), aliases: HashMap::new(), notes: None }
    }

    /// Number of values.
    pub fn len(&self) -> usize {
        match self {
            Self::Words { keys, .. } => keys.words().len(),
            Self::Sites(catalog) => catalog.site_count(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The key of a value.
    pub fn key(&self, value: u32) -> Cow<'_, str> {
        match self {
            Self::Words { keys, .. } => keys.words().get(value as usize).unwrap_or("").into(),
            Self::Sites(catalog) => catalog.site(SiteRow(value)).reference().to_string().into(),
        }
    }

    /// The name for people of a value.
    pub fn label(&self, value: u32) -> Cow<'_, str> {
        match self {
            Self::Words { labels: Some(labels), .. } => {
                labels.get(value as usize).unwrap_or("").into()
            }
            Self::Words { .. } => self.key(value),
            Self::Sites(catalog) => {
                let site = catalog.site(SiteRow(value));
                match site.code().filter(|code| *code != site.name()) {
                    Some(code) => format!("{} ({code})", site.name()).into(),
                    None => site.name().into(),
                }
            }
        }
    }

    /// What sources call a value besides, for people.
    pub fn note(&self, value: u32) -> Option<&str> {
        match self {
            Self::Words { notes: Some(notes), .. } => notes.get(value as usize),
            _ => None,
        }
    }

    /// The value of a key, else of what else means one.
    pub fn find(&self, key: &str) -> Option<u32> {
        match self {
            Self::Words { keys, aliases, .. } => {
                keys.code_of(key).or_else(|| aliases.get(key).copied())
            }
            Self::Sites(catalog) => Some(catalog.find_site(&key.parse().ok()?)?.row().0),
        }
    }
}

impl FacetColumn {
    /// A facet whose values are in the natural order of their names.
    pub fn new(values: Values, placed: Placed) -> Self {
        Self { values, placed, sets: Vec::new(), ranks: OnceLock::new(), folded: OnceLock::new() }
    }

    /// The same, with the values in the order of their numbers.
    pub fn in_order(self) -> Self {
        let ranks: Vec<u32> = (0..self.values.len() as u32).collect();
        Self { ranks: OnceLock::from(ranks), ..self }
    }

    /// Place of each value in their order.
    pub fn ranks(&self) -> &[u32] {
        self.ranks.get_or_init(|| match &self.values {
            // Their codes would only lengthen the comparison: sites mostly are in the order of their names already.
            Values::Sites(catalog) => natural_ranks(catalog.sites().map(|site| site.name())),
            values => {
                let labels: Vec<_> = (0..values.len() as u32).map(|v| values.label(v)).collect();
                natural_ranks(labels.iter().map(AsRef::as_ref))
            }
        })
    }

    /// For each value whether its name, or what sources call it besides, holds a folded text.
    pub fn holding(&self, text: &str) -> Vec<bool> {
        let folded = self.folded.get_or_init(|| {
            let mut rows = FoldedRows::default();
            for value in 0..self.values.len() as u32 {
                rows.push([Some(&*self.values.label(value)), self.values.note(value)]);
            }
            rows
        });
        folded.holding(text)
    }

    /// Number of codes: of values, or of sets of them.
    pub fn codes(&self) -> usize {
        if self.sets.is_empty() { self.values.len() } else { self.sets.len() }
    }

    /// The values that a code stands for.
    pub fn values_of<'a>(&'a self, code: &'a u32) -> &'a [u32] {
        match self.sets.is_empty() {
            true if *code == NONE => &[],
            true => std::slice::from_ref(code),
            false => self.sets.get(*code as usize).map_or(&[], Vec::as_slice),
        }
    }

    /// The code of a datastream at a site.
    pub fn code(&self, row: usize, site: Option<u32>) -> u32 {
        match &self.placed {
            Placed::Rows(codes) => codes.get(row),
            Placed::Sites(codes) => site.map_or(NONE, |site| codes.get(site as usize)),
        }
    }
}
