//! The sizes of the app's two doors, against their bars and against the last recorded values.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::{app, compress, paths, split, ui};

/// What scripts and module of the first view, the map, may weigh in all, as sent.
const BAR_BROTLI_BYTES: u64 = 350_000;
/// What a first visit of the field app fetches until one can sign in, page, style, scripts and module, may weigh in all, as sent.
const FIELD_BAR_BROTLI_BYTES: u64 = 450_000;

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

/// The program of the worker that reads observations: its files begin so.
const WORKER: &str = "feed-worker";

/// What chunks are called.
const CHUNK: &str = "chunk";

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
    }
    hold(&sizes)
}

/// Prints the report; fails when the app is over its bar.
pub fn check() -> Result<()> {
    hold(&report(&recorded()?)?)
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
        "{:<14} {:>10} {:>10} {:>10}   {}",
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
        ui::line(&format!("{kind:<14} {raw:>10} {gzip:>10} {brotli:>10}   {change}"));
    }
    Ok(sizes)
}

fn hold(sizes: &Sizes) -> Result<()> {
    hold_to("first view, wasm + js", sizes, &["wasm", "js"], BAR_BROTLI_BYTES)?;
    let of_field: Vec<&str> = sizes
        .keys()
        .map(String::as_str)
        .filter(|kind| kind.starts_with(app::FIELD) && !kind.contains(CHUNK))
        .collect();
    hold_to("field app, all of its first view", sizes, &of_field, FIELD_BAR_BROTLI_BYTES)
}

/// Says what was measured against a bar; more fails.
fn hold_to(what: &str, sizes: &Sizes, kinds: &[&str], bar: u64) -> Result<()> {
    let sent: u64 = kinds.iter().map(|kind| brotli_of(sizes, kind)).sum();
    let (kilobytes, bar_kilobytes) = (sent as f64 / 1e3, bar as f64 / 1e3);
    ui::line(&format!("{what}: {kilobytes:.1} kB brotli; the bar is {bar_kilobytes:.0} kB"));
    if sent > bar {
        bail!("{what}: {} bytes over the bar", sent - bar);
    }
    Ok(())
}

fn brotli_of(sizes: &Sizes, kind: &str) -> u64 {
    sizes.get(kind).map_or(0, |size| size.brotli)
}

fn measure(app: &Path) -> Result<Sizes> {
    let length = |path: &Path| -> Result<u64> {
        Ok(fs::metadata(path).with_context(|| format!("cannot measure {}", path.display()))?.len())
    };
    let mut sizes = Sizes::new();
    for path in compress::compressible(app)? {
        let size = sizes.entry(kind_of(path.strip_prefix(app)?)).or_default();
        size.raw += length(&path)?;
        size.gzip += length(&compress::copy_of(&path, "gz"))?;
        size.brotli += length(&compress::copy_of(&path, "br"))?;
    }
    Ok(sizes)
}

/// A file by its extension; a chunk, which is fetched when a page of it is first shown, by its name; the worker, which is when
/// observations are first asked for. With `field` before it, one of the field app.
fn kind_of(path: &Path) -> String {
    if let Ok(path) = path.strip_prefix(app::FIELD) {
        return format!("{} {}", app::FIELD, kind_of(path));
    }
    let chunk = path.strip_prefix(split::FOLDER).ok().and_then(Path::to_str);
    if let Some((name, _)) = chunk.and_then(|file| file.rsplit_once('-')) {
        return format!("{CHUNK} {name}");
    }
    if path.to_str().is_some_and(|path| path.starts_with(WORKER)) {
        return WORKER.to_owned();
    }
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.filter(|kind| KINDS.contains(kind)).unwrap_or("data").to_owned()
}

fn record_path() -> PathBuf {
    paths::root().join("xtask/sizes.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(kind: &str, brotli: u64) -> Sizes {
        let size = Size { brotli, ..Size::default() };
        Sizes::from([(kind.to_owned(), size)])
    }

    #[test]
    fn a_door_over_its_bar_fails() {
        assert!(hold(&only("wasm", BAR_BROTLI_BYTES)).is_ok());
        assert!(hold(&only("wasm", BAR_BROTLI_BYTES + 1)).is_err());
        for kind in ["field wasm", "field js", "field css"] {
            assert!(hold(&only(kind, FIELD_BAR_BROTLI_BYTES)).is_ok());
            assert!(hold(&only(kind, FIELD_BAR_BROTLI_BYTES + 1)).is_err());
        }
    }

    #[test]
    fn only_what_a_first_view_loads_counts_against_its_bar() {
        let kind = |path: &str| kind_of(Path::new(path));
        for path in
            ["gagehouse-app-0123_bg.wasm", "chunks-0123.js", "vendor/leaflet-1.9.4/leaflet.js"]
        {
            assert!(["wasm", "js"].contains(&&*kind(path)), "{path}");
        }
        for path in [
            "chunks/plot-0123.wasm",
            "field/chunks/visit-0123.wasm",
            "feed-worker_bg.wasm",
            "vendor/us-atlas-3.0.1/states-10m.json",
        ] {
            assert!(hold(&only(&kind(path), 10 * BAR_BROTLI_BYTES)).is_ok(), "{path}");
        }
        assert_eq!(kind("field/gagehouse-field-0123_bg.wasm"), "field wasm");
        assert_eq!(kind("chunks/plot-0123.wasm"), "chunk plot");
        assert_eq!(kind("field/chunks/visit-0123.wasm"), "field chunk visit");
    }
}
