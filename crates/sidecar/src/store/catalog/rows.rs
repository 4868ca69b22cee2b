//! Records of a walk as rows of the catalog tables.

use crate::store::entities::{catalog_datastream, catalog_site};
use gagehouse_catalog::arrival::Arrivals;
use gagehouse_catalog::lines::{Attachment, Neighbour, Threshold};
use gagehouse_catalog::{DatastreamRecord, Pause, SiteRecord};
use gagehouse_model::{Spacing, TimeUs};

/// The row of a site.
pub fn site(record: &SiteRecord, source_id: i32, network_id: i32, id: i32) -> catalog_site::Model {
    let record = record.clone();
    catalog_site::Model {
        id,
        source_id,
        network_id,
        visibility: record.visibility.code(),
        external_id: record.external_id,
        code: record.code.unwrap_or_default(),
        name: record.name,
        description: record.description.unwrap_or_default(),
        site_type: record.site_type,
        longitude: record.longitude,
        latitude: record.latitude,
        elevation_m: record.elevation_m,
        elevation_datum: record.elevation_datum,
        admin_area_1: record.admin_area_1,
        admin_area_2: record.admin_area_2,
        country: record.country,
        watershed: record.watershed,
        zone_iana: record.zone.as_ref().and_then(|zone| zone.iana.clone()),
        standard_offset_minutes: record.zone.map(|zone| zone.standard_offset_minutes),
        synthetic: record.synthetic,
        disclaimer: record.disclaimer,
        link: record.link,
        licence: record.licence,
        citation: record.citation,
        tags: record.tags.join("\n"),
        attachments: Attachment::join(&record.attachments),
        neighbours: Neighbour::join(&record.neighbours),
        gone_us: None,
    }
}

/// Where a datastream belongs, by our keys.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Its source.
    pub source_id: i32,
    /// Its site.
    pub site_id: i32,
    /// Its network.
    pub network_id: i32,
}

/// The row of a datastream. The latest value that was seen stays when a walk did not look for it, unless the
/// series now ends before it.
pub fn datastream(
    record: &DatastreamRecord,
    place: Place,
    there: Option<&catalog_datastream::Model>,
    now: TimeUs,
) -> catalog_datastream::Model {
    let record = record.clone();
    let latest = match record.latest_time {
        Some(time) => (Some(time.0), record.latest_value),
        None => there
            .filter(|row| record.end.is_none_or(|end| row.latest_time_us <= Some(end.0)))
            .map_or((None, None), |row| (row.latest_time_us, row.latest_value)),
    };
    // A walk does not say how values arrive: that is learned from what it finds newer than the one before did.
    let mut arrivals: Arrivals =
        there.and_then(|row| row.arrivals.parse().ok()).unwrap_or_default();
    if let Some(end) = record.end.map(|end| end.0).max(latest.0) {
        arrivals.note(now, TimeUs(end));
    }
    let habit = arrivals.habit(record.spacing);
    catalog_datastream::Model {
        id: there.map_or(0, |row| row.id),
        source_id: place.source_id,
        catalog_site_id: place.site_id,
        network_id: place.network_id,
        visibility: record.visibility.code(),
        results_visible: record.results_visible,
        external_id: record.external_id,
        name: record.name,
        description: record.description.unwrap_or_default(),
        variable_code: record.variable_code,
        variable_name: record.variable_name,
        variable_definition: record.variable_definition,
        variable_category: record.variable_category,
        unit_name: record.unit.name,
        unit_symbol: record.unit.symbol,
        unit_definition: record.unit.definition,
        sampled_medium: record.sampled_medium,
        aggregation_statistic: record.aggregation_statistic,
        aggregation_us: record.aggregation.map(Spacing::us),
        value_type: record.value_type,
        result_type: record.result_type,
        observation_type: record.observation_type,
        processing_level: record.processing_level,
        processing_level_definition: record.processing_level_definition,
        processing_level_explanation: record.processing_level_explanation,
        method_id: record.method_id,
        method_code: record.method_code,
        method_name: record.method_name,
        method_description: record.method_description,
        method_link: record.method_link,
        method_type: record.method_type,
        sensor_model: record.sensor_model,
        vertical_offset_m: record.vertical_offset_m,
        spacing_us: record.spacing.map(Spacing::us),
        no_data_value: record.no_data_value,
        begin_us: record.begin.map(|time| time.0),
        end_us: record.end.map(|time| time.0),
        value_count: record.value_count.and_then(|count| i64::try_from(count).ok()),
        revision: record.revision,
        latest_time_us: latest.0,
        latest_value: latest.1,
        arrived_us: arrivals.newest().map(|arrival| arrival.at.0),
        transmission_us: habit.map(|habit| habit.every.us()),
        delay_us: habit.map(|habit| habit.delay_us),
        pause: record.pause.map(Pause::code),
        arrivals: arrivals.to_string(),
        thresholds: Threshold::join(&record.thresholds),
        tags: record.tags.join("\n"),
        status: record.status,
        gone_us: None,
        first_seen_us: there.map_or(now.0, |row| row.first_seen_us),
    }
}
