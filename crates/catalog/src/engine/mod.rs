//! Answering one [`CatalogQuery`] after another: which rows pass, in which order, and the counts of every facet.
//!
//! Each row has a bit for each filter that it fails. It passes when no bit is set; and a facet's counts, which its own
//! selection must not change, are over the rows that fail nothing or that facet alone. A changed filter is one pass over the
//! rows; counts are touched only for the rows that now pass and did not, or did and do not, or, when that is less work,
//! counted anew from the rows that pass or from those that do not. Facets are counted in groups ([`groups`]): one count
//! for every combination of values that occurs, from which each facet's own follow.

mod choices;
mod count;
mod filters;
mod groups;
mod order;
mod scan;

pub use choices::{Choice, Choices, Wanted};
pub use groups::Groups;
pub use order::Orders;

use crate::column::{Codes, NONE};
use crate::facet::{Facet, FacetColumn};
use crate::index::CatalogIndex;
use crate::query::{CatalogQuery, Filter, Sort};
use crate::search::terms;
use count::{count, count_mixed};
use scan::{Scanned, scan};
use std::ops::Range;

/// What a query leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// How many rows pass every filter.
    pub rows: usize,
    /// For each filter in force how many rows dropping it alone would add, the most helpful first.
    pub relaxed: Vec<(Filter, usize)>,
}

/// The state between two queries.
#[derive(Debug)]
pub struct Engine {
    index: CatalogIndex,
    filters: CatalogQuery,
    /// The filters that each row fails, one bit each.
    masks: Vec<u32>,
    passing: usize,
    /// Of each group, how many passing rows are in each of its cells.
    counts: Vec<Vec<u32>>,
    /// Of each facet in force, how many rows that fail it alone have each of its codes.
    alone: Vec<Option<Vec<u32>>>,
    /// How many rows fail each filter alone.
    failing_alone: [usize; 32],
    scanned: Scanned,
    /// How well each row fits the search text; empty without one.
    scores: Vec<u8>,
    /// The rows that pass, in order, once somebody has asked for many.
    listed: Option<Vec<u32>>,
}

/// Rows up to this place are found without listing all.
const FIRST_ROWS: usize = 512;

impl Engine {
    /// Of a catalog, without filters.
    pub fn new(index: &CatalogIndex) -> Self {
        let rows = index.catalog().len();
        let mut engine = Self {
            index: index.clone(),
            filters: CatalogQuery::default(),
            masks: vec![0; rows],
            passing: rows,
            counts: Vec::new(),
            alone: vec![None; Facet::COUNT],
            failing_alone: [0; 32],
            scanned: Scanned::new(rows),
            scores: Vec::new(),
            listed: None,
        };
        engine.reset();
        engine
    }

    /// The catalog it answers from.
    pub fn index(&self) -> &CatalogIndex {
        &self.index
    }

    /// Takes every filter away.
    fn reset(&mut self) {
        self.masks.fill(0);
        self.passing = self.masks.len();
        self.counts = self.index.groups().totals().to_vec();
        self.alone.fill(None);
        self.failing_alone = [0; 32];
        self.scores = Vec::new();
    }

    /// What a query leaves.
    pub fn answer(&mut self, query: &CatalogQuery) -> Answer {
        let query = query.filters();
        if query != self.filters {
            self.listed = None;
            let changed: Vec<Filter> = Filter::all()
                .filter(|filter| filters::differs(*filter, &self.filters, &query))
                .collect();
            let in_force = Filter::all().any(|filter| filters::is_in_force(filter, &query));
            if !in_force {
                self.reset();
            } else {
                changed.into_iter().for_each(|filter| self.apply(filter, &query));
            }
            self.filters = query;
        }
        let mut relaxed: Vec<(Filter, usize)> = Filter::all()
            .filter(|filter| filters::is_in_force(*filter, &self.filters))
            .map(|filter| (filter, self.failing_alone[filter.number()]))
            .collect();
        relaxed.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        Answer { rows: self.passing, relaxed }
    }

    /// Takes one filter as it stands in a query.
    fn apply(&mut self, filter: Filter, query: &CatalogQuery) {
        let bit = 1u32 << filter.number();
        let in_force = filters::is_in_force(filter, query);
        let shown_before = match filter {
            Filter::Facet(facet) => Some((facet, self.counts_of(facet))),
            _ => None,
        };
        let passed_before = self.passing;
        self.failing_bits(filter, query, in_force, bit);
        self.passing = self.scanned.passing();
        self.count_alone(filter);
        self.count_passing(passed_before);
        if let Some((facet, shown)) = shown_before {
            // What is shown of a facet is the same whatever is ticked in it.
            let passing = self.passing_by_code(facet);
            let alone = || shown.iter().zip(&passing).map(|(s, p)| s - p).collect();
            self.alone[facet as usize] = in_force.then(alone);
        }
        if !in_force {
            self.failing_alone[filter.number()] = 0;
        }
    }

    /// Sets or clears the bit of a filter in every row.
    fn failing_bits(&mut self, filter: Filter, query: &CatalogQuery, in_force: bool, bit: u32) {
        let index = self.index.clone();
        let (catalog, groups) = (index.catalog(), index.groups());
        let rows = self.masks.len();
        match filter {
            Filter::Facet(facet) => match (groups.place(facet), index.facet(facet)) {
                (Some((group, of_cells)), Some(column)) => {
                    let wanted = wanted_codes(column, query.ticked_in(facet));
                    let last = wanted.len() - 1;
                    let fails = |code: &u32| in_force && !wanted[(*code as usize).min(last)];
                    let table = of_cells.iter().map(|code| u32::from(fails(code)) * bit);
                    self.scan(&group.codes, &table.collect::<Vec<_>>(), bit);
                }
                // Nobody has a value: nobody has the one that is ticked.
                _ => {
                    self.scan(&Codes::U8(vec![0; rows]), &[u32::from(in_force) * bit], bit);
                }
            },
            Filter::Area => {
                let sites = groups.sites();
                let fails = |kept: u32| {
                    let site = kept.wrapping_sub(1);
                    in_force && !filters::is_in_area(catalog, site, query.area)
                };
                let table = (0..=sites.cells as u32).map(|kept| u32::from(fails(kept)) * bit);
                self.scan(&sites.codes, &table.collect::<Vec<_>>(), bit);
            }
            Filter::Text if in_force => {
                self.scores = index.search().scores(catalog, &terms(&query.text));
                let passes = self.scores.iter().map(|score| u8::from(*score > 0)).collect();
                self.scan(&Codes::U8(passes), &[bit, 0], bit);
            }
            Filter::Text => {
                self.scores = Vec::new();
                self.scan(&Codes::U8(vec![1; rows]), &[bit, 0], bit);
            }
            Filter::Range | Filter::Years | Filter::Span | Filter::OnlySelected => {
                let passes = match in_force {
                    true => filters::passing(catalog, filter, query),
                    false => vec![1; rows],
                };
                self.scan(&Codes::U8(passes), &[bit, 0], bit);
            }
        }
    }

    fn scan(&mut self, codes: &Codes, table: &[u32], bit: u32) {
        scan(codes, table, bit, &mut self.masks, &mut self.scanned);
    }

    /// Counts the rows that began or ceased to fail another filter alone, and those that fail this one alone.
    fn count_alone(&mut self, filter: Filter) {
        let Self { index, masks, alone, failing_alone, scanned, .. } = self;
        let sites = index.catalog().datastream_table().site.as_slice();
        let bit = 1u32 << filter.number();
        let facets: Vec<Option<&FacetColumn>> =
            Facet::ALL.into_iter().map(|facet| index.facet(facet)).collect();
        let mut now_passing = 0;
        scanned.keep_moved(|row| {
            let row = row as usize;
            let (mask, rest) = (masks[row], masks[row] & !bit);
            if rest == 0 {
                now_passing += usize::from(mask == 0);
                return true;
            }
            let other = rest.trailing_zeros() as usize;
            // Without this filter's bit it fails the other alone now; with it, it did before.
            let step = if mask & bit == 0 { 1u32 } else { u32::MAX };
            failing_alone[other] =
                failing_alone[other].wrapping_add_signed(if step == 1 { 1 } else { -1 });
            if let Some(counts) = alone.get_mut(other).and_then(Option::as_mut)
                && let Some(column) = facets[other]
            {
                let code = column.code(row, sites.get(row).copied().filter(|site| *site != NONE));
                let last = counts.len() - 1;
                let slot = &mut counts[(code as usize).min(last)];
                *slot = slot.wrapping_add(step);
            }
            false
        });
        let now_failing = scanned.moved().len() - now_passing;
        let alone = &mut failing_alone[filter.number()];
        *alone = (*alone + now_failing).saturating_sub(now_passing);
    }

    /// Brings the counts of every group to the rows that pass now.
    fn count_passing(&mut self, passed_before: usize) {
        let groups = self.index.groups();
        let (moved, passing) = (self.scanned.moved().len(), self.passing);
        let failing = self.masks.len() - passing;
        if passing <= moved.min(failing) {
            let passing = self.scanned.list(&self.masks, true);
            for (counts, group) in self.counts.iter_mut().zip(groups.all()) {
                counts.fill(0);
                count(&group.codes, passing, counts, 1);
            }
        } else if failing < moved {
            let failing = self.scanned.list(&self.masks, false);
            let totals = groups.totals();
            for ((counts, group), total) in self.counts.iter_mut().zip(groups.all()).zip(totals) {
                counts.copy_from_slice(total);
                count(&group.codes, failing, counts, u32::MAX);
            }
        } else {
            let moved = self.scanned.moved();
            let joined_less_left = passing as i64 - passed_before as i64;
            for (counts, group) in self.counts.iter_mut().zip(groups.all()) {
                match joined_less_left {
                    all if all == moved.len() as i64 => count(&group.codes, moved, counts, 1),
                    none if -none == moved.len() as i64 => {
                        count(&group.codes, moved, counts, u32::MAX);
                    }
                    _ => count_mixed(&group.codes, moved, &self.masks, counts),
                }
            }
        }
    }

    /// How many passing rows have each code of a facet; the last element is for the rows without a value.
    fn passing_by_code(&self, facet: Facet) -> Vec<u32> {
        let size = self.index.facet(facet).map_or(0, FacetColumn::codes);
        let mut counts = vec![0; size + 1];
        let groups = self.index.groups();
        if let Some((at, of_cells)) = groups.place_number(facet) {
            for (count, code) in self.counts[at].iter().zip(of_cells) {
                counts[(*code as usize).min(size)] += count;
            }
        }
        counts
    }

    /// How many rows each code of a facet alone would leave in it; the last element is for the rows without a value.
    fn counts_of(&self, facet: Facet) -> Vec<u32> {
        let mut counts = self.passing_by_code(facet);
        if let Some(alone) = &self.alone[facet as usize] {
            counts.iter_mut().zip(alone).for_each(|(count, more)| *count += more);
        }
        counts
    }

    /// The rows at some places of the order.
    pub fn rows(&mut self, places: Range<usize>) -> Vec<u32> {
        let places = places.start.min(self.passing)..places.end.min(self.passing);
        if self.listed.is_none() && places.end <= FIRST_ROWS && self.scores.is_empty() {
            let order = self.index.orders().of(&self.index, self.filters.sort);
            let passing = order.iter().filter(|row| self.masks[**row as usize] == 0);
            return passing.take(places.end).skip(places.start).copied().collect();
        }
        let listed = self.listed.take().unwrap_or_else(|| self.list());
        let rows = listed.get(places).unwrap_or(&[]).to_vec();
        self.listed = Some(listed);
        rows
    }

    /// The rows that pass, in order.
    fn list(&self) -> Vec<u32> {
        let order = self.index.orders().of(&self.index, self.filters.sort);
        let passing = order.iter().copied().filter(|row| self.masks[*row as usize] == 0);
        if self.scores.is_empty() || self.filters.sort != Sort::default() {
            return passing.collect();
        }
        // By how well they fit: as many places as there are rows of each score, the best first.
        let mut places = [0usize; 256];
        let passing: Vec<u32> = passing.collect();
        let score = |row: u32| usize::from(u8::MAX - self.scores[row as usize]);
        passing.iter().for_each(|row| places[score(*row)] += 1);
        let mut next = 0;
        for place in &mut places {
            next += std::mem::replace(place, next);
        }
        let mut listed = vec![0; passing.len()];
        for row in passing {
            let place = &mut places[score(row)];
            listed[*place] = row;
            *place += 1;
        }
        listed
    }

    /// Bytes that it keeps beside the catalog.
    pub fn bytes(&self) -> usize {
        4 * self.masks.len()
            + self.scanned.bytes()
            + self.counts.iter().map(|counts| 4 * counts.len()).sum::<usize>()
            + self.scores.len()
            + self.listed.as_ref().map_or(0, |listed| 4 * listed.len())
            + self.index.groups().bytes()
            + self.index.orders().bytes()
    }
}

/// Which codes hold a ticked value; the last element stands for every code beyond them ([`NONE`] too) and is `false`.
fn wanted_codes(column: &FacetColumn, keys: &[String]) -> Vec<bool> {
    let ticked: Vec<u32> = keys.iter().filter_map(|key| column.values.find(key)).collect();
    let is_wanted = |code: u32| column.values_of(&code).iter().any(|value| ticked.contains(value));
    if column.sets.is_empty() {
        let mut wanted = vec![false; column.codes() + 1];
        ticked.iter().for_each(|value| wanted[*value as usize] = true);
        return wanted;
    }
    (0..column.codes() as u32).map(is_wanted).chain([false]).collect()
}
