//! Rust's standard library for wasm32.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::{paths, process, ui};

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the target by rustup unless the toolchain has it.
pub fn ensure() -> Result<()> {
    let sysroot = process::output(
        Command::new("rustc").args(["--print", "sysroot"]).current_dir(paths::root()),
        "install Rust by rustup",
    )?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir() {
        return Ok(());
    }
    ui::step("adding the wasm32 target", || {
        process::run(
            Command::new("rustup").args(["target", "add", TARGET]).current_dir(paths::root()),
            "run `rustup target add wasm32-unknown-unknown`",
        )
    })
}
