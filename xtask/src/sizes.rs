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
    let sizes = report()?;
    if options.record {
        let mut text = serde_json::to_string_pretty(&sizes)?;
        text.push('\n');
        fs::write(record_path(), text).context("cannot write the record of sizes")?;
        ui::line("recorded");
    }
    hold(&sizes)
}

/// Prints the report; fails when the bar is exceeded.
pub fn check() -> Result<()> {
    hold(&report()?)
}

fn report() -> Result<Sizes> {
    let sizes = measure(&app::build()?)?;
    let recorded: Sizes = match fs::read(record_path()) {
        Ok(text) => serde_json::from_slice(&text).context("cannot read the record of sizes")?,
        Err(_) => Sizes::new(),
    };
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

fn hold(sizes: &Sizes) -> Result<()> {
    let sent = brotli_of(sizes, "wasm") + brotli_of(sizes, "js");
    ui::line(&format!(
        "wasm + js: {:.1} kB brotli; the bar is {:.0} kB",
        sent as f64 / 1e3,
        BAR_BROTLI_BYTES as f64 / 1e3
    ));
    if sent > BAR_BROTLI_BYTES {
        bail!("the app's first view is {} bytes over its bar", sent - BAR_BROTLI_BYTES);
    }
    Ok(())
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

    #[test]
    fn an_app_over_the_bar_is_refused_and_one_at_the_bar_is_not() {
        let with_wasm = |brotli| {
            let size = Size { brotli, ..Size::default() };
            Sizes::from([("wasm".to_owned(), size)])
        };
        assert!(hold(&with_wasm(BAR_BROTLI_BYTES)).is_ok());
        assert!(hold(&with_wasm(BAR_BROTLI_BYTES + 1)).is_err());
    }

    #[test]
    fn style_and_data_do_not_count_against_the_bar_of_wasm_and_js() {
        let size = Size { brotli: 10 * BAR_BROTLI_BYTES, ..Size::default() };
        assert!(hold(&Sizes::from([("data".to_owned(), size)])).is_ok());
    }
}
