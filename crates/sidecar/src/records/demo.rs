//! The demonstration network's record history: the visits between which its instruments drift, what each calibration found,
//! and which gaps its loggers left.
//!
//! It says of the flagship and the main gages what [`crate::demo::instrument`] did to their data: visits stand where the drift
//! ends, and as found a sensor is as far off as its record was.

use super::import::{Outcome, Row, load, stable_id};
use crate::demo::instrument::Instrument;
use crate::demo::load::NETWORK;
use crate::demo::noise::Noise;
use crate::demo::places::{Kind as PlaceKind, Place, Role};
use crate::demo::variables::Variable;
use crate::demo::{clock, places};
use crate::store::{Store, StoreError};
use gagehouse_model::time::MINUTE_US;
use gagehouse_model::{TimeRange, TimeUs, Viewer};
use gagehouse_records::{Decimal, Kind, Precision, RecordId, When};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::ops::Range;

/// Whole years of history, before the one that has begun.
const YEARS: i64 = 3;
/// What a sonde measures, with the standard that its sensor is checked in.
const CHECKED: [(Variable, &str, f64); 4] = [
    (Variable::Conductance, "SPCOND", 1000.0),
    (Variable::Ph, "PH", 7.0),
    (Variable::Oxygen, "ODO", 9.0),
    (Variable::Turbidity, "TURB", 20.0),
];

/// Brings the history into the store, up to now; what is there stays. Returns how many records were added.
pub async fn load_history(store: &Store, seed: u64, now: TimeUs) -> Result<usize, StoreError> {
    let network = format!("{}:{NETWORK}", crate::settings::LOCAL);
    let Some(row) = store.network_named(&network).await? else { return Ok(0) };
    let words = super::import::table::Words::of(store, row.id).await?;
    let streams = streams(store).await?;
    let noise = Noise::new(seed);
    let mut rows = common();
    for place in places() {
        let (PlaceKind::Stream { .. }, Role::Flagship | Role::Main, Some(site)) =
            (place.kind, place.role, words.site(place.code))
        else {
            continue;
        };
        rows.extend(history(store, &streams, noise, place, site, now).await?);
    }
    let report = load(store, &network, rows, false).await?;
    for (place, outcome) in &report.rows {
        if let Outcome::Refused(why) = outcome {
            tracing::warn!("demonstration network: {place} was refused: {}", why.join("; "));
        }
    }
    Ok(report.count(|outcome| *outcome == Outcome::Made))
}

fn row(kind: Kind, about: &str, time: TimeUs, record: Value) -> Row {
    let id = id(kind, about, time);
    Row { place: format!("{} {about}", kind.one()), kind, id, record, faults: Vec::new() }
}

fn id(kind: Kind, about: &str, time: TimeUs) -> RecordId {
    stable_id(&format!("demo\u{1f}{kind}\u{1f}{about}"), time.0 / 1000)
}

/// What all sites share: organizations, methods, the model, standards.
fn common() -> Vec<Row> {
    let at = TimeUs(0);
    let maker = id(Kind::Organization, "maker", at);
    let outputs: Vec<Value> =
        (CHECKED.iter().map(|(variable, code, _)| (variable.about().unit.1, *code)))
            .chain([("°C", "WTEMP")])
            .map(|(unit, code)| json!({"variable": code, "unit": unit}))
            .collect();
    let mut rows = vec![
        row(
            Kind::Organization,
            "maker",
            at,
            json!({"code": "DEMO-MAKER", "name": "Demonstration instruments (invented)",
            "organization_type": "manufacturer"}),
        ),
        row(
            Kind::Method,
            "deploy",
            at,
            json!({"code": "DEMO-DEPLOY", "name": "Sonde in a pipe at the bank", "method_type": "instrumentDeployment"}),
        ),
        row(
            Kind::Method,
            "calibrate",
            at,
            json!({"code": "DEMO-CAL", "name": "Check in a standard after cleaning", "method_type": "instrumentCalibration"}),
        ),
        row(
            Kind::EquipmentModel,
            "sonde",
            at,
            json!({"name": "Synthetic multiparameter sonde", "manufacturer": maker, "is_instrument": true,
            "output_variables": outputs}),
        ),
    ];
    for (variable, code, value) in CHECKED {
        let unit = variable.about().unit.1;
        let record = json!({"code": format!("DEMO-{code}"), "name": format!("{} standard", variable.about().name), "medium": "liquidAqueous",
            "organization": maker, "lot": "SYNTHETIC", "values": [{"variable": code, "value": Decimal::new(value, 2), "unit": unit}]});
        rows.push(row(Kind::ReferenceMaterial, code, at, record));
    }
    rows
}

/// Our key of each datastream, by the code the generator gave it.
async fn streams(store: &Store) -> Result<HashMap<String, i32>, StoreError> {
    let mut streams = HashMap::new();
    let keys = store.keys_of_local_datastreams(&Viewer::System).await?;
    for (code, number) in store.datastream_codes(&Viewer::System).await? {
        streams.extend(keys.get(&number).map(|key| (code, *key)));
    }
    Ok(streams)
}

/// The visits of one site, each with its calibrations, and the sonde that hangs there.
async fn history(
    store: &Store,
    streams: &HashMap<String, i32>,
    noise: Noise,
    place: &Place,
    site: i32,
    now: TimeUs,
) -> Result<Vec<Row>, StoreError> {
    let end = clock::step_at(now);
    // From the turn of a year of the network's, so that the beginning does not move with every day.
    let year = 365 * clock::STEPS_PER_DAY;
    let first = ((end / year - YEARS) * year).max(0);
    let site_noise = noise.of(place.code);
    let instrument = |variable: Variable| {
        let about = variable.about();
        Instrument {
            behaviour: about.behaviour,
            site: site_noise,
            own: site_noise.of(about.code),
            dead_from: None,
        }
    };
    let visits: Vec<i64> = instrument(Variable::Ph).visit_steps(first..end);
    let Some(begun) = visits.first().copied() else { return Ok(Vec::new()) };
    let at = |step: i64, minutes: i64| {
        let time = TimeUs(clock::time_us(step) + minutes * MINUTE_US);
        When::new(time, clock::STANDARD_OFFSET_MINUTES, Precision::Minute)
    };
    let item = id(Kind::Equipment, place.code, TimeUs(0));
    let model = id(Kind::EquipmentModel, "sonde", TimeUs(0));
    let owner = id(Kind::Organization, "maker", TimeUs(0));
    let mut rows = vec![row(
        Kind::Equipment,
        place.code,
        TimeUs(0),
        json!({
        "code": format!("DEMO-{}", place.code), "name": "Sonde", "equipment_type": "waterQualitySonde", "model": model,
        "serial_number": format!("SYN-{}", place.code), "owner": owner, "status": "inService"}),
    )];
    let fed: Vec<Value> = (CHECKED.iter().map(|(variable, code, _)| (variable.about().unit.1, *code)))
        .chain([("°C", "WTEMP")])
        .filter_map(|(unit, code)| {
            let key = streams.get(&format!("{}:{code}:0", place.code))?;
            Some(json!({"datastream": key, "output_variable": code, "unit": unit, "processing_level": "0", "medium": "liquidAqueous"}))
        })
        .collect();
    let method = id(Kind::Method, "deploy", TimeUs(0));
    rows.push(row(Kind::Deployment, place.code, TimeUs(0), json!({
        "site": site, "action_type": "instrumentDeployment", "equipment": item, "method": method,
        "begin": at(begun, -30), "datastreams": fed, "description": "Synthetic record of the demonstration network"})));
    for pair in std::iter::once(begun).chain(visits.iter().copied()).collect::<Vec<_>>().windows(2)
    {
        let (before, step) = (pair[0], pair[1]);
        let about = format!("{} {step}", place.code);
        let time = TimeUs(clock::time_us(step));
        let visit = id(Kind::Visit, &about, time);
        let remarks = remarks(&instrument(Variable::Ph), before..step);
        rows.push(row(Kind::Visit, &about, time, json!({
            "site": site, "begin": at(step, -5), "end": at(step, 55), "party": "demonstration crew (invented)",
            "status": "final", "remarks": remarks, "completed_work": ["cleaning", "calibration", "recorderDataCollected"]})));
        for (variable, code, standard) in CHECKED {
            let drift = instrument(variable).drift_before(step);
            let stream = streams.get(&format!("{}:{code}:1", place.code));
            let Some(water) = water(store, stream, time).await? else { continue };
            rows.push(calibration(
                (variable, code, standard),
                drift,
                water,
                (site, visit, item),
                &about,
                time,
                at(step, 10),
            ));
        }
    }
    Ok(rows)
}

/// The quality-controlled value before a visit; none where the series does not reach so far back.
async fn water(
    store: &Store,
    stream: Option<&i32>,
    time: TimeUs,
) -> Result<Option<f64>, StoreError> {
    let Some(key) = stream else { return Ok(None) };
    let window = TimeRange { start: TimeUs(time.0 - 120 * MINUTE_US), end: time };
    let columns = store.range_of_key(&Viewer::System, *key, window).await?;
    let usable = |value: &f64| value.is_finite() && *value != crate::demo::instrument::NO_DATA;
    Ok(columns.and_then(|columns| columns.value().iter().rev().copied().find(usable)))
}

/// Three fifths of what a sensor is off grew on it, the rest is its own.
fn calibration(
    (variable, code, standard): (Variable, &str, f64),
    drift: f64,
    water: f64,
    (site, visit, item): (i32, RecordId, RecordId),
    about: &str,
    time: TimeUs,
    when: When,
) -> Row {
    let d = |value: f64| Decimal::new(value.max(0.0), if code == "SPCOND" { 1 } else { 2 });
    let own = 0.4 * drift;
    let record = json!({
        "site": site, "visit": visit, "place": "field", "equipment": item, "output_variable": code,
        "unit": variable.about().unit.1, "method": id(Kind::Method, "calibrate", TimeUs(0)), "begin": when,
        "cleaning": {"sensor_before": d(water + drift), "sensor_after": d(water + own), "meter_before": d(water), "meter_after": d(water)},
        "standards": [{"material": id(Kind::ReferenceMaterial, code, TimeUs(0)), "value": Decimal::new(standard, 2),
            "as_found": d(standard + own), "as_left": d(standard)}],
        "remarks": "Synthetic",
    });
    row(Kind::Calibration, &format!("{about} {code}"), time, record)
}

fn remarks(instrument: &Instrument, since: Range<i64>) -> String {
    let outages: Vec<String> = (instrument.logger_outages(since).into_iter())
        .map(|gap| {
            let hours = (gap.end - gap.start) as f64 / clock::STEPS_PER_DAY as f64 * 24.0;
            let from =
                TimeUs(clock::time_us(gap.start)).to_local_text(clock::STANDARD_OFFSET_MINUTES);
            format!("the logger wrote nothing for {hours:.1} h from {from} (UTC-07:00)")
        })
        .collect();
    match outages.as_slice() {
        [] => "Cleaned and checked; the record is complete since the last visit. Synthetic."
            .to_owned(),
        some => format!("Cleaned and checked; {}. Synthetic.", some.join("; ")),
    }
}
