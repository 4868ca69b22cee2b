//! `cargo xtask bench`: builds and runs the measuring program (`crates/bench`), which writes
//! `target/bench/summary.json`.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::tools::{self, browser, npm};
use crate::{app, paths, process};

/// Measurements that need the built app and Chromium.
const IN_BROWSER: [&str; 5] = ["browser", "catalog", "map", "records", "site"];

#[derive(Args)]
pub struct Options {
    /// Run only this measurement: decode, m4, catalog, serve, embed, records, browser, map or site
    #[arg(long)]
    only: Option<String>,
    /// Run only this part of the browser bench: pixels, frames, many, memory, correctness or startup (may be repeated)
    #[arg(long)]
    part: Vec<String>,
    /// Try the browser bench with few observations and runs; its figures go to target/bench/quick
    #[arg(long)]
    quick: bool,
}

pub fn run(options: &Options) -> Result<()> {
    let out = paths::target()?.join(if options.quick { "bench/quick" } else { "bench" });
    let mut command = process::compiler("cargo");
    command
        .args(["run", "--release", "--package", "gagehouse-bench", "--", "--out"])
        .arg(out)
        .current_dir(paths::root());
    if let Some(name) = &options.only {
        command.args(["--only", name]);
    }
    if options.only.as_deref().is_none_or(|name| IN_BROWSER.contains(&name)) {
        name_for_browser(&mut command)?;
    }
    for part in &options.part {
        command.args(["--part", part]);
    }
    if options.quick {
        command.arg("--quick");
    }
    process::run(&mut command, "see the messages above")
}

/// Builds and names what the browser bench needs.
fn name_for_browser(command: &mut Command) -> Result<()> {
    let app = app::build()?;
    let node_modules = npm::ensure()?;
    command
        .arg("--app")
        .arg(app)
        .arg("--libraries")
        .arg(tools::chart_libraries()?)
        .arg("--chromium")
        .arg(browser::chromium()?)
        .arg("--wasm-as")
        .arg(node_modules.join(".bin/wasm-as"));
    Ok(())
}
