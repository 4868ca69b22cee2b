//! `cargo xtask dist`: a folder to copy to a server and start.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::{app, paths, sidecar, ui};

pub fn run() -> Result<()> {
    let app = app::build()?;
    let program = sidecar::build(true)?;
    let dist = paths::target()?.join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).with_context(|| format!("cannot empty {}", dist.display()))?;
    }
    copy_folder(&app, &dist.join("app"))?;
    copy(&program, &dist.join("gagehouse"))?;
    for name in ["gagehouse.service", "gagehouse.toml", "Dockerfile"] {
        copy(&paths::root().join("packaging").join(name), &dist.join(name))?;
    }
    ui::line(&format!(
        "{} is complete: copy it to a server and start ./gagehouse serve",
        dist.display()
    ));
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
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

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}
