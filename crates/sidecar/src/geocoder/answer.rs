//! What services that know names of places send: a list as Nominatim's (`lat`, `lon`, `display_name`), or features in
//! GeoJSON as those of Photon and Pelias.

use crate::harvest::upstream::Fetched;
use gagehouse_page::places::Place;
use serde_json::Value;
use std::time::Duration;

/// Places that are told.
const MOST: usize = 6;
/// Characters of a name that is told.
const MOST_CHARS: usize = 200;

/// The places of an answer, else what is wrong with it, in words that name the service and no address.
pub fn read(service: &str, patience: Duration, fetched: Fetched) -> Result<Vec<Place>, String> {
    let problem = match fetched {
        Fetched::Answer { status: 200, body, .. } => match places(&body) {
            Some(places) => return Ok(places),
            None => "answered with something else than places".to_owned(),
        },
        Fetched::Answer { status: 429, .. } => "is asked too often at this moment".to_owned(),
        Fetched::Answer { status, .. } => format!("answered with status {status}"),
        Fetched::Redirected { .. } => {
            "wants to be asked elsewhere, which is not followed".to_owned()
        }
        Fetched::Timeout => format!("did not answer within {} s", patience.as_secs()),
        Fetched::TooLarge => "answered with too many bytes".to_owned(),
        Fetched::Network(why) => format!("cannot be reached: {why}"),
    };
    Err(format!("{service} {problem}"))
}

fn places(body: &[u8]) -> Option<Vec<Place>> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    Some(match &answer {
        Value::Array(all) => first(all, of_list),
        _ => first(answer.get("features")?.as_array()?, of_feature),
    })
}

/// The first places of a list. An entry without a name or a place costs itself alone.
fn first(all: &[Value], read: impl Fn(&Value) -> Option<Place>) -> Vec<Place> {
    all.iter().filter_map(read).take(MOST).collect()
}

fn of_list(entry: &Value) -> Option<Place> {
    place(text(entry, "display_name")?, number(entry.get("lat")?)?, number(entry.get("lon")?)?)
}

fn of_feature(feature: &Value) -> Option<Place> {
    let at = feature.get("geometry")?.get("coordinates")?.as_array()?;
    let properties = feature.get("properties")?;
    let whole = text(properties, "label").or_else(|| text(properties, "display_name"));
    let name = whole.or_else(|| {
        let mut parts: Vec<String> = ["name", "city", "county", "state", "country"]
            .into_iter()
            .filter_map(|key| text(properties, key))
            .collect();
        parts.dedup();
        (!parts.is_empty()).then(|| parts.join(", "))
    });
    place(name?, number(at.get(1)?)?, number(at.first()?)?)
}

fn place(name: String, latitude: f64, longitude: f64) -> Option<Place> {
    let is_on_globe = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    let name = name.chars().filter(|c| !c.is_control()).take(MOST_CHARS).collect();
    is_on_globe.then_some(Place { name, latitude, longitude })
}

fn text(of: &Value, key: &str) -> Option<String> {
    let text = of.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Nominatim writes numbers as texts.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok()).filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderMap;

    fn answered(status: u16, body: &str) -> Result<Vec<Place>, String> {
        let body = body.as_bytes().to_vec();
        read(
            "Places",
            Duration::from_secs(5),
            Fetched::Answer { status, headers: HeaderMap::new(), body },
        )
    }

    #[test]
    fn answers_of_the_known_kinds_are_read() {
        let logan = Place {
            name: "Logan, Cache County, Utah".to_owned(),
            latitude: 41.7313,
            longitude: -111.8349,
        };
        for body in [
            r#"[{"lat": "41.7313", "lon": "-111.8349", "display_name": "Logan, Cache County, Utah"}, {"lat": "x"}]"#,
            r#"{"type": "FeatureCollection", "features": [{"geometry": {"coordinates": [-111.8349, 41.7313]},
                "properties": {"name": "Logan", "county": "Cache County", "state": "Utah"}}]}"#,
            r#"{"features": [{"geometry": {"coordinates": [-111.8349, 41.7313]},
                "properties": {"name": "Logan", "label": "Logan, Cache County, Utah"}}, {"geometry": null},
                {"geometry": {"coordinates": [-111, 410]}, "properties": {"name": "beyond the pole"}}]}"#,
        ] {
            assert_eq!(answered(200, body), Ok(vec![logan.clone()]), "{body}");
        }
        assert_eq!(answered(200, "[]"), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_answer_is_told_in_words() {
        let told = |fetched| read("Places", Duration::from_secs(5), fetched).unwrap_err();
        assert_eq!(
            answered(200, "<html>"),
            Err("Places answered with something else than places".into())
        );
        assert_eq!(answered(503, ""), Err("Places answered with status 503".into()));
        assert_eq!(answered(429, ""), Err("Places is asked too often at this moment".into()));
        assert_eq!(told(Fetched::Timeout), "Places did not answer within 5 s");
        assert_eq!(told(Fetched::Network("no route".into())), "Places cannot be reached: no route");
    }
}
