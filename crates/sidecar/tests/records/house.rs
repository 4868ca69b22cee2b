//! A network with a public and a private site, people of every role, and how to ask as one of them.

use crate::support::builders::{a_datastream, a_site, load, rows};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use gagehouse_model::{TimeUs, Visibility};
use gagehouse_records::{RecordId, Role};
use gagehouse_sidecar::app::{AppState, app};
use gagehouse_sidecar::harvest::Harvester;
use gagehouse_sidecar::settings::{Environment, Options, Settings};
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::accounts::{Grant, NewToken};
use gagehouse_sidecar::store::networks::put_network;
use gagehouse_sidecar::store::records::apply::sha256;
use serde_json::{Value, json};
use std::collections::HashMap;
use tower::ServiceExt;

/// 2026-05-03T17:00:00Z, 10:00 at the site.
pub const TEN_US: i64 = 1_777_827_600_000_000;
/// What stands in everything private, and nowhere else.
pub const SECRET: &str = "heron";

/// Code of the private site, which stands in requests for it.
pub const HIDDEN: &str = "quiet-7";

/// A server over a store, with sites, datastreams and people.
pub struct House {
    pub app: Router,
    pub state: AppState,
    /// Our key of the public site.
    pub site: i32,
    /// Our key of the private one.
    pub hidden_site: i32,
    /// Our keys of datastreams: public and corrected, private and raw, at the hidden site.
    pub corrected: i32,
    pub raw: i32,
    pub hidden: i32,
    /// Tokens by account.
    tokens: HashMap<&'static str, String>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The faults as field and code.
    pub fn faults(&self) -> Vec<(String, String)> {
        let faults = self.json()["faults"].as_array().cloned().unwrap_or_default();
        let text = |fault: &Value, key: &str| fault[key].as_str().unwrap().to_owned();
        faults.iter().map(|fault| (text(fault, "field"), text(fault, "code"))).collect()
    }
}

/// An id that is the same for the same number.
pub fn id(number: u64) -> RecordId {
    let mut random = [7; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    RecordId::new(1_777_827_600_000 + number, random)
}

impl House {
    pub async fn fill(store: &Store) -> Self {
        let mut corrected = a_datastream("T-1");
        corrected.new.processing_level = Some("1".to_owned());
        let corrected = corrected.put(store).await;
        let mut raw = a_datastream("T-0");
        raw.new.visibility = Visibility::Private;
        raw.new.name = format!("raw {SECRET}");
        let raw = raw.put(store).await;
        let mut hidden = a_datastream("H-0");
        hidden.site = a_site(HIDDEN);
        hidden.site.visibility = Visibility::Private;
        hidden.site.name = format!("Site of the {SECRET}");
        hidden.new.name = format!("hidden {SECRET}");
        let hidden = hidden.put(store).await;
        let minute = 60_000_000;
        for row in [&corrected, &raw, &hidden] {
            load(store, row.id, rows(&[(TEN_US, 6.2), (TEN_US + 15 * minute, 6.26)])).await;
        }
        let write = store.begin().await.unwrap();
        let elsewhere = crate::support::builders::a_network("M");
        put_network(&*write, &elsewhere).await.unwrap();
        write.commit().await.unwrap();

        let state = state(store);
        assert!(Harvester::new(state.clone()).harvest_and_log("local").await);
        let keys = keys(store).await;
        let mut house = Self {
            app: app(state.clone()),
            site: keys.0["S"],
            hidden_site: keys.0[HIDDEN],
            corrected: keys.1[&corrected.id.to_string()],
            raw: keys.1[&raw.id.to_string()],
            hidden: keys.1[&hidden.id.to_string()],
            state,
            tokens: HashMap::new(),
        };
        house.people().await;
        house
    }

    async fn people(&mut self) {
        let store = &self.state.store;
        let now = TimeUs(TEN_US);
        for (name, network, role, grants) in [
            ("partner", "N", Role::Partner, vec![Grant::Level("0".to_owned())]),
            ("technician", "N", Role::Technician, vec![]),
            ("technician2", "N", Role::Technician, vec![]),
            ("manager", "N", Role::Manager, vec![]),
            ("administrator", "N", Role::Administrator, vec![]),
            ("stranger", "M", Role::Administrator, vec![]),
        ] {
            let account = store.add_account(name, name, None, "test", now).await.unwrap();
            let network = store.network_named(network).await.unwrap().unwrap();
            store.set_role(name, network.id, Some(role), &grants, "test", now).await.unwrap();
            let token = format!("token of {name}");
            let later = TimeUs(i64::MAX);
            store
                .add_token(account.id, &sha256(token.as_bytes()), a_token(later), now)
                .await
                .unwrap();
            self.tokens.insert(name, token);
        }
    }

    /// Asks as somebody, or as nobody (`""`).
    pub async fn ask(
        &self,
        who: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost");
        if let Some(token) = self.tokens.get(who) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        send(&self.app, request.body(body.into()).unwrap()).await
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.ask(who, "GET", path, &[], Body::empty()).await
    }

    /// Makes a record by an operation whose number is that of the record.
    pub async fn make(&self, who: &str, kind: &str, number: u64, record: Value) -> Answer {
        self.put(who, kind, number, number + 1_000_000, "*", json!({ "record": record })).await
    }

    /// Puts a draft by an operation; `version` is `*` to make a record.
    pub async fn put(
        &self,
        who: &str,
        kind: &str,
        number: u64,
        operation: u64,
        version: &str,
        draft: Value,
    ) -> Answer {
        let precondition = match version {
            "*" => ("if-none-match", "*".to_owned()),
            version => ("if-match", format!("\"{version}\"")),
        };
        let operation = id(operation).to_string();
        let headers = [("operation-id", operation.as_str()), (precondition.0, &precondition.1)];
        let path = format!("/api/v1/{kind}/{}", id(number));
        self.ask(who, "PUT", &path, &headers, draft.to_string()).await
    }

    pub async fn delete(
        &self,
        who: &str,
        kind: &str,
        number: u64,
        operation: u64,
        version: i64,
    ) -> Answer {
        let (operation, version) = (id(operation).to_string(), format!("\"{version}\""));
        let headers = [("operation-id", operation.as_str()), ("if-match", &version)];
        let path = format!("/api/v1/{kind}/{}?reason=mistake", id(number));
        self.ask(who, "DELETE", &path, &headers, Body::empty()).await
    }

    /// Organization 1, method 2, model 3 (pH and temperature), items 4 and 5, standards 6 (pH 7) and 7 (pH 10).
    pub async fn equip(&self) {
        let all = [
            (
                "organizations",
                1,
                json!({"code": "MAKER", "name": "Maker", "organization_type": "manufacturer"}),
            ),
            (
                "methods",
                2,
                json!({"code": "DEP", "name": "In a pipe", "method_type": "instrumentDeployment"}),
            ),
            (
                "equipment-models",
                3,
                json!({"name": "Sonde 6", "manufacturer": id(1), "is_instrument": true,
                "output_variables": [{"variable": "pH", "unit": "pH"}, {"variable": "WaterTemp", "unit": "°C"}]}),
            ),
            ("equipment", 4, an_item("S-1")),
            ("equipment", 5, an_item("S-2")),
            ("reference-materials", 6, a_buffer("PH7", "7.00")),
            ("reference-materials", 7, a_buffer("PH10", "10.00")),
        ];
        for (kind, number, record) in all {
            let draft = json!({ "network": "local:N", "record": record });
            let made = self.put("technician", kind, number, number + 1_000_000, "*", draft).await;
            assert_eq!(made.status, StatusCode::CREATED, "{kind} {number}: {}", made.text());
        }
    }
}

/// A token that may write everywhere.
pub fn a_token(expires: TimeUs) -> NewToken<'static> {
    NewToken { name: "test", may_write: true, network: None, expires }
}

/// A server's state over a store, without an app to serve.
pub fn state(store: &Store) -> AppState {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::from([("static_dir", folder.path().to_str().unwrap().to_owned())]);
    AppState::new(store.clone(), Settings::load(&options, &Environment::default()).unwrap())
}

pub async fn send(app: &Router, request: Request<Body>) -> Answer {
    let response = app.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 26).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body }
}

async fn keys(store: &Store) -> (HashMap<String, i32>, HashMap<String, i32>) {
    let viewer = gagehouse_model::Viewer::System;
    let source = &store.catalog_sources().await.unwrap()[0];
    let found = store.catalog_rows(&viewer, source.id).await.unwrap();
    let sites = found.sites.into_iter().map(|row| (row.record.code.unwrap(), row.id));
    let streams = found.datastreams.into_iter().map(|(_, row)| (row.record.external_id, row.id));
    (sites.collect(), streams.collect())
}

pub fn an_item(serial: &str) -> Value {
    json!({"code": format!("item {serial}"), "name": "Sonde", "equipment_type": "waterQualitySonde", "model": id(3),
        "serial_number": serial, "owner": id(1), "status": "inStock"})
}

pub fn a_buffer(code: &str, value: &str) -> Value {
    json!({"code": code, "name": format!("pH {value} buffer"), "medium": "liquidAqueous", "organization": id(1), "lot": "L7",
        "expires": "2027-01-01-07:00", "values": [{"variable": "pH", "value": value, "unit": "pH"}]})
}

pub fn a_visit(site: i32) -> Value {
    json!({"site": site, "begin": "2026-05-03T10:00-07:00", "end": "2026-05-03T12:00-07:00", "party": "AB",
        "status": "final", "remarks": "clear water"})
}

pub fn a_deployment(site: i32, item: u64, begin: &str) -> Value {
    json!({"site": site, "action_type": "instrumentDeployment", "equipment": id(item), "begin": begin})
}

pub fn a_retrieval(deployment: u64, begin: &str) -> Value {
    json!({"action_type": "instrumentRetrieval", "deployment": id(deployment), "begin": begin})
}
