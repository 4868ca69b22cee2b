//! Playwright against the release build: the real sidecar serving the real app.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::Tally;
use crate::tools::{browser, npm};
use crate::{app, paths, process, sidecar};

pub fn test(options: &[String]) -> Result<Tally> {
    let report = paths::target()?.join("e2e/report.json");
    if report.exists() {
        fs::remove_file(&report).context("cannot remove the last e2e report")?;
    }
    let succeeded = process::stream(playwright()?.args(options), |_| {})?;
    let mut tally = read(&report).unwrap_or_default();
    if !succeeded && tally.failed == 0 {
        tally.failed += 1;
    }
    Ok(tally)
}

/// `playwright test`, with everything built and named that its configuration needs.
pub fn playwright() -> Result<Command> {
    let app = app::build()?;
    let program = sidecar::build(true)?;
    let chromium = browser::chromium()?;
    let node_modules = npm::ensure()?;
    let mut command = Command::new(node_modules.join(".bin/playwright"));
    command
        .arg("test")
        .current_dir(paths::root().join("e2e"))
        .env("GAGEHOUSE_PROGRAM", program)
        .env("GAGEHOUSE_APP", app)
        .env("GAGEHOUSE_E2E_OUT", paths::target()?.join("e2e"))
        .env("CHROMIUM", chromium);
    Ok(command)
}

/// The counts in Playwright's JSON report. A test that passed only at a second try has failed.
fn read(report: &Path) -> Result<Tally> {
    let report: serde_json::Value = serde_json::from_slice(&fs::read(report)?)?;
    let count = |what: &str| report["stats"][what].as_u64().unwrap_or(0);
    Ok(Tally { passed: count("expected"), failed: count("unexpected") + count("flaky") })
}
