//! `cargo xtask test`: each part counts its tests; the last line is `N passed, N failed`.

mod cargo;
mod e2e;
mod tally;

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

pub use e2e::playwright;
pub use tally::Tally;

use crate::tools::{self, Toolbox};
use crate::{paths, process, sizes, ui};

/// The pure crates: no I/O, tested in seconds.
const PURE: &[&str] = &[
    "gagehouse-model",
    "gagehouse-observations",
    "gagehouse-sensorthings",
    "gagehouse-catalog",
    "gagehouse-chart",
    "gagehouse-records",
];

#[derive(Args)]
pub struct Options {
    /// Parts to run; all of them when none is named
    parts: Vec<Part>,
    /// Options for Playwright, as in `test e2e -- -g "a spec's words"`
    #[arg(last = true)]
    playwright: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Formatting
    Fmt,
    /// Clippy, warnings being errors: the workspace natively, the app for wasm32
    Clippy,
    /// rustdoc, warnings being errors
    Docs,
    /// All native tests (PostgreSQL's included)
    Native,
    /// The native tests of the pure crates alone
    Pure,
    /// The app's tests in headless Chromium
    Wasm,
    /// Playwright in a real browser against the real sidecar
    E2e,
    /// The app's sizes against their bar
    Sizes,
}

/// What runs when no part is named; `pure` is in `native`.
const ALL: &[Part] =
    &[Part::Fmt, Part::Clippy, Part::Docs, Part::Native, Part::Wasm, Part::Sizes, Part::E2e];

pub fn run(options: &Options) -> Tally {
    let chosen = if options.parts.is_empty() { ALL } else { &options.parts };
    parts(chosen, &options.playwright)
}

/// Runs the parts, each whether or not the one before it failed.
pub fn parts(parts: &[Part], playwright: &[String]) -> Tally {
    let mut total = Tally::default();
    let mut failed_parts = Vec::new();
    for part in parts {
        let name = format!("{part:?}").to_lowercase();
        ui::heading(&name);
        let start = Instant::now();
        let tally = one(*part, playwright).unwrap_or_else(|error| {
            ui::failure(&error);
            Tally::ONE_FAILED
        });
        let took = ui::duration(start.elapsed());
        ui::line(&format!("{name}: {} passed, {} failed ({took})", tally.passed, tally.failed));
        if tally.failed > 0 {
            failed_parts.push(name);
        }
        total += tally;
    }
    ui::line("");
    for name in &failed_parts {
        ui::line(&format!("failed: {name}; run it alone by `cargo xtask test {name}`"));
    }
    ui::line(&format!("{} passed, {} failed", total.passed, total.failed));
    total
}

fn one(part: Part, playwright: &[String]) -> Result<Tally> {
    match part {
        Part::Fmt => {
            process::run(&mut cargo(&["fmt", "--all", "--check"]), "run `cargo fmt --all`")?;
            Ok(Tally::ONE_PASSED)
        }
        Part::Clippy => clippy(),
        Part::Docs => {
            let mut command =
                cargo(&["doc", "--workspace", "--no-deps", "--document-private-items", "--quiet"]);
            // Private items are documented, so links to them are no mistake.
            command.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links");
            process::run(&mut command, "see rustdoc's messages above")?;
            Ok(Tally::ONE_PASSED)
        }
        Part::Native => {
            tools::postgres::ensure()?;
            cargo::test(cargo(&["test", "--workspace", "--no-fail-fast"]))
        }
        Part::Pure => {
            let mut command = cargo(&["test", "--no-fail-fast"]);
            for package in PURE {
                command.args(["--package", package]);
            }
            cargo::test(command)
        }
        Part::Wasm => {
            let tools = Toolbox::for_wasm_tests()?;
            let driver = tools::browser::chromedriver()?;
            let mut command = cargo(&["test", "--target", "wasm32-unknown-unknown"]);
            command.args(["--package", "gagehouse-app", "--no-fail-fast"]);
            command.env("PATH", tools.path()?).env("CHROMEDRIVER", driver);
            let tally = cargo::test(command)?;
            // Its runner is content with a program that holds no tests.
            if tally.passed + tally.failed == 0 {
                bail!("no test ran in the browser");
            }
            Ok(tally)
        }
        Part::E2e => e2e::test(playwright),
        Part::Sizes => {
            sizes::check()?;
            Ok(Tally::ONE_PASSED)
        }
    }
}

fn clippy() -> Result<Tally> {
    tools::wasm_target()?;
    let deny = ["--all-targets", "--quiet", "--", "-D", "warnings"];
    let mut host = cargo(&["clippy", "--workspace", "--exclude", "gagehouse-app"]);
    let mut app = cargo(&["clippy", "--package", "gagehouse-app"]);
    app.args(["--target", "wasm32-unknown-unknown"]);
    let mut tally = Tally::default();
    for command in [&mut host, &mut app] {
        tally += match process::run(command.args(deny), "see clippy's messages above") {
            Ok(()) => Tally::ONE_PASSED,
            Err(error) => {
                ui::failure(&error);
                Tally::ONE_FAILED
            }
        };
    }
    Ok(tally)
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = process::compiler("cargo");
    command.args(arguments).current_dir(paths::root());
    command
}
