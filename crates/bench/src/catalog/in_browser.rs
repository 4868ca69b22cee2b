//! The same million datastreams on the catalog page, in Chromium.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use gagehouse_catalog::manifest::{Layers, MANIFEST_VERSION, Manifest};
use gagehouse_catalog::part::FORMAT;
use gagehouse_catalog::{PartEntry, PartKind};
use serde::Deserialize;
use serde_json::json;

use super::synthetic::{self, Like};
use super::{ALL, WIDE, parts};
use crate::browser::{Programs, catalog::Body, script};
use crate::report::{Bar, Report};

const TOGGLES: usize = 120;

/// What `catalog.mjs` measured; times in milliseconds.
#[derive(Deserialize)]
struct Measured {
    version: String,
    opened: usize,
    toggles: Vec<Toggle>,
    decode: f64,
    build: f64,
    index: f64,
    wasm: f64,
    /// Opening a facet of [`WIDE`] values.
    wide: f64,
}

#[derive(Deserialize)]
struct Toggle {
    answer: f64,
    document: f64,
    laid: f64,
    painted: f64,
}

/// Runs the page and reports what it took.
pub fn measure(report: &mut Report, programs: &Programs) -> Result<()> {
    let folder = report.folder().join("catalog");
    let out = folder.join("catalog.json");
    let config = json!({
        "app": programs.app, "libraries": programs.libraries, "chromium": programs.chromium,
        "out": out, "toggles": TOGGLES, "bodies": bodies(&folder, ALL, Like::Networks)?,
        "wide": bodies(&folder.join("wide"), WIDE, Like::OwnMethods)?,
    });
    let measured: Measured = script("catalog.mjs", &folder, &config, &out)?;
    tell(report, &measured);
    Ok(())
}

fn tell(report: &mut Report, measured: &Measured) {
    report.table(&format!(
        "catalog: {ALL} datastreams on the catalog page, Chromium {}, {} facets open, {} ticks",
        measured.version,
        measured.opened,
        measured.toggles.len()
    ));
    report.line("load is parts to columns and facets; a tick is from the click until counts and rows are in the document,");
    report.line("then until they are styled and laid out, then until the next frame, waited for, is handed on");
    let load = measured.decode + measured.build + measured.index;
    report.value("catalog.page.load", load, "ms", Bar::AtMost(1_000.0));
    report.value("catalog.page.load.decode", measured.decode, "ms", Bar::None);
    report.value("catalog.page.load.build", measured.build, "ms", Bar::None);
    report.value("catalog.page.load.index", measured.index, "ms", Bar::None);
    let at = |share: f64, of: fn(&Toggle) -> f64| {
        let mut times: Vec<f64> = measured.toggles.iter().map(of).collect();
        times.sort_by(f64::total_cmp);
        let place = (times.len() as f64 * share) as usize;
        times.get(place.min(times.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
    };
    report.value("catalog.page.rows_and_bits.p50", at(0.5, |t| t.answer), "ms", Bar::None);
    report.value("catalog.page.rows_and_bits.p95", at(0.95, |t| t.answer), "ms", Bar::None);
    report.value("catalog.page.tick.p50", at(0.5, |t| t.document), "ms", Bar::None);
    report.value("catalog.page.tick.p95", at(0.95, |t| t.document), "ms", Bar::AtMost(16.0));
    report.value("catalog.page.tick.laid_out.p50", at(0.5, |t| t.laid), "ms", Bar::None);
    report.value("catalog.page.tick.laid_out.p95", at(0.95, |t| t.laid), "ms", Bar::None);
    report.value("catalog.page.tick.painted.p50", at(0.5, |t| t.painted), "ms", Bar::None);
    report.value("catalog.page.tick.painted.p95", at(0.95, |t| t.painted), "ms", Bar::None);
    let name = format!("catalog.page.open_facet_of_{WIDE}_values");
    report.value(&name, measured.wide, "ms", Bar::None);
    report.value("catalog.page.wasm_memory", measured.wasm / 1e6, "MB", Bar::None);
}

/// The manifest and its parts, which are kept in a folder.
fn bodies(folder: &Path, datastreams: usize, like: Like) -> Result<BTreeMap<String, Body>> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let (meta, fresh) = parts(datastreams, like);
    let mut bodies = BTreeMap::new();
    let mut entries = Vec::new();
    for (kind, name, bytes) in [(PartKind::Meta, "meta", meta), (PartKind::Fresh, "fresh", fresh)] {
        let url = format!("/api/v1/catalog/{name}");
        let file = folder.join(format!("part-{name}"));
        entries.push(PartEntry {
            kind,
            format: FORMAT,
            hash: name.to_owned(),
            rows: datastreams as u64,
            bytes: bytes.len() as u64,
            url: url.clone(),
        });
        fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
        bodies.insert(url, Body::File { file });
    }
    let sources = vec![synthetic::entry(entries)?];
    let manifest = serde_json::to_string(&Manifest {
        version: MANIFEST_VERSION,
        sources,
        layers: Layers::default(),
    })?;
    bodies.insert("/api/v1/catalog".to_owned(), Body::Text(manifest));
    Ok(bodies)
}
