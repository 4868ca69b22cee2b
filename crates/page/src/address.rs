//! Paths of pages, from the root of the app and without a slash before them.

use crate::group::{Group, Kind};
use gagehouse_catalog::{CatalogQuery, Datastream, Facet, Network, Site};
use gagehouse_chart::PlotQuery;
use gagehouse_chart::query::{Compare, Period, Window};
use gagehouse_model::DatastreamRef;
use std::fmt::Write as _;

/// A text as one segment of a path.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// The page of a site.
pub fn site(site: &Site) -> String {
    format!("sites/{}/{}", site.source().key, encoded(site.url_code()))
}

/// The page of a network: by its id, since names change.
pub fn network(source: &str, network: &Network) -> String {
    group(source, network.external_id())
}

/// The page of a network or watershed of a source, by id or name.
pub fn group(source: &str, name: &str) -> String {
    format!("networks/{source}/{}", encoded(name))
}

/// The catalog's entries of a network, or of what holds the name of a watershed.
pub fn entries(group: &Group) -> String {
    let mut query = CatalogQuery::default();
    match group.kind {
        Kind::Network => query.tick(Facet::Network, group.name.to_owned()),
        Kind::Watershed => group.name.clone_into(&mut query.text),
    }
    format!("catalog?{}", query.render())
}

/// The map with the sites that hold the name of a network or watershed.
pub fn on_the_map(group: &Group) -> String {
    format!("?q={}", encoded(group.name))
}

/// The plot of some series.
pub fn plot<'a>(series: impl IntoIterator<Item = &'a Datastream<'a>>) -> String {
    let series = series.into_iter().map(Datastream::reference).collect();
    format!("plot?{}", PlotQuery { series, ..PlotQuery::default() }.render())
}

/// The last year of a series with the year before it.
pub fn compared_with_last_year(series: &Datastream) -> String {
    let query = PlotQuery {
        series: vec![series.reference()],
        window: Window::Period(Period::days(365)),
        compare: Some(Compare::Before(1)),
        ..PlotQuery::default()
    };
    format!("plot?{}", query.render())
}

/// The whole record of a series, where its file is saved.
pub fn whole_record(series: &Datastream) -> String {
    let query = PlotQuery {
        series: vec![series.reference()],
        window: Window::Period(Period::All),
        ..PlotQuery::default()
    };
    format!("plot?{}", query.render())
}

/// A picture of the last month of a series, in the size that previews of links show.
pub fn picture(series: &DatastreamRef) -> String {
    let query = PlotQuery { series: vec![series.clone()], ..PlotQuery::default() };
    format!("embed/v1/plot.png?{}&width=1200&height=630", query.render())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_code_is_one_segment() {
        assert_eq!(encoded("A b/c?é"), "A%20b%2Fc%3F%C3%A9");
        assert_eq!(group("x", ".."), "networks/x/..");
    }
}
