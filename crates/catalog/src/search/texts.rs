//! What is searched: the fields of sites, the words of vocabularies, the names of sources.

use crate::catalog::{Catalog, SiteRow};
use crate::column::WordColumn;
use crate::facet::Facet;

/// Weights of fields, the most telling last; four bits of a score.
const DESCRIPTION: u8 = 1;
const OTHER: u8 = 3;
const PLACE: u8 = 4;
const VARIABLE: u8 = 8;
const NAME: u8 = 10;

/// Numbers of the texts: sites, then the words of each vocabulary, then sources.
#[derive(Debug, Clone)]
pub struct Texts {
    sites: usize,
    /// Where the words of each vocabulary begin.
    vocabularies: Vec<usize>,
    sources: usize,
    total: usize,
    /// Names of the quantities, of which series of other names are.
    quantities: WordColumn,
}

impl Texts {
    /// The texts of a catalog.
    pub fn of(catalog: &Catalog) -> Self {
        let quantities = quantities_of(catalog);
        let sites = catalog.site_count();
        let mut next = sites;
        let mut vocabularies = Vec::new();
        for (column, _) in searched_words(catalog).iter().chain([&(&quantities, VARIABLE)]) {
            vocabularies.push(next);
            next += column.words().len();
        }
        let total = next + catalog.sources().len();
        Self { sites, vocabularies, sources: next, total, quantities }
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.total
    }

    /// Calls `visit` with each field of each text: number of the text, weight of the field, the field.
    pub fn each_field(&self, catalog: &Catalog, mut visit: impl FnMut(u32, u8, &str)) {
        (0..self.total as u32).for_each(|text| self.each_field_of(catalog, text, &mut visit));
    }

    /// The same for one text.
    pub fn each_field_of(
        &self,
        catalog: &Catalog,
        text: u32,
        mut visit: impl FnMut(u32, u8, &str),
    ) {
        let at = text as usize;
        if at < self.sites {
            let site = catalog.site(SiteRow(text));
            let fields = [
                (NAME, site.code()),
                (NAME, Some(site.name())),
                (OTHER, Some(site.external_id())),
                (OTHER, site.network_name()),
                (OTHER, site.site_type()),
                (PLACE, site.admin_area_1()),
                (PLACE, site.admin_area_2()),
                (PLACE, site.country()),
                (PLACE, site.watershed()),
                (DESCRIPTION, site.description()),
            ];
            let fields = fields.into_iter().filter_map(|(weight, field)| Some((weight, field?)));
            fields.for_each(|(weight, field)| visit(text, weight, field));
            site.tags().for_each(|tag| visit(text, OTHER, tag));
        } else if at >= self.sources {
            if let Some(source) = catalog.sources().get(at - self.sources) {
                visit(text, OTHER, &source.entry.name);
                visit(text, OTHER, source.entry.key.as_str());
            }
        } else {
            let vocabulary = self.vocabularies.partition_point(|start| *start <= at) - 1;
            let own = (&self.quantities, VARIABLE);
            let (column, weight) = searched_words(catalog).get(vocabulary).copied().unwrap_or(own);
            if let Some(word) = column.words().get(at - self.vocabularies[vocabulary]) {
                visit(text, weight, word);
            }
        }
    }

    /// The best score of each row among its texts.
    pub fn of_rows(&self, catalog: &Catalog, of_texts: &[u8]) -> Vec<u8> {
        let mut best = vec![0u8; catalog.len()];
        let mut take = |start: usize, count: usize, code: &dyn Fn(usize) -> u32| {
            let scores = of_texts.get(start..start + count).unwrap_or(&[]);
            if scores.iter().all(|score| *score == 0) {
                return;
            }
            for (row, best) in best.iter_mut().enumerate() {
                let score = scores.get(code(row) as usize).copied().unwrap_or(0);
                *best = (*best).max(score);
            }
        };
        let sites = catalog.datastream_table().site.as_slice();
        take(0, self.sites, &|row| sites.get(row).copied().unwrap_or(u32::MAX));
        let columns = searched_words(catalog);
        let columns = columns.iter().map(|(column, _)| *column).chain([&self.quantities]);
        for (column, start) in columns.zip(&self.vocabularies) {
            take(*start, column.words().len(), &|row| column.codes().get(row));
        }
        let sources = catalog.source_of_datastream();
        take(self.sources, catalog.sources().len(), &|row| {
            sources.get(row).map_or(u32::MAX, |source| u32::from(*source))
        });
        best
    }
}

/// The vocabularies that are searched, with the weights of their words.
fn searched_words(catalog: &Catalog) -> [(&WordColumn, u8); 17] {
    let rows = catalog.datastream_table();
    [
        (&rows.name, OTHER),
        (&rows.variable_name, VARIABLE),
        (&rows.variable_code, VARIABLE),
        (&rows.variable_category, OTHER),
        (&rows.unit_name, OTHER),
        (&rows.unit_symbol, OTHER),
        (&rows.sampled_medium, OTHER),
        (&rows.aggregation_statistic, OTHER),
        (&rows.result_type, DESCRIPTION),
        (&rows.processing_level, OTHER),
        (&rows.processing_level_definition, OTHER),
        (&rows.method_name, OTHER),
        (&rows.method_type, OTHER),
        (&rows.sensor_model, OTHER),
        (&rows.description, DESCRIPTION),
        (&rows.status, DESCRIPTION),
        (&rows.tags, OTHER),
    ]
}

/// Each row's quantity, so that "dissolved oxygen" finds what a source calls `00300`.
fn quantities_of(catalog: &Catalog) -> WordColumn {
    use crate::facet::{FacetColumn, Placed, Values};
    use gagehouse_model::TimeUs;
    // The time decides the status alone.
    let column = FacetColumn::build(catalog, Facet::Variable, TimeUs(0));
    match (column.values, column.placed) {
        (Values::Words { keys, .. }, Placed::Rows(codes)) => keys.with_rows(codes),
        _ => WordColumn::default(),
    }
}
