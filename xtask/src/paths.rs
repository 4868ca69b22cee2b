//! Where things are: the repository, cargo's target folder and the cache shared by every clone.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result};

use crate::process;

/// The repository's root.
pub fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

/// Cargo's target folder, wherever `CARGO_TARGET_DIR` or a configuration file put it.
pub fn target() -> Result<&'static Path> {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    if let Some(target) = TARGET.get() {
        return Ok(target);
    }
    let metadata = process::output(
        process::compiler("cargo").current_dir(root()).args([
            "metadata",
            "--no-deps",
            "--format-version=1",
        ]),
        "see cargo's message above",
    )?;
    let metadata: serde_json::Value =
        serde_json::from_str(&metadata).context("cannot read what `cargo metadata` printed")?;
    let target = metadata["target_directory"]
        .as_str()
        .context("`cargo metadata` names no target_directory")?;
    Ok(TARGET.get_or_init(|| PathBuf::from(target)))
}

/// The built browser app, with its compressed copies.
pub fn app() -> Result<PathBuf> {
    Ok(target()?.join("app"))
}

/// The cache of tools and packages, outside every clone.
pub fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
        Some(cache) => PathBuf::from(cache),
        None => env::home_dir()
            .context("there is no home folder to keep the cache in; set XDG_CACHE_HOME")?
            .join(".cache"),
    };
    Ok(base.join("gagehouse"))
}

/// Copies a folder's files over those of another.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            copy(&entry.path(), &target)?;
        }
    }
    Ok(())
}

/// Copies a file over another.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// The first file of this name on `PATH`.
pub fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}
