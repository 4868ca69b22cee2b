//! `GET /api/v1/sites`: every site in short; `GET /api/v1/sites/{source}/{code}`: one with its datastreams.

use super::sources::{find, listed};
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use crate::http::error::ErrorBody;
use crate::store::catalog::read::Row;
use axum::Json;
use axum::extract::{Path, State};
use gagehouse_catalog::{DatastreamRecord, NetworkRecord, SiteRecord};
use gagehouse_model::TimeUs;
use gagehouse_records::role::Deed;
use serde::Serialize;
use utoipa::ToSchema;

/// A site in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct SiteSummary {
    /// Key of its source.
    #[schema(example = "local")]
    pub source: String,
    /// Our key, by which records name it.
    pub key: i32,
    /// Its network, `source:id`, where one has a role in it.
    pub network: Option<String>,
    /// What addresses it in URLs: its code, else its Thing id.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind of site.
    pub site_type: Option<String>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// Offset of local standard time.
    #[schema(example = "-07:00")]
    pub standard_utc_offset: Option<String>,
}

/// The sites of every source
#[utoipa::path(get, path = "/api/v1/sites", tag = "catalog",
    responses((status = 200, body = Vec<SiteSummary>)))]
pub async fn list_sites(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Result<Json<Vec<SiteSummary>>, AppError> {
    let mut networks = state.store.network_names().await?;
    let own = visitor.networks_where(Deed::See);
    networks.retain(|id, _| own.contains(id));
    let mut sites = Vec::new();
    for row in listed(&state).await?.into_iter().filter_map(|source| source.row) {
        let rows = state.store.catalog_sites(&visitor.viewer, row.id).await?;
        sites.extend(rows.into_iter().map(|Row { id: key, network_id, record }| SiteSummary {
            source: row.key.clone(),
            key,
            network: networks.get(&network_id).cloned(),
            code: record.url_code().to_owned(),
            standard_utc_offset: record.zone.as_ref().map(|zone| zone.standard_offset_text()),
            time_zone: record.zone.and_then(|zone| zone.iana),
            name: record.name,
            site_type: record.site_type,
            longitude: record.longitude,
            latitude: record.latitude,
        }));
    }
    Ok(Json(sites))
}

/// A site with its datastreams. What the source does not say is `null`.
#[derive(Debug, Serialize, ToSchema)]
pub struct SiteDetails {
    /// Key of its source.
    #[schema(example = "local")]
    pub source: String,
    /// Our key, which stays when a source is rebuilt.
    pub key: i32,
    /// Its id at the source.
    pub id: String,
    /// Code.
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// Free text.
    pub description: Option<String>,
    /// Name of its network.
    pub network: Option<String>,
    /// Id of its network at the source, as `/api/v1/networks` gives it.
    pub network_id: Option<String>,
    /// Kind of site.
    #[schema(example = "Stream")]
    pub site_type: Option<String>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Elevation in metres.
    pub elevation_m: Option<f64>,
    /// Datum of the elevation.
    pub elevation_datum: Option<String>,
    /// State or province.
    pub admin_area_1: Option<String>,
    /// County or district.
    pub admin_area_2: Option<String>,
    /// Country code.
    pub country: Option<String>,
    /// Watershed or region.
    pub watershed: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// Offset of local standard time.
    #[schema(example = "-07:00")]
    pub standard_utc_offset: Option<String>,
    /// Whether it is made up.
    pub synthetic: bool,
    /// Text that must stand beside the data.
    pub disclaimer: Option<String>,
    /// Its datastreams.
    pub datastreams: Vec<DatastreamDetails>,
}

/// A datastream of a site.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatastreamDetails {
    /// What addresses it in the app's URLs.
    #[schema(example = "local:12")]
    pub reference: String,
    /// Our key, which stays when a source is rebuilt.
    pub key: i32,
    /// Its id at the source.
    pub id: String,
    /// Name.
    pub name: String,
    /// Code of the variable.
    pub variable_code: Option<String>,
    /// Name of the variable.
    pub variable_name: String,
    /// Category of the variable.
    pub variable_category: Option<String>,
    /// Name of the unit.
    pub unit_name: Option<String>,
    /// Symbol of the unit.
    pub unit_symbol: Option<String>,
    /// Sampled medium.
    pub sampled_medium: Option<String>,
    /// Statistic over the aggregation interval.
    pub aggregation_statistic: Option<String>,
    /// Processing level.
    pub processing_level: Option<String>,
    /// What the processing level means.
    pub processing_level_definition: Option<String>,
    /// Method or sensor.
    pub method_name: Option<String>,
    /// Intended time between values, in seconds.
    pub spacing_s: Option<f64>,
    /// Time of the first value, RFC 3339 UTC.
    pub begin: Option<String>,
    /// Time of the last value, RFC 3339 UTC.
    pub end: Option<String>,
    /// Number of values.
    pub value_count: Option<u64>,
    /// The latest value seen.
    pub latest_value: Option<f64>,
    /// Its time, RFC 3339 UTC.
    pub latest_time: Option<String>,
    /// Whether its observations may be seen by all.
    pub results_visible: bool,
    /// Whether it is alive: `live`, `late`, `stale`, `seasonal`, `suspect`, `ended` or `never`.
    #[schema(example = "live")]
    pub status: String,
    /// Since when it has been late or stale, RFC 3339 UTC.
    pub late_since: Option<String>,
    /// When its newest values were first seen here, RFC 3339 UTC.
    pub arrived: Option<String>,
    /// Learned time from one transmission to the next, in seconds.
    pub transmission_s: Option<f64>,
    /// Learned time from the newest measurement of a transmission to its arrival, in seconds.
    pub delay_s: Option<f64>,
}

/// A site by its code, else by its Thing id
#[utoipa::path(get, path = "/api/v1/sites/{source}/{code}", tag = "catalog",
    params(
        ("source" = String, Path, description = "Key of the source"),
        ("code" = String, Path, description = "Code of the site, else its Thing id"),
    ),
    responses((status = 200, body = SiteDetails), (status = 404, body = ErrorBody)))]
pub async fn get_site(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((source, code)): Path<(String, String)>,
) -> Result<Json<SiteDetails>, AppError> {
    let missing = || AppError::NotFound(format!("there is no site '{code}' in source '{source}'"));
    let row = find(&state, &source).await?.row.ok_or_else(missing)?;
    let rows = state.store.catalog_site(&visitor.viewer, row.id, &code).await?;
    let rows = rows.ok_or_else(missing)?;
    let network = rows.networks.into_iter().next().map(|(_, network)| network);
    let site = rows.sites.into_iter().next().ok_or_else(missing)?;
    let now = now();
    let datastreams = rows.datastreams.into_iter().map(|(_, row)| datastream(&source, row, now));
    Ok(Json(site_details(source.clone(), network, site, datastreams.collect())))
}

fn site_details(
    source: String,
    network: Option<NetworkRecord>,
    Row { id: key, record, .. }: Row<SiteRecord>,
    datastreams: Vec<DatastreamDetails>,
) -> SiteDetails {
    SiteDetails {
        source,
        key,
        id: record.external_id,
        code: record.code,
        name: record.name,
        description: record.description,
        network: network.as_ref().map(|network| network.name.clone()),
        network_id: network.map(|network| network.external_id),
        site_type: record.site_type,
        longitude: record.longitude,
        latitude: record.latitude,
        elevation_m: record.elevation_m,
        elevation_datum: record.elevation_datum,
        admin_area_1: record.admin_area_1,
        admin_area_2: record.admin_area_2,
        country: record.country,
        watershed: record.watershed,
        standard_utc_offset: record.zone.as_ref().map(|zone| zone.standard_offset_text()),
        time_zone: record.zone.and_then(|zone| zone.iana),
        synthetic: record.synthetic,
        disclaimer: record.disclaimer,
        datastreams,
    }
}

fn datastream(source: &str, row: Row<DatastreamRecord>, now: TimeUs) -> DatastreamDetails {
    let Row { id: key, record, .. } = row;
    let (status, late_since) = (record.signs().status(now), record.signs().late_since(now));
    let seconds = |us: i64| us as f64 / 1e6;
    DatastreamDetails {
        reference: format!("{source}:{}", record.external_id),
        key,
        id: record.external_id,
        name: record.name,
        variable_code: record.variable_code,
        variable_name: record.variable_name,
        variable_category: record.variable_category,
        unit_name: record.unit.name,
        unit_symbol: record.unit.symbol,
        sampled_medium: record.sampled_medium,
        aggregation_statistic: record.aggregation_statistic,
        processing_level: record.processing_level,
        processing_level_definition: record.processing_level_definition,
        method_name: record.method_name,
        spacing_s: record.spacing.map(|spacing| spacing.us() as f64 / 1e6),
        begin: record.begin.map(TimeUs::to_rfc3339),
        end: record.end.map(TimeUs::to_rfc3339),
        value_count: record.value_count,
        latest_value: record.latest_value,
        latest_time: record.latest_time.map(TimeUs::to_rfc3339),
        results_visible: record.results_visible,
        status: status.key().to_owned(),
        late_since: late_since.map(TimeUs::to_rfc3339),
        arrived: record.arrived.map(TimeUs::to_rfc3339),
        transmission_s: record.transmission.map(|every| seconds(every.us())),
        delay_s: record.delay_us.map(seconds),
    }
}
