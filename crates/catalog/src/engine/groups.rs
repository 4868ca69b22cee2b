//! Facets in groups that are counted together.
//!
//! What is said of a site is the same for all its datastreams: those facets follow from one count for each site. The others are
//! joined as long as few combinations of their values occur: variable, unit, medium and level go together in any
//! network, and even facets that have nothing to do with each other make few combinations while they have few values. So a
//! row is counted a handful of times, not once for each facet.

use crate::catalog::Catalog;
use crate::column::{Codes, NONE};
use crate::engine::count::count;
use crate::facet::{Facet, FacetColumn, Placed};
use crate::index::CatalogIndex;
use crate::joint::joint;
use std::sync::Arc;

/// Most combinations of one group: its counts should stay in the processor's nearer memory.
const MOST_CELLS: usize = 16_384;

/// Facets that are counted together.
#[derive(Debug, Clone)]
pub struct Group {
    /// The cell of each row.
    pub codes: Arc<Codes>,
    /// Number of cells, less the one of the rows that are in none.
    pub cells: usize,
    /// The facets, and the code of each cell in each; the first is of the rows that are in no cell.
    facets: Vec<(Facet, Vec<u32>)>,
    /// Number of rows in each cell; the first is of those that are in none.
    total: Vec<u32>,
}

/// All groups of a catalog. The first is that of the sites, the second the status, which changes with the time.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    groups: Vec<Group>,
    totals: Vec<Vec<u32>>,
    bytes: usize,
}

impl Group {
    fn new(codes: Arc<Codes>, cells: usize, facets: Vec<(Facet, Vec<u32>)>) -> Self {
        let rows: Vec<u32> = (0..codes.len() as u32).collect();
        let mut total = vec![0; cells + 1];
        count(&codes, &rows, &mut total, 1);
        Self { codes, cells, facets, total }
    }

    fn of_sites(catalog: &Catalog, facets: &[(Facet, &FacetColumn)]) -> Self {
        let sites = catalog.site_count();
        let of_row = &catalog.datastream_table().site;
        let codes = (0..catalog.len()).map(|row| of_row.get(row).unwrap_or(NONE));
        let codes = Arc::new(Codes::collect(sites, codes));
        let of_facet = |(facet, column): &(Facet, &FacetColumn)| match &column.placed {
            Placed::Sites(codes) if column.codes() > 0 => {
                let of_sites = (0..sites).map(|site| codes.get(site));
                Some((*facet, std::iter::once(NONE).chain(of_sites).collect()))
            }
            _ => None,
        };
        Self::new(codes, sites, facets.iter().filter_map(of_facet).collect())
    }

    /// One facet alone.
    fn of(facet: Facet, column: &FacetColumn, rows: usize) -> Option<Self> {
        let codes = rows_of(column, rows)?;
        let cells = column.codes();
        let of_cells = std::iter::once(NONE).chain(0..cells as u32).collect();
        Some(Self::new(Arc::new(codes), cells, vec![(facet, of_cells)]))
    }

    /// This group with one facet more; `None` when that makes too many combinations.
    fn with(&self, facet: Facet, column: &FacetColumn, rows: usize) -> Option<Self> {
        let codes = rows_of(column, rows)?;
        let pairs = joint((&self.codes, self.cells), (&codes, column.codes()), rows, MOST_CELLS)?;
        let mut facets: Vec<(Facet, Vec<u32>)> = self
            .facets
            .iter()
            .map(|(facet, of_cells)| {
                let of_pair = |(cell, _): &(u32, u32)| of_cells[*cell as usize];
                (*facet, std::iter::once(NONE).chain(pairs.pairs.iter().map(of_pair)).collect())
            })
            .collect();
        let of_pair = |(_, code): &(u32, u32)| code.wrapping_sub(1);
        let own = std::iter::once(NONE).chain(pairs.pairs.iter().map(of_pair)).collect();
        facets.push((facet, own));
        Some(Self::new(Arc::new(pairs.codes), pairs.pairs.len(), facets))
    }
}

/// The codes of a facet's rows, for all rows; `None` when it has no values, or has them by site.
fn rows_of(column: &FacetColumn, rows: usize) -> Option<Codes> {
    match &column.placed {
        Placed::Rows(codes) if column.codes() > 0 => {
            let mut codes = codes.clone();
            codes.resize(rows);
            Some(codes)
        }
        _ => None,
    }
}

impl Groups {
    /// The groups of a catalog.
    pub fn new(index: &CatalogIndex) -> Self {
        let rows = index.catalog().len();
        let columns: Vec<(Facet, &FacetColumn)> =
            Facet::ALL.into_iter().filter_map(|facet| Some((facet, index.facet(facet)?))).collect();
        let mut groups = vec![Group::of_sites(index.catalog(), &columns)];
        groups.extend(status_group(index));
        let mut others: Vec<_> =
            columns.into_iter().filter(|(facet, _)| *facet != Facet::Status).collect();
        others.sort_by_key(|(_, column)| column.codes());
        let mut open: Option<Group> = None;
        for (facet, column) in others {
            let Some(alone) = Group::of(facet, column, rows) else { continue };
            open = match open.take() {
                None => Some(alone),
                Some(group) => Some(group.with(facet, column, rows).unwrap_or_else(|| {
                    groups.push(group);
                    alone
                })),
            };
        }
        groups.extend(open);
        Self::of(groups)
    }

    /// The same with the status of another time.
    pub fn with_status(&self, index: &CatalogIndex) -> Self {
        let mut groups = self.groups.clone();
        for (group, now) in groups.iter_mut().skip(1).zip(status_group(index)) {
            *group = now;
        }
        Self::of(groups)
    }

    fn of(groups: Vec<Group>) -> Self {
        let totals = groups.iter().map(|group| group.total.clone()).collect();
        let bytes = groups
            .iter()
            .map(|group| group.codes.bytes() + 4 * (group.cells + 1) * (2 + group.facets.len()))
            .sum();
        Self { groups, totals, bytes }
    }

    /// All of them.
    pub fn all(&self) -> &[Group] {
        &self.groups
    }

    /// The number of rows in each cell of each.
    pub fn totals(&self) -> &[Vec<u32>] {
        &self.totals
    }

    /// That of the sites.
    pub fn sites(&self) -> &Group {
        &self.groups[0]
    }

    /// The group of a facet, by its number, and the facet's code of each cell; `None` when it has no values.
    pub fn place_number(&self, facet: Facet) -> Option<(usize, &[u32])> {
        self.groups.iter().enumerate().find_map(|(at, group)| {
            let (_, of_cells) = group.facets.iter().find(|(known, _)| *known == facet)?;
            Some((at, of_cells.as_slice()))
        })
    }

    /// The group of a facet, and the facet's code of each cell.
    pub fn place(&self, facet: Facet) -> Option<(&Group, &[u32])> {
        let (at, of_cells) = self.place_number(facet)?;
        Some((&self.groups[at], of_cells))
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

/// The status in a group of its own.
fn status_group(index: &CatalogIndex) -> Option<Group> {
    Group::of(Facet::Status, index.facet(Facet::Status)?, index.catalog().len())
}
