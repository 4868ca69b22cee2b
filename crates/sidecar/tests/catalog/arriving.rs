//! How values arrive is learned from harvests, kept, and told.

use super::{browse, get, serve};
use crate::support::for_each_database;
use gagehouse_catalog::{DatastreamRecord, SiteRecord, SourceCatalog, Status};
use gagehouse_model::time::{DAY_US, HOUR_US, MINUTE_US};
use gagehouse_model::{Spacing, TimeUs};
use gagehouse_sidecar::store::Store;
use std::time::{SystemTime, UNIX_EPOCH};

fn now() -> TimeUs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    TimeUs(since.as_micros() as i64)
}

/// What a walk finds when the newest values are of `end`.
fn found(end: TimeUs) -> SourceCatalog {
    let stream = |id: &str, minutes: i64| {
        let step_us = minutes * MINUTE_US;
        let mut record = DatastreamRecord::new(id, "1", format!("Stage every {minutes} minutes"));
        record.spacing = Spacing::from_us(step_us);
        record.begin = Some(TimeUs(0));
        record.end = Some(TimeUs(end.0.div_euclid(step_us) * step_us));
        record
    };
    let mut ahead = stream("ahead", 15);
    ahead.end = Some(TimeUs::from_civil(2103, 1, 1, 0));
    let mut site = SiteRecord::new("1", "Mill");
    site.code = Some("007".into());
    SourceCatalog {
        networks: Vec::new(),
        sites: vec![site],
        datastreams: vec![stream("5", 5), stream("15", 15), ahead],
    }
}

/// Walks a source every ten minutes for `hours` until `end`; the logger sends at full hours, but for the last `missed`.
async fn live(store: &Store, end: TimeUs, hours: i64, missed: i64) {
    let start = TimeUs(end.0 - hours * HOUR_US);
    for walk in 0..=hours * 6 {
        let at = TimeUs(start.0 + walk * 10 * MINUTE_US);
        let sent = (walk / 6).min(hours - missed);
        let newest = TimeUs(start.0 + sent * HOUR_US);
        store.replace_source_catalog("local", &found(newest), None, at).await.unwrap();
    }
}

#[test]
fn a_network_that_sends_hourly_for_days_is_live_and_after_missed_hours_late_since_then() {
    for_each_database(|store| async move {
        let end = now();
        live(&store, end, 36, 0).await;
        let app = serve(&store, "");
        let (_, catalog) = browse(&app).await;
        for series in catalog.datastreams().filter(|series| series.external_id() != "ahead") {
            let every_us = series.transmission().map(Spacing::us);
            assert_eq!(every_us, Some(HOUR_US), "{}", series.name());
            assert!(series.delay_us().is_some_and(|us| us < 15 * MINUTE_US));
            for minutes in 0..60 {
                let at = TimeUs(end.0 + minutes * MINUTE_US);
                assert_eq!(series.signs().status(at), Status::Live, "{minutes} minutes later");
            }
        }
        let details = get(&app, "/api/v1/sites/local/007").await.json();
        for series in details["datastreams"].as_array().unwrap() {
            match series["id"].as_str().unwrap() {
                "ahead" => assert_eq!(series["status"], "suspect"),
                _ => {
                    assert_eq!(
                        (&series["status"], &series["late_since"]),
                        (&"live".into(), &().into())
                    );
                    assert_eq!(series["transmission_s"], 3_600.0);
                }
            }
        }
    });
    for_each_database(|store| async move {
        let end = now();
        live(&store, end, 36, 3).await;
        let details = get(&serve(&store, ""), "/api/v1/sites/local/007").await.json();
        for series in details["datastreams"].as_array().unwrap() {
            if series["id"] == "ahead" {
                continue;
            }
            assert_eq!(series["status"], "late");
            let since: TimeUs = series["late_since"].as_str().unwrap().parse().unwrap();
            // The first missed transmission was due two hours ago.
            let late_us = end.0 - since.0;
            assert!((HOUR_US..=2 * HOUR_US).contains(&late_us), "{}", late_us / MINUTE_US);
        }
    });
}

#[test]
fn a_walk_that_finds_nothing_newer_changes_nothing() {
    for_each_database(|store| async move {
        let at = TimeUs(now().0 - DAY_US);
        let first = store.replace_source_catalog("local", &found(at), None, at).await.unwrap();
        assert_eq!(first.datastreams.added, 3);
        let later = TimeUs(at.0 + HOUR_US);
        let again = store.replace_source_catalog("local", &found(at), None, later).await.unwrap();
        assert!(!again.datastreams.any() && !again.sites.any());
    });
}
