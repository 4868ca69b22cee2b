//! Programs installed by `cargo install`, each version in a folder of its own.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{paths, process, ui};

/// What to install, and how.
pub struct CargoTool<'a> {
    pub package: &'a str,
    pub version: &'a str,
    /// The program whose presence says that the package is installed.
    pub binary: &'a str,
    pub options: &'a [&'a str],
    /// Options to try when the first ones did not work.
    pub options_else: Option<&'a [&'a str]>,
}

/// The folder of the package's programs, installed now if need be.
pub fn ensure(tool: &CargoTool<'_>) -> Result<PathBuf> {
    let CargoTool { package, version, binary, .. } = tool;
    let name = package.strip_suffix("-cli").unwrap_or(package);
    let folder = paths::cache()?.join("tools").join(format!("{name}-{version}"));
    let programs = folder.join("bin");
    if programs.join(binary).is_file() {
        return Ok(programs);
    }
    ui::step(&format!("installing {package} {version} (once, some minutes)"), || {
        const FIX: &str = "check that the crate registry can be reached and try again";
        let Some(options_else) = tool.options_else else {
            return process::run(&mut install(tool, &folder, tool.options)?, FIX);
        };
        // What cargo says of an attempt that has a second one is no alarm: it is told in a line.
        if let Err(reason) = process::quietly(&mut install(tool, &folder, tool.options)?)? {
            ui::line(&format!(
                "   {package} cannot be built from its own list of versions here: {reason}"
            ));
            ui::line("   this is no problem: it is built from the newest versions that fit");
            return process::run(&mut install(tool, &folder, options_else)?, FIX);
        }
        Ok(())
    })
    .with_context(|| format!("cannot install {package} {version}"))?;
    Ok(programs)
}

/// The command that installs a tool into a folder.
fn install(tool: &CargoTool<'_>, folder: &PathBuf, options: &[&str]) -> Result<Command> {
    let mut command = process::compiler("cargo");
    command
        .args(["install", tool.package, "--version", tool.version, "--debug", "--root"])
        .arg(folder)
        .args(options)
        // Neither this clone's target folder nor its cargo configuration has a part in it.
        .current_dir(paths::cache()?)
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("RUSTFLAGS");
    Ok(command)
}
