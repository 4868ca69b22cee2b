//! The catalog of the stand-in: one site with a datastream for each number of observations.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use gagehouse_catalog::manifest::{
    Layers, MANIFEST_VERSION, Manifest, PartEntry, PartKind, SourceEntry, SourceState,
};
use gagehouse_catalog::part::{self, FORMAT, Part};
use gagehouse_catalog::record::{DatastreamRecord, SiteRecord, SourceCatalog};
use gagehouse_model::TimeUs;

/// Bodies of answers by path.
pub type Bodies = BTreeMap<String, Body>;

/// The body of an answer.
#[derive(Debug, serde::Serialize)]
#[serde(untagged)]
pub enum Body {
    /// As it is.
    Text(String),
    /// In a file.
    File {
        /// Which.
        file: PathBuf,
    },
}

/// 2000-01-01, one row a minute: as `pages.mjs` has it.
const FIRST_US: i64 = 946_684_800_000_000;
const STEP_US: i64 = 60_000_000;
/// Rows of the series that is hard to draw, and its mean step.
const HARD_ROWS: i64 = 240_000;

/// Series of one plot, and the rows of each.
pub const MANY: u32 = 12;
pub const MANY_ROWS: u64 = 350_000;

/// The manifest and its parts, which are kept in a folder, of a datastream for each number of rows.
pub fn bodies(rows: impl Iterator<Item = u64>, folder: &Path) -> Result<Bodies> {
    let many = (1..=MANY).map(|number| datastream(&format!("many-{number}"), MANY_ROWS as i64));
    let datastreams = rows
        .map(|rows| datastream(&rows.to_string(), rows as i64))
        .chain([datastream("hard", HARD_ROWS)])
        .chain(many)
        .collect();
    let mut site = SiteRecord::new("1", "Bench");
    (site.longitude, site.latitude) = (Some(-111.8), Some(41.7));
    bodies_of(&SourceCatalog { networks: Vec::new(), sites: vec![site], datastreams }, folder)
}

/// The manifest of a catalog and its parts, which are kept in a folder.
pub fn bodies_of(catalog: &SourceCatalog, folder: &Path) -> Result<Bodies> {
    let (meta, mut fresh) = part::from_records(catalog);
    fresh.of = "meta".to_owned();
    let mut bodies = Bodies::new();
    let mut parts = Vec::new();
    for (kind, name, body) in [
        (PartKind::Meta, "meta", part::encode(&Part::Meta(Arc::new(meta)))),
        (PartKind::Fresh, "fresh", part::encode(&Part::Fresh(Arc::new(fresh)))),
    ] {
        let url = format!("/api/v1/catalog/{name}");
        parts.push(PartEntry {
            kind,
            format: FORMAT,
            hash: name.to_owned(),
            rows: catalog.datastreams.len() as u64,
            bytes: body.len() as u64,
            url: url.clone(),
        });
        bodies.insert(url, in_file(folder, name, &body)?);
    }
    let source = SourceEntry {
        key: "bench".parse()?,
        name: "Bench".to_owned(),
        kind: "sensorthings".to_owned(),
        description: None,
        synthetic: false,
        observations_url: "/sensorthings/v1.1".to_owned(),
        state: SourceState::Ok,
        last_attempt_us: None,
        last_success_us: None,
        last_error: None,
        parts,
    };
    let manifest =
        Manifest { version: MANIFEST_VERSION, sources: vec![source], layers: Layers::default() };
    let manifest = Body::Text(serde_json::to_string(&manifest)?);
    bodies.insert("/api/v1/catalog".to_owned(), manifest);
    Ok(bodies)
}

fn in_file(folder: &Path, name: &str, bytes: &[u8]) -> Result<Body> {
    let file = folder.join(format!("part-{name}"));
    fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(Body::File { file })
}

fn datastream(id: &str, rows: i64) -> DatastreamRecord {
    let mut datastream = DatastreamRecord::new(id, "1", "Temperature");
    let end = TimeUs(FIRST_US + (rows - 1) * STEP_US);
    datastream.spacing = gagehouse_model::Spacing::from_us(STEP_US);
    datastream.begin = Some(TimeUs(FIRST_US));
    datastream.end = Some(end);
    datastream.latest_time = Some(end);
    datastream.latest_value = Some(50.0);
    datastream.value_count = Some(rows as u64);
    datastream
}
