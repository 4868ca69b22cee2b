//! `/api/v1/source/{key}/…`: what visitors may read of another service through this server.

use super::stand_in::{Mood, StandIn};
use super::{impatient, listed, state};
use crate::support::for_each_database;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use gagehouse_sidecar::app::{AppState, app};
use serde_json::json;
use tower::ServiceExt;

struct Answer {
    status: u16,
    content_type: String,
    retry_after_s: Option<u64>,
    text: String,
}

async fn get(state: &AppState, path: &str) -> Answer {
    let request = Request::get(path)
        .header("cookie", "session=1")
        .header("x-visitor", "1")
        .body(Body::empty())
        .unwrap();
    let response = app(state.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let content_type = parts.headers.get("content-type");
    Answer {
        status: parts.status.as_u16(),
        content_type: content_type.map_or("", |value| value.to_str().unwrap()).to_owned(),
        retry_after_s: parts
            .headers
            .get("retry-after")
            .map(|value| value.to_str().unwrap().parse().unwrap()),
        text: String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap(),
    }
}

const SERIES: &str = "/api/v1/source/far/Datastreams(%27o%27%27d%203%27)/Observations?$top=1";

#[test]
fn a_service_without_cors_is_read_through_the_server() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let state = state(&store, &listed(&far, "pass_through = true"));
        let answer = get(&state, "/api/v1/source/far/Things?$top=5").await;
        assert_eq!(answer.status, 200);
        assert!(answer.text.contains("Site LR_A"), "{}", answer.text);
        let answer = get(&state, SERIES).await;
        assert_eq!((answer.status, answer.content_type.as_str()), (200, "application/json"));
        let (path, headers) = far.with(|inside| inside.seen.pop().unwrap());
        assert!(path.ends_with("/Datastreams(%27o%27%27d%203%27)/Observations?$top=1"), "{path}");
        assert!(headers.get("cookie").is_none() && headers.get("x-visitor").is_none());
    });
}

#[test]
fn only_listed_sources_and_only_below_their_address() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let open = state(&store, &listed(&far, "pass_through = true"));
        for (path, status) in [
            ("/api/v1/source/other/Things", 404),
            ("/api/v1/source/local/Things", 404),
            ("/api/v1/source/far/%2e%2e/%2e%2e/admin", 400),
            ("/api/v1/source/far/Things/..%2f..%2fadmin", 400),
        ] {
            assert_eq!(get(&open, path).await.status, status, "{path}");
        }
        assert_eq!(far.requests(""), 0);
        // A service that browsers can ask themselves is not asked for them.
        let direct = state(&store, &listed(&far, ""));
        assert_eq!(get(&direct, "/api/v1/source/far/Things").await.status, 404);
        let post = Request::post("/api/v1/source/far/Things").body(Body::empty()).unwrap();
        assert_eq!(app(open).oneshot(post).await.unwrap().status(), 405);
    });
}

#[test]
fn with_credentials_only_series_of_the_catalog_are_answered() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        far.with(|inside| {
            inside.wants = Some(("x-api-key", "k3y".to_owned()));
            inside.datastreams[0]["properties"]["isPrivate"] = json!(true);
            inside.datastreams[1]["properties"]["isVisible"] = json!(false);
        });
        let state = state(&store, &listed(&far, "credentials.api_key = \"k3y\""));
        assert_eq!(get(&state, SERIES).await.status, 404, "not before it is in the catalog");
        impatient(state.clone()).harvest("far").await.unwrap();
        let answer = get(&state, SERIES).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert!(!answer.text.contains("k3y"));
        for (path, status) in [
            ("/api/v1/source/far/Datastreams('d1')/Observations", 404),
            ("/api/v1/source/far/Datastreams('d2')/Observations", 404),
            ("/api/v1/source/far/Datastreams", 404),
            ("/api/v1/source/far/Datastreams('d1')", 404),
            ("/api/v1/source/far/Things('t1')/Datastreams('d1')/Observations", 404),
            ("/api/v1/source/far/Datastreams('o''d%203')/Observations?$expand=Datastream", 400),
            ("/api/v1/source/far/Datastreams('o''d%203')/Observations?%24ex%70and=Datastream", 400),
        ] {
            assert_eq!(get(&state, path).await.status, status, "{path}");
        }
    });
}

#[test]
fn what_a_service_says_is_never_a_page_of_ours() {
    for_each_database(|store| async move {
        let far = StandIn::start().await;
        let state = state(&store, &listed(&far, "pass_through = true"));
        far.with(|inside| inside.mood = Mood::Html);
        let answer = get(&state, "/api/v1/source/far/Things").await;
        assert_eq!(answer.content_type, "application/json");
        let elsewhere = "http://127.0.0.1:1/".to_owned();
        far.with(|inside| inside.mood = Mood::Elsewhere(elsewhere));
        assert_eq!(get(&state, "/api/v1/source/far/Things").await.status, 502);
        far.with(|inside| {
            inside.mood = Mood::Well;
            inside.wants = Some(("x-api-key", "other".to_owned()));
        });
        let answer = get(&state, "/api/v1/source/far/Things").await;
        assert_eq!(answer.status, 502);
        assert!(answer.text.contains("does not let us in"), "{}", answer.text);
        // Longer than a reader of observations waits: it says so at once and tries no more.
        assert!(answer.retry_after_s > Some(60), "{:?}", answer.retry_after_s);
    });
}
