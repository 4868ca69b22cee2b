//! What the series of a site say of it together, and which of them speaks for a variable.

use crate::catalog::Catalog;
use crate::status::{Signs, Status};
use crate::view::{Datastream, Site};
use gagehouse_model::time::HOUR_US;
use gagehouse_model::{Spacing, TimeUs};
use std::cmp::Reverse;

/// A variable of a site with its series, the one that speaks for it first.
#[derive(Clone)]
pub struct Variable<'a> {
    /// Its name at the source.
    pub name: &'a str,
    /// Its series, none empty.
    pub series: Vec<Datastream<'a>>,
}

/// The rule of [`by_variable`], for people.
pub const CHOICE: &str = "Of several series of one variable the card shows one, never a mixture: of those whose data \
     reach to the present (within three intervals, at least six hours, of the newest), the one of the highest \
     processing level; the others are in the table of series.";

/// The signs of the most alive series: one empty series does not make a site silent. Of equally alive ones, of the
/// one whose data reach furthest.
pub fn signs<'a>(catalog: &'a Catalog, site: &Site, now: TimeUs) -> Signs<'a> {
    let all = catalog.datastreams_of(site.row()).map(|series| series.signs());
    all.min_by_key(|signs| (signs.status(now), Reverse(signs.end))).unwrap_or_default()
}

/// The status of a site: that of its most alive series.
pub fn status(catalog: &Catalog, site: &Site, now: TimeUs) -> Status {
    signs(catalog, site, now).status(now)
}

/// When the site's newest value was measured, over all its series.
pub fn end(catalog: &Catalog, site: &Site) -> Option<TimeUs> {
    catalog.datastreams_of(site.row()).filter_map(|series| series.end()).max()
}

/// The variables of a site in the source's order; the first series of each is the one that [`CHOICE`] names, the
/// others follow by how far their data reach.
///
/// A newest value that lies in the future (more than a day after `now`) does not make a series the newest.
pub fn by_variable<'a>(catalog: &'a Catalog, site: &Site, now: TimeUs) -> Vec<Variable<'a>> {
    let mut groups: Vec<Variable> = Vec::new();
    for series in catalog.datastreams_of(site.row()) {
        match groups.iter_mut().find(|group| group.name == series.variable_name()) {
            Some(group) => group.series.push(series),
            None => groups.push(Variable { name: series.variable_name(), series: vec![series] }),
        }
    }
    for group in &mut groups {
        let reach = |series: &Datastream| {
            let is_suspect = series.signs().status(now) == Status::Suspect;
            (!series.results_hidden() && !is_suspect).then(|| series.end()).flatten()
        };
        group.series.sort_by_key(|series| Reverse((reach(series), series.end())));
        let newest = group.series.first().and_then(reach);
        let is_present = |series: &Datastream| {
            let step_us = series.spacing().map_or(0, Spacing::us);
            let slack_us = step_us.saturating_mul(3).max(6 * HOUR_US);
            reach(series)
                .zip(newest)
                .is_some_and(|(end, newest)| newest.0.saturating_sub(end.0) <= slack_us)
        };
        // Of equal levels the first, which reaches furthest.
        let chosen = group
            .series
            .iter()
            .enumerate()
            .filter(|(_, series)| is_present(series))
            .max_by_key(|(at, series)| (level(series), Reverse(*at)))
            .map_or(0, |(at, _)| at);
        group.series[..=chosen].rotate_right(1);
    }
    groups
}

/// Processing levels by their number; what is no number comes before all.
fn level(series: &Datastream) -> Option<i64> {
    let digits = series.processing_level()?.trim().parse::<f64>().ok()?;
    digits.is_finite().then_some((digits * 1_000.0) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::SourceParts;
    use crate::manifest::{SourceEntry, SourceState};
    use crate::part::from_records;
    use crate::record::{DatastreamRecord, SiteRecord, SourceCatalog};
    use gagehouse_model::time::DAY_US;
    use std::sync::Arc;

    const NOW: TimeUs = TimeUs(1_800_000_000_000_000);

    fn series(id: &str, level: &str, age_us: Option<i64>) -> DatastreamRecord {
        let mut record = DatastreamRecord::new(id, "s", "pH");
        record.processing_level = Some(level.to_owned());
        record.spacing = Spacing::from_us(HOUR_US / 4);
        record.end = age_us.map(|age_us| TimeUs(NOW.0 - age_us));
        record
    }

    fn catalog(datastreams: Vec<DatastreamRecord>) -> Catalog {
        let rows = SourceCatalog {
            networks: Vec::new(),
            sites: vec![SiteRecord::new("s", "Brook")],
            datastreams,
        };
        let (meta, fresh) = from_records(&rows);
        let entry = SourceEntry {
            key: "x".parse().unwrap(),
            name: "X".into(),
            kind: "sensorthings".into(),
            description: None,
            synthetic: false,
            observations_url: "/".into(),
            state: SourceState::Ok,
            last_attempt_us: None,
            last_success_us: None,
            last_error: None,
            parts: Vec::new(),
        };
        let parts = SourceParts { entry, meta: Some(Arc::new(meta)), fresh: Some(Arc::new(fresh)) };
        Catalog::build(&[parts])
    }

    fn order(datastreams: Vec<DatastreamRecord>) -> Vec<String> {
        let catalog = catalog(datastreams);
        let site = catalog.sites().next().unwrap();
        let variables = by_variable(&catalog, &site, NOW);
        assert_eq!(variables.len(), 1);
        variables[0].series.iter().map(|series| series.external_id().to_owned()).collect()
    }

    #[test]
    fn the_corrected_series_speaks_while_it_is_up_to_date_and_the_raw_one_when_it_is_not() {
        let raw = || series("raw", "0", Some(HOUR_US));
        assert_eq!(order(vec![raw(), series("qc", "1", Some(2 * HOUR_US))]), ["qc", "raw"]);
        assert_eq!(order(vec![series("qc", "1", Some(90 * DAY_US)), raw()]), ["raw", "qc"]);
        assert_eq!(order(vec![series("none", "1", None), raw()]), ["raw", "none"]);
        let twin = series("twin", "0", Some(2 * HOUR_US));
        assert_eq!(order(vec![twin, raw()]), ["raw", "twin"]);
    }

    #[test]
    fn hidden_series_and_those_of_the_year_2103_do_not_speak() {
        let mut hidden = series("hidden", "1", Some(0));
        hidden.results_visible = false;
        let far = series("2103", "1", Some(-77 * 365 * DAY_US));
        let raw = series("raw", "0", Some(HOUR_US));
        assert_eq!(order(vec![hidden, far, raw])[0], "raw");
    }

    #[test]
    fn one_empty_or_far_ahead_series_does_not_silence_a_live_site() {
        let ahead = series("2103", "0", Some(-77 * 365 * DAY_US));
        let catalog = catalog(vec![series("a", "0", None), ahead, series("b", "0", Some(HOUR_US))]);
        let site = catalog.sites().next().unwrap();
        assert_eq!(status(&catalog, &site, NOW), Status::Live);
        let signs = signs(&catalog, &site, NOW);
        assert_eq!(signs.end, Some(TimeUs(NOW.0 - HOUR_US)));
    }
}
