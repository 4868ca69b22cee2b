//! `gagehouse import csv|sites FILE… --mapping TOML`: progress on standard error, the summary on standard output.

use super::{csv, sites};
use crate::settings::Settings;
use crate::store::Store;
use anyhow::{Context, bail};
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

/// Loads station lists, or only reads them; writes everything that was noticed to a file when one is named.
pub async fn sites(
    settings: Settings,
    files: &[PathBuf],
    mapping: &Path,
    issues: Option<&Path>,
    is_dry_run: bool,
) -> anyhow::Result<()> {
    let report = if is_dry_run {
        sites::dry_run(files, mapping).await?
    } else {
        let store = Store::open(settings.database_url.expose()).await?;
        let report = sites::run(&store, files, mapping).await;
        store.close().await?;
        report?
    };
    writeln!(std::io::stdout(), "{report}")?;
    if let Some(path) = issues {
        std::fs::write(path, report.as_csv())
            .with_context(|| format!("{}: cannot be written", path.display()))?;
    }
    let complaints = report.complaints();
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
