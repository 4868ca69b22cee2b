//! The one catalog every page shares: the manifest and its parts, loaded once at the root, reloaded on demand.
//!
//! Parts are immutable and named by their hash, so a reload costs the manifest and what changed since: the
//! browser's cache answers for the rest. A source whose part cannot be fetched keeps its place in the list of
//! sources, without rows, and its problem is kept beside the catalog.

use super::abort::AbortHandle;
use super::error::ApiError;
use super::http;
use crate::browser;
use futures_util::future::join_all;
use gagehouse_catalog::manifest::{Layers, MANIFEST_VERSION};
use gagehouse_catalog::part::{self, FreshPart, MetaPart, Part};
use gagehouse_catalog::{Catalog, Manifest, PartEntry, PartKind, SourceEntry, SourceParts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Where the manifest is.
const MANIFEST_PATH: &str = "/api/v1/catalog";

/// How far the catalog is. Cloning it copies pointers.
#[derive(Debug, Clone)]
pub enum CatalogState {
    /// The first load is on its way.
    Loading,
    /// Loaded.
    Ready(LoadedCatalog),
    /// Loaded earlier; the last reload failed.
    Stale(LoadedCatalog, ApiError),
    /// Never loaded.
    Failed(ApiError),
}

/// What a load gave.
#[derive(Debug, Clone)]
pub struct LoadedCatalog {
    /// The rows of every source whose parts came.
    pub catalog: Catalog,
    /// Sources, by name, whose parts did not, with the reason.
    pub problems: Arc<[(String, ApiError)]>,
    /// Picture tiles that the map can show.
    pub layers: Layers,
}

impl CatalogState {
    /// What was loaded, if anything.
    pub fn loaded(&self) -> Option<&LoadedCatalog> {
        match self {
            Self::Ready(loaded) | Self::Stale(loaded, _) => Some(loaded),
            Self::Loading | Self::Failed(_) => None,
        }
    }

    /// The catalog, if any was loaded.
    pub fn catalog(&self) -> Option<&Catalog> {
        self.loaded().map(|loaded| &loaded.catalog)
    }
}

/// The shared catalog, from [`use_catalog`].
#[derive(Clone, Copy)]
pub struct CatalogContext {
    /// Tracked by whoever shows it.
    pub state: RwSignal<CatalogState>,
    abort: AbortHandle,
}

impl CatalogContext {
    /// Loads it again; what is shown stays until the answer is here.
    pub fn reload(self) {
        if self.state.with_untracked(|state| state.loaded().is_none()) {
            self.state.set(CatalogState::Loading);
        }
        spawn_local(async move {
            let outcome = load(self.abort).await;
            let _ = self.state.try_update(|state| {
                *state = match (outcome, state.loaded()) {
                    (Ok(loaded), _) => CatalogState::Ready(loaded),
                    (Err(error), Some(loaded)) => CatalogState::Stale(loaded.clone(), error),
                    (Err(error), None) => CatalogState::Failed(error),
                };
            });
        });
    }

    /// The catalog, if loaded; tracked.
    pub fn catalog(self) -> Option<Catalog> {
        self.state.with(|state| state.catalog().cloned())
    }
}

/// Provides the catalog at the root and starts loading it.
pub fn provide_catalog() {
    let context = CatalogContext {
        state: RwSignal::new(CatalogState::Loading),
        abort: AbortHandle::of_owner(),
    };
    provide_context(context);
    context.reload();
}

/// The catalog that the root provides.
#[expect(clippy::expect_used, reason = "app::App provides it above every page")]
pub fn use_catalog() -> CatalogContext {
    use_context().expect("the root provides the catalog")
}

async fn load(abort: AbortHandle) -> Result<LoadedCatalog, ApiError> {
    let manifest: Manifest = http::get_json(MANIFEST_PATH, abort).await?;
    if manifest.version != MANIFEST_VERSION {
        let side = if manifest.version > MANIFEST_VERSION { "newer" } else { "older" };
        return Err(ApiError::NotData {
            host: http::host_of(MANIFEST_PATH),
            problem: format!("the catalog's manifest is {side} than this page; reload the page"),
        });
    }
    let sources = join_all(manifest.sources.iter().map(|entry| load_source(entry, abort))).await;
    let mut parts = Vec::with_capacity(sources.len());
    let mut problems = Vec::new();
    for (source, problem) in sources {
        if let Some(problem) = problem {
            problems.push((source.entry.name.clone(), problem));
        }
        parts.push(source);
    }
    let nothing_came = !parts.is_empty() && problems.len() == parts.len();
    match problems.first() {
        Some((_, error)) if nothing_came => Err(error.clone()),
        _ => {
            let catalog = browser::timed("catalog build", || Catalog::build(&parts));
            Ok(LoadedCatalog { catalog, problems: problems.into(), layers: manifest.layers })
        }
    }
}

async fn load_source(entry: &SourceEntry, abort: AbortHandle) -> (SourceParts, Option<ApiError>) {
    let part_of = |kind| async move {
        match entry.part(kind) {
            Some(part) => load_part(part, abort).await.map(Some),
            None => Ok(None),
        }
    };
    let parts = join_all([part_of(PartKind::Meta), part_of(PartKind::Fresh)]).await;
    let (mut meta, mut fresh, mut problem) = (None::<Arc<MetaPart>>, None::<Arc<FreshPart>>, None);
    for part in parts {
        match part {
            Ok(Some(Part::Meta(part))) => meta = Some(part),
            Ok(Some(Part::Fresh(part))) => fresh = Some(part),
            Ok(None) => {}
            Err(error) => problem = Some(error),
        }
    }
    (SourceParts { entry: entry.clone(), meta, fresh }, problem)
}

async fn load_part(entry: &PartEntry, abort: AbortHandle) -> Result<Part, ApiError> {
    let bytes = http::get_bytes(&entry.url, abort).await?;
    let part = browser::timed("catalog decode", || part::decode(entry.kind, entry.format, &bytes));
    part.map_err(|error| ApiError::NotData {
        host: http::host_of(&entry.url),
        problem: error.to_string(),
    })
}
