//! npm's packages: Leaflet and the atlases for the app, wasm-opt for its build, Playwright for e2e; and, by a list of
//! their own, the chart libraries that the browser bench measures beside ours.
//!
//! They are installed once per package-lock.json, in the cache; `node_modules` is a link there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{fingerprint, paths, process, ui};

/// Makes sure of the root's packages and of the link; returns the folder `node_modules`.
pub fn ensure() -> Result<PathBuf> {
    let packages = of_list(paths::root())?;
    link(&packages, &paths::root().join("node_modules"))?;
    Ok(packages)
}

/// Makes sure of the packages that the list in a folder names; returns the folder `node_modules`.
pub fn of_list(list: &Path) -> Result<PathBuf> {
    let path = list.join("package-lock.json");
    let lock = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let folder = paths::cache()?.join("npm").join(fingerprint::of_bytes(&lock));
    let packages = folder.join("node_modules");
    if !packages.is_dir() {
        ui::step("installing npm packages (once)", || install(list, &folder))?;
    }
    Ok(packages)
}

fn install(list: &Path, folder: &Path) -> Result<()> {
    let draft = folder.with_extension("draft");
    if draft.exists() {
        fs::remove_dir_all(&draft)?;
    }
    fs::create_dir_all(&draft).with_context(|| format!("cannot make {}", draft.display()))?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(list.join(name), draft.join(name))
            .with_context(|| format!("cannot copy {name}"))?;
    }
    process::run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .current_dir(&draft),
        "install Node.js 20 or newer with npm, and check that the npm registry can be reached",
    )?;
    fs::rename(&draft, folder).with_context(|| format!("cannot make {}", folder.display()))
}

fn link(packages: &Path, link: &Path) -> Result<()> {
    if fs::read_link(link).is_ok_and(|there| there == packages) {
        return Ok(());
    }
    if link.is_symlink() {
        fs::remove_file(link)?;
    } else if link.exists() {
        bail!("node_modules is a folder of its own; remove it (`rm -r node_modules`)");
    }
    std::os::unix::fs::symlink(packages, link).context("cannot link node_modules")
}
