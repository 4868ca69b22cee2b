//! `gagehouse import csv FILE… --mapping TOML`: progress on standard error, the summary on standard output.

use super::csv;
use crate::settings::Settings;
use crate::store::Store;
use anyhow::bail;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Loads data files, or only reads them. Fails if a file could not be loaded, is empty or was mostly rejected; single rows
/// that were left out are told in the summary.
pub async fn csv(
    settings: Settings,
    files: &[PathBuf],
    mapping: &Path,
    is_dry_run: bool,
) -> anyhow::Result<()> {
    let summary = if is_dry_run {
        csv::dry_run(files, mapping, Arc::new(say_progress)).await?
    } else {
        let store = Store::open(settings.database_url.expose()).await?;
        let summary = csv::run(&store, files, mapping, Arc::new(say_progress)).await;
        store.close().await?;
        summary?
    };
    writeln!(std::io::stdout(), "{summary}")?;
    let complaints = summary.complaints();
    if !complaints.is_empty() {
        bail!("{}", complaints.join("\n"));
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
