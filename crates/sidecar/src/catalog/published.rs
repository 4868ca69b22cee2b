//! What is kept of each source between requests: its parts, encoded and compressed for one revision.
//!
//! Parts of the revision before stay for readers whose manifest is older than a harvest that ended just now.

use super::compressed::Compressed;
use crate::http::etag::hash;
use crate::store::catalog::read::SourceRows;
use crate::store::{Store, StoreError};
use gagehouse_catalog::part::{
    self, FORMAT, FreshPart, MetaPart, Part, PlacedDatastream, PlacedSite,
};
use gagehouse_catalog::{Catalog, PartEntry, PartKind, SourceEntry};
use gagehouse_model::Viewer;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The parts of every source, shared by all requests.
#[derive(Debug, Clone, Default)]
pub struct Published {
    sources: Arc<Mutex<HashMap<(i32, Viewer), Slot>>>,
}

/// Most parts kept for people who are signed in, who see other rows than everybody.
const MEMBER_SLOTS: usize = 24;

/// A source's place. Its lock is held while its parts are built, so that they are built once.
type Slot = Arc<Mutex<Option<SourceParts>>>;

#[derive(Debug)]
struct SourceParts {
    revision: i64,
    parts: Vec<Arc<PublishedPart>>,
    before: Vec<Arc<PublishedPart>>,
}

/// One part, ready to be sent.
#[derive(Debug)]
pub struct PublishedPart {
    /// What the manifest says of it.
    pub entry: PartEntry,
    /// Its content.
    pub content: Compressed,
}

/// The parts of a source could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The rows could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bytes could not be compressed.
    #[error("compressing a part of the catalog: {0}")]
    Compress(#[from] io::Error),
    /// The task that builds them ended early.
    #[error("building the catalog: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl Published {
    /// The parts of a source at a revision, built if they are not at hand.
    pub async fn parts(
        &self,
        store: &Store,
        viewer: &Viewer,
        source_id: i32,
        revision: i64,
    ) -> Result<Vec<PartEntry>, PublishError> {
        let slot = self.slot(source_id, viewer).await;
        let mut kept = slot.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| kept.revision == revision) {
            return Ok(kept.entries());
        }
        let rows = store.catalog_rows(viewer, source_id).await?;
        let parts = tokio::task::spawn_blocking(move || build(&rows)).await??;
        let before = kept.take().map_or_else(Vec::new, |kept| kept.parts);
        Ok(kept.insert(SourceParts { revision, parts, before }).entries())
    }

    async fn slot(&self, source_id: i32, viewer: &Viewer) -> Slot {
        let mut slots = self.sources.lock().await;
        let key = (source_id, viewer.clone());
        let of_members = slots.keys().filter(|(_, viewer)| *viewer != Viewer::Anonymous).count();
        if of_members >= MEMBER_SLOTS && !slots.contains_key(&key) {
            slots.retain(|(_, viewer), _| *viewer == Viewer::Anonymous);
        }
        slots.entry(key).or_default().clone()
    }

    /// The part of a hash, if it is at hand and this viewer's: a hash alone opens nothing.
    pub async fn find(&self, viewer: &Viewer, hash: &str) -> Option<Arc<PublishedPart>> {
        let slots = self.sources.lock().await;
        let own = slots.iter().filter(|((_, of), _)| of == viewer).map(|(_, slot)| slot.clone());
        let slots: Vec<Slot> = {
            let own = own.collect();
            drop(slots);
            own
        };
        for slot in slots {
            let kept = slot.lock().await;
            let parts = kept.iter().flat_map(|kept| kept.parts.iter().chain(&kept.before));
            if let Some(part) = parts.into_iter().find(|part| part.entry.hash == hash) {
                return Some(part.clone());
            }
        }
        None
    }
}

impl SourceParts {
    fn entries(&self) -> Vec<PartEntry> {
        self.parts.iter().map(|part| part.entry.clone()).collect()
    }
}

/// Columns, bytes, hashes and compressed bytes of a source's rows.
fn build(rows: &SourceRows) -> Result<Vec<Arc<PublishedPart>>, PublishError> {
    let (meta, mut fresh) = columns(rows);
    let count = meta.datastreams.rows as u64;
    let meta = publish(PartKind::Meta, &Part::Meta(Arc::new(meta)), count)?;
    fresh.of.clone_from(&meta.entry.hash);
    let fresh = publish(PartKind::Fresh, &Part::Fresh(Arc::new(fresh)), count)?;
    Ok(vec![Arc::new(meta), Arc::new(fresh)])
}

fn columns(rows: &SourceRows) -> (MetaPart, FreshPart) {
    let places =
        |ids: &mut dyn Iterator<Item = i32>| -> HashMap<i32, u32> { ids.zip(0..).collect() };
    let networks = places(&mut rows.networks.iter().map(|(id, _)| *id));
    let sites = places(&mut rows.sites.iter().map(|site| site.id));
    let network_of = |id: &i32| networks.get(id).copied();
    let of_sites: Vec<PlacedSite> =
        rows.sites.iter().map(|site| (&site.record, network_of(&site.network_id))).collect();
    let of_datastreams: Vec<PlacedDatastream> = rows
        .datastreams
        .iter()
        .map(|(site, row)| (&row.record, sites.get(site).copied(), network_of(&row.network_id)))
        .collect();
    part::from_rows(rows.networks.iter().map(|(_, network)| network), &of_sites, &of_datastreams)
}

/// Rows of one source as a catalog of its own, to be asked as the app asks its.
pub fn catalog_of(entry: SourceEntry, rows: &SourceRows) -> Catalog {
    let (meta, fresh) = columns(rows);
    let (meta, fresh) = (Some(Arc::new(meta)), Some(Arc::new(fresh)));
    Catalog::build(&[gagehouse_catalog::SourceParts { entry, meta, fresh }])
}

fn publish(kind: PartKind, part: &Part, rows: u64) -> Result<PublishedPart, PublishError> {
    let bytes = part::encode(part);
    let hash = hash(&bytes);
    let entry = PartEntry {
        kind,
        format: FORMAT,
        rows,
        bytes: bytes.len() as u64,
        url: format!("/api/v1/catalog/parts/{hash}"),
        hash,
    };
    Ok(PublishedPart { entry, content: Compressed::new(&bytes)? })
}
