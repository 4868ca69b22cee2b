//! Paths of the app's pages, so that each is written once.

use gagehouse_catalog::{CatalogQuery, Datastream, Facet, Site};
use gagehouse_model::TimeRange;

/// How many series a link to a site's plot draws.
const PLOT_SERIES: usize = 5;

/// Fragment of a plot's address that opens its export.
pub const EXPORT: &str = "export";

/// The page of a site.
pub fn site_page(site: &Site) -> String {
    site_path(site.source().key.as_str(), site.url_code())
}

/// The page of a site, told its source and what addresses it there.
pub fn site_path(source: &str, code: &str) -> String {
    format!("/sites/{source}/{}", encoded(code))
}

/// The map with the card of a site open.
pub fn map_of_site(site: &Site) -> String {
    format!("/?site={}", encoded(&site.reference().to_string()))
}

/// The catalog's entries of a site.
pub fn catalog_of_site(site: &Site) -> String {
    let mut query = CatalogQuery::default();
    query.tick(Facet::Site, site.reference().to_string());
    format!("/catalog?{}", query.render())
}

/// The plot of some series, at most five.
pub fn plot_of<'a>(series: impl IntoIterator<Item = &'a Datastream<'a>>) -> String {
    let selected = series.into_iter().take(PLOT_SERIES).map(Datastream::reference).collect();
    let query = CatalogQuery { selected, ..CatalogQuery::default() };
    format!("/plot?{}", query.render())
}

/// The plot of some datastreams, `source:id`, in a window.
pub fn plot_around(datastreams: &[String], window: TimeRange) -> String {
    let named = datastreams.iter().map(|name| format!("d={}&", encoded(name)));
    let (from, to) = (window.start.to_rfc3339(), window.end.to_rfc3339());
    format!("/plot?{}from={from}&to={to}", named.collect::<String>())
}

/// A text as one part of a path.
pub fn encoded(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}
