//! A network that lives, on the real server: two Logan sites released hourly as a logger would send them, harvested, and
//! looked at through the catalog and the pages. The clock is told; a simulated hour takes a fraction of a second.

use super::pages::{serve, visit};
use super::{browse, get};
use crate::import::examples::root;
use crate::support::builders::rows;
use crate::support::in_a_folder;
use axum::Router;
use gagehouse_catalog::Status;
use gagehouse_chart::conditions::words::time_text;
use gagehouse_model::time::{DAY_US, HOUR_US, MINUTE_US};
use gagehouse_model::{SiteZone, TimeUs, Viewer};
use gagehouse_sidecar::clock;
use gagehouse_sidecar::harvest::Harvester;
use gagehouse_sidecar::import::csv;
use gagehouse_sidecar::store::Store;
use gagehouse_sidecar::store::entities::datastream;
use gagehouse_sidecar::store::observations::{Load, Origin};
use sea_orm::EntityTrait;
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const DAYS: i64 = 7;
/// The transmission that does not come, in hours from the start.
const MISSED: i64 = 100;
/// From an arrival until just before the next can come, minutes.
const LOOKS: [i64; 4] = [0, 20, 40, 50];

const SITE: &str = "/sites/local/LR_TG_BA";

/// The files of two sites of spring 2020, or none: then the test says so.
fn files() -> Vec<PathBuf> {
    let folder = root().join("../shared/data/logan");
    let names = ["TonyGrove2020.csv", "WaterLab2020.csv"];
    let files: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    if files.iter().all(|file| file.is_file()) {
        return files;
    }
    println!("{} is not there: the living network is not tested", folder.display());
    Vec::new()
}

/// Imports some rows of each file, counted from the last, by the real mapping into a new store.
async fn imported(folder: &Path, name: &str, files: &[PathBuf], rows: Range<usize>) -> Store {
    let folder = folder.join(name);
    std::fs::create_dir(&folder).unwrap();
    let cut = files.iter().map(|file| {
        let text = std::fs::read_to_string(file).unwrap();
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let kept = lines.len() - rows.end..lines.len() - rows.start;
        let cut = folder.join(file.file_name().unwrap());
        std::fs::write(&cut, [&lines[..1], &lines[kept]].concat().join("\n")).unwrap();
        cut
    });
    let cut: Vec<PathBuf> = cut.collect();
    let store = Store::open(&format!("sqlite://{}/house.db", folder.display())).await.unwrap();
    let mapping = root().join("examples/mappings/logan.toml");
    let summary = csv::run(&store, &cut, &mapping, Arc::new(|_, _| {})).await.unwrap();
    assert_eq!(summary.complaints(), Vec::<String>::new());
    store
}

/// What was measured, by the code of its series.
async fn measured(store: &Store) -> HashMap<String, Vec<(i64, f64)>> {
    let mut measured = HashMap::new();
    for row in datastream::Entity::find().all(store.read()).await.unwrap() {
        let all = store.range(&Viewer::System, row.id, None).await.unwrap();
        let values = all.time_us().iter().copied().zip(all.value().iter().copied());
        measured.insert(row.code, values.collect());
    }
    measured
}

/// A series with what its logger sends.
struct Logger {
    datastream_id: i32,
    code: String,
    values: Vec<(i64, f64)>,
}

/// Stores what was measured after one time and up to another, as one transmission.
async fn send(store: &Store, loggers: &[Logger], after: TimeUs, up_to: TimeUs) {
    let loads = loggers.iter().map(|logger| {
        let until = |time: TimeUs| logger.values.partition_point(|(at, _)| *at <= time.0);
        let rows = rows(&logger.values[until(after)..until(up_to)]);
        Load { datastream_id: logger.datastream_id, rows }
    });
    let origin = Origin { actor: "logger".to_owned(), source_file: None };
    store.load(loads.collect(), origin).await.unwrap();
}

/// The classes that somebody sees who looks at the catalog some minutes after a time.
async fn statuses(app: &Router, at: TimeUs, minutes: &[i64]) -> Vec<(String, Status)> {
    let (_, catalog) = clock::at(at, browse(app)).await;
    let series: Vec<_> = catalog.datastreams().collect();
    let looks = minutes.iter().flat_map(|minutes| {
        let at = TimeUs(at.0 + minutes * MINUTE_US);
        series.iter().map(move |series| (series.name().into_owned(), series.signs().status(at)))
    });
    looks.collect()
}

#[test]
fn logan_released_hourly_is_live_for_seven_days_and_a_missed_transmission_is_told_with_its_hour() {
    let files = files();
    if files.is_empty() {
        return;
    }
    in_a_folder(|folder| async move {
        let whole = imported(&folder, "whole", &files, 0..8 * 96).await;
        let mut measured = measured(&whole).await;
        whole.close().await.unwrap();
        let ends = measured.values().filter_map(|values| values.last());
        // The record ends a quarter before a full hour, which is "now".
        let now = TimeUs(ends.map(|(time, _)| *time).max().unwrap() + 15 * MINUTE_US);
        let start = TimeUs(now.0 - DAYS * DAY_US);

        // Before the first transmission there is one row of three months ago.
        let store = imported(&folder, "living", &files, 8_600..8_601).await;
        let mut loggers = Vec::new();
        for row in datastream::Entity::find().all(store.read()).await.unwrap() {
            let values = measured.remove(&row.code).unwrap();
            // What a technician had not yet corrected when the files were published has no values here.
            if values.last().is_some_and(|(time, _)| *time > now.0 - HOUR_US) {
                loggers.push(Logger { datastream_id: row.id, code: row.code, values });
            }
        }
        let of_level = |level| loggers.iter().filter(|it| it.code.ends_with(level)).count();
        assert_eq!(of_level(":0"), 12);
        assert!(of_level(":1") >= 2, "{}", of_level(":1"));

        let (_page, state, app) = serve(&store);
        let harvester = Harvester::new(state);
        let mut sent = TimeUs(start.0 - HOUR_US);
        for hour in 0..=DAYS * 24 {
            let leaves = TimeUs(start.0 + hour * HOUR_US);
            // A transmission takes two to nine minutes, in no order.
            let comes = TimeUs(leaves.0 + (2 + (hour * 5) % 8) * MINUTE_US);
            if hour != MISSED {
                clock::at(comes, async {
                    send(&store, &loggers, sent, leaves).await;
                    harvester.harvest("local").await.unwrap();
                })
                .await;
                sent = leaves;
            }
            let last = TimeUs(comes.0 + 50 * MINUTE_US);
            if hour == MISSED {
                is_told(&app, leaves, last, loggers.len()).await;
                continue;
            }
            let seen = statuses(&app, comes, &LOOKS).await;
            let count = |status| seen.iter().filter(|(_, it)| *it == status).count();
            assert_eq!(count(Status::Late), 0, "hour {hour}: {seen:?}");
            assert_eq!(count(Status::Live), loggers.len() * LOOKS.len(), "hour {hour}: {seen:?}");
            let (_, page) = clock::at(last, visit(&app, SITE)).await;
            assert!(page.contains("<strong>Live</strong>"), "hour {hour}: {page}");
        }
        store.close().await.unwrap();
    });
}

/// At the end of the hour that began with a missed transmission all say that it is missed, and since when.
async fn is_told(app: &Router, leaves: TimeUs, last: TimeUs, series: usize) {
    let seen = statuses(app, last, &[0]).await;
    assert_eq!(seen.iter().filter(|(_, it)| *it == Status::Late).count(), series, "{seen:?}");
    let details = clock::at(last, get(app, "/api/v1/sites/local/LR_TG_BA")).await.json();
    let late = details["datastreams"].as_array().unwrap().iter();
    let late = late.filter(|series| series["status"] == "late");
    let since: Vec<&str> = late.map(|series| series["late_since"].as_str().unwrap()).collect();
    let first: TimeUs = since[0].parse().unwrap();
    // The transmission was expected until its usual delay and some slack had passed.
    assert!((5 * MINUTE_US..=45 * MINUTE_US).contains(&(first.0 - leaves.0)), "{since:?}");
    assert!(since.iter().all(|time| *time == since[0]), "{since:?}");

    let zone = SiteZone { iana: Some("America/Denver".to_owned()), standard_offset_minutes: -420 };
    let (_, page) = clock::at(last, visit(app, SITE)).await;
    let sentence = format!("New data have been overdue since {}", time_text(first, Some(&zone)));
    assert!(page.contains("<strong>Late</strong>") && page.contains(&sentence), "{page}");
    let (_, page) = clock::at(last, visit(app, "/networks/local/LRO")).await;
    assert_eq!(page.matches("</svg>Late</span>").count(), 2, "{page}");
}
