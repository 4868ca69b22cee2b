//! Which sites the filters leave: those with a series that passes, and those without series whose own words pass.

use super::points::SiteIndex;
use super::query::MapQuery;
use gagehouse_catalog::search::terms;
use gagehouse_catalog::{Catalog, CatalogIndex, CatalogQuery, DatastreamRow, Facet, Site, Status};
use gagehouse_model::TimeUs;

/// The filters, taken from the URL once and asked for every site.
#[derive(Debug)]
pub struct SiteFilter<'a> {
    query: &'a MapQuery,
    terms: Vec<String>,
    /// Of each row of sites whether a series of it passes; `None` when no filter is about series.
    with_series: Option<&'a [bool]>,
}

/// The part of a query that only the catalog's index can answer: all but words and place. `None` when there is none.
pub fn about_series(query: &CatalogQuery) -> Option<CatalogQuery> {
    let filters = CatalogQuery { text: String::new(), area: None, ..query.filters() };
    filters.is_filtered().then_some(filters)
}

/// Of each row of sites whether one of its series passes.
pub fn sites_with_passing_series(
    catalog: &Catalog,
    now: TimeUs,
    query: &CatalogQuery,
) -> Vec<bool> {
    let mut passes = vec![false; catalog.site_count()];
    let (_, rows) = CatalogIndex::new(catalog, now).answer(query);
    for row in rows {
        let site = catalog.datastream(DatastreamRow(row)).site();
        if let Some(passes) = site.and_then(|site| passes.get_mut(site.row().0 as usize)) {
            *passes = true;
        }
    }
    passes
}

impl<'a> SiteFilter<'a> {
    /// The filters of the URL, with what the catalog's index answered to [`about_series`].
    pub fn new(query: &'a MapQuery, with_series: Option<&'a [bool]>) -> Self {
        Self { query, terms: terms(&query.catalog.text), with_series }
    }

    /// Whether a site passes.
    pub fn passes(&self, index: &SiteIndex, at: usize) -> bool {
        let status = index.status.get(at).copied().unwrap_or(Status::Never);
        if !self.query.statuses.holds(status) {
            return false;
        }
        if let Some(area) = self.query.catalog.area
            && !index.place(at).is_some_and(|(longitude, latitude)| area.holds(longitude, latitude))
        {
            return false;
        }
        if !self.terms.is_empty() && !index.holds(at, &self.terms) {
            return false;
        }
        let Some(with_series) = self.with_series else { return true };
        index.site(at).is_some_and(|site| {
            with_series.get(site.row().0 as usize) == Some(&true)
                || self.passes_without_series(index, &site, status)
        })
    }

    /// Whether every filter is about sites, and passed.
    fn passes_without_series(&self, index: &SiteIndex, site: &Site, status: Status) -> bool {
        let query = &self.query.catalog;
        let is_about_series = query.from.is_some()
            || query.to.is_some()
            || query.years.is_some()
            || query.span.is_some()
            || query.only_selected;
        if is_about_series || index.catalog.datastreams_of(site.row()).next().is_some() {
            return false;
        }
        query.ticked.iter().all(|(facet, keys)| {
            let holds = |word: &str| keys.iter().any(|key| key == word);
            match facet {
                Facet::Source => holds(site.source().key.as_str()),
                Facet::Network => site.network_name().is_some_and(holds),
                Facet::Watershed => site.watershed().is_some_and(holds),
                Facet::Country => site.country().is_some_and(holds),
                Facet::State => site.admin_area_1().is_some_and(holds),
                Facet::County => match (site.admin_area_2(), site.admin_area_1()) {
                    (Some(county), Some(state)) => holds(&format!("{county}, {state}")),
                    (county, _) => county.is_some_and(holds),
                },
                Facet::Tag => site.tags().any(holds),
                Facet::Site => holds(&site.reference().to_string()),
                Facet::SiteType => site.site_type().is_some_and(holds),
                Facet::Status => holds(status.key()),
                _ => false,
            }
        })
    }
}
