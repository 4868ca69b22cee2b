//! The database that is served: filled once and kept beside the summary, so that the next run begins at once.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use gagehouse_sidecar::app::AppState;
use gagehouse_sidecar::settings::{Environment, Options, Settings};
use tokio::runtime::Runtime;

use super::network::{self, DATASTREAMS, ROWS_PER_DATASTREAM};
use crate::report::{Bar, Report};

/// What SQLite keeps beside a database while it is open.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// The file, filled now if it is not there from an earlier run.
pub fn ready(report: &mut Report, runtime: &Runtime) -> Result<PathBuf> {
    let file = report.folder().join("observations.db");
    if file.exists() {
        return Ok(file);
    }
    let partial = report.folder().join("observations-partial.db");
    remove(&partial)?;
    let state = open(&partial, None, runtime)?;
    let stored = DATASTREAMS * ROWS_PER_DATASTREAM;
    report.table(&format!("serve: {stored} observations are loaded, once"));
    let start = Instant::now();
    runtime.block_on(network::fill(&state.store))?;
    let rate = stored as f64 / start.elapsed().as_secs_f64();
    // The bar is that of the import, which parses files too.
    report.value("serve.load", rate, "obs/s", Bar::AtLeast(500_000.0));
    runtime.block_on(state.store.close())?;
    fs::rename(&partial, &file).with_context(|| format!("cannot make {}", file.display()))?;
    Ok(file)
}

/// The server's state around a database, with the built app where a browser comes.
pub fn open(file: &Path, app: Option<&Path>, runtime: &Runtime) -> Result<AppState> {
    let database = ("database_url", format!("sqlite://{}", file.display()));
    let app = app.map(|app| ("static_dir", app.display().to_string()));
    let options: Options = app.into_iter().chain([database]).collect();
    let settings = Settings::load(&options, &Environment::default())?;
    runtime.block_on(AppState::start(settings))
}

/// A copy that may be written to.
pub fn copy(file: &Path) -> Result<PathBuf> {
    let copy = file.with_file_name("observations-written.db");
    remove(&copy)?;
    fs::copy(file, &copy).with_context(|| format!("cannot make {}", copy.display()))?;
    Ok(copy)
}

/// Removes a database, if it is there.
pub fn remove(file: &Path) -> Result<()> {
    let name = file.display().to_string();
    for path in BESIDE.iter().map(|end| format!("{name}{end}")).chain([name.clone()]) {
        if Path::new(&path).exists() {
            fs::remove_file(&path).with_context(|| format!("cannot remove {path}"))?;
        }
    }
    Ok(())
}
