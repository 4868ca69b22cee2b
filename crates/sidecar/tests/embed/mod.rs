//! `/embed/v1/…` and `/oembed`: what pages of others are given, whatever they ask for.

mod hostile;
mod kinds;
mod oembed;
mod pages;
mod spanish;

use crate::harvest::{impatient, state};
use crate::support::builders::{a_datastream, load, rows};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use gagehouse_model::TimeUs;
use gagehouse_model::time::{HOUR_US, MINUTE_US};
use gagehouse_sidecar::app::{AppState, app};
use gagehouse_sidecar::store::Store;
use std::time::{SystemTime, UNIX_EPOCH};
use tower::ServiceExt;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// What a person reads in a page: no markup, no style, no script.
    fn words(&self) -> String {
        let body = self.text().split("<body>").nth(1).unwrap_or_default();
        let body = body.split("<script").next().unwrap_or_default();
        let parts = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        parts.collect::<Vec<_>>().join(" ")
    }

    fn says(&self, text: &str) {
        assert!(self.text().contains(text), "'{text}' is missing in {}", self.text());
    }
}

async fn ask(app: &Router, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: to_bytes(body, 1 << 24).await.unwrap(),
    }
}

async fn get(app: &Router, path: &str) -> Answer {
    ask(app, path, &[]).await
}

fn now() -> TimeUs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    TimeUs(since.as_micros() as i64)
}

/// A last value so many hours ago, after a day of quarter hours that rise by an eighth each.
fn a_day_until(hours_ago: i64) -> Vec<(i64, f64)> {
    let last = (now().0 - hours_ago * HOUR_US) / MINUTE_US * MINUTE_US;
    (0..96)
        .rev()
        .map(|back| (last - back * 15 * MINUTE_US, 8.0 + (95 - back) as f64 / 8.0))
        .collect()
}

/// A server over a store whose own service is in the catalog.
async fn serve(store: &Store, settings: &str) -> (AppState, Router) {
    let state = state(store, settings);
    impatient(state.clone()).harvest("local").await.unwrap();
    (state.clone(), app(state))
}

/// A server with one series `local:1` whose last value is so many hours old.
async fn serve_a_day(store: &Store, hours_ago: i64) -> (AppState, Router, i32) {
    let stream = a_datastream("T").put(store).await;
    load(store, stream.id, rows(&a_day_until(hours_ago))).await;
    let (state, app) = serve(store, "").await;
    (state, app, stream.id)
}
