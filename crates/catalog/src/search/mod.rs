//! Text search: every term must occur, in any order and any column, as a substring without case and accents.

use crate::catalog::Catalog;
use crate::column::{NONE, TextColumn, WordColumn};
use crate::text::{fold, fold_into};

/// Stands between the fields of a row; no term contains it.
const FIELD_END: char = '\u{1}';

/// The terms of a search text: words, and phrases in double quotes.
pub fn terms(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut terms = Vec::new();
    for (at, part) in folded.split('"').enumerate() {
        if at % 2 == 1 {
            terms.push(part.trim().to_owned());
        } else {
            terms.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    terms.retain(|term| !term.is_empty());
    terms
}

/// Folded texts of a catalog: those of sites and datastreams one after the other, those of vocabularies once.
#[derive(Debug, Clone)]
pub struct SearchIndex {
    sites: FoldedRows,
    datastreams: FoldedRows,
    sources: FoldedRows,
    words: Vec<FoldedRows>,
}

/// Folded texts in one buffer.
#[derive(Debug, Clone, Default)]
struct FoldedRows {
    text: String,
    ends: Vec<u32>,
}

impl FoldedRows {
    fn push<'a>(&mut self, fields: impl IntoIterator<Item = Option<&'a str>>) {
        for field in fields.into_iter().flatten() {
            fold_into(field, &mut self.text);
            self.text.push(FIELD_END);
        }
        self.ends.push(self.text.len() as u32);
    }

    fn of(texts: &TextColumn) -> Self {
        let mut rows = Self::default();
        for text in texts.iter() {
            rows.push([text]);
        }
        rows
    }

    /// Which rows contain a term.
    fn hits(&self, term: &str) -> Hits {
        let mut hits = Hits { rows: vec![false; self.ends.len()], any: false };
        let (mut from, mut row) = (0, 0);
        while let Some(found) = self.text.get(from..).and_then(|rest| rest.find(term)) {
            let at = from + found;
            row += self.ends[row..].partition_point(|end| *end as usize <= at);
            hits.rows[row] = true;
            hits.any = true;
            from = self.ends[row] as usize;
        }
        hits
    }
}

/// Which rows contain a term.
struct Hits {
    rows: Vec<bool>,
    any: bool,
}

impl Hits {
    fn has(&self, row: u32) -> bool {
        self.rows.get(row as usize).copied().unwrap_or(false)
    }
}

impl SearchIndex {
    /// Folds the texts of a catalog.
    pub fn new(catalog: &Catalog) -> Self {
        let (mut sites, mut datastreams, mut sources) =
            (FoldedRows::default(), FoldedRows::default(), FoldedRows::default());
        for source in catalog.sources() {
            sources.push([Some(source.entry.name.as_str()), Some(source.entry.key.as_str())]);
        }
        for site in catalog.sites() {
            sites.push([
                site.code(),
                Some(site.name()),
                Some(site.external_id()),
                site.network_name(),
                site.description(),
                site.site_type(),
                site.admin_area_1(),
                site.admin_area_2(),
                site.country(),
                site.watershed(),
            ]);
        }
        for row in catalog.datastreams() {
            let own_name = Some(row.name()).filter(|name| *name != row.variable_name());
            datastreams.push([own_name, Some(row.external_id())]);
        }
        let words = searched_words(catalog).map(|column| FoldedRows::of(column.words())).to_vec();
        Self { sites, datastreams, sources, words }
    }

    /// Clears `keep` for every datastream in which a term of `terms` does not occur.
    pub fn retain(&self, catalog: &Catalog, terms: &[String], keep: &mut [bool]) {
        let site_of = catalog.datastream_table().site.as_slice();
        let source_of = catalog.source_of_datastream();
        let columns = searched_words(catalog);
        for term in terms {
            let sites = self.sites.hits(term);
            let own = self.datastreams.hits(term);
            let sources = self.sources.hits(term);
            let words: Vec<(&[u32], Hits)> = columns
                .iter()
                .zip(&self.words)
                .map(|(column, folded)| (column.codes(), folded.hits(term)))
                .filter(|(_, hits)| hits.any)
                .collect();
            for (row, keep) in keep.iter_mut().enumerate().filter(|(_, keep)| **keep) {
                let site = site_of.get(row).copied().unwrap_or(NONE);
                *keep = own.has(row as u32)
                    || sites.has(site)
                    || source_of.get(row).is_some_and(|source| sources.has(u32::from(*source)))
                    || words
                        .iter()
                        .any(|(codes, hits)| codes.get(row).is_some_and(|code| hits.has(*code)));
            }
        }
    }
}

/// The vocabularies that are searched.
fn searched_words(catalog: &Catalog) -> [&WordColumn; 15] {
    let rows = catalog.datastream_table();
    [
        &rows.variable_name,
        &rows.variable_code,
        &rows.variable_category,
        &rows.unit_name,
        &rows.unit_symbol,
        &rows.sampled_medium,
        &rows.aggregation_statistic,
        &rows.result_type,
        &rows.processing_level,
        &rows.processing_level_definition,
        &rows.method_name,
        &rows.method_type,
        &rows.sensor_model,
        &rows.description,
        &rows.status,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_quoted_phrases_are_terms() {
        assert_eq!(terms(r#"pH "Mill  Brook" Río"#), ["ph", "mill  brook", "rio"]);
        assert_eq!(terms(r#"  "open phrase"#), ["open phrase"]);
        assert!(terms(r#" "" "#).is_empty());
    }

    #[test]
    fn a_hit_is_counted_for_its_own_row_only() {
        let mut rows = FoldedRows::default();
        for text in ["", "Aab", "aa aa", "b", ""] {
            rows.push([Some(text), None]);
        }
        assert_eq!(rows.hits("aa").rows, [false, true, true, false, false]);
        assert_eq!(rows.hits("ab").rows, [false, true, false, false, false]);
        assert!(!rows.hits("bb").any);
    }
}
