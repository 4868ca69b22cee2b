//! The demonstration network into an empty database, by the path that every other datum takes.
//!
//! What is there already is continued: a load that was interrupted is completed, and a database of
//! last week gets the days since. Any other data in the database, and nothing is touched.

use super::places::{Kind, Place, RIVERS, Role, WATERSHEDS};
use super::variables::Variable;
use super::{Demo, Series, Size, clock, instrument, places};
use crate::store::entities::{network, thing};
use crate::store::networks::{
    NewDatastream, NewLocation, NewNetwork, NewObservedProperty, NewSensor, NewSite,
    local_network_codes, put_datastream, put_network, put_site,
};
use crate::store::observations::{Load, Origin};
use crate::store::{Store, StoreError, Write};
use gagehouse_model::{SiteZone, Spacing, TimeUs, Unit, Viewer, Visibility, keys};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Code of the network.
pub const NETWORK: &str = "demo";
const SYNTHETIC: &str = "Synthetic data, made by a program for demonstration";

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The network is there, up to now; so many values were added.
    Ready {
        /// Values added by this call.
        added: u64,
    },
    /// The database holds other networks and was left as it is.
    NotEmpty,
}

/// Brings the network into the store, or up to now when it is there.
pub async fn load(
    store: &Store,
    seed: u64,
    now: TimeUs,
    size: Size,
) -> Result<Outcome, StoreError> {
    let networks = local_network_codes(store.read(), &Viewer::System).await?;
    if networks.iter().any(|code| code != NETWORK) {
        return Ok(Outcome::NotEmpty);
    }
    let demo = tokio::task::spawn_blocking(move || Demo::new(seed, now, size)).await?;
    let demo = Arc::new(demo);
    let write = store.begin().await?;
    let network = put_network(&*write, &new_network()).await?;
    let mut plans = Vec::with_capacity(places().len());
    for place in places() {
        plans.push(describe(&write, &network, &demo, place).await?);
    }
    write.commit().await?;

    let mut added = 0;
    for (number, plan) in (1..).zip(plans) {
        added += record(store, &demo, plan).await?;
        let sites = places().len();
        if added > 0 {
            tracing::info!(
                added,
                "demonstration network: {number} of {sites} sites, {added} values"
            );
        }
    }
    Ok(Outcome::Ready { added })
}

/// A site and, of each of its datastreams, id and step from which values are missing.
struct Plan {
    place: &'static Place,
    series: Vec<Series>,
    missing: Vec<(i32, i64)>,
}

/// Writes what a site and its datastreams are.
async fn describe(
    write: &Write,
    network: &network::Model,
    demo: &Demo,
    place: &'static Place,
) -> Result<Plan, StoreError> {
    let series = demo.series(place);
    let first = series.iter().map(|series| series.steps.start).min().unwrap_or(0);
    let site = put_site(&**write, network, &new_site(place, first)).await?;
    let mut missing = Vec::with_capacity(series.len());
    for series in &series {
        let known = put(write, network, &site, place, series).await?;
        let from = known.phenomenon_end_us.map_or(0, |end_us| clock::step_at(TimeUs(end_us)) + 1);
        missing.push((known.id, from));
    }
    Ok(Plan { place, series, missing })
}

/// Makes and stores the values that a site lacks; returns their number.
async fn record(store: &Store, demo: &Arc<Demo>, plan: Plan) -> Result<u64, StoreError> {
    let complete = |(series, (_, from)): (&Series, &(i32, i64))| *from >= series.steps.end;
    if plan.series.iter().zip(&plan.missing).all(complete) {
        return Ok(0);
    }
    let demo = demo.clone();
    let loads = tokio::task::spawn_blocking(move || {
        let site = demo.site(plan.place, &plan.series);
        let of = |(series, (datastream_id, from)): (&Series, (i32, i64))| Load {
            datastream_id,
            rows: site.record(series, from),
        };
        plan.series.iter().zip(plan.missing).map(of).collect::<Vec<_>>()
    })
    .await?;
    let origin = Origin { actor: "demo".to_owned(), source_file: None };
    Ok(store.load(loads, origin).await?.iter().map(|loaded| loaded.added).sum())
}

fn new_network() -> NewNetwork {
    NewNetwork {
        code: NETWORK.to_owned(),
        name: "Demonstration network (synthetic data)".to_owned(),
        description: "Three invented watersheds with thirty stream gages and climate stations. No \
                      place and no value here is real."
            .to_owned(),
        link: None,
        visibility: Visibility::Public,
    }
}

fn new_site(place: &Place, first_step: i64) -> NewSite {
    let watershed = &WATERSHEDS[place.watershed];
    let (site_type, what) = match place.kind {
        Kind::Stream { .. } => ("Stream", "Stream gage"),
        Kind::Climate => ("Atmosphere", "Climate station"),
    };
    let located = place.role != Role::Nowhere;
    NewSite {
        code: place.code.to_owned(),
        name: place.name.to_owned(),
        description: format!("{what} in the {} watershed. {SYNTHETIC}.", watershed.name),
        visibility: Visibility::Public,
        site_type: Some(site_type.to_owned()),
        watershed: Some(watershed.name.to_owned()),
        zone: Some(SiteZone {
            iana: Some(watershed.zone.to_owned()),
            standard_offset_minutes: clock::STANDARD_OFFSET_MINUTES,
        }),
        disclaimer: Some(format!("{SYNTHETIC}; not for any other use.")),
        synthetic: true,
        location: located.then(|| NewLocation {
            longitude: place.longitude,
            latitude: place.latitude,
            elevation_m: Some(place.elevation_m),
            elevation_datum: Some("NAVD88".to_owned()),
            admin_area_1: Some("Example State".to_owned()),
            admin_area_2: Some(watershed.region.to_owned()),
            country: Some("US".to_owned()),
        }),
        since: TimeUs(clock::time_us(first_step)),
        extra: along_the_river(place),
    }
}

async fn put(
    write: &Write,
    network: &network::Model,
    site: &thing::Model,
    place: &Place,
    series: &Series,
) -> Result<crate::store::entities::datastream::Model, StoreError> {
    let about = series.variable.about();
    let rated = series.variable == Variable::Discharge;
    let sensor = NewSensor {
        name: about.instrument.to_owned(),
        description: format!("{}, simulated", about.instrument),
        method_type: if rated { "Derivation" } else { "Instrument deployment" }.to_owned(),
        method_link: None,
        model: Some(about.instrument.to_owned()),
        manufacturer: None,
    };
    let observed_property = NewObservedProperty {
        code: about.code.to_owned(),
        name: about.name.to_owned(),
        definition: about.name.to_owned(),
        description: format!("{} ({})", about.name, about.medium.to_lowercase()),
        category: Some(about.category.to_owned()),
    };
    let (level, definition) = match series.level {
        0 => ("0", "Raw data"),
        _ => ("1", "Quality controlled data"),
    };
    let spacing = Spacing::from_us(series.every * clock::STEP_US);
    let (unit_name, unit_symbol) = about.unit;
    let ended = place.role == Role::Stale;
    let new = NewDatastream {
        code: format!("{}:{}:{level}", place.code, about.code),
        name: format!("{} at {}, {}", about.name, place.name, definition.to_lowercase()),
        description: format!("{}, {}. {SYNTHETIC}.", about.name, definition.to_lowercase()),
        visibility: Visibility::Public,
        results_visible: true,
        unit: Unit {
            name: Some(unit_name.to_owned()),
            symbol: Some(unit_symbol.to_owned()),
            definition: None,
        },
        result_type: Some("Time series coverage".to_owned()),
        sampled_medium: Some(about.medium.to_owned()),
        processing_level: Some(level.to_owned()),
        processing_level_definition: Some(definition.to_owned()),
        no_data_value: Some(instrument::NO_DATA),
        spacing,
        aggregation_statistic: Some(about.statistic.to_owned()),
        aggregation_interval: spacing,
        status: Some(if ended { "Unknown" } else { "Ongoing" }.to_owned()),
        extra: if series.variable == Variable::Stage { with_thresholds() } else { synthetic() },
    };
    put_datastream(&**write, network, site, &sensor, &observed_property, &new).await
}

/// The gages next to one along the water.
fn along_the_river(place: &Place) -> Map<String, Value> {
    let codes = |of: fn(&(&'static str, &'static str), &str) -> Option<&'static str>| {
        let codes: Vec<_> = RIVERS.iter().filter_map(|pair| of(pair, place.code)).collect();
        (!codes.is_empty()).then(|| json!(codes))
    };
    let mut extra = synthetic();
    let upstream = codes(|(up, down), code| (*down == code).then_some(up));
    let downstream = codes(|(up, down), code| (*up == code).then_some(down));
    extra.extend(upstream.map(|codes| (keys::UPSTREAM.to_owned(), codes)));
    extra.extend(downstream.map(|codes| (keys::DOWNSTREAM.to_owned(), codes)));
    extra
}

/// Stages that would mean something, were the places real.
fn with_thresholds() -> Map<String, Value> {
    let mut extra = synthetic();
    let thresholds = json!([
        { "value": 1.2, "name": "Bankfull stage", "meaning": "the water reaches the top of the banks" },
        { "value": 1.8, "name": "Flood stage", "meaning": "the meadows are under water" },
    ]);
    extra.insert(keys::THRESHOLDS.to_owned(), thresholds);
    extra
}

fn synthetic() -> Map<String, Value> {
    Map::from_iter([(keys::SYNTHETIC.to_owned(), Value::Bool(true))])
}
