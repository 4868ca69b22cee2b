//! A small SensorThings service of the tests, as well or as badly behaved as a test wants it.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How it answers.
#[derive(Debug, Clone, Default)]
pub enum Mood {
    /// As the standard says.
    #[default]
    Well,
    /// 200 with HTML.
    Html,
    /// Every page has another nextLink, and all bring the same.
    Endless,
    /// Never in time.
    Slow,
    /// The second page of Datastreams fails.
    BreaksOff,
    /// Lists nothing any more.
    Empty,
    /// The oldest Observation comes first, whatever order is asked for.
    OldestFirst,
    /// Sends everybody to another address.
    Elsewhere(String),
}

/// What it holds and has seen.
#[derive(Debug, Default)]
pub struct Inside {
    pub mood: Mood,
    /// Header and value without which it answers 401.
    pub wants: Option<(&'static str, String)>,
    /// Whether it also refuses wrong credentials only, and lets those without any in.
    pub open_to_anonymous: bool,
    pub things: Vec<Value>,
    pub datastreams: Vec<Value>,
    pub seen: Vec<(String, HeaderMap)>,
    /// When its one Observation was made, if not at the start of June 2024.
    pub observed: Option<String>,
}

/// The running service.
#[derive(Debug, Clone)]
pub struct StandIn {
    pub url: String,
    inside: Arc<Mutex<Inside>>,
}

impl StandIn {
    /// Starts it on a free port with two sites of three datastreams.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/sta/v1.1", listener.local_addr().unwrap());
        let inside = Arc::new(Mutex::new(Inside {
            things: vec![thing("t1", "LR_A", "Stream"), thing("t2", "LR_B", "Climate")],
            datastreams: vec![
                datastream("d1", "t1", "temp"),
                datastream("d2", "t1", "pH"),
                datastream("o'd 3", "t2", "stage"),
            ],
            ..Inside::default()
        }));
        let stand_in = Self { url, inside };
        let router = Router::new().fallback(answer).with_state(stand_in.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        stand_in
    }

    /// Looks at or changes what it holds.
    pub fn with<T>(&self, change: impl FnOnce(&mut Inside) -> T) -> T {
        change(&mut self.inside.lock().unwrap())
    }

    /// How many requests it has seen whose path holds a text.
    pub fn requests(&self, text: &str) -> usize {
        self.with(|inside| inside.seen.iter().filter(|(path, _)| path.contains(text)).count())
    }
}

/// A Thing with a Location as HydroServer writes it.
pub fn thing(id: &str, code: &str, site_type: &str) -> Value {
    json!({
        "@iot.id": id, "name": format!("Site {code}"), "description": "made up",
        "properties": {
            "samplingFeatureCode": code, "siteType": site_type, "isPrivate": false,
            "timeZone": "America/Denver", "standardUtcOffset": "-07:00",
            "workspace": {"id": "w1", "name": "Made-up network", "link": null, "isPrivate": false}
        },
        "Locations": [{
            "name": "here", "encodingType": "application/geo+json",
            "location": {"type": "Feature", "properties": {},
                "geometry": {"type": "Point", "coordinates": [-111.5, 41.7]}},
            "properties": {"elevation_m": "1500.5", "adminArea1": "UT", "country": "US"}
        }]
    })
}

/// A Datastream of a Thing as HydroServer writes it.
pub fn datastream(id: &str, thing: &str, variable: &str) -> Value {
    json!({
        "@iot.id": id, "name": format!("{variable} at {thing}"), "description": "made up",
        "observationType": "OM_Measurement",
        "unitOfMeasurement": {"name": "degree Celsius", "symbol": "°C", "definition": null},
        "phenomenonTime": "2024-01-01T00:00:00Z/2024-06-01T00:00:00Z",
        "properties": {
            "resultType": "Time series coverage", "sampledMedium": "Liquid aqueous",
            "valueCount": 12, "noDataValue": -9999, "processingLevelCode": "1",
            "intendedTimeSpacing": 15, "intendedTimeSpacingUnitOfMeasurement": "minutes",
            "aggregationStatistic": "Average", "timeAggregationInterval": 1,
            "timeAggregationIntervalUnitOfMeasurement": "hours",
            "tags": {"purpose": "  drought\n watch", "": null}, "verticalOffset_m": -0.1,
            "isPrivate": false, "isVisible": true
        },
        "Thing": {"@iot.id": thing},
        "Sensor": {"@iot.id": "s1", "name": "Thermistor", "metadata": {
            "methodType": "Instrument deployment", "methodCode": "TH-1",
            "sensorModel": {"sensorModelName": "T-1", "sensorManufacturer": "Maker"}}},
        "ObservedProperty": {"@iot.id": "p1", "name": variable,
            "properties": {"variableCode": variable, "variableType": "Hydrology"}}
    })
}

async fn answer(State(stand_in): State<StandIn>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let url = request.uri().to_string();
    let headers = request.headers().clone();
    let (mood, refused) = stand_in.with(|inside| {
        inside.seen.push((url.clone(), headers.clone()));
        let refused = inside.wants.as_ref().is_some_and(|(name, value)| {
            let given = headers.get(*name).map(|given| given.to_str().unwrap().to_owned());
            match given {
                Some(given) => given != *value,
                None => !inside.open_to_anonymous,
            }
        });
        (inside.mood.clone(), refused)
    });
    if refused {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let skip: usize = url
        .split_once("$skip=")
        .map_or(0, |(_, rest)| rest.split('&').next().unwrap().parse().unwrap());
    match mood {
        Mood::Html => {
            return (
                [(header::CONTENT_TYPE, "text/html")],
                "<html><script>alert(1)</script></html>",
            )
                .into_response();
        }
        Mood::Slow => tokio::time::sleep(Duration::from_secs(30)).await,
        Mood::Elsewhere(to) => return Redirect::temporary(&to).into_response(),
        Mood::BreaksOff if path.ends_with("/Datastreams") && skip > 0 => {
            return StatusCode::NOT_FOUND.into_response();
        }
        _ => {}
    }
    let Some((_, resource)) = path.split_once("/sta/v1.1/") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if resource.ends_with("/Observations") {
        let observed = stand_in.with(|inside| inside.observed.clone());
        let time = match (&mood, &observed) {
            (Mood::OldestFirst, _) => "2024-01-01T00:00:00Z",
            (_, Some(time)) => time,
            (_, None) => "2024-06-01T00:00:00Z",
        };
        let components = r#"["id","phenomenonTime","result"]"#;
        return json_text(format!(
            r#"{{"value":[{{"components":{components},"dataArray":[["x","{time}",7.5]]}}]}}"#
        ));
    }
    let list = stand_in.with(|inside| match (resource, &mood) {
        (_, Mood::Empty) => Some(Vec::new()),
        ("Things", _) => Some(inside.things.clone()),
        ("Datastreams", _) => Some(inside.datastreams.clone()),
        _ => None,
    });
    let Some(list) = list else { return StatusCode::NOT_FOUND.into_response() };
    let mut page = json!({ "value": list });
    if matches!(mood, Mood::Endless | Mood::BreaksOff) {
        // As a service behind a proxy writes them.
        let link = format!("http://localhost:1/sta/v1.1/{resource}?$skip={}", skip + list.len());
        page["@iot.nextLink"] = link.into();
    }
    json_text(page.to_string())
}

fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}
