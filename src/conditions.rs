//! What a site's data say now, in words: status, latest values, ages. Plain functions over the catalog.

use gagehouse_catalog::status::classify;
use gagehouse_catalog::{Catalog, Datastream, Site, Status};
use gagehouse_model::TimeUs;

pub use gagehouse_chart::conditions::words::{number_text, time_and_zone, time_text, with_unit};
pub use gagehouse_model::age::ago_in_words as ago_text;

/// The status of a site is that of its most alive series: one empty series does not make a site silent.
pub fn site_status(catalog: &Catalog, site: &Site, now: TimeUs) -> Status {
    catalog
        .datastreams_of(site.row())
        .map(|series| series_status(&series, now))
        .min()
        .unwrap_or(Status::Never)
}

/// The status of one series.
pub fn series_status(series: &Datastream, now: TimeUs) -> Status {
    classify(series.end(), series.spacing(), series.status(), now)
}

/// When the site's newest value was measured, over all its series.
pub fn site_end(catalog: &Catalog, site: &Site) -> Option<TimeUs> {
    catalog.datastreams_of(site.row()).filter_map(|series| series.end()).max()
}

/// The variables of a site in the source's order, each with its series; the first series of each is the one
/// whose data reach furthest.
pub fn by_variable<'a>(catalog: &'a Catalog, site: &Site) -> Vec<(&'a str, Vec<Datastream<'a>>)> {
    let mut groups: Vec<(&str, Vec<Datastream>)> = Vec::new();
    for series in catalog.datastreams_of(site.row()) {
        match groups.iter_mut().find(|(variable, _)| *variable == series.variable_name()) {
            Some((_, group)) => group.push(series),
            None => groups.push((series.variable_name(), vec![series])),
        }
    }
    for (_, group) in &mut groups {
        group.sort_by_key(|series| std::cmp::Reverse(series.end()));
    }
    groups
}

/// A value with its unit, or what stands in its place.
pub fn value_text(series: &Datastream, value: f64) -> String {
    if !value.is_finite() || series.no_data_value() == Some(value) {
        return "no data".to_owned();
    }
    with_unit(&number_text(value), series.unit_label())
}

/// A status as a sentence about a site.
pub fn status_sentence(status: Status) -> &'static str {
    match status {
        Status::Live => "Data arrive as expected.",
        Status::Late => "New data are overdue.",
        Status::Stale => "No new data have come for long.",
        Status::Ended => "The record has ended; its data remain.",
        Status::Never => "No data have come yet.",
    }
}
