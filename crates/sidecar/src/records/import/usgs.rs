//! Field work as the USGS publishes it: discharge measurements (RDB) and readings beside the recorder (JSON), as visits.

use super::{Row, stable_id};
use gagehouse_model::time::{DAY_US, MINUTE_US};
use gagehouse_model::zone::offset_text;
use gagehouse_model::{TimeUs, time};
use gagehouse_records::{Kind, Precision, RecordId, When};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Readings further apart than this are of different visits.
const SAME_VISIT_US: i64 = DAY_US / 2;

/// The discharge measurements of an RDB file: a visit with an action each. Dates without a clock stay dates.
pub fn discharge_measurements(text: &str, site: i32, offset_minutes: i32) -> Vec<Row> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    let Some((_, header)) = lines.next() else { return Vec::new() };
    let columns: HashMap<&str, usize> =
        header.split('\t').enumerate().map(|(at, name)| (name, at)).collect();
    // The line after the header tells widths, such as `5s`.
    let data = lines.skip(1).filter(|(_, line)| !line.trim().is_empty());
    let mut rows = Vec::new();
    for (at, line) in data {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let cell = |name: &str| {
            columns.get(name).and_then(|at| cells.get(*at)).copied().unwrap_or_default()
        };
        let some = |name: &str| Some(cell(name)).filter(|text| !text.is_empty());
        let (number, date) = (cell("measurement_nu"), cell("measurement_dt"));
        let when = format!("{}{}", date.replacen(' ', "T", 1), offset_text(offset_minutes));
        let unix_ms = time::parse(when.as_bytes()).map_or(0, |parsed| parsed.time.0 / 1000);
        let about = format!("usgs\u{1f}{site}\u{1f}{number}\u{1f}{date}");
        let (visit, action) =
            (stable_id(&format!("{about}\u{1f}visit"), unix_ms), stable_id(&about, unix_ms));
        let place = format!("line {}", at + 1);
        let party = if cell("party_nm").is_empty() { "not stated" } else { cell("party_nm") };
        let record = json!({
            "site": site, "begin": when, "party": party, "status": "approved",
            "remarks": format!("Discharge measurement {number}"),
        });
        rows.push(Row {
            place: place.clone(),
            kind: Kind::Visit,
            id: visit,
            record,
            faults: Vec::new(),
        });
        let is_used = cell("q_meas_used_fg") == "Yes";
        let record = json!({
            "site": site, "visit": visit, "begin": when, "action_type": "dischargeMeasurement",
            "discharge": {
                "number": number, "value": some("discharge_va"), "unit": "ft³/s",
                "gage_height": some("gage_height_va"), "gage_height_unit": some("gage_height_va").map_or("", |_| "ft"),
                "gage_height_change": some("gage_va_change"), "duration_h": some("gage_va_time"),
                "discharge_method": "unspecified", "quality_rating": rating(cell("measured_rating_diff")),
                "control_condition": control(cell("control_type_cd")), "agency": cell("site_visit_coll_agency_cd"),
                "is_excluded": !is_used, "excluded_reason": if is_used { "" } else { "not used, says the source" },
            },
        });
        rows.push(Row { place, kind: Kind::Action, id: action, record, faults: Vec::new() });
    }
    rows
}

/// How good a measurement is; never to be taken for a stage–discharge rating.
fn rating(text: &str) -> String {
    match text.to_ascii_lowercase().as_str() {
        known @ ("excellent" | "good" | "fair" | "poor") => known.to_owned(),
        _ => "unspecified".to_owned(),
    }
}

fn control(text: &str) -> &'static str {
    match text {
        "Clear" => "clear",
        "DebrisLight" => "lightDebris",
        "DebrisModerate" => "moderateDebris",
        "DebrisHeavy" => "heavyDebris",
        "IceCover" => "iceCover",
        "IceShore" => "shoreIce",
        "IceAnchor" => "anchorIce",
        "Algae" | "VegetationLight" | "VegetationModerate" | "VegetationHeavy" => "algae",
        "Submerged" => "submerged",
        "NoFlow" => "noFlow",
        _ => "unspecified",
    }
}

/// The readings of a summary, as visits of those who were there within half a day. What a sensor showed stands beside each.
///
/// # Errors
/// When the text is no such summary; says what is missing.
pub fn readings(
    text: &str,
    site: i32,
    variable: &str,
    unit: &str,
    offset_minutes: i32,
) -> Result<Vec<Row>, String> {
    let json: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
    let list = json["readings"].as_array().ok_or("there is no list 'readings'")?;
    let mut visits: Vec<(String, Vec<(TimeUs, Value)>)> = Vec::new();
    for reading in list {
        let text = |name: &str| reading[name].as_str().unwrap_or_default();
        // Of the rest only the recorder's own values are told: nobody was there.
        if text("recorderValue").is_empty() && text("value").is_empty() {
            continue;
        }
        let time: TimeUs =
            text("displayTime").parse().map_err(|error| format!("displayTime: {error}"))?;
        let (party, value) =
            (text("party").to_owned(), as_reading(reading, variable, unit, time, offset_minutes));
        match visits.last_mut().filter(|(of, all)| {
            *of == party
                && all.last().is_some_and(|(last, _)| (time.0 - last.0).abs() <= SAME_VISIT_US)
        }) {
            Some((_, all)) => all.push((time, value)),
            None => visits.push((party, vec![(time, value)])),
        }
    }
    let mut rows = Vec::new();
    for (number, (party, all)) in (1..).zip(visits) {
        let times = || all.iter().map(|(time, _)| *time);
        let (Some(first), Some(last)) = (times().min(), times().max()) else { continue };
        let at = |time: TimeUs| When::new(time, offset_minutes, Precision::Minute);
        let unix_ms = first.0 / 1000;
        let about = format!("usgs\u{1f}{site}\u{1f}{variable}\u{1f}{first}");
        let visit: RecordId = stable_id(&format!("{about}\u{1f}visit"), unix_ms);
        let place = format!("visit {number}");
        let party = if party.is_empty() { "not stated".to_owned() } else { party };
        let record = json!({
            "site": site, "begin": at(first), "end": at(TimeUs(last.0 + MINUTE_US)), "party": party, "status": "final",
        });
        rows.push(Row {
            place: place.clone(),
            kind: Kind::Visit,
            id: visit,
            record,
            faults: Vec::new(),
        });
        let readings: Vec<Value> = all.iter().map(|(_, reading)| reading.clone()).collect();
        let record = json!({
            "site": site, "visit": visit, "begin": at(first), "action_type": "observation", "readings": readings,
        });
        let id = stable_id(&about, unix_ms);
        rows.push(Row { place, kind: Kind::Action, id, record, faults: Vec::new() });
    }
    Ok(rows)
}

fn as_reading(
    reading: &Value,
    variable: &str,
    unit: &str,
    time: TimeUs,
    offset_minutes: i32,
) -> Value {
    let text = |name: &str| reading[name].as_str().filter(|text| !text.is_empty());
    let mut remarks: Vec<&str> = Vec::new();
    if let Some(comments) = reading["recorderComments"].as_array() {
        remarks.extend(comments.iter().filter_map(Value::as_str).map(str::trim));
    }
    remarks.extend(text("referenceComments"));
    let (value, kind) = match (text("value"), text("type")) {
        (Some(value), Some("ReferencePrimary")) => (value, "referencePrimary"),
        (Some(value), Some("Reference")) => (value, "reference"),
        (Some(value), _) => (value, "routine"),
        (None, _) => (text("recorderValue").unwrap_or_default(), "routine"),
    };
    json!({
        "variable": variable, "value": value, "unit": unit, "reading_type": kind,
        "when": When::new(time, offset_minutes, Precision::Minute),
        "sensor_value": text("value").and(text("recorderValue")),
        "uncertainty": text("uncertainty"),
        "method": text("monitoringMethod").or(text("recorderMethod")).unwrap_or_default(),
        "remarks": remarks.join("; "),
    })
}
