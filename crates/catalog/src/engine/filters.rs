//! The filters that are no facets, and whether a filter is in force.

use crate::catalog::{Catalog, DatastreamRow, SiteRow};
use crate::query::{Area, CatalogQuery, Filter, Years};
use crate::search::terms;
use crate::view::Datastream;

/// Whether a filter of a query narrows anything.
pub fn is_in_force(filter: Filter, query: &CatalogQuery) -> bool {
    match filter {
        Filter::Facet(facet) => !query.ticked_in(facet).is_empty(),
        Filter::Text => !terms(&query.text).is_empty(),
        Filter::Range => query.from.is_some() || query.to.is_some(),
        Filter::Years => query.years.is_some(),
        Filter::Span => query.span.is_some(),
        Filter::Area => query.area.is_some(),
        Filter::OnlySelected => query.only_selected,
    }
}

/// Whether a filter stands differently in two queries.
pub fn differs(filter: Filter, a: &CatalogQuery, b: &CatalogQuery) -> bool {
    match filter {
        Filter::Facet(facet) => a.ticked_in(facet) != b.ticked_in(facet),
        Filter::Text => terms(&a.text) != terms(&b.text),
        Filter::Range => (a.from, a.to) != (b.from, b.to),
        Filter::Years => a.years != b.years,
        Filter::Span => a.span != b.span,
        Filter::Area => a.area != b.area,
        Filter::OnlySelected => {
            a.only_selected != b.only_selected || (a.only_selected && a.selected != b.selected)
        }
    }
}

/// Whether a site lies in a box. Without coordinates it lies in none.
pub fn is_in_area(catalog: &Catalog, site: u32, area: Option<Area>) -> bool {
    if site as usize >= catalog.site_count() {
        return false;
    }
    let position = catalog.site(SiteRow(site)).position();
    position.zip(area).is_some_and(|((longitude, latitude), area)| area.holds(longitude, latitude))
}

/// 1 for each row that passes a filter of its own times, counts or selection, else 0.
pub fn passing(catalog: &Catalog, filter: Filter, query: &CatalogQuery) -> Vec<u8> {
    let rows = |passes: &dyn Fn(&Datastream) -> bool| {
        catalog.datastreams().map(|datastream| u8::from(passes(&datastream))).collect()
    };
    let at_least = |wanted: Option<Years>, years: Option<f64>| {
        years.zip(wanted).is_some_and(|(years, wanted)| years >= wanted.as_f64())
    };
    match filter {
        Filter::Range => rows(&|datastream| {
            let (Some(begin), Some(end)) = (datastream.begin(), datastream.end()) else {
                return false;
            };
            query.from.is_none_or(|from| end >= from) && query.to.is_none_or(|to| begin < to)
        }),
        Filter::Years => rows(&|datastream| at_least(query.years, datastream.years_of_data())),
        Filter::Span => rows(&|datastream| {
            at_least(query.span, Years::span(datastream.begin(), datastream.end()))
        }),
        _ => {
            let mut passing = vec![0; catalog.len()];
            for name in &query.selected {
                if let Some(datastream) = catalog.find_datastream(name) {
                    let DatastreamRow(row) = datastream.row();
                    passing[row as usize] = 1;
                }
            }
            passing
        }
    }
}
