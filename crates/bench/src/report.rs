//! Tables for people, and `summary.json` for what reads the measurements later.
#![expect(clippy::print_stdout, reason = "a command line tool prints")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use gagehouse_model::TimeUs;
use serde::{Deserialize, Serialize};

/// What a value has to be.
#[derive(Clone, Copy, Debug)]
pub enum Bar {
    AtLeast(f64),
    AtMost(f64),
    /// Reported, not held.
    None,
}

/// One measured value, as it stands in the summary.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    name: String,
    value: f64,
    unit: String,
    /// The bar in words, or nothing.
    bar: Option<String>,
    /// Whether the bar is held; nothing without a bar.
    holds: Option<bool>,
    /// When it was measured.
    at: String,
}

/// All values, those of earlier runs included.
pub struct Report {
    path: PathBuf,
    entries: BTreeMap<String, Entry>,
    at: String,
}

impl Report {
    /// Opens the summary in `folder`, or begins one.
    pub fn open(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let path = folder.join("summary.json");
        let entries: Vec<Entry> = match fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text)
                .with_context(|| format!("cannot read {}; remove it", path.display()))?,
            Err(_) => Vec::new(),
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Ok(Self {
            path,
            entries: entries.into_iter().map(|entry| (entry.name.clone(), entry)).collect(),
            at: TimeUs(i64::try_from(now.as_secs())? * 1_000_000).to_rfc3339(),
        })
    }

    /// The folder of the summary, where measurements keep what they need again.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    /// Prints a table's heading.
    pub fn table(&self, title: &str) {
        println!("\n{title}");
    }

    /// Prints what a table's figures mean.
    pub fn line(&self, text: &str) {
        println!("  {text}");
    }

    /// Prints a value as a row and keeps it for the summary.
    pub fn value(&mut self, name: &str, value: f64, unit: &str, bar: Bar) {
        if !value.is_finite() {
            println!("  {name:<64} {:>12} {unit:<8}", "not measured");
            return;
        }
        let (words, holds) = match bar {
            Bar::AtLeast(least) => (Some(format!(">= {least}")), Some(value >= least)),
            Bar::AtMost(most) => (Some(format!("<= {most}")), Some(value <= most)),
            Bar::None => (None, None),
        };
        let verdict = match (&words, holds) {
            (Some(words), Some(true)) => format!("{words} {unit}: holds"),
            (Some(words), _) => format!("{words} {unit}: DOES NOT HOLD"),
            (None, _) => String::new(),
        };
        println!("  {name:<64} {value:>12.3} {unit:<8} {verdict}");
        let entry = Entry {
            name: name.to_owned(),
            value,
            unit: unit.to_owned(),
            bar: words,
            holds,
            at: self.at.clone(),
        };
        self.entries.insert(entry.name.clone(), entry);
    }

    /// Writes the summary.
    pub fn save(self) -> Result<()> {
        let entries: Vec<Entry> = self.entries.into_values().collect();
        fs::write(&self.path, serde_json::to_vec_pretty(&entries)?)
            .with_context(|| format!("cannot write {}", self.path.display()))?;
        println!("\nwritten to {}", self.path.display());
        Ok(())
    }
}

/// The middle one of some measured times.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
