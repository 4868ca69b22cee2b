//! A small made-up network behind the router, and how to ask it.

use crate::support::builders::{a_datastream, a_site, load, qualified_rows, rows};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use gagehouse_model::Visibility;
use gagehouse_sidecar::app::{AppState, app};
use gagehouse_sidecar::settings::{Environment, Options, Settings};
use gagehouse_sidecar::store::Store;
use serde_json::Value;
use tower::ServiceExt;

/// Seconds in microseconds.
pub const S: i64 = 1_000_000;
/// 2024-01-01T00:00:00Z.
pub const NEW_YEAR_US: i64 = 1_704_067_200 * S;

/// Two public sites and a private one, and the server over them.
///
/// Site A has datastream 1 (ten values 0 to 9 a minute apart, the third and the seventh qualified) and
/// datastream 2 (two values at the same times), site B has datastream 3 (empty) and datastream 4, whose
/// results are hidden; the private site has datastream 5.
pub struct House {
    app: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl House {
    pub async fn fill(store: &Store) -> Self {
        let mut first = a_datastream("A-1");
        first.site = a_site("A");
        let mut second = a_datastream("A-2");
        second.site = a_site("A");
        second.new.name = "Stage O'Neill".to_owned();
        let mut empty = a_datastream("B-3");
        empty.site = a_site("B");
        empty.site.site_type = Some("Lake, Reservoir".to_owned());
        empty.new.no_data_value = None;
        let mut hidden = a_datastream("B-4");
        hidden.site = empty.site.clone();
        hidden.new.results_visible = false;
        let mut private = a_datastream("P-5");
        private.site = a_site("P");
        private.site.visibility = Visibility::Private;
        let mut ids = Vec::new();
        for datastream in [&first, &second, &empty, &hidden, &private] {
            ids.push(datastream.put(store).await.id);
        }
        assert_eq!(ids, [1, 2, 3, 4, 5]);
        let at = |minute: i64| NEW_YEAR_US + minute * 60 * S;
        let qualifier = |minute| if minute == 2 || minute == 6 { "ice" } else { "" };
        let ten: Vec<_> = (0..10).map(|m| (at(m), m as f64 + 0.5, qualifier(m))).collect();
        load(store, 1, qualified_rows(&ten)).await;
        load(store, 2, rows(&[(at(0), 100.0), (at(1), f64::NAN)])).await;
        load(store, 4, rows(&[(at(0), 1.0)])).await;
        load(store, 5, rows(&[(at(0), 1.0)])).await;
        Self::over(store, &[])
    }

    /// A server over a store, with settings.
    pub fn over(store: &Store, settings: &[(&'static str, &str)]) -> Self {
        Self::with_state(store, settings).0
    }

    /// The same, and what its handlers share.
    pub fn with_state(store: &Store, settings: &[(&'static str, &str)]) -> (Self, AppState) {
        let mut options = Options::from([("static_dir", "/nowhere".to_owned())]);
        for (name, value) in settings {
            options.insert(*name, (*value).to_owned());
        }
        let settings = Settings::load(&options, &Environment::default()).unwrap();
        let state = AppState::new(store.clone(), settings);
        (Self { app: app(state.clone()) }, state)
    }

    /// Asks for a path below the service root; blanks and quotes are encoded here.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let path = path.replace(' ', "%20").replace('"', "%22").replace('|', "%7C");
        self.raw("GET", &format!("/sensorthings/v1.1/{path}"), headers).await
    }

    pub async fn raw(&self, method: &str, uri: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request =
            Request::builder().method(method).uri(uri).header("host", "gages.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 26).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// The JSON of a path that answers 200.
    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.json()
    }

    /// A key of every entity of a set.
    pub async fn list(&self, path: &str, key: &str) -> Vec<Value> {
        let answer = self.json(path).await;
        answer["value"].as_array().unwrap().iter().map(|entity| entity[key].clone()).collect()
    }

    /// The ids of a set.
    pub async fn ids(&self, path: &str) -> Vec<i64> {
        let ids = self.list(path, "@iot.id").await;
        ids.iter().map(|id| id.as_i64().unwrap()).collect()
    }

    /// Status and message of an error.
    pub async fn error(&self, path: &str) -> (u16, String) {
        let answer = self.get(path).await;
        let json = answer.json();
        assert_eq!(json["type"], "error", "{path}: {}", answer.text());
        assert_eq!(json["code"], answer.status.as_u16());
        (answer.status.as_u16(), json["message"].as_str().unwrap().to_owned())
    }
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{} {e}: {}", self.status, self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
