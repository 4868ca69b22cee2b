//! `cargo xtask dist`: a folder to copy to a server and start.

use std::fs;

use anyhow::{Context, Result};

use crate::{app, paths, sidecar, ui};

pub fn run() -> Result<()> {
    let app = app::build()?;
    let program = sidecar::build(true)?;
    let dist = paths::target()?.join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).with_context(|| format!("cannot empty {}", dist.display()))?;
    }
    paths::copy_folder(&app, &dist.join("app"))?;
    paths::copy(&program, &dist.join("gagehouse"))?;
    for name in ["gagehouse.service", "gagehouse.toml", "Dockerfile"] {
        paths::copy(&paths::root().join("packaging").join(name), &dist.join(name))?;
    }
    ui::line(&format!(
        "{} is complete: copy it to a server and start ./gagehouse serve",
        dist.display()
    ));
    Ok(())
}
