//! Pages of sites and of a watershed as a first visitor meets them: largest paint and layout shifts on a slow line and a slow
//! processor.
//!
//! The demonstration network from SQLite, served over loopback HTTP as `gagehouse serve` does. Chromium plays the slow line
//! ("Slow 4G": 1.6 Mbit/s, 150 ms) and the slow processor (a quarter of this one's speed).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use gagehouse_sidecar::app::AppState;
use gagehouse_sidecar::clock;
use gagehouse_sidecar::demo::{self, Size};
use gagehouse_sidecar::harvest::Harvester;
use gagehouse_sidecar::records;
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use crate::browser::{Options, quantile, script};
use crate::report::{Bar, Report};
use crate::serve::{database, start};

/// What is opened: a site with many series and ten years of them, one that has been silent for long, a network.
const PAGES: [(&str, &str); 3] = [
    ("live_site", "/sites/local/TR-30"),
    ("stale_site", "/sites/local/TR-40"),
    ("network", "/networks/local/Tansel%20River"),
];

/// What `site-page.mjs` is told.
#[derive(Serialize)]
struct Config<'a> {
    chromium: &'a Path,
    out: PathBuf,
    url: String,
    pages: BTreeMap<&'a str, &'a str>,
    /// Visits of each page at each width.
    runs: u32,
}

/// A visit: times in milliseconds.
#[derive(Deserialize)]
struct Visit {
    width: u32,
    lcp: f64,
    shift: f64,
    ready: f64,
    bytes: f64,
}

#[derive(Deserialize)]
struct Outcome {
    version: String,
    load: f64,
    visits: BTreeMap<String, Vec<Visit>>,
}

/// Serves the demonstration network and reports what the browser measured.
pub fn measure(report: &mut Report, options: &Options) -> Result<()> {
    let programs = options.programs()?;
    let folder = report.folder().join("site");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let runtime = Runtime::new()?;
    let state = demonstrate(&runtime, &folder.join("demo.db"), programs.app)?;
    let config = Config {
        chromium: programs.chromium,
        out: folder.join("site.json"),
        url: format!("http://{}", start(&runtime, &state)?),
        pages: PAGES.into(),
        runs: if options.quick { 1 } else { 3 },
    };
    let outcome = script::<Outcome>("site-page.mjs", &folder, &config, &config.out);
    runtime.block_on(state.store.close())?;
    tell(report, &outcome?);
    Ok(())
}

/// The demonstration network as of now, with the built app.
fn demonstrate(runtime: &Runtime, file: &Path, app: &Path) -> Result<AppState> {
    database::remove(file)?;
    let state = database::open(file, Some(app), runtime)?;
    runtime.block_on(async {
        let now = clock::now();
        demo::load::load(&state.store, demo::SEED, now, Size::Full).await?;
        records::demo::load_history(&state.store, demo::SEED, now).await?;
        Harvester::new(state.clone()).harvest("local").await?;
        Ok(state)
    })
}

fn tell(report: &mut Report, Outcome { version, load, visits }: &Outcome) {
    report.table(&format!("site: Chromium {version}, load average {load:.1} at the start"));
    report.line("a first visit on Slow 4G with a processor at a quarter of its speed, medians; the worst layout shift");
    report.line("app: when it has taken over from the text that the sidecar sends");
    for (page, visits) in visits {
        let mut widths: Vec<u32> = visits.iter().map(|visit| visit.width).collect();
        widths.dedup();
        for width in widths {
            let of = |share: f64, value: fn(&Visit) -> f64| {
                let at_width = visits.iter().filter(|visit| visit.width == width);
                quantile(at_width.map(value), share)
            };
            let name = |what: &str| format!("site.{page}.{width}px.{what}");
            let (lcp, shift) = (of(0.5, |visit| visit.lcp), of(1.0, |visit| visit.shift));
            report.value(&name("lcp"), lcp, "ms", Bar::AtMost(2_500.0));
            report.value(&name("cls"), shift, "", Bar::AtMost(0.1));
            report.value(&name("app"), of(0.5, |visit| visit.ready), "ms", Bar::None);
            report.value(&name("sent"), of(0.5, |visit| visit.bytes) / 1e3, "kB", Bar::None);
        }
    }
}
