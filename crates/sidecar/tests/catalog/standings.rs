//! `/api/v1/standings`: how the newest values stand among other years, for a map of conditions.

use super::get;
use super::pages::serve;
use crate::support::builders::{a_datastream, a_site, load, rows};
use crate::support::for_each_database;
use axum::Router;
use axum::http::StatusCode;
use gagehouse_model::time::{DAY_US, HOUR_US, MINUTE_US};
use gagehouse_model::{TimeUs, Visibility};
use gagehouse_sidecar::clock;
use gagehouse_sidecar::harvest::Harvester;
use gagehouse_sidecar::store::Store;
use serde_json::Value;

/// 20 November 2026, 13:00 by the sites' clock.
fn now() -> TimeUs {
    TimeUs::from_civil(2026, 11, 20, 20 * HOUR_US)
}

/// Rows every quarter of an hour on 20 November of some years, each at the value of its year, and up to now.
fn novembers(years: impl Iterator<Item = i64>, today: f64) -> Vec<(i64, f64)> {
    let quarters = |start: TimeUs, count: i64, value: f64| {
        (0..count).map(move |n| (start.0 + n * 15 * MINUTE_US, value))
    };
    let of_year = |year| {
        let midnight = TimeUs::from_civil(year, 11, 20, 7 * HOUR_US);
        quarters(midnight, 96, (year - 2000) as f64).collect::<Vec<_>>()
    };
    let mut all: Vec<_> = years.flat_map(of_year).collect();
    all.extend(quarters(TimeUs(now().0 - DAY_US), 96, today));
    all
}

async fn put(store: &Store, code: &str, visibility: Visibility, values: &[(i64, f64)]) -> i32 {
    let mut stream = a_datastream(code);
    stream.site = a_site(&format!("S{code}"));
    (stream.site.visibility, stream.new.visibility) = (visibility, visibility);
    let id = stream.put(store).await.id;
    load(store, id, rows(values)).await;
    id
}

async fn standings(app: &Router, query: &str) -> Value {
    let answer = clock::at(now(), get(app, &format!("/api/v1/standings?{query}"))).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.json()
}

#[test]
fn the_newest_values_stand_among_those_of_the_same_date_and_a_short_record_says_so() {
    for_each_database(|store| async move {
        let long = put(&store, "L", Visibility::Public, &novembers(2010..=2025, 23.5)).await;
        let short = put(&store, "K", Visibility::Public, &novembers(2022..=2025, 23.5)).await;
        let old = novembers(2010..=2025, 1.0);
        put(&store, "old", Visibility::Public, &old[..old.len() - 96]).await;
        put(&store, "own", Visibility::Private, &old).await;
        let (_folder, state, app) = serve(&store);
        clock::at(now(), Harvester::new(state).harvest("local")).await.unwrap();
        let answer = standings(&app, "variable=Temperature").await;
        assert_eq!(answer["is_complete"], true);
        // What is stale, and what is private, is not among them.
        let mut ids: Vec<&str> = answer["series"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|it| it["datastream"].as_str())
            .collect();
        ids.sort_unstable();
        let (long, short) = (long.to_string(), short.to_string());
        let mut expected = [long.as_str(), short.as_str()];
        expected.sort_unstable();
        assert_eq!(ids, expected);
        let of = |answer: &Value, id: &str| {
            let series = answer["series"].as_array().unwrap().iter();
            series.clone().find(|it| it["datastream"] == id).cloned().unwrap()
        };
        let standing = of(&answer, &long)["standing"].clone();
        for (key, value) in [("lower", 14), ("higher", 2), ("years", 16), ("since", 2010)] {
            assert_eq!(standing[key], value, "{key}");
        }
        assert_eq!(of(&answer, &short)["standing"], Value::Null);
        assert_eq!(standings(&app, "variable=Stage").await["series"], serde_json::json!([]));

        // A newer value is judged anew.
        let later = (now().0 + 15 * MINUTE_US, 5.0);
        load(&store, long.parse().unwrap(), rows(&[later])).await;
        let (_folder, state, app) = serve(&store);
        clock::at(now(), Harvester::new(state).harvest("local")).await.unwrap();
        let answer = standings(&app, &format!("datastreams={long},999,x")).await;
        let of_long = of(&answer, &long);
        assert_eq!((&of_long["value"], &of_long["standing"]["lower"]), (&5.0.into(), &0.into()));
        assert_eq!(answer["series"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_question_without_series_or_with_too_many_is_told_what_is_wrong() {
    for_each_database(|store| async move {
        let (_folder, _, app) = serve(&store);
        let many = vec!["1"; 1_001].join(",");
        for (query, message) in [
            (String::new(), "name a variable=… or datastreams=…, one of them"),
            (
                "variable=a&datastreams=1".to_owned(),
                "name a variable=… or datastreams=…, one of them",
            ),
            (format!("datastreams={many}"), "datastreams: 1001 ids; at most 1000"),
        ] {
            let answer = get(&app, &format!("/api/v1/standings?{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
            assert_eq!(answer.json()["message"], message);
        }
    });
}
