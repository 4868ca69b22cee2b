//! Things, Locations, Datastreams, Sensors and ObservedProperties as a tolerant client reads them.
//!
//! Unknown keys are ignored, absent and null are the same, and a part of the wrong type is taken as absent
//! rather than failing the page: what a service gets wrong costs the part, not the site.

use crate::id::EntityId;
use gagehouse_model::{TimeUs, Unit, time};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// Free properties of an entity.
pub type Properties = Map<String, Value>;

/// A Thing: for us, a site.
#[derive(Debug, Clone, Deserialize)]
pub struct Thing {
    /// Its id.
    #[serde(rename = "@iot.id", alias = "id")]
    pub id: EntityId,
    /// Its name.
    #[serde(default, deserialize_with = "lenient")]
    pub name: Option<String>,
    /// What it is.
    #[serde(default, deserialize_with = "lenient")]
    pub description: Option<String>,
    /// Free properties.
    #[serde(default, deserialize_with = "lenient_or_default")]
    pub properties: Properties,
    /// Its Locations, when expanded: representations of one place.
    #[serde(rename = "Locations", default, deserialize_with = "each")]
    pub locations: Vec<Location>,
}

impl Thing {
    /// Longitude and latitude: the first Point among its Locations, else the middle of the first geometry.
    pub fn position(&self) -> Option<(f64, f64)> {
        let points = self.locations.iter().filter_map(|l| point(l.geometry()?));
        points.chain(self.locations.iter().filter_map(|l| middle(l.geometry()?))).find(
            |(longitude, latitude)| {
                (-360.0..=360.0).contains(longitude) && (-90.0..=90.0).contains(latitude)
            },
        )
    }
}

/// A Location.
#[derive(Debug, Clone, Deserialize)]
pub struct Location {
    /// Its name.
    #[serde(default, deserialize_with = "lenient")]
    pub name: Option<String>,
    /// A GeoJSON geometry or Feature, whatever the encoding type says.
    #[serde(default)]
    pub location: Value,
    /// Free properties.
    #[serde(default, deserialize_with = "lenient_or_default")]
    pub properties: Properties,
}

impl Location {
    /// The geometry, out of its Feature if it is in one.
    pub fn geometry(&self) -> Option<&Value> {
        geometry(&self.location)
    }
}

/// A Datastream.
#[derive(Debug, Clone, Deserialize)]
pub struct Datastream {
    /// Its id.
    #[serde(rename = "@iot.id", alias = "id")]
    pub id: EntityId,
    /// Its name.
    #[serde(default, deserialize_with = "lenient")]
    pub name: Option<String>,
    /// What it is.
    #[serde(default, deserialize_with = "lenient")]
    pub description: Option<String>,
    /// Type of its results, a URI.
    #[serde(rename = "observationType", default, deserialize_with = "lenient")]
    pub observation_type: Option<String>,
    /// Unit; parts may be absent.
    #[serde(rename = "unitOfMeasurement", default, deserialize_with = "lenient_or_default")]
    pub unit: Unit,
    /// From its first to its last phenomenonTime; may be absent, stale or wrong.
    #[serde(rename = "phenomenonTime", default, deserialize_with = "extent")]
    pub phenomenon_time: Option<(TimeUs, TimeUs)>,
    /// Where its features are.
    #[serde(rename = "observedArea", default)]
    pub observed_area: Value,
    /// Free properties.
    #[serde(default, deserialize_with = "lenient_or_default")]
    pub properties: Properties,
    /// Its Thing, when expanded.
    #[serde(rename = "Thing", default, deserialize_with = "lenient")]
    pub thing: Option<Reference>,
    /// Its Sensor, when expanded.
    #[serde(rename = "Sensor", default, deserialize_with = "lenient")]
    pub sensor: Option<Sensor>,
    /// Its ObservedProperty, when expanded.
    #[serde(rename = "ObservedProperty", default, deserialize_with = "lenient")]
    pub observed_property: Option<ObservedProperty>,
    /// Observations, when expanded; read them with [`crate::page`].
    #[serde(rename = "Observations", default)]
    pub observations: Value,
}

/// The id of a related entity.
#[derive(Debug, Clone, Deserialize)]
pub struct Reference {
    /// Its id.
    #[serde(rename = "@iot.id", alias = "id")]
    pub id: EntityId,
}

/// A Sensor: for us, a method with the model of the instrument.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Sensor {
    /// Its id.
    #[serde(rename = "@iot.id", alias = "id", default, deserialize_with = "lenient")]
    pub id: Option<EntityId>,
    /// Its name.
    #[serde(default, deserialize_with = "lenient")]
    pub name: Option<String>,
    /// What it is.
    #[serde(default, deserialize_with = "lenient")]
    pub description: Option<String>,
    /// Text, a link or any JSON.
    #[serde(default)]
    pub metadata: Value,
    /// Free properties.
    #[serde(default, deserialize_with = "lenient_or_default")]
    pub properties: Properties,
}

/// An ObservedProperty: for us, a variable.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ObservedProperty {
    /// Its name.
    #[serde(default, deserialize_with = "lenient")]
    pub name: Option<String>,
    /// URI or text that defines it.
    #[serde(default, deserialize_with = "lenient")]
    pub definition: Option<String>,
    /// What it is.
    #[serde(default, deserialize_with = "lenient")]
    pub description: Option<String>,
    /// Free properties.
    #[serde(default, deserialize_with = "lenient_or_default")]
    pub properties: Properties,
}

/// Reads an instant or an interval into its two ends; an end that is no time makes it `None`.
pub fn interval(text: &str) -> Option<(TimeUs, TimeUs)> {
    let end_of = |part: &str| time::parse(part.trim().as_bytes()).map(|parsed| parsed.time);
    match text.split_once('/') {
        Some((start, end)) => Some((end_of(start)?, end_of(end)?)),
        None => end_of(text).map(|instant| (instant, instant)),
    }
}

/// The geometry of a GeoJSON value: itself, or a Feature's.
pub fn geometry(value: &Value) -> Option<&Value> {
    let geometry = value.get("geometry").unwrap_or(value);
    geometry.get("type")?.as_str().map(|_| geometry)
}

fn point(geometry: &Value) -> Option<(f64, f64)> {
    if geometry.get("type")?.as_str()? != "Point" {
        return None;
    }
    pair(geometry.get("coordinates")?)
}

fn pair(coordinates: &Value) -> Option<(f64, f64)> {
    let pair = coordinates.as_array()?;
    let number = |at: usize| pair.get(at).and_then(Value::as_f64);
    Some((number(0)?, number(1)?))
}

/// The mean of a geometry's positions.
fn middle(geometry: &Value) -> Option<(f64, f64)> {
    let mut positions = Vec::new();
    collect_positions(geometry.get("coordinates")?, &mut positions, 0);
    let count = positions.len() as f64;
    let sum = positions.iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
    (count > 0.0).then(|| (sum.0 / count, sum.1 / count))
}

fn collect_positions(value: &Value, out: &mut Vec<(f64, f64)>, depth: u8) {
    if let Some(position) = pair(value) {
        out.push(position);
    } else if let Some(list) = value.as_array().filter(|_| depth < 5) {
        list.iter().for_each(|part| collect_positions(part, out, depth + 1));
    }
}

/// The value, or `None` when it is null or of another type.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Option<T>, D::Error> {
    Ok(T::deserialize(Value::deserialize(from)?).ok())
}

/// The value, or the default when it is null or of another type.
fn lenient_or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    lenient(from).map(Option::unwrap_or_default)
}

/// The readable elements of a list.
fn each<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    let list: Vec<Value> = lenient_or_default(from)?;
    Ok(list.into_iter().filter_map(|value| T::deserialize(value).ok()).collect())
}

fn extent<'de, D: Deserializer<'de>>(from: D) -> Result<Option<(TimeUs, TimeUs)>, D::Error> {
    let text: Option<String> = lenient(from)?;
    Ok(text.as_deref().and_then(interval))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn thing(location: Value) -> Thing {
        serde_json::from_value(json!({"@iot.id": 1, "Locations": [{"location": location}]}))
            .unwrap()
    }

    #[test]
    fn features_and_bare_geometries_give_one_place() {
        let geometry = json!({"type": "Point", "coordinates": [-111.5, 41.7, 1500.0]});
        let feature = json!({"type": "Feature", "properties": {}, "geometry": geometry});
        assert_eq!(thing(geometry).position(), Some((-111.5, 41.7)));
        assert_eq!(thing(feature).position(), Some((-111.5, 41.7)));
    }

    #[test]
    fn a_thing_without_a_point_stands_in_the_middle_and_without_a_place_nowhere() {
        let square = json!({"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2]]]});
        assert_eq!(thing(square).position(), Some((1.0, 1.0)));
        for nowhere in [json!(null), json!({}), json!("text"), json!({"type": "Point"})] {
            assert_eq!(thing(nowhere).position(), None);
        }
    }

    #[test]
    fn a_datastream_with_wrong_and_missing_parts_is_still_a_datastream() {
        let stream: Datastream = serde_json::from_value(json!({
            "@iot.id": "a-b", "name": 7, "description": null, "unitOfMeasurement": null,
            "observedArea": {}, "phenomenonTime": "2024-01-01T00:00:00Z", "properties": [],
            "Thing": {"@iot.id": 3, "x": 1}, "Sensor": "none", "new key": true
        }))
        .unwrap();
        assert_eq!(stream.id.as_str(), "a-b");
        assert_eq!(stream.name, None);
        assert_eq!(stream.unit, Unit::default());
        assert_eq!(stream.thing.unwrap().id.as_str(), "3");
        assert!(stream.sensor.is_none());
        let (start, end) = stream.phenomenon_time.unwrap();
        assert_eq!(start, end, "an instant where an interval was expected");
    }

    #[test]
    fn a_missing_or_broken_extent_is_none() {
        for time in [json!(null), json!("NULL"), json!(""), json!("2024-01-01/.."), json!(5)] {
            let stream: Datastream =
                serde_json::from_value(json!({"@iot.id": 1, "phenomenonTime": time})).unwrap();
            assert_eq!(stream.phenomenon_time, None);
        }
    }
}
