//! `/oembed`: what a program is told that wants to show a plot or a site of ours.

use super::{get, serve_a_day};
use crate::support::for_each_database;
use axum::http::StatusCode;
use serde_json::Value;

#[test]
fn a_plot_is_described_as_a_bare_frame_of_the_size_that_is_left() {
    for_each_database(|store| async move {
        let (state, app, id) = serve_a_day(&store, 0).await;
        let home = &state.settings.public_url;
        let url = format!("{home}/plot?d=local:{id}")
            .replace(':', "%3A")
            .replace('/', "%2F")
            .replace('?', "%3F")
            .replace('=', "%3D");
        let answer =
            get(&app, &format!("/oembed?url={url}&maxwidth=500&maxheight=300&format=json")).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (StatusCode::OK, "application/json")
        );
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        let told: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((&told["type"], &told["version"]), (&"rich".into(), &"1.0".into()));
        assert_eq!((&told["width"], &told["height"]), (&500.into(), &300.into()));
        assert_eq!(told["title"], "Site S: Temperature", "a value would be old when it is read");
        assert!(told["html"].as_str().unwrap().starts_with("<iframe src=\"http"));
        let picture =
            told["thumbnail_url"].as_str().unwrap().strip_prefix(home.as_str()).unwrap().to_owned();
        assert_eq!(get(&app, &picture).await.header("content-type"), "image/png");
        let site = get(&app, &format!("/oembed?url={home}/sites/local/S")).await;
        let told: Value = serde_json::from_slice(&site.body).unwrap();
        assert_eq!(told["title"], "Site S");
        assert!(told["html"].as_str().unwrap().contains("/embed/v1/site/local/S\""));
    });
}

#[test]
fn what_is_not_ours_is_not_there_and_other_formats_are_not_spoken() {
    for_each_database(|store| async move {
        let (state, app, id) = serve_a_day(&store, 0).await;
        let home = &state.settings.public_url;
        for (query, status) in [
            (format!("url={home}/plot?d=local:{id}&format=xml"), StatusCode::NOT_IMPLEMENTED),
            ("format=json".to_owned(), StatusCode::BAD_REQUEST),
            (format!("url={home}/plot?d=local:{id}&maxwidth=wide"), StatusCode::BAD_REQUEST),
            ("url=https://other.example.org/plot?d=local:1".to_owned(), StatusCode::NOT_FOUND),
            (format!("url={home}/plot?d=local:999"), StatusCode::NOT_FOUND),
            (format!("url={home}/sites/local/X"), StatusCode::NOT_FOUND),
        ] {
            assert_eq!(get(&app, &format!("/oembed?{query}")).await.status, status, "{query}");
        }
    });
}
