//! The same lists in the field app, in Chromium: how long they take to open, and whether they scroll without a stutter.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use gagehouse_sidecar::app::AppState;
use serde::Deserialize;
use serde_json::json;
use tokio::runtime::Runtime;

use super::OPENS;
use super::fill::{ACCOUNT, PASSWORD};
use crate::browser::{Programs, quantile, script};
use crate::report::{Bar, Report};
use crate::serve::start;

/// What `records.mjs` measured; times in milliseconds.
#[derive(Deserialize)]
struct Measured {
    version: String,
    load: f64,
    lists: Vec<List>,
}

#[derive(Deserialize)]
struct List {
    name: String,
    width: u32,
    opened: f64,
    frames: Vec<f64>,
    /// Tasks that took more than 50 ms.
    long: Vec<f64>,
    rows: usize,
}

/// Serves the records, opens their lists and scrolls.
pub fn measure(
    report: &mut Report,
    runtime: &Runtime,
    state: &AppState,
    programs: Programs<'_>,
) -> Result<()> {
    let folder = report.folder().join("records");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let out = folder.join("records.json");
    let config = json!({
        "chromium": programs.chromium, "out": out, "url": format!("http://{}", start(runtime, state)?),
        "account": ACCOUNT, "password": PASSWORD, "lists": {"visits": "Visits", "equipment": "Equipment"},
    });
    let measured: Measured = script("records.mjs", Path::new(&folder), &config, &out)?;
    tell(report, &measured);
    Ok(())
}

fn tell(report: &mut Report, Measured { version, load, lists }: &Measured) {
    report.table(&format!(
        "records: lists in the field app, Chromium {version}, load average {load:.1} at the start"
    ));
    report.line("scrolled by 400 px a frame for 20 s or to the end; a frame lasts 16.7 ms when nothing is late");
    for list in lists {
        let name = |what: &str| format!("records.page.{}.{}px.{what}", list.name, list.width);
        let frame = |share| quantile(list.frames.iter().copied(), share);
        report.value(&name("opened"), list.opened, "ms", OPENS);
        report.value(&name("rows"), list.rows as f64, "", Bar::None);
        report.value(&name("frame_p50"), frame(0.5), "ms", Bar::None);
        report.value(&name("frame_p99"), frame(0.99), "ms", Bar::AtMost(33.0));
        report.value(&name("frame_max"), frame(1.0), "ms", Bar::None);
        report.value(&name("long_tasks"), list.long.len() as f64, "", Bar::None);
    }
}
