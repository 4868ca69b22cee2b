//! The size of the public app, against its bar and against the last recorded values.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::{app, compress, paths, ui};

/// What script and module of the first view may weigh in all, as sent.
const BAR_BROTLI_BYTES: u64 = 350_000;
/// While the bar is not reached, the app may not grow beyond its record by more than this; what tools of
/// another version add is less.
const GROWTH_PERCENT: u64 = 1;

#[derive(Args)]
pub struct Options {
    /// Record the present sizes as the values that later ones are compared with
    #[arg(long)]
    record: bool,
}

/// Bytes as they are, and as sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Size {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Extensions reported by themselves; the rest is `data`.
const KINDS: &[&str] = &["wasm", "js", "css", "html"];

/// Sizes by kind of file.
type Sizes = BTreeMap<String, Size>;

pub fn run(options: &Options) -> Result<()> {
    let recorded = recorded()?;
    let sizes = report(&recorded)?;
    if options.record {
        let mut text = serde_json::to_string_pretty(&sizes)?;
        text.push('\n');
        fs::write(record_path(), text).context("cannot write the record of sizes")?;
        ui::line("recorded");
        return hold(&sizes, &sizes);
    }
    hold(&sizes, &recorded)
}

/// Prints the report; fails when the app is over its bar and over its record.
pub fn check() -> Result<()> {
    let recorded = recorded()?;
    hold(&report(&recorded)?, &recorded)
}

fn recorded() -> Result<Sizes> {
    match fs::read(record_path()) {
        Ok(text) => serde_json::from_slice(&text).context("cannot read the record of sizes"),
        Err(_) => Ok(Sizes::new()),
    }
}

fn report(recorded: &Sizes) -> Result<Sizes> {
    let sizes = measure(&app::build()?)?;
    ui::line(&format!(
        "{:<6} {:>10} {:>10} {:>10}   {}",
        "kind", "raw", "gzip", "brotli", "brotli since the record"
    ));
    for (kind, size) in &sizes {
        let change = match recorded.get(kind) {
            Some(before) => {
                format!("{:+}", size.brotli.cast_signed() - before.brotli.cast_signed())
            }
            None => "new".to_owned(),
        };
        let Size { raw, gzip, brotli } = size;
        ui::line(&format!("{kind:<6} {raw:>10} {gzip:>10} {brotli:>10}   {change}"));
    }
    Ok(sizes)
}

fn hold(sizes: &Sizes, recorded: &Sizes) -> Result<()> {
    let (sent, before) = (first_view(sizes), first_view(recorded));
    ui::line(&format!(
        "wasm + js: {:.1} kB brotli; the bar is {:.0} kB",
        sent as f64 / 1e3,
        BAR_BROTLI_BYTES as f64 / 1e3
    ));
    if sent > BAR_BROTLI_BYTES {
        ui::line(&format!("the bar is NOT held: {} bytes over", sent - BAR_BROTLI_BYTES));
    }
    let limit = BAR_BROTLI_BYTES.max(before + before * GROWTH_PERCENT / 100);
    if sent > limit {
        bail!("the app's first view has grown {} bytes over what it may weigh", sent - limit);
    }
    Ok(())
}

/// Script and module, as sent.
fn first_view(sizes: &Sizes) -> u64 {
    brotli_of(sizes, "wasm") + brotli_of(sizes, "js")
}

fn brotli_of(sizes: &Sizes, kind: &str) -> u64 {
    sizes.get(kind).map_or(0, |size| size.brotli)
}

/// Every file of the app counts, also what a page loads later: none of it is split off yet.
fn measure(app: &Path) -> Result<Sizes> {
    let length = |path: &Path| -> Result<u64> {
        Ok(fs::metadata(path).with_context(|| format!("cannot measure {}", path.display()))?.len())
    };
    let mut sizes = Sizes::new();
    for path in compress::compressible(app)? {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let kind = extension.filter(|kind| KINDS.contains(kind)).unwrap_or("data");
        let size = sizes.entry(kind.to_owned()).or_default();
        size.raw += length(&path)?;
        size.gzip += length(&compress::copy_of(&path, "gz"))?;
        size.brotli += length(&compress::copy_of(&path, "br"))?;
    }
    Ok(sizes)
}

fn record_path() -> PathBuf {
    paths::root().join("xtask/sizes.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_wasm(brotli: u64) -> Sizes {
        let size = Size { brotli, ..Size::default() };
        Sizes::from([("wasm".to_owned(), size)])
    }

    #[test]
    fn an_app_that_reached_the_bar_may_not_leave_it() {
        for recorded in [Sizes::new(), with_wasm(BAR_BROTLI_BYTES / 2)] {
            assert!(hold(&with_wasm(BAR_BROTLI_BYTES), &recorded).is_ok());
            assert!(hold(&with_wasm(BAR_BROTLI_BYTES + 1), &recorded).is_err());
        }
    }

    #[test]
    fn an_app_over_the_bar_may_not_grow() {
        let recorded = with_wasm(2 * BAR_BROTLI_BYTES);
        assert!(hold(&with_wasm(2 * BAR_BROTLI_BYTES), &recorded).is_ok());
        assert!(hold(&with_wasm(2 * BAR_BROTLI_BYTES + BAR_BROTLI_BYTES / 10), &recorded).is_err());
    }

    #[test]
    fn style_and_data_do_not_count_against_the_bar_of_wasm_and_js() {
        let size = Size { brotli: 10 * BAR_BROTLI_BYTES, ..Size::default() };
        assert!(hold(&Sizes::from([("data".to_owned(), size)]), &Sizes::new()).is_ok());
    }
}
