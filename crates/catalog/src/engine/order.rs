//! The order of all rows by a column, made when it is first asked for and kept.

use crate::catalog::{Catalog, DatastreamRow};
use crate::column::{NONE, TextColumn, WordColumn};
use crate::facet::Facet;
use crate::index::CatalogIndex;
use crate::query::{Column, Sort};
use crate::text::natural_ranks;
use crate::view::Datastream;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Orders that were asked for.
#[derive(Debug, Default)]
pub struct Orders {
    kept: Mutex<HashMap<Sort, Arc<Vec<u32>>>>,
}

/// Orders that are kept at once, besides the usual one.
const MOST: usize = 2;

impl Orders {
    /// All rows in an order. Rows without a value are last; equal ones are by site, then as their source has them.
    pub fn of(&self, index: &CatalogIndex, sort: Sort) -> Arc<Vec<u32>> {
        // Nobody panics while holding it; if somebody did, the orders in it are whole.
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(order) = kept().get(&sort) {
            return order.clone();
        }
        let usual = Sort::default();
        let order = Arc::new(match sort.by {
            None => by_site(index),
            Some(column) => by_column(index, &self.of(index, usual), column, sort.descending),
        });
        let mut kept = kept();
        if kept.len() > MOST {
            kept.retain(|known, _| *known == usual);
        }
        kept.insert(sort, order.clone());
        order
    }

    /// Those that do not depend on the time it is.
    pub fn without_status(&self) -> Self {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let timeless = kept.iter().filter(|(sort, _)| sort.by != Some(Column::Status));
        let kept = timeless.map(|(sort, order)| (*sort, order.clone())).collect();
        Self { kept: Mutex::new(kept) }
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.values().map(|order| 4 * order.len()).sum()
    }
}

/// By the natural order of the sites' names.
fn by_site(index: &CatalogIndex) -> Vec<u32> {
    let rows: Vec<u32> = (0..index.catalog().len() as u32).collect();
    let ranks = index.facet(Facet::Site).map_or(&[][..], |column| column.ranks());
    let sites = &index.catalog().datastream_table().site;
    let rank = |row: usize| sites.get(row).and_then(|site| ranks.get(site as usize).copied());
    by_rank(&rows, ranks.len(), |row| rank(row as usize), false)
}

fn by_column(index: &CatalogIndex, usual: &[u32], column: Column, descending: bool) -> Vec<u32> {
    let catalog = index.catalog();
    let (sites, rows) = (catalog.site_table(), catalog.datastream_table());
    let by_facet = |facet: Facet| {
        let Some(column) = index.facet(facet) else { return usual.to_vec() };
        let (ranks, sites) = (column.ranks(), &rows.site);
        let rank =
            |row: u32| ranks.get(column.code(row as usize, sites.get(row as usize)) as usize);
        by_rank(usual, ranks.len(), |row| rank(row).copied(), descending)
    };
    let by_words = |words: &WordColumn| {
        let ranks = ranks_of_texts(words.words());
        let rank = |row: u32| ranks.get(words.codes().get(row as usize) as usize);
        by_rank(usual, ranks.len(), |row| rank(row).copied(), descending)
    };
    let by_site_texts = |texts: &TextColumn| {
        let ranks = ranks_of_texts(texts);
        let rank = |row: u32| {
            let site = rows.site.get(row as usize)? as usize;
            texts.get(site).and_then(|_| ranks.get(site).copied())
        };
        by_rank(usual, ranks.len(), rank, descending)
    };
    let by_number =
        |number: &dyn Fn(&Datastream) -> Option<f64>| by_number(catalog, usual, descending, number);
    match column {
        Column::Site => by_facet(Facet::Site),
        Column::SiteCode => by_site_texts(&sites.code),
        Column::SiteType => by_facet(Facet::SiteType),
        Column::Network => by_facet(Facet::Network),
        Column::Source => by_facet(Facet::Source),
        Column::Watershed => by_facet(Facet::Watershed),
        Column::County => by_facet(Facet::County),
        Column::State => by_facet(Facet::State),
        Column::Variable => by_words(&rows.variable_name),
        Column::Quantity => by_facet(Facet::Variable),
        Column::VariableCode => by_facet(Facet::Code),
        Column::Category => by_facet(Facet::Category),
        Column::Medium => by_facet(Facet::Medium),
        Column::Unit => by_facet(Facet::Unit),
        Column::Interval => by_facet(Facet::Interval),
        Column::Statistic => by_facet(Facet::Statistic),
        Column::Level => by_facet(Facet::Level),
        Column::Method => by_facet(Facet::Method),
        Column::Sensor => by_facet(Facet::Sensor),
        Column::Status => by_facet(Facet::Status),
        // Microseconds are exact as floats for 285 years around 1970.
        Column::Begin => by_number(&|row| Some(row.begin()?.0 as f64)),
        Column::End => by_number(&|row| Some(row.end()?.0 as f64)),
        Column::Count => by_number(&|row| Some(row.value_count()? as f64)),
        Column::Years => by_number(&|row| row.years_of_data()),
        Column::Latest => by_number(&|row| Some(row.latest()?.1)),
    }
}

fn ranks_of_texts(texts: &TextColumn) -> Vec<u32> {
    natural_ranks(texts.iter().map(|text| text.unwrap_or("")))
}

/// Rows by rank, those of one rank as they were: a counting sort.
fn by_rank(
    rows: &[u32],
    ranks: usize,
    rank: impl Fn(u32) -> Option<u32>,
    descending: bool,
) -> Vec<u32> {
    let place = |row: u32| match rank(row).filter(|rank| *rank != NONE) {
        None => ranks,
        Some(rank) if descending => ranks.saturating_sub(1).saturating_sub(rank as usize),
        Some(rank) => rank as usize,
    };
    let mut starts = vec![0u32; ranks + 1];
    rows.iter().for_each(|row| starts[place(*row)] += 1);
    let mut next = 0;
    for start in &mut starts {
        next += std::mem::replace(start, next);
    }
    let mut ordered = vec![0; rows.len()];
    for row in rows {
        let start = &mut starts[place(*row)];
        ordered[*start as usize] = *row;
        *start += 1;
    }
    ordered
}

fn by_number(
    catalog: &Catalog,
    rows: &[u32],
    descending: bool,
    number: &dyn Fn(&Datastream) -> Option<f64>,
) -> Vec<u32> {
    let mut keyed: Vec<(u64, u32)> = (0u32..)
        .zip(rows)
        .map(|(place, row)| match number(&catalog.datastream(DatastreamRow(*row))) {
            None => (u64::MAX, place),
            Some(number) => {
                // The order of floats as that of whole numbers.
                let bits = number.to_bits();
                let ordered = if bits >> 63 == 0 { bits | 1 << 63 } else { !bits };
                (if descending { !ordered } else { ordered }, place)
            }
        })
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, place)| rows[place as usize]).collect()
}
