//! `cargo xtask bench`: builds and runs the measuring program (`crates/bench`), which writes
//! `target/bench/summary.json`.

use anyhow::Result;
use clap::Args;

use crate::{paths, process};

#[derive(Args)]
pub struct Options {
    /// Run only this measurement: decode, m4 or serve
    #[arg(long)]
    only: Option<String>,
}

pub fn run(options: &Options) -> Result<()> {
    let mut command = process::compiler("cargo");
    command
        .args(["run", "--release", "--package", "gagehouse-bench", "--", "--out"])
        .arg(paths::target()?.join("bench"))
        .current_dir(paths::root());
    if let Some(name) = &options.only {
        command.args(["--only", name]);
    }
    process::run(&mut command, "see the messages above")
}
