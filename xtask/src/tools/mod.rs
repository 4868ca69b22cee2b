//! The tools that building needs beyond cargo, kept in the cache and reused by every clone.

pub mod apt;
pub mod browser;
mod cargo_tool;
mod lockfile;
pub mod npm;
pub mod postgres;
mod wasm_target;

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{lock, paths};

const TRUNK_VERSION: &str = "0.21.14";
/// Reads what `wasm_split_helpers` of Cargo.lock writes, and refuses what it does not know.
const WASM_SPLIT_VERSION: &str = "0.2.4";

/// Folders of tools, to be put before the others on `PATH`.
pub struct Toolbox {
    folders: Vec<PathBuf>,
}

impl Toolbox {
    /// Makes sure of everything that building and running the app needs.
    pub fn for_the_app() -> Result<Self> {
        let _one_at_a_time = lock()?;
        let node_modules = npm::ensure()?;
        wasm_target::ensure()?;
        Ok(Self {
            folders: vec![
                wasm_bindgen()?,
                cargo_tool::ensure(&cargo_tool::CargoTool {
                    package: "trunk",
                    version: TRUNK_VERSION,
                    binary: "trunk",
                    options: &["--locked", "--no-default-features", "--features", "rustls"],
                    options_else: None,
                })?,
                cargo_tool::ensure(&cargo_tool::CargoTool {
                    package: "wasm_split_cli_support",
                    version: WASM_SPLIT_VERSION,
                    binary: "wasm-split-cli",
                    options: &["--locked", "--features", "build-binary"],
                    options_else: Some(&["--features", "build-binary"]),
                })?,
                node_modules.join(".bin"),
            ],
        })
    }

    /// Makes sure of what the wasm tests need: the target and wasm-bindgen's test runner.
    pub fn for_wasm_tests() -> Result<Self> {
        let _one_at_a_time = lock()?;
        wasm_target::ensure()?;
        Ok(Self { folders: vec![wasm_bindgen()?] })
    }

    /// `PATH` with these tools first.
    pub fn path(&self) -> Result<OsString> {
        let others = env::var_os("PATH").unwrap_or_default();
        env::join_paths(self.folders.iter().cloned().chain(env::split_paths(&others)))
            .context("a tool folder's name cannot stand on PATH")
    }
}

/// Makes sure of the chart libraries that the browser bench measures beside ours; returns their folder.
pub fn chart_libraries() -> Result<PathBuf> {
    let _one_at_a_time = lock()?;
    npm::of_list(&paths::root().join("crates/bench/browser"))
}

/// The wasm target alone, as clippy needs it.
pub fn wasm_target() -> Result<()> {
    wasm_target::ensure()
}

/// wasm-bindgen's programs, at exactly the version of the crate in Cargo.lock.
fn wasm_bindgen() -> Result<PathBuf> {
    let version = lockfile::version_of("wasm-bindgen")?;
    cargo_tool::ensure(&cargo_tool::CargoTool {
        package: "wasm-bindgen-cli",
        version: &version,
        binary: "wasm-bindgen",
        options: &["--locked"],
        // Its own lock file may name crates that a registry mirror does not have yet.
        options_else: Some(&[]),
    })
}

/// Lets one xtask at a time fill the cache; the others wait and then find it filled.
fn lock() -> Result<File> {
    let cache = paths::cache()?;
    lock::hold(&cache, "filling the cache").context("set XDG_CACHE_HOME to keep it elsewhere")
}
