//! The one catalog every page shares: loaded once at the root, reloaded on demand.

use super::abort::AbortHandle;
use super::error::ApiError;
use super::http;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use std::sync::Arc;

/// Where the manifest is.
const MANIFEST_PATH: &str = "/api/v1/catalog";

/// A source as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SourceInfo {
    /// Its key in URLs.
    pub key: String,
    /// Its name for readers.
    pub name: String,
    /// Whether its data are made up.
    #[serde(default)]
    pub synthetic: bool,
}

/// What was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LoadedCatalog {
    /// Every source the server lists.
    pub sources: Vec<SourceInfo>,
}

/// How far the catalog is.
#[derive(Debug, Clone)]
pub enum CatalogState {
    /// The first load is on its way.
    Loading,
    /// Loaded.
    Ready(Arc<LoadedCatalog>),
    /// Loaded earlier; the last reload failed.
    Stale(Arc<LoadedCatalog>, ApiError),
    /// Never loaded.
    Failed(ApiError),
}

impl CatalogState {
    /// The catalog, if any was loaded.
    pub fn loaded(&self) -> Option<&Arc<LoadedCatalog>> {
        match self {
            Self::Ready(catalog) | Self::Stale(catalog, _) => Some(catalog),
            Self::Loading | Self::Failed(_) => None,
        }
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
            let outcome = http::get_json::<LoadedCatalog>(MANIFEST_PATH, self.abort).await;
            let _ = self.state.try_update(|state| {
                *state = match (outcome, state.loaded()) {
                    (Ok(catalog), _) => CatalogState::Ready(Arc::new(catalog)),
                    (Err(error), Some(catalog)) => CatalogState::Stale(catalog.clone(), error),
                    (Err(error), None) => CatalogState::Failed(error),
                };
            });
        });
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
