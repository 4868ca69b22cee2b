//! `cargo test`, counted while its output passes by.

use std::process::Command;

use anyhow::Result;

use super::Tally;
use crate::{process, ui};

pub fn test(mut command: Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let succeeded = process::stream(&mut command, |line| {
        if let Some(counts) = Tally::from_test_result(line) {
            tally += counts;
        }
    })?;
    if !succeeded && tally.failed == 0 {
        // It did not compile, or a test program died without a summary.
        ui::line(&format!("`{}` did not succeed", process::shown(&command)));
        tally.failed += 1;
    }
    Ok(tally)
}
