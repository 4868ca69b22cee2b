//! The app beside other chart libraries, in one Chromium: pages to pixels, zoom and pan, memory, correctness, start-up.
//!
//! `crates/bench/browser` drives the browser and serves the app, a catalog and the pages; here are its catalog,
//! the limit that the figures are held against, and the tables.

pub mod catalog;
mod outcome;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::report::Report;
use outcome::Outcome;
pub use outcome::quantile;

/// What the browser bench needs; `cargo xtask bench` names all of it.
#[derive(Args)]
pub struct Options {
    /// Folder of the built app
    #[arg(long)]
    pub app: Option<PathBuf>,
    /// Folder `node_modules` with the other chart libraries
    #[arg(long)]
    pub libraries: Option<PathBuf>,
    /// Chromium's program
    #[arg(long)]
    pub chromium: Option<PathBuf>,
    /// Assembler of wasm text
    #[arg(long)]
    wasm_as: Option<PathBuf>,
    /// Parts of the browser bench to run: pixels, frames, many, memory, correctness or startup; all by default
    #[arg(long)]
    pub part: Vec<String>,
    /// Few observations and runs, to try the browser bench and not to measure
    #[arg(long)]
    pub quick: bool,
}

/// What a measurement in the browser needs.
#[derive(Clone, Copy)]
pub struct Programs<'a> {
    /// Folder of the built app.
    pub app: &'a Path,
    /// Folder `node_modules` with the other chart libraries.
    pub libraries: &'a Path,
    /// Chromium's program.
    pub chromium: &'a Path,
}

const BY_XTASK: &str = "run what needs a browser by `cargo xtask bench`";

impl Options {
    /// The programs, which xtask names.
    pub fn programs(&self) -> Result<Programs<'_>> {
        Ok(Programs {
            app: self.app.as_deref().context(BY_XTASK)?,
            libraries: self.libraries.as_deref().context(BY_XTASK)?,
            chromium: self.chromium.as_deref().context(BY_XTASK)?,
        })
    }
}

/// Runs one of the scripts in `browser/`, which is told what to do by `config.json` in a folder, and reads what it wrote.
pub fn script<T: DeserializeOwned>(
    name: &str,
    folder: &Path,
    config: &impl Serialize,
    written: &Path,
) -> Result<T> {
    let told = folder.join("config.json");
    fs::write(&told, serde_json::to_vec(config)?)
        .with_context(|| format!("cannot write {}", told.display()))?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser").join(name);
    let ended = Command::new("node").arg(&script).arg(&told).status();
    let ended = ended.context("cannot start node; install Node.js 20 or newer")?;
    ensure!(ended.success(), "{name} ended with {ended}; see its message above");
    serde_json::from_slice(&fs::read(written)?)
        .with_context(|| format!("cannot read {}", written.display()))
}

/// One number of observations, and how often it is measured.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Size {
    rows: u64,
    /// Runs of each subject with pages from memory, and with pages over HTTP.
    runs: u32,
    http_runs: u32,
    frame_runs: u32,
    has_memory: bool,
}

#[rustfmt::skip]
const SIZES: [Size; 3] = [
    Size { rows: 150_000, runs: 7, http_runs: 3, frame_runs: 0, has_memory: false },
    Size { rows: 1_000_000, runs: 7, http_runs: 3, frame_runs: 3, has_memory: true },
    // A run of a peer takes up to a minute.
    Size { rows: 10_000_000, runs: 1, http_runs: 0, frame_runs: 1, has_memory: false },
];

#[rustfmt::skip]
const QUICK_SIZES: [Size; 1] =
    [Size { rows: 20_000, runs: 2, http_runs: 1, frame_runs: 1, has_memory: true }];

/// What `run.mjs` is told.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Config<'a> {
    app: &'a Path,
    libraries: &'a Path,
    chromium: &'a Path,
    wasm_as: &'a Path,
    out: &'a Path,
    parts: &'a [String],
    catalog: catalog::Bodies,
    sizes: &'a [Size],
    startup_rows: u64,
    startup_runs: u32,
    many: u32,
    many_rows: u64,
}

/// Runs the browser and reports what it measured.
pub fn measure(report: &mut Report, options: &Options) -> Result<()> {
    let sizes: &[Size] = if options.quick { &QUICK_SIZES } else { &SIZES };
    let out = report.folder().join("browser");
    fs::create_dir_all(&out).with_context(|| format!("cannot make {}", out.display()))?;
    let startup_rows = 2_000;
    let programs = options.programs()?;
    let config = Config {
        app: programs.app,
        libraries: programs.libraries,
        chromium: programs.chromium,
        wasm_as: options.wasm_as.as_deref().context(BY_XTASK)?,
        out: &out,
        parts: &options.part,
        catalog: catalog::bodies(sizes.iter().map(|size| size.rows).chain([startup_rows]), &out)?,
        sizes,
        startup_rows,
        startup_runs: if options.quick { 1 } else { 3 },
        many: catalog::MANY,
        many_rows: catalog::MANY_ROWS,
    };
    let outcome: Outcome = script("run.mjs", &out, &config, &out.join("browser.json"))?;
    tables::tell(report, &outcome);
    Ok(())
}
