//! What SensorThings entities mean to the catalog, by the `properties` keys that HydroServer and the embedded
//! service write. Services without these keys give less, never an error.

use gagehouse_catalog::lines::{Attachment, Neighbour, Relation, Threshold};
use gagehouse_catalog::{DatastreamRecord, NetworkRecord, SiteRecord, SourceCatalog};
use gagehouse_model::{SiteZone, Spacing, TimeUs, Unit, Visibility, keys, zone};
use gagehouse_sensorthings::entities::{Datastream, ObservedProperty, Properties, Sensor, Thing};
use gagehouse_sensorthings::page::{self, Ids, Page};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Longest text that is kept.
const MAX_CHARS: usize = 4_000;

/// What a walk read.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// Things with their Locations.
    pub things: &'a [Thing],
    /// Datastreams, each with the id of its Thing.
    pub datastreams: &'a [Datastream],
    /// Key of the source: id of the network of sites that name none.
    pub key: &'a str,
    /// Name of the source: name of that network.
    pub name: &'a str,
}

/// The rows of a source.
pub fn catalog(found: Found<'_>) -> SourceCatalog {
    let mut networks: Vec<NetworkRecord> = Vec::new();
    let mut sites = Vec::with_capacity(found.things.len());
    let mut network_of: HashMap<&str, (String, Visibility)> = HashMap::new();
    for thing in found.things {
        let network = network(&thing.properties).unwrap_or_else(|| NetworkRecord {
            external_id: found.key.to_owned(),
            name: found.name.to_owned(),
            description: None,
            link: None,
            visibility: Visibility::Public,
        });
        let visibility = network.visibility.and(visibility(&thing.properties));
        network_of.insert(thing.id.as_str(), (network.external_id.clone(), visibility));
        sites.push(site(thing, network.external_id.clone(), visibility));
        if !networks.iter().any(|known| known.external_id == network.external_id) {
            networks.push(network);
        }
    }
    let datastreams = found.datastreams.iter().filter_map(|stream| {
        let thing = stream.thing.as_ref()?.id.as_str();
        let (network, site_visibility) = network_of.get(thing)?;
        Some(datastream(stream, thing, network, *site_visibility))
    });
    let datastreams = datastreams.collect();
    SourceCatalog { networks, sites, datastreams }
}

/// Time and value of the newest row of a page; a value that is no number is `None`.
pub fn newest(page: &Page) -> Option<(i64, Option<f64>)> {
    let columns = page.groups.iter().map(|group| &group.columns);
    let rows = columns.flat_map(|c| c.time_us().iter().zip(c.value()));
    let (time, value) = rows.max_by_key(|(time, _)| **time)?;
    Some((*time, Some(*value).filter(|value| value.is_finite())))
}

fn network(properties: &Properties) -> Option<NetworkRecord> {
    let workspace = properties.get(keys::WORKSPACE)?.as_object()?;
    let id = text(workspace, "id").or_else(|| text(workspace, "name"))?;
    Some(NetworkRecord {
        name: text(workspace, "name").unwrap_or_else(|| id.clone()),
        external_id: id,
        description: None,
        link: text(workspace, "link"),
        visibility: visibility(workspace),
    })
}

fn visibility(properties: &Properties) -> Visibility {
    match properties.get(keys::IS_PRIVATE) {
        Some(Value::Bool(true)) => Visibility::Private,
        _ => Visibility::Public,
    }
}

fn site(thing: &Thing, network: String, visibility: Visibility) -> SiteRecord {
    let properties = &thing.properties;
    let place: Properties =
        thing.locations.first().map(|l| l.properties.clone()).unwrap_or_default();
    let position = thing.position();
    SiteRecord {
        network: Some(network),
        visibility,
        code: text(properties, keys::SITE_CODE),
        description: clean(thing.description.as_deref()),
        site_type: text(properties, keys::SITE_TYPE),
        longitude: position.map(|(longitude, _)| longitude),
        latitude: position.map(|(_, latitude)| latitude),
        elevation_m: number(&place, keys::ELEVATION_M),
        elevation_datum: text(&place, keys::ELEVATION_DATUM),
        admin_area_1: text(&place, keys::ADMIN_AREA_1),
        admin_area_2: text(&place, keys::ADMIN_AREA_2),
        country: text(&place, keys::COUNTRY),
        watershed: text(properties, keys::WATERSHED),
        zone: site_zone(properties),
        synthetic: properties.get(keys::SYNTHETIC) == Some(&Value::Bool(true)),
        disclaimer: text(properties, keys::DATA_DISCLAIMER),
        link: text(properties, keys::LINK),
        licence: text(properties, keys::LICENCE),
        citation: text(properties, keys::CITATION),
        tags: tags(properties),
        attachments: attachments(properties),
        neighbours: neighbours(properties),
        ..SiteRecord::new(
            thing.id.as_str(),
            clean(thing.name.as_deref()).unwrap_or_else(|| thing.id.to_string()),
        )
    }
}

fn site_zone(properties: &Properties) -> Option<SiteZone> {
    let offset = text(properties, keys::STANDARD_UTC_OFFSET)?;
    let standard_offset_minutes = zone::offset_from_text(&offset)?;
    Some(SiteZone { iana: text(properties, keys::TIME_ZONE), standard_offset_minutes })
}

fn datastream(
    stream: &Datastream,
    site: &str,
    network: &str,
    site_visibility: Visibility,
) -> DatastreamRecord {
    let properties = &stream.properties;
    let no_sensor = Sensor::default();
    let no_property = ObservedProperty::default();
    let sensor = stream.sensor.as_ref().unwrap_or(&no_sensor);
    let property = stream.observed_property.as_ref().unwrap_or(&no_property);
    let name = clean(stream.name.as_deref());
    let variable = clean(property.name.as_deref()).or_else(|| name.clone());
    let method = sensor.metadata.as_object().cloned().unwrap_or_default();
    let extent = stream.phenomenon_time;
    let latest = expanded_latest(&stream.observations);
    let variable_name = variable.unwrap_or_else(|| stream.id.to_string());
    DatastreamRecord {
        network: Some(network.to_owned()),
        visibility: site_visibility.and(visibility(properties)),
        results_visible: properties.get(keys::IS_VISIBLE) != Some(&Value::Bool(false)),
        name: name.unwrap_or_else(|| variable_name.clone()),
        description: clean(stream.description.as_deref()),
        variable_code: text(&property.properties, keys::VARIABLE_CODE),
        variable_definition: clean(property.definition.as_deref()),
        variable_category: text(&property.properties, keys::VARIABLE_TYPE),
        unit: Unit {
            name: clean(stream.unit.name.as_deref()),
            symbol: clean(stream.unit.symbol.as_deref()),
            definition: clean(stream.unit.definition.as_deref()),
        },
        sampled_medium: text(properties, keys::SAMPLED_MEDIUM),
        aggregation_statistic: text(properties, keys::AGGREGATION_STATISTIC),
        aggregation: aggregation(properties),
        value_type: text(properties, keys::VALUE_TYPE),
        result_type: text(properties, keys::RESULT_TYPE),
        observation_type: clean(stream.observation_type.as_deref()),
        processing_level: text(properties, keys::PROCESSING_LEVEL_CODE),
        processing_level_definition: text(properties, keys::PROCESSING_LEVEL_DEFINITION),
        processing_level_explanation: text(properties, keys::PROCESSING_LEVEL_EXPLANATION),
        method_id: sensor.id.as_ref().map(ToString::to_string),
        method_code: text(&method, "methodCode"),
        method_name: clean(sensor.name.as_deref()),
        method_description: clean(sensor.description.as_deref()),
        method_link: text(&method, "methodLink"),
        method_type: text(&method, "methodType"),
        sensor_model: sensor_model(&method),
        vertical_offset_m: number(properties, keys::VERTICAL_OFFSET_M),
        spacing: spacing(properties),
        no_data_value: number(properties, keys::NO_DATA_VALUE),
        tags: tags(properties),
        thresholds: thresholds(properties),
        status: text(properties, keys::STATUS),
        begin: extent.map(|(begin, _)| begin),
        end: extent.map(|(_, end)| end),
        value_count: properties.get(keys::VALUE_COUNT).and_then(Value::as_u64),
        revision: properties.get(keys::REVISION).and_then(Value::as_i64),
        latest_time: latest.map(|(time, _)| TimeUs(time)),
        latest_value: latest.and_then(|(_, value)| value),
        ..DatastreamRecord::new(stream.id.as_str(), site, variable_name)
    }
}

/// Manufacturer and model as one name.
fn sensor_model(method: &Properties) -> Option<String> {
    let model = method.get("sensorModel")?.as_object()?;
    let parts = [text(model, "sensorManufacturer"), text(model, "sensorModelName")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn spacing(properties: &Properties) -> Option<Spacing> {
    let amount = number(properties, keys::INTENDED_TIME_SPACING)?;
    Spacing::from_amount(amount, &text(properties, keys::INTENDED_TIME_SPACING_UNIT)?)
}

fn aggregation(properties: &Properties) -> Option<Spacing> {
    let amount = number(properties, keys::TIME_AGGREGATION_INTERVAL)?;
    Spacing::from_amount(amount, &text(properties, keys::TIME_AGGREGATION_INTERVAL_UNIT)?)
}

/// Tags of an entity: `{key: value}` as a HydroServer writes them, or a list of words.
fn tags(properties: &Properties) -> Vec<String> {
    let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut tags: Vec<String> = match properties.get(keys::TAGS) {
        Some(Value::Object(pairs)) => {
            pairs.keys().filter_map(|key| Some(format!("{key}: {}", text(pairs, key)?))).collect()
        }
        Some(Value::Array(words)) => words.iter().filter_map(|word| clean(word.as_str())).collect(),
        _ => Vec::new(),
    };
    tags.iter_mut().for_each(|tag| *tag = one_line(std::mem::take(tag)));
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// Documents and photos, as a HydroServer writes them.
fn attachments(properties: &Properties) -> Vec<Attachment> {
    let Some(Value::Object(files)) = properties.get(keys::FILE_ATTACHMENTS) else {
        return Vec::new();
    };
    let files = files.keys().filter_map(|name| Attachment::new(name, &text(files, name)?));
    files.collect()
}

/// Codes of sites along the river.
fn neighbours(properties: &Properties) -> Vec<Neighbour> {
    let of = |key, relation| {
        let codes = properties.get(key).and_then(Value::as_array).into_iter().flatten();
        let codes = codes.filter_map(|code| clean(code.as_str()));
        codes.map(move |code| Neighbour { relation, code }).collect::<Vec<_>>()
    };
    let mut all = of(keys::UPSTREAM, Relation::Upstream);
    all.extend(of(keys::DOWNSTREAM, Relation::Downstream));
    all
}

/// Values that mean something; one without a number or a name is none.
fn thresholds(properties: &Properties) -> Vec<Threshold> {
    let all = properties.get(keys::THRESHOLDS).and_then(Value::as_array).into_iter().flatten();
    let all = all.filter_map(|threshold| {
        let threshold = threshold.as_object()?;
        let value = number(threshold, "value").filter(|value| value.is_finite())?;
        let meaning = text(threshold, "meaning").unwrap_or_default();
        Some(Threshold { value, name: text(threshold, "name")?, meaning })
    });
    all.collect()
}

fn expanded_latest(observations: &Value) -> Option<(i64, Option<f64>)> {
    let list = observations.as_array().filter(|list| !list.is_empty())?;
    let body = json!({ "value": list }).to_string();
    newest(&page::decode(body.as_bytes(), Ids::Drop).ok()?)
}

/// A property as text; numbers are written out, empty text is none.
fn text(properties: &Properties, key: &str) -> Option<String> {
    match properties.get(key)? {
        Value::String(text) => clean(Some(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A property as a finite number, also when it was written as text.
fn number(properties: &Properties, key: &str) -> Option<f64> {
    let number = match properties.get(key)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// Text without blanks around it and without NUL, which PostgreSQL cannot keep; `None` when nothing is left.
fn clean(text: Option<&str>) -> Option<String> {
    let text = text?.trim().replace('\0', "");
    (!text.is_empty()).then(|| text.chars().take(MAX_CHARS).collect())
}
