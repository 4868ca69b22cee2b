//! `gagehouse import csv FILE… --mapping TOML`: progress on standard error, the summary on standard output.

use super::csv;
use crate::settings::Settings;
use crate::store::Store;
use anyhow::bail;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Loads data files. Fails if a file could not be loaded; rows that were left out are told in the summary.
pub async fn csv(settings: Settings, files: &[PathBuf], mapping: &Path) -> anyhow::Result<()> {
    let store = Store::open(settings.database_url.expose()).await?;
    let summary = csv::run(&store, files, mapping, Arc::new(say_progress)).await;
    store.close().await?;
    let summary = summary?;
    writeln!(std::io::stdout(), "{summary}")?;
    if summary.failed() {
        bail!("not every file could be loaded");
    }
    Ok(())
}

fn say_progress(file: &Path, rows: u64) {
    let mut out = std::io::stderr();
    // A progress line that cannot be written is not missed.
    let _ = match rows {
        0 => writeln!(out, "reading {}", file.display()),
        rows => writeln!(out, "reading {}: {rows} rows", file.display()),
    };
}
