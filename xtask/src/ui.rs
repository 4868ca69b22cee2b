//! All that xtask says: one line when a step starts, one with the elapsed time when it ends.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool prints")]

use std::time::{Duration, Instant};

use anyhow::Result;

/// Prints one line.
pub fn line(text: &str) {
    println!("{text}");
}

/// Prints the heading of a group of steps.
pub fn heading(text: &str) {
    println!("\n== {text}");
}

/// Runs one long step between its progress lines.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("-> {what}");
    let start = Instant::now();
    let outcome = work();
    let took = duration(start.elapsed());
    match outcome {
        Ok(value) => {
            println!("   done: {what} ({took})");
            Ok(value)
        }
        Err(error) => {
            println!("   failed: {what} ({took})");
            Err(error)
        }
    }
}

/// Prints an error with all its causes.
pub fn failure(error: &anyhow::Error) {
    eprintln!("error: {error:#}");
}

/// A duration as a person says it.
pub fn duration(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    if seconds < 60 {
        format!("{:.1} s", elapsed.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_reads_in_seconds_below_a_minute_and_in_minutes_above() {
        assert_eq!(duration(Duration::from_millis(1_250)), "1.2 s");
        assert_eq!(duration(Duration::from_secs(125)), "2 min 05 s");
    }
}
