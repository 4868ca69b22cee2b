//! tsdownsample (Rust behind Python, SIMD), from its wheel in a virtual environment beside the summary.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::data::Data;

const VERSION: &str = "0.1.5.1";
const SCRIPT: &str = include_str!("peer.py");

/// What the peer measured, best of several rounds without the start of Python.
#[derive(Deserialize)]
pub struct Peer {
    pub m4_ms: f64,
    pub lttb_ms: f64,
    pub min_max_lttb_ms: f64,
    /// Times of the rows that its M4 chose, ascending.
    pub m4_times_us: Vec<i64>,
}

/// Hands the peer the same numbers as files and reads what it measured.
pub fn measure(folder: &Path, data: &Data, m4_points: u32, budget: u32) -> Result<Peer> {
    let python = environment(folder)?;
    let of_bytes = |name: &str, bytes: Vec<u8>| -> Result<PathBuf> {
        let path = folder.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    };
    let times =
        of_bytes("m4-times.i64", data.time_us.iter().flat_map(|v| v.to_ne_bytes()).collect())?;
    let values =
        of_bytes("m4-values.f64", data.value.iter().flat_map(|v| v.to_ne_bytes()).collect())?;
    let mut command = Command::new(python);
    command.args(["-c", SCRIPT]).args([&times, &values]);
    command.args([m4_points.to_string(), budget.to_string()]);
    let output = command.output().context("cannot start Python")?;
    for path in [times, values] {
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    if !output.status.success() {
        bail!("its script failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout)
        .context("its script printed something else than its figures")
}

/// The Python of an environment that has the peer; made on the first run.
fn environment(folder: &Path) -> Result<PathBuf> {
    let venv = folder.join("tsdownsample-venv");
    let python = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let has_peer = Command::new(&python).args(["-c", "import tsdownsample, numpy"]).output();
    if has_peer.is_ok_and(|output| output.status.success()) {
        return Ok(python);
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    let package = format!("tsdownsample=={VERSION}");
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", &package, "numpy"]))?;
    Ok(python)
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("cannot start {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}
