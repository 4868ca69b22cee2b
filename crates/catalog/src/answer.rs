//! Answering a [`CatalogQuery`]: which rows pass, in which order, and the counts of every facet.
//!
//! One byte per row says which filters it fails: none, exactly one (and which), or several. A facet's counts
//! are over the rows that fail nothing or only that facet, so its own selection does not change them; the rows that
//! fail exactly one filter are also what dropping that filter would bring back.

use crate::catalog::{Catalog, DatastreamRow};
use crate::column::NONE;
use crate::facet::{Facet, FacetColumn};
use crate::query::{CatalogQuery, Sort, SortBy};
use crate::search::{SearchIndex, terms};
use gagehouse_model::TimeUs;
use std::sync::{Arc, OnceLock};

/// A catalog with the code of every row in every facet.
#[derive(Debug, Clone, Default)]
pub struct CatalogIndex {
    catalog: Catalog,
    /// By [`Facet::ALL`].
    facets: Vec<Arc<FacetColumn>>,
    search: Arc<OnceLock<SearchIndex>>,
}

/// One filter of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filter {
    /// The values ticked in a facet.
    Facet(Facet),
    /// The search text.
    Text,
    /// The range in which there must be data.
    Range,
    /// "Selected only".
    OnlySelected,
}

impl Filter {
    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Facet(facet) => facet.label(),
            Self::Text => "Search",
            Self::Range => "Data between",
            Self::OnlySelected => "Selected only",
        }
    }
}

/// What a query leaves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// The rows that pass every filter, in the query's order.
    pub rows: Vec<u32>,
    /// Count of each value of each facet, by [`Facet::ALL`] and code.
    counts: Vec<Vec<u32>>,
    /// For each filter in force how many rows dropping it alone would add.
    pub relaxed: Vec<(Filter, usize)>,
}

/// A value of a facet as the panel shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its key in URLs.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// How many rows it alone would leave in its facet.
    pub count: u32,
    /// Whether it is ticked.
    pub ticked: bool,
    /// Whether the catalog has it; a link may name a value that is gone.
    pub known: bool,
}

/// State of a row that passes every filter.
const PASSES: u8 = 0;
/// State of a row that fails more than one filter.
const FAILS_SEVERAL: u8 = u8::MAX;

impl CatalogIndex {
    /// Codes of every row in every facet; `now` decides the status classes.
    pub fn new(catalog: &Catalog, now: TimeUs) -> Self {
        let column = |facet| Arc::new(FacetColumn::build(catalog, facet, now));
        Self {
            catalog: catalog.clone(),
            facets: Facet::ALL.into_iter().map(column).collect(),
            search: Arc::default(),
        }
    }

    /// The same with the status classes of another time.
    pub fn at(&self, now: TimeUs) -> Self {
        let mut index = self.clone();
        if let Some(status) = index.facets.get_mut(Facet::Status as usize) {
            *status = Arc::new(FacetColumn::build(&self.catalog, Facet::Status, now));
        }
        index
    }

    /// The catalog it was built from.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The column of a facet.
    pub fn facet(&self, facet: Facet) -> Option<&FacetColumn> {
        self.facets.get(facet as usize).map(Arc::as_ref)
    }

    /// The rows that pass, ordered, with the counts of every facet.
    pub fn answer(&self, query: &CatalogQuery) -> Answer {
        let mut filters = Vec::new();
        let mut states = vec![PASSES; self.catalog.len()];
        let mut apply = |filter: Filter, passes: &mut dyn FnMut(usize) -> bool| {
            filters.push(filter);
            let only_this = filters.len() as u8;
            for (row, state) in states.iter_mut().enumerate() {
                if *state != FAILS_SEVERAL && !passes(row) {
                    *state = if *state == PASSES { only_this } else { FAILS_SEVERAL };
                }
            }
        };

        let terms = terms(&query.text);
        if !terms.is_empty() {
            let mut keep = vec![true; self.catalog.len()];
            let search = self.search.get_or_init(|| SearchIndex::new(&self.catalog));
            search.retain(&self.catalog, &terms, &mut keep);
            apply(Filter::Text, &mut |row| keep[row]);
        }
        if query.from.is_some() || query.to.is_some() {
            apply(Filter::Range, &mut |row| self.has_data_between(row, query.from, query.to));
        }
        if query.only_selected {
            let mut rows: Vec<DatastreamRow> = query
                .selected
                .iter()
                .filter_map(|name| Some(self.catalog.find_datastream(name)?.row()))
                .collect();
            rows.sort_unstable();
            apply(Filter::OnlySelected, &mut |row| {
                rows.binary_search(&DatastreamRow(row as u32)).is_ok()
            });
        }
        for (facet, keys) in &query.ticked {
            let Some(column) = self.facet(*facet) else { continue };
            let wanted = wanted_codes(column, keys);
            let last = wanted.len() - 1;
            apply(Filter::Facet(*facet), &mut |row| {
                column.codes.get(row).is_some_and(|code| wanted[(*code as usize).min(last)])
            });
        }

        let rows: Vec<u32> =
            (0..states.len() as u32).filter(|row| states[*row as usize] == PASSES).collect();
        let mut alone = vec![Vec::new(); filters.len()];
        if !filters.is_empty() {
            for (row, state) in states.iter().enumerate() {
                if *state != PASSES && *state != FAILS_SEVERAL {
                    alone[*state as usize - 1].push(row as u32);
                }
            }
        }
        let counts = Facet::ALL
            .into_iter()
            .map(|facet| {
                let only_here = filters.iter().position(|filter| *filter == Filter::Facet(facet));
                let extra = only_here.map_or(&[][..], |at| &alone[at]);
                self.facet(facet).map_or_else(Vec::new, |column| counts(column, &rows, extra))
            })
            .collect();
        let relaxed = filters.into_iter().zip(alone.iter().map(Vec::len)).collect();
        let mut answer = Answer { rows, counts, relaxed };
        self.sort(&mut answer.rows, query.sort);
        answer
    }

    /// The values of a facet to be shown: ticked ones first and always, then those with rows by count, then by label.
    pub fn choices(&self, facet: Facet, answer: &Answer, query: &CatalogQuery) -> Vec<Choice> {
        let Some(column) = self.facet(facet) else { return Vec::new() };
        let no_counts = Vec::new();
        let counts = answer.counts.get(facet as usize).unwrap_or(&no_counts);
        let ticked = query.ticked_in(facet);
        let ticked_codes: Vec<Option<u32>> = ticked.iter().map(|key| column.code_of(key)).collect();
        let mut shown: Vec<(bool, u32, u32)> = Vec::new();
        for (code, count) in (0u32..).zip(counts) {
            let is_ticked = ticked_codes.contains(&Some(code));
            if *count > 0 || is_ticked {
                shown.push((is_ticked, *count, code));
            }
        }
        let rank = |code: u32| column.ranks.get(code as usize).copied().unwrap_or(NONE);
        shown.sort_unstable_by_key(|(is_ticked, count, code)| {
            (!is_ticked, std::cmp::Reverse(*count), rank(*code))
        });
        let unknown = ticked.iter().zip(&ticked_codes).filter(|(_, code)| code.is_none());
        let unknown = unknown.map(|(key, _)| Choice {
            key: key.clone(),
            label: key.clone(),
            count: 0,
            ticked: true,
            known: false,
        });
        let known = shown.into_iter().map(|(ticked, count, code)| {
            let text = |texts: &crate::column::TextColumn| {
                texts.get(code as usize).unwrap_or("").to_owned()
            };
            Choice {
                key: text(&column.keys),
                label: text(&column.labels),
                count,
                ticked,
                known: true,
            }
        });
        unknown.chain(known).collect()
    }

    /// The name for people of a facet's value, if the catalog has it.
    pub fn label(&self, facet: Facet, key: &str) -> Option<&str> {
        let column = self.facet(facet)?;
        column.labels.get(column.code_of(key)? as usize)
    }

    /// Whether a series has its first value before `to` and its last at or after `from`.
    fn has_data_between(&self, row: usize, from: Option<TimeUs>, to: Option<TimeUs>) -> bool {
        let datastream = self.catalog.datastream(DatastreamRow(row as u32));
        let (Some(begin), Some(end)) = (datastream.begin(), datastream.end()) else { return false };
        from.is_none_or(|from| end >= from) && to.is_none_or(|to| begin < to)
    }

    /// Orders rows; those without a value come last, equal ones stay in the catalog's order.
    fn sort(&self, rows: &mut [u32], sort: Sort) {
        let by_facet = |facet: Facet| {
            let column = self.facet(facet);
            move |row: u32| -> Option<u64> {
                let column = column?;
                let code = *column.codes.get(row as usize)?;
                column.ranks.get(code as usize).map(|rank| u64::from(*rank))
            }
        };
        let view = |row: u32| self.catalog.datastream(DatastreamRow(row));
        let ordered = |us: i64| (us as u64) ^ (1 << 63);
        match sort.by {
            SortBy::Site => sort_rows(rows, sort.descending, by_facet(Facet::Site)),
            SortBy::Variable => sort_rows(rows, sort.descending, by_facet(Facet::Variable)),
            SortBy::Unit => sort_rows(rows, sort.descending, by_facet(Facet::Unit)),
            SortBy::Interval => sort_rows(rows, sort.descending, by_facet(Facet::Interval)),
            SortBy::Level => sort_rows(rows, sort.descending, by_facet(Facet::Level)),
            SortBy::Status => sort_rows(rows, sort.descending, by_facet(Facet::Status)),
            SortBy::Begin => {
                sort_rows(rows, sort.descending, |row| view(row).begin().map(|t| ordered(t.0)));
            }
            SortBy::End => {
                sort_rows(rows, sort.descending, |row| view(row).end().map(|t| ordered(t.0)));
            }
            SortBy::Count => sort_rows(rows, sort.descending, |row| view(row).value_count()),
        }
    }
}

/// Which codes are ticked; the last element stands for every code beyond the values ([`NONE`] too) and is `false`.
fn wanted_codes(column: &FacetColumn, keys: &[String]) -> Vec<bool> {
    let mut wanted = vec![false; column.len() + 1];
    for code in keys.iter().filter_map(|key| column.code_of(key)) {
        wanted[code as usize] = true;
    }
    wanted
}

/// How often each code occurs among `rows` and `extra`.
fn counts(column: &FacetColumn, rows: &[u32], extra: &[u32]) -> Vec<u32> {
    // The last element takes the rows without a value.
    let last = column.len();
    let mut counts = vec![0u32; last + 1];
    for row in rows.iter().chain(extra) {
        let code = column.codes.get(*row as usize).copied().unwrap_or(NONE);
        counts[(code as usize).min(last)] += 1;
    }
    counts.truncate(last);
    counts
}

fn sort_rows(rows: &mut [u32], descending: bool, key: impl Fn(u32) -> Option<u64>) {
    let mut keyed: Vec<(bool, u64, u32)> = rows
        .iter()
        .map(|row| match key(*row) {
            Some(key) => (false, if descending { !key } else { key }, *row),
            None => (true, 0, *row),
        })
        .collect();
    keyed.sort_unstable();
    for (slot, (_, _, row)) in rows.iter_mut().zip(keyed) {
        *slot = row;
    }
}
