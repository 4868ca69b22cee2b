//! What the catalog says of the series that an address names, as far as a viewer may know.

use super::words::{Words, fill};
use crate::app::AppState;
use crate::catalog::sources::{ListedSource, listed};
use crate::http::AppError;
use crate::store::catalog::read::SourceRows;
use gagehouse_catalog::{DatastreamRecord, NetworkRecord, Signs, SiteRecord, Status};
use gagehouse_chart::PlotQuery;
use gagehouse_chart::navigate::extent_of;
use gagehouse_chart::years::OtherYears;
use gagehouse_model::series_words::is_unreviewed;
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs, Viewer, ZoneOffsets};
use gagehouse_observations::{Aggregation, Period, Stamp};
use std::collections::HashMap;

/// A series that is shown.
#[derive(Debug, Clone)]
pub struct Subject {
    /// What addresses it.
    pub name: DatastreamRef,
    /// Its place in the address, from 0: its colour, marker and number.
    pub style: usize,
    /// Name of its source.
    pub source: String,
    /// The datastream.
    pub record: DatastreamRecord,
    /// Its site.
    pub site: SiteRecord,
    /// Its network.
    pub network: Option<NetworkRecord>,
}

impl Subject {
    /// Its processing level, possibly empty; what it means is its owner's word.
    pub fn level(&self, words: &Words) -> String {
        let (code, meaning) = self.level_parts();
        let code = if code.is_empty() { String::new() } else { fill(words.level, &[code]) };
        let joint = if code.is_empty() || meaning.is_empty() { "" } else { ", " };
        format!("{code}{joint}{meaning}")
    }

    /// Whether nobody has reviewed it.
    pub fn is_unreviewed(&self) -> bool {
        let (code, meaning) = self.level_parts();
        is_unreviewed(code, meaning)
    }

    fn level_parts(&self) -> (&str, &str) {
        let code = self.record.processing_level.as_deref().unwrap_or("");
        (code, self.record.processing_level_definition.as_deref().unwrap_or(""))
    }

    /// Site, variable and level in one line.
    pub fn label(&self, words: &Words) -> String {
        let label = format!("{}, {}", self.site.name, self.record.variable_name);
        let level = self.level(words);
        if level.is_empty() { label } else { format!("{label}, {level}") }
    }

    /// How alive it is, told when its newest value is from.
    pub fn status(&self, newest: Option<TimeUs>, now: TimeUs) -> Status {
        let signs = self.record.signs();
        Signs { end: newest.max(signs.end), ..signs }.status(now)
    }

    /// The standard clock of its site, by which days are divided.
    pub fn standard_zone(&self) -> ZoneOffsets {
        self.site.zone.as_ref().map_or_else(ZoneOffsets::utc, ZoneOffsets::standard)
    }

    /// How its rows are put together: by the statistic that fits it and the standard clock of its site.
    pub fn aggregation(&self, period: Period, stamp: Option<Stamp>) -> Aggregation {
        let stands_for = self.record.aggregation_statistic.as_deref().unwrap_or("");
        let of = (self.record.variable_name.as_str(), stands_for);
        Aggregation::fitting(period, self.standard_zone(), stamp, of)
    }

    /// The same days of the other years of its record that an address asks for.
    pub fn other_years(&self, plot: &PlotQuery, window: TimeRange, now: TimeUs) -> OtherYears {
        let Some(compare) = plot.compare else { return OtherYears::default() };
        let record = extent_of(std::iter::once((self.record.begin, self.record.end)), now);
        OtherYears::of(compare, window, record, &self.standard_zone())
    }

    /// The usual time between observations: as intended, else as the count of all says.
    pub fn step_us(&self) -> Option<i64> {
        let counted = || {
            let span_us = self.record.end?.0.checked_sub(self.record.begin?.0)?;
            span_us.checked_div(i64::try_from(self.record.value_count?).ok()?)
        };
        let spacing = self.record.spacing.map(gagehouse_model::Spacing::us);
        spacing.or_else(counted).filter(|step_us| *step_us > 0)
    }
}

/// What the catalog says of each name, in their order; `None` for what does not exist or is not for the viewer.
pub async fn find(
    state: &AppState,
    viewer: &Viewer,
    names: &[DatastreamRef],
) -> Result<Vec<Option<Subject>>, AppError> {
    let mut found: Vec<Option<Subject>> = names.iter().map(|_| None).collect();
    for ListedSource { row, entry } in listed(state).await? {
        let Some(row) = row else { continue };
        let of_source = || names.iter().enumerate().filter(|(_, name)| name.source == entry.key);
        let ids: Vec<&str> = of_source().map(|(_, name)| name.id.as_str()).collect();
        if ids.is_empty() {
            continue;
        }
        let rows = state.store.catalog_datastreams(viewer, row.id, &ids).await?;
        let known = of_rows(&entry.name, &entry.key, rows);
        let mut known: HashMap<String, Subject> =
            known.map(|subject| (subject.name.id.clone(), subject)).collect();
        for (place, name) in of_source() {
            found[place] = known.remove(&name.id).map(|it| Subject { style: place, ..it });
        }
    }
    Ok(found)
}

/// The series of some rows of a source.
pub fn of_rows(
    source: &str,
    key: &gagehouse_model::SourceKey,
    rows: SourceRows,
) -> impl Iterator<Item = Subject> {
    let (source, key) = (source.to_owned(), key.clone());
    let SourceRows { networks, sites, datastreams } = rows;
    let sites: HashMap<i32, SiteRecord> =
        sites.into_iter().map(|row| (row.id, row.record)).collect();
    let networks: HashMap<i32, NetworkRecord> = networks.into_iter().collect();
    datastreams.into_iter().filter_map(move |(site_id, row)| {
        Some(Subject {
            name: DatastreamRef { source: key.clone(), id: row.record.external_id.clone() },
            style: 0,
            source: source.clone(),
            site: sites.get(&site_id)?.clone(),
            network: networks.get(&row.network_id).cloned(),
            record: row.record,
        })
    })
}
