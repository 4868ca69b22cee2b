//! `gagehouse`: reads the command line and starts what it names.

use clap::Parser;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = gagehouse_sidecar::cli::Cli::parse();
    match gagehouse_sidecar::cli::run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where even this cannot be written, the exit code still tells.
            let _ = writeln!(std::io::stderr(), "gagehouse: {error:#}");
            ExitCode::FAILURE
        }
    }
}
