//! Properties of entities as JSON.

use super::observation::View;
use super::primitive::{instant, integer, interval, key, optional_text, stored_json};
use crate::store::sensorthings::{Column, Network, Record};
use gagehouse_model::keys;
use gagehouse_sensorthings::query::{EntityKind, Property};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Writes the value of a property, `null` where there is none, and says whether there is one.
pub(in crate::sensorthings) fn property(
    record: &Record,
    property: Property,
    networks: &HashMap<i64, Network>,
    out: &mut Vec<u8>,
) -> bool {
    if record.kind == EntityKind::Observation {
        return View::full(record).write(property, out);
    }
    let bounds = |start, end| record.get(start).integer().zip(record.get(end).integer());
    let column = match property {
        Property::Id => {
            integer(record.id(), out);
            return true;
        }
        Property::Properties => {
            out.extend_from_slice(Value::from(properties(record, networks)).to_string().as_bytes());
            return true;
        }
        Property::UnitOfMeasurement => {
            unit(record, out);
            return true;
        }
        Property::PhenomenonTime => {
            return optional_interval(bounds(Column::Start, Column::End), out);
        }
        Property::ResultTime => {
            return optional_interval(bounds(Column::ResultStart, Column::ResultEnd), out);
        }
        Property::Time => {
            instant(record.get(Column::Start).integer().unwrap_or(0), out);
            return true;
        }
        Property::Location | Property::ObservedArea | Property::Metadata | Property::Feature => {
            let json = record.get(Column::Body).text();
            match json {
                Some(json) => stored_json(json, out),
                None => out.extend_from_slice(b"null"),
            }
            return json.is_some();
        }
        Property::Name => Column::Name,
        Property::Description => Column::Description,
        Property::Definition => Column::Definition,
        Property::EncodingType => Column::EncodingType,
        Property::ObservationType => Column::ObservationType,
        _ => {
            out.extend_from_slice(b"null");
            return false;
        }
    };
    let value = record.get(column).text();
    optional_text(value, out);
    value.is_some()
}

fn optional_interval(bounds: Option<(i64, i64)>, out: &mut Vec<u8>) -> bool {
    match bounds {
        Some((start_us, end_us)) => interval(start_us, end_us, out),
        None => out.extend_from_slice(b"null"),
    }
    bounds.is_some()
}

fn unit(record: &Record, out: &mut Vec<u8>) {
    out.push(b'{');
    for (name, column) in [
        ("name", Column::UnitName),
        ("symbol", Column::UnitSymbol),
        ("definition", Column::UnitDefinition),
    ] {
        key(name, out);
        optional_text(record.get(column).text(), out);
    }
    out.push(b'}');
}

/// Properties as given, and over them what the store knows now, by the keys of a HydroServer.
fn properties(record: &Record, networks: &HashMap<i64, Network>) -> Map<String, Value> {
    let given = record.get(Column::Properties).text().map(serde_json::from_str);
    let mut map = match given {
        Some(Ok(Value::Object(map))) => map,
        _ => Map::new(),
    };
    let mut set = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    let private = |column| record.get(column).integer().is_some_and(|code| code != 0);
    match record.kind {
        EntityKind::Thing => {
            set(keys::SITE_CODE, record.get(Column::Code).text().into());
            set(keys::IS_PRIVATE, private(Column::Visibility).into());
        }
        EntityKind::Datastream => {
            set(keys::IS_PRIVATE, private(Column::Visibility).into());
            set(keys::IS_VISIBLE, private(Column::ResultsVisible).into());
            set(keys::VALUE_COUNT, record.get(Column::ObservationCount).integer().into());
            set(keys::REVISION, record.get(Column::Revision).integer().into());
            set(
                keys::NO_DATA_VALUE,
                record.get(Column::NoDataValue).real().map(plain_number).into(),
            );
            set(keys::PROCESSING_LEVEL_CODE, record.get(Column::ProcessingLevel).text().into());
        }
        _ => {}
    }
    let network_id = record.get(Column::NetworkId).integer();
    if let Some((id, network)) = network_id.and_then(|id| networks.get_key_value(&id)) {
        let workspace = serde_json::json!({
            "id": id,
            "name": network.name,
            "link": network.link,
            "isPrivate": network.visibility != 0,
        });
        set(keys::WORKSPACE, workspace);
    }
    map
}

/// A number as JSON, a whole one without a fraction.
fn plain_number(value: f64) -> Value {
    let mut out = Vec::new();
    super::primitive::number(Some(value), &mut out);
    serde_json::from_slice(&out).unwrap_or(Value::Null)
}
