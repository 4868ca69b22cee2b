//! `/api/v1/datastreams/{source}/{id}/changes`: whoever keeps observations learns what of them no longer stands.

use super::{get, serve};
use crate::support::builders::{a_datastream, load, rows};
use crate::support::for_each_database;
use axum::http::StatusCode;
use gagehouse_model::Visibility;
use serde_json::json;

#[test]
fn what_changed_since_a_revision_is_told_as_stretches() {
    for_each_database(|store| async move {
        let id = a_datastream("T").put(&store).await.id;
        load(&store, id, rows(&[(10, 1.0), (20, 2.0), (30, 3.0)])).await;
        load(&store, id, rows(&[(20, 2.5)])).await;
        load(&store, id, rows(&[(40, 4.0)])).await;
        load(&store, id, rows(&[(20, 2.75), (21, 9.0)])).await;
        let app = serve(&store, "");
        for (since, changed) in [
            (0, json!([{"start": 10, "end": 31}, {"start": 40, "end": 41}])),
            (1, json!([{"start": 20, "end": 22}, {"start": 40, "end": 41}])),
            (2, json!([{"start": 20, "end": 22}, {"start": 40, "end": 41}])),
            (3, json!([{"start": 20, "end": 22}])),
            (4, json!([])),
            (99, json!([])),
        ] {
            let answer =
                get(&app, &format!("/api/v1/datastreams/local/{id}/changes?since={since}")).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert_eq!(answer.json(), json!({"revision": 4, "changed": changed}), "since {since}");
            assert_eq!(answer.header("cache-control"), "no-cache");
        }
    });
}

#[test]
fn hidden_and_unknown_datastreams_are_alike() {
    for_each_database(|store| async move {
        let mut private = a_datastream("P");
        private.new.visibility = Visibility::Private;
        let mut hidden = a_datastream("H");
        hidden.new.results_visible = false;
        let app = serve(&store, "");
        let mut ids = vec!["999".to_owned(), "x".to_owned(), "2147483648".to_owned()];
        for stream in [private, hidden] {
            let id = stream.put(&store).await.id;
            load(&store, id, rows(&[(1, 1.0)])).await;
            ids.push(id.to_string());
        }
        for id in ids {
            let answer =
                get(&app, &format!("/api/v1/datastreams/local/{id}/changes?since=0")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            let message = format!("there is no datastream '{id}' in source 'local'");
            assert_eq!(answer.json()["message"], message);
        }
        let id = a_datastream("T").put(&store).await.id;
        for (path, status) in [
            (format!("/api/v1/datastreams/far/{id}/changes?since=0"), StatusCode::NOT_FOUND),
            (format!("/api/v1/datastreams/local/{id}/changes"), StatusCode::BAD_REQUEST),
            (
                format!("/api/v1/datastreams/local/{id}/changes?since=yesterday"),
                StatusCode::BAD_REQUEST,
            ),
        ] {
            assert_eq!(get(&app, &path).await.status, status, "{path}");
        }
    });
}
