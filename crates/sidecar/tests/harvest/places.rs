//! `/api/v1/places`: names of places, as the service of the settings knows them.

use super::state;
use crate::support::for_each_database;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::RawQuery;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::get;
use gagehouse_sidecar::app::{AppState, app};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

type Seen = Arc<Mutex<Vec<(String, HeaderMap)>>>;

/// A service that knows one place, and fails for the name `fails`.
async fn service() -> (String, Seen) {
    let seen = Seen::default();
    let here = seen.clone();
    let answer = |RawQuery(query): RawQuery, headers: HeaderMap| async move {
        let query = query.unwrap_or_default();
        here.lock().unwrap().push((query.clone(), headers));
        if query.contains("fails") {
            return (StatusCode::SERVICE_UNAVAILABLE, String::new());
        }
        let places = json!([{"lat": "41.73", "lon": "-111.83", "display_name": "Logan, Utah"}]);
        (StatusCode::OK, places.to_string())
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/search?key=secret&q={{query}}", listener.local_addr().unwrap());
    let router = Router::new().route("/search", get(answer));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (url, seen)
}

async fn ask(state: &AppState, query: &str) -> (u16, Value) {
    let request = Request::get(format!("/api/v1/places?{query}"))
        .header("cookie", "session=1")
        .body(Body::empty())
        .unwrap();
    let response = app(state.clone()).oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

#[test]
fn a_name_is_asked_for_once_and_nothing_of_the_visitor_goes_along() {
    for_each_database(|store| async move {
        let (url, seen) = service().await;
        let settings =
            format!("[geocoder]\nurl = \"{url}\"\nname = \"Places\"\nattribution = \"© all\"");
        let state = state(&store, &settings);
        let logan = json!({
            "service": "Places",
            "attribution": "© all",
            "places": [{"name": "Logan, Utah", "latitude": 41.73, "longitude": -111.83}],
        });
        for query in ["q=L%C3%B6gan%20%26%20co", "q=+l%C3%B6gan%20%20%26+CO"] {
            assert_eq!(ask(&state, query).await, (200, logan.clone()), "{query}");
        }
        let seen = seen.lock().unwrap().clone();
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert_eq!(seen[0].0, "key=secret&q=L%C3%B6gan%20%26%20co");
        assert!(seen[0].1.get("cookie").is_none());
    });
}

#[test]
fn a_service_that_fails_is_told_without_its_address_and_none_at_all_is_no_failure() {
    for_each_database(|store| async move {
        let (url, _) = service().await;
        let with = state(&store, &format!("[geocoder]\nurl = \"{url}\""));
        let (status, problem) = ask(&with, "q=fails").await;
        assert_eq!(status, 502);
        assert_eq!(problem["message"], "127.0.0.1 answered with status 503");
        assert_eq!(ask(&with, "q=x").await.0, 400);
        let without = state(&store, "");
        let nothing = json!({"service": null, "attribution": null, "places": []});
        assert_eq!(ask(&without, "q=Logan").await, (200, nothing));
    });
}
