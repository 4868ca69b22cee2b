//! The map beside Leaflet.markercluster and OpenLayers' WebGL points, in one Chromium on the same sites.
//!
//! Script of a frame is read from Chromium's trace while a mouse drags and turns its wheel, for all alike. The others
//! draw no base map; ours does.

mod sites;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::browser::catalog::{self, Bodies, Body};
use crate::browser::{Options, quantile, script};
use crate::report::{Bar, Report};

const OURS: &str = "gagehouse";
/// Synthetic sites of the largest map.
const MANY: usize = 1_000_000;

/// What `map.mjs` is told.
#[derive(Serialize)]
struct Config<'a> {
    app: &'a Path,
    libraries: &'a Path,
    chromium: &'a Path,
    out: &'a Path,
    /// Which to measure, all when empty: gagehouse, markercluster, openlayers, many.
    parts: &'a [String],
    runs: u32,
    real: Served,
    many: Served,
}

/// A catalog of sites, and the places of the others.
#[derive(Serialize)]
struct Served {
    sites: usize,
    bodies: Bodies,
}

#[derive(Deserialize)]
struct Outcome {
    version: String,
    load: f64,
    sites: usize,
    runs: BTreeMap<String, Vec<Run>>,
    /// Why others could not be measured.
    failed: BTreeMap<String, String>,
    many: Option<Many>,
}

/// Milliseconds: from the data to the first picture, and of script in each frame.
#[derive(Deserialize)]
struct Run {
    first: f64,
    frames: Vec<f64>,
    /// The share of the gestures for which there was time.
    share: f64,
}

#[derive(Deserialize)]
struct Many {
    sites: usize,
    #[serde(flatten)]
    run: Run,
}

/// Runs the browser and reports what it measured.
pub fn measure(report: &mut Report, options: &Options) -> Result<()> {
    const BY_XTASK: &str = "run the map bench by `cargo xtask bench --only map`";
    let out = report.folder().join("map");
    fs::create_dir_all(&out).with_context(|| format!("cannot make {}", out.display()))?;
    let (real, are_real) = sites::real()?;
    let many = sites::synthetic(if options.quick { 50_000 } else { MANY });
    let config = Config {
        app: options.app.as_deref().context(BY_XTASK)?,
        libraries: options.libraries.as_deref().context(BY_XTASK)?,
        chromium: options.chromium.as_deref().context(BY_XTASK)?,
        out: &out,
        parts: &options.part,
        runs: if options.quick { 1 } else { 3 },
        real: write(&out, "real", &real, true)?,
        many: write(&out, "many", &many, false)?,
    };
    let outcome: Outcome = script("map.mjs", &out, &config, &out.join("map.json"))?;
    tell(report, &outcome, are_real);
    Ok(())
}

/// Writes a catalog, and the places alone where others draw them too.
fn write(out: &Path, name: &str, sites: &[sites::Site], has_places: bool) -> Result<Served> {
    let folder = out.join(name);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut bodies = catalog::bodies_of(&sites::catalog(sites, has_places), &folder)?;
    if has_places {
        let numbers = sites.iter().flat_map(|site| [site.longitude, site.latitude]);
        let bytes: Vec<u8> = numbers.flat_map(f64::to_le_bytes).collect();
        let file = folder.join("places");
        fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
        bodies.insert("/bench/places".to_owned(), Body::File { file });
    }
    Ok(Served { sites: sites.len(), bodies })
}

fn tell(report: &mut Report, outcome: &Outcome, are_real: bool) {
    let Outcome { version, load, sites, runs, failed, many } = outcome;
    let kind = if are_real { "real" } else { "synthetic" };
    report.table(&format!(
        "map: {sites} {kind} sites, Chromium {version}, load average {load:.1} at the start"
    ));
    report.line("script of a frame while a mouse drags and turns its wheel; first: from the data to the picture");
    report.line("a run has 20 s for its gestures, a subject a minute for its runs: WebGL without a graphics card is slow");
    let first = |runs: &[Run]| quantile(runs.iter().map(|run| run.first), 0.5);
    let frame = |runs: &[Run], share| {
        quantile(runs.iter().flat_map(|run| run.frames.iter().copied()), share)
    };
    for (name, why) in failed {
        report.line(&format!("{name}: could not be measured: {why}"));
    }
    for (name, runs) in runs {
        report.line(&format!("{name}: {}", extent(runs)));
        let bars = if name == OURS {
            (Bar::AtMost(300.0), Bar::AtMost(16.0))
        } else {
            (Bar::None, Bar::None)
        };
        report.value(&format!("map.{name}.first"), first(runs), "ms", bars.0);
        report.value(&format!("map.{name}.frame_p50"), frame(runs, 0.5), "ms", Bar::None);
        report.value(&format!("map.{name}.frame_p95"), frame(runs, 0.95), "ms", bars.1);
    }
    if let Some(ours) = runs.get(OURS) {
        for (name, theirs) in runs.iter().filter(|(name, _)| *name != OURS) {
            let ratio = frame(theirs, 0.95) / frame(ours, 0.95);
            report.value(&format!("map.{name}_to_ours.frame_p95"), ratio, "x", Bar::None);
            report.value(
                &format!("map.{name}_to_ours.first"),
                first(theirs) / first(ours),
                "x",
                Bar::None,
            );
        }
    }
    if let Some(many) = many {
        report.line(&format!("{} sites: {}", many.sites, extent(std::slice::from_ref(&many.run))));
        let name = |part: &str| format!("map.gagehouse.{}_sites.{part}", many.sites);
        report.value(&name("first"), many.run.first, "ms", Bar::None);
        let p95 = quantile(many.run.frames.iter().copied(), 0.95);
        report.value(&name("frame_p95"), p95, "ms", Bar::AtMost(33.0));
    }
}

/// How much was measured, in words.
fn extent(runs: &[Run]) -> String {
    let frames: usize = runs.iter().map(|run| run.frames.len()).sum();
    let least = runs.iter().map(|run| run.share).fold(1.0, f64::min);
    let cut = match least < 1.0 {
        true => format!(", the shortest cut off after {:.0} % of its gestures", 100.0 * least),
        false => String::new(),
    };
    let plural = if runs.len() == 1 { "" } else { "s" };
    format!("{} run{plural}, {frames} frames with script{cut}", runs.len())
}
