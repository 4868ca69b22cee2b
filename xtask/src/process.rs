//! Running other programs: what failed is named, with the command that would fix it.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::ui;

/// A program that compiles, without the variables by which cargo describes this package to it.
///
/// Build scripts that read them (ring's does) would run again, and all that depends on them be compiled again,
/// whenever `cargo` and `cargo xtask` take turns.
pub fn compiler(program: &str) -> Command {
    let mut command = Command::new(program);
    let of_this_package = |name: &str| {
        ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| name.starts_with(prefix))
    };
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(of_this_package) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a program that prints for itself; a failure names the command and the fix.
pub fn run(command: &mut Command, fix: &str) -> Result<()> {
    let status =
        command.status().with_context(|| format!("cannot start `{}`; {fix}", shown(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}; {fix}", shown(command));
    }
    Ok(())
}

/// Runs a program without showing what it prints; when it fails, returns the first error it named.
pub fn quietly(command: &mut Command) -> Result<Result<(), String>> {
    let output = command.output().with_context(|| format!("cannot start `{}`", shown(command)))?;
    if output.status.success() {
        return Ok(Ok(()));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Ok(Err(reason(&said).unwrap_or_else(|| format!("it ended with {}", output.status))))
}

/// The first error in what a program printed, with its last cause when it gives some.
fn reason(said: &str) -> Option<String> {
    let lines: Vec<&str> = said.lines().map(str::trim).collect();
    // Cargo's and wasm-opt's ways of beginning.
    let error = lines
        .iter()
        .find_map(|line| line.strip_prefix("error: ").or(line.strip_prefix("Fatal: ")))?;
    let cause = lines.iter().rposition(|line| *line == "Caused by:");
    match cause.and_then(|at| lines.get(at + 1)) {
        Some(cause) => Some(format!("{error} ({cause})")),
        None => Some((*error).to_owned()),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_failure_is_told_by_its_first_error_and_its_last_cause() {
        let said = "    Updating index\nerror: failed to compile\n\nCaused by:\n  no candidate\n\nCaused by:\n  \
                    version 1.2 is yanked\n  location searched: index\n";
        assert_eq!(reason(said).as_deref(), Some("failed to compile (version 1.2 is yanked)"));
        assert_eq!(reason("error: no such file\n").as_deref(), Some("no such file"));
        assert_eq!(reason("warning: nothing\n"), None);
    }

    #[test]
    fn a_quiet_program_says_whether_it_worked() {
        let cargo = |word| quietly(Command::new("cargo").arg(word)).unwrap();
        assert_eq!(cargo("--version"), Ok(()));
        assert!(cargo("no-such-command").unwrap_err().contains("no-such-command"));
    }
}
