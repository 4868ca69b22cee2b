//! `cargo xtask`: the single entry point for building, testing, measuring and packaging Gagehouse.
//!
//! Only the command line lives here; each task is a module of its own.

mod accounts;
mod app;
mod bench;
mod check;
mod compress;
mod dev;
mod dist;
mod fingerprint;
mod fuzz;
mod join;
mod lock;
mod paths;
mod process;
mod run;
mod screenshots;
mod sidecar;
mod sizes;
mod split;
mod test;
mod tools;
mod ui;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, run, test, measure and package Gagehouse")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and serve it with the demo network
    Run(run::Options),
    /// Run all checks and tests, or the named parts
    Test(test::Options),
    /// The fast part of the tests: format, clippy and the pure crates
    Check,
    /// Measure, print tables and write target/bench/summary.json
    Bench(bench::Options),
    /// Try pages that nobody would send on the decoder, for a minute or as long as told
    Fuzz(fuzz::Options),
    /// Make target/dist: the binary, the app, a systemd unit and a Dockerfile
    Dist,
    /// Report the app's sizes against the bar and the last recorded values
    Sizes(sizes::Options),
    /// Write pictures of every page to target/screenshots
    Screenshots,
}

fn main() -> ExitCode {
    if let Some(arguments) = split::called_as_stand_in() {
        return finish(split::stand_in(arguments));
    }
    let outcome = match Cli::parse().task {
        Task::Run(options) => run::run(&options),
        Task::Test(options) => return exit_code(test::run(&options)),
        Task::Check => return exit_code(check::run()),
        Task::Bench(options) => bench::run(&options),
        Task::Fuzz(options) => fuzz::run(&options),
        Task::Dist => dist::run(),
        Task::Sizes(options) => sizes::run(&options),
        Task::Screenshots => screenshots::run(),
    };
    finish(outcome)
}

fn finish(outcome: anyhow::Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            ui::failure(&error);
            ExitCode::FAILURE
        }
    }
}

/// Tests say themselves what failed; their last line stays the last.
fn exit_code(tally: test::Tally) -> ExitCode {
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
