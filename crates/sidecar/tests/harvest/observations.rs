//! The client's walk over Observations against the embedded service itself: the two sides agree.

use super::state;
use crate::support::builders::{a_datastream, load, qualified_rows, rows};
use crate::support::for_each_database;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use gagehouse_model::TimeUs;
use gagehouse_observations::Columns;
use gagehouse_sensorthings::paging::{Answer, Chain, Limits, Outcome, Reply, Step, Walk};
use gagehouse_sensorthings::request::{Dialect, ServiceRoot, Window};
use gagehouse_sidecar::app::{AppState, app};
use gagehouse_sidecar::store::Store;
use tower::ServiceExt;

const QUARTER_HOUR_US: i64 = 900_000_000;

/// Reads a window; gives its rows, how it ended and the number of requests.
async fn read(state: &AppState, id: i32, window: Window, top: u32) -> (Columns, Outcome, usize) {
    let mut walk = Walk::new(Chain {
        root: ServiceRoot::new("/sensorthings/v1.1"),
        datastream: id.to_string(),
        window,
        dialect: Dialect { top, ..Dialect::default() },
        with_credentials: false,
        limits: Limits::default(),
    });
    let app = app(state.clone());
    let (mut all, mut requests) = (Columns::default(), 0);
    while let Some(request) = walk.next_request() {
        requests += 1;
        let request = Request::get(&request.url).body(Body::empty()).unwrap();
        let (parts, body) = app.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, 1 << 26).await.unwrap();
        let answer = Answer {
            status: parts.status.as_u16(),
            retry_after_ms: None,
            content_type: "",
            body: &body,
        };
        if let Step::Rows(batch) = walk.accept(&Reply::Answer(answer)).unwrap() {
            all.append(&batch.columns);
        }
    }
    (all, walk.outcome().unwrap().clone(), requests)
}

async fn a_series(store: &Store, count: i64) -> i32 {
    let stream = a_datastream("T").put(store).await;
    let values: Vec<(i64, f64)> =
        (0..count).map(|n| (n * QUARTER_HOUR_US, n as f64 / 8.0)).collect();
    load(store, stream.id, rows(&values)).await;
    stream.id
}

#[test]
fn every_row_of_a_long_series_is_read_once_and_exactly() {
    for_each_database(|store| async move {
        let id = a_series(&store, 2_500).await;
        let state = state(&store, "");
        let (columns, outcome, requests) = read(&state, id, Window::ALL, 1_000).await;
        assert!(matches!(outcome, Outcome::Complete(_)), "{outcome:?}");
        assert_eq!((columns.len(), requests), (2_500, 3));
        let expected: Vec<i64> = (0..2_500).map(|n| n * QUARTER_HOUR_US).collect();
        assert_eq!(columns.time_us(), expected);
        assert!(columns.value().iter().enumerate().all(|(n, value)| *value == n as f64 / 8.0));
        assert_eq!(outcome.summary().dialect.top, 1_000, "asked in the first way");
    });
}

#[test]
fn neighbouring_windows_hold_every_row_once() {
    for_each_database(|store| async move {
        let id = a_series(&store, 300).await;
        let state = state(&store, "");
        let edge = Some(TimeUs(100 * QUARTER_HOUR_US));
        let (before, ..) = read(&state, id, Window { from: None, until: edge }, 1_000).await;
        let (after, ..) = read(&state, id, Window { from: edge, until: None }, 1_000).await;
        assert_eq!((before.len(), after.len()), (100, 200));
    });
}

#[test]
fn qualifiers_arrive_as_they_were_loaded() {
    for_each_database(|store| async move {
        let stream = a_datastream("T").put(&store).await;
        let loaded = qualified_rows(&[
            (0, 1.0, "A"),
            (QUARTER_HOUR_US, 2.0, ""),
            (2 * QUARTER_HOUR_US, -9999.0, "e"),
        ]);
        load(&store, stream.id, loaded.clone()).await;
        let (columns, ..) = read(&state(&store, ""), stream.id, Window::ALL, 1_000).await;
        assert_eq!(columns, loaded);
    });
}
