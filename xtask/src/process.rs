//! Running other programs: what failed is named, with the command that would fix it.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::ui;

/// Runs a program that prints for itself; a failure names the command and the fix.
pub fn run(command: &mut Command, fix: &str) -> Result<()> {
    let status =
        command.status().with_context(|| format!("cannot start `{}`; {fix}", shown(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}; {fix}", shown(command));
    }
    Ok(())
}

/// Runs a program and returns what it printed.
pub fn output(command: &mut Command, fix: &str) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{}`; {fix}", shown(command)))?;
    if !output.status.success() {
        bail!("`{}` ended with {}; {fix}", shown(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program, passing on each line it prints and showing it to `see`; returns whether it
/// succeeded.
pub fn stream(command: &mut Command, mut see: impl FnMut(&str)) -> Result<bool> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.context("cannot read a program's output")?;
            let line = String::from_utf8_lossy(&line);
            ui::line(&line);
            see(&line);
        }
    }
    Ok(child.wait().context("cannot wait for a program")?.success())
}

/// A command as one would type it.
pub fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
