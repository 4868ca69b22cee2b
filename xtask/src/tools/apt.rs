//! Debian's packages, where this process may install them.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{paths, process, ui};

/// Installs packages, or says what to install.
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    let list = packages.join(" ");
    let by_hand = format!("install them: `sudo apt-get install {list}`, or your system's like");
    if paths::on_path("apt-get").is_none() || !is_root()? {
        bail!("{why} needs {list}, and this process may not install packages; {by_hand}");
    }
    ui::step(&format!("installing {list} for {why}"), || {
        process::run(Command::new("apt-get").args(["update", "-qq"]), &by_hand)?;
        process::run(
            Command::new("apt-get")
                .args(["install", "-y", "-qq", "--no-install-recommends"])
                .args(packages)
                .env("DEBIAN_FRONTEND", "noninteractive"),
            &by_hand,
        )
    })
}

fn is_root() -> Result<bool> {
    Ok(process::output(Command::new("id").arg("-u"), "is this a Unix system?")?.trim() == "0")
}
