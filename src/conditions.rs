//! What a site's data say now, in words: status, latest values, ages. Plain functions over the catalog.

use gagehouse_catalog::status::{age_in_words, classify};
use gagehouse_catalog::{Catalog, Datastream, Site, Status};
use gagehouse_model::time::SECOND_US;
use gagehouse_model::{SiteZone, TimeUs, ZoneOffsets};

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

/// A number as its source wrote it: the shortest decimals that read back the same.
pub fn number_text(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e15).contains(&size) {
        return format!("{value:e}").replace('-', "\u{2212}");
    }
    value.to_string().replace('-', "\u{2212}")
}

/// A number with its unit after it, close for degrees and per cent.
pub fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "" => number.to_owned(),
        "%" | "°" => format!("{number}{unit}"),
        _ => format!("{number}\u{a0}{unit}"),
    }
}

/// A time to the second in the site's standard time with its zone: `2026-11-20 06:30 UTC−07:00`; UTC when it states none.
pub fn time_text(time: TimeUs, zone: Option<&SiteZone>) -> String {
    let (text, zone) = time_and_zone(time, zone);
    format!("{text} {zone}")
}

/// The two parts of [`time_text`], for a table whose heading names the zone.
pub fn time_and_zone(time: TimeUs, zone: Option<&SiteZone>) -> (String, String) {
    let zone = zone.map_or_else(ZoneOffsets::utc, ZoneOffsets::standard);
    let whole_seconds = TimeUs(time.0.div_euclid(SECOND_US) * SECOND_US);
    let text = whole_seconds.to_local_text(zone.offset_minutes_at(time));
    let text = text.strip_suffix(":00").unwrap_or(&text).to_owned();
    (text, zone.name)
}

/// How long ago: `3 days ago`; a time ahead of the clock says so.
pub fn ago_text(time: TimeUs, now: TimeUs) -> String {
    let age_us = now.0.saturating_sub(time.0);
    match age_in_words(age_us.saturating_abs()).as_str() {
        "just now" => "just now".to_owned(),
        words if age_us < 0 => format!("{words} ahead of this device's clock"),
        words => format!("{words} ago"),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_decimals_and_read_as_people_write_them() {
        assert_eq!(number_text(8.25), "8.25");
        assert_eq!(number_text(-0.5), "\u{2212}0.5");
        assert_eq!(number_text(0.0), "0");
        assert_eq!(number_text(2.5e-9), "2.5e\u{2212}9");
        assert_eq!(with_unit("12", "°C"), "12\u{a0}°C");
        assert_eq!(with_unit("12", "%"), "12%");
        assert_eq!(with_unit("12", ""), "12");
    }

    #[test]
    fn times_always_name_their_zone() {
        let time: TimeUs = "2026-11-20T13:30:00Z".parse().unwrap();
        let zone = SiteZone { iana: None, standard_offset_minutes: -420 };
        assert_eq!(time_text(time, Some(&zone)), "2026-11-20 06:30 UTC\u{2212}07:00");
        assert_eq!(time_text(time, None), "2026-11-20 13:30 UTC");
        let harvest = TimeUs(time.0 + 2_123_456);
        assert_eq!(time_text(harvest, None), "2026-11-20 13:30:02 UTC");
    }

    #[test]
    fn a_time_ahead_of_the_clock_is_not_called_past() {
        let now = TimeUs(1_800_000_000_000_000);
        assert_eq!(ago_text(TimeUs(now.0 - 300_000_000), now), "5 minutes ago");
        assert_eq!(ago_text(now, now), "just now");
        let later = TimeUs(now.0 + 7_200_000_000);
        assert_eq!(ago_text(later, now), "2 hours ahead of this device's clock");
    }
}
