//! Chromium and its driver, from the distribution.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use super::apt;
use crate::paths;

/// Chromium's program: `CHROMIUM`, or one of the usual names on `PATH`, installed if it may be.
pub fn chromium() -> Result<PathBuf> {
    ensure(
        "CHROMIUM",
        &["chromium", "chromium-browser", "google-chrome"],
        &["chromium", "fonts-liberation"],
    )
}

/// ChromeDriver's program: `CHROMEDRIVER`, or on `PATH`, installed if it may be.
pub fn chromedriver() -> Result<PathBuf> {
    chromium()?;
    ensure("CHROMEDRIVER", &["chromedriver"], &["chromium-driver"])
}

fn ensure(variable: &str, names: &[&str], packages: &[&str]) -> Result<PathBuf> {
    if let Some(given) = env::var_os(variable).map(PathBuf::from) {
        if !given.is_file() {
            bail!("{variable}={} is not a file", given.display());
        }
        return Ok(given);
    }
    let find = || names.iter().find_map(|name| paths::on_path(name));
    if let Some(found) = find() {
        return Ok(found);
    }
    apt::install(packages, "the browser tests")?;
    match find() {
        Some(found) => Ok(found),
        None => bail!("{} is still not on PATH; set {variable}", names.join(" or ")),
    }
}
