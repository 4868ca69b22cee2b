//! Addresses of the programs before this one, as what they mean here.
//!
//! Time Series Analyst: `/tsa/?view=…&network=&sitecode=&variablecode=&qualitycontrollevelcode=&plot=true`, every key of which ticks
//! one value; Monitor My Watershed: `/browse/?dataTypes=a,b&organizations=&siteTypes=`; HydroServer:
//! `/visualize-data/:thingId?sites=&datastreams=&PLs=&OPs=`. Keys may be repeated or hold lists, names are compared without case,
//! and what the catalog does not have is ticked all the same, so that it is seen and said.

use crate::catalog::Catalog;
use crate::facet::Facet;
use crate::index::CatalogIndex;
use crate::query::{CatalogQuery, form_pairs};
use crate::text::fold;
use gagehouse_model::DatastreamRef;

/// Series that a link with `plot=true` drew.
const PLOTTED: usize = 5;

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// The catalog.
    Catalog(CatalogQuery),
    /// The plot of some series.
    Plot(Vec<DatastreamRef>),
}

/// What an address of a predecessor means: the text after `?`, and the Thing that a path of HydroServer names.
pub fn meaning(index: &CatalogIndex, query: &str, thing: Option<&str>) -> Meant {
    let mut filters = CatalogQuery::default();
    let (mut plots, mut datastreams) = (false, Vec::new());
    let pairs = form_pairs(query).chain(thing.map(|id| ("sites".to_owned(), id.to_owned())));
    for (key, value) in pairs {
        // A code may hold a comma only where the Analyst, which knew no lists, wrote it.
        let values = || value.split(',').map(str::trim).filter(|value| !value.is_empty());
        let facet = match fold(&key).as_str() {
            "view" => {
                plots |= value == "visualization";
                continue;
            }
            "plot" => {
                plots |= value == "true";
                continue;
            }
            "datastreams" => {
                values().for_each(|id| datastreams.extend(of_id(index.catalog(), id)));
                continue;
            }
            "sitecode" => {
                sites(index, &value, &mut filters);
                continue;
            }
            "sites" => {
                values().for_each(|id| sites(index, id, &mut filters));
                continue;
            }
            "network" => Facet::Network,
            "variablecode" => Facet::Code,
            "qualitycontrollevelcode" => Facet::Level,
            "sourceorganization" | "organizations" | "workspaces" => Facet::Network,
            "datatypes" | "ops" => Facet::Variable,
            "pls" => Facet::Level,
            "sitetypes" => Facet::SiteType,
            _ => continue,
        };
        let is_one = matches!(key.as_str(), "network" | "variablecode");
        match is_one {
            true => tick(index, facet, value.trim(), &mut filters),
            false => values().for_each(|value| tick(index, facet, value, &mut filters)),
        }
    }
    if !datastreams.is_empty() {
        return Meant::Plot(datastreams);
    }
    if plots && filters.is_filtered() {
        let (_, rows) = index.answer(&filters);
        let catalog = index.catalog();
        let rows = rows.into_iter().take(PLOTTED).map(crate::catalog::DatastreamRow);
        let series: Vec<DatastreamRef> =
            rows.map(|row| catalog.datastream(row).reference()).collect();
        if !series.is_empty() {
            return Meant::Plot(series);
        }
    }
    Meant::Catalog(filters)
}

/// Ticks a value: by its key, else by its name without case, else as it stands.
fn tick(index: &CatalogIndex, facet: Facet, text: &str, filters: &mut CatalogQuery) {
    if text.is_empty() {
        return;
    }
    let key = index.facet(facet).and_then(|column| {
        let values = &column.values;
        let is_named = |value: &u32| {
            fold(&values.label(*value)) == fold(text) || fold(&values.key(*value)) == fold(text)
        };
        let found = values.find(text).or_else(|| (0..values.len() as u32).find(is_named))?;
        Some(values.key(found).into_owned())
    });
    filters.tick(facet, key.unwrap_or_else(|| text.to_owned()));
}

/// Ticks every site of a code or an id: several sources may have one.
fn sites(index: &CatalogIndex, text: &str, filters: &mut CatalogQuery) {
    let wanted = fold(text);
    let is_meant = |code: &str| fold(code) == wanted;
    let mut any = false;
    for site in index.catalog().sites() {
        if is_meant(site.url_code()) || is_meant(site.external_id()) {
            any = true;
            filters.tick(Facet::Site, site.reference().to_string());
        }
    }
    if !any && !text.is_empty() {
        filters.tick(Facet::Site, text.to_owned());
    }
}

fn of_id(catalog: &Catalog, id: &str) -> Vec<DatastreamRef> {
    let rows = catalog.rows_of_id(id).into_iter().map(crate::catalog::DatastreamRow);
    rows.map(|row| catalog.datastream(row).reference()).collect()
}
