//! Walking sources into the catalog tables, and the way browsers reach sources that do not let them.
//!
//! One folder per kind of source, all alike: `{mod,source,error}.rs` turn what the source says into a
//! [`gagehouse_catalog::SourceCatalog`]. [`Harvester`] decides when and stores the result: a source that fails
//! keeps its last good catalog and says why. [`schedule`] runs in `serve`, [`command`] is `gagehouse harvest`,
//! [`pass_through`] answers `/api/v1/source/{key}/…`.

pub mod command;
pub mod pass_through;
pub mod schedule;
mod seasons;
pub mod sensorthings;
pub mod upstream;

use crate::app::AppState;
use crate::clock::now;
use crate::settings::{LOCAL, SourceKind, SourceSettings};
use crate::store::StoreError;
use crate::store::catalog::write::Replaced;
use gagehouse_catalog::{SourceCatalog, SourceRecord};
use gagehouse_model::Viewer;
use seasons::Seasons;
use sensorthings::{SensorThings, Transport};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Bounds of one harvest of one source.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Longest time for one answer.
    pub request: Duration,
    /// Longest wait between two attempts, whatever the service asks for.
    pub wait: Duration,
    /// Longest time for the whole walk.
    pub walk: Duration,
    /// Most requests for latest values.
    pub latest_values: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            request: Duration::from_secs(60),
            wait: Duration::from_secs(60),
            walk: Duration::from_secs(3_600),
            latest_values: 2_000,
        }
    }
}

/// What a walk found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The source's rows.
    pub catalog: SourceCatalog,
    /// Why it is incomplete, if it is.
    pub missing: Option<String>,
}

/// How a harvest went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Sites found.
    pub sites: usize,
    /// Datastreams found.
    pub datastreams: usize,
    /// What it changed in the catalog.
    pub replaced: Replaced,
    /// Why it is incomplete, if it is.
    pub missing: Option<String>,
}

/// Why there is no new catalog of a source.
#[derive(Debug, thiserror::Error)]
pub enum HarvestError {
    /// The settings list no such source.
    #[error("there is no source '{0}' in the settings")]
    Unknown(String),
    /// The source failed; its last good catalog stays, if there is one.
    #[error("{0}")]
    Source(#[from] sensorthings::SourceError),
    /// The walk took too long.
    #[error("the walk took longer than {0} s")]
    TooLong(u64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Harvests the sources of the settings and the embedded one, each at most once at a time. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Harvester {
    state: AppState,
    patience: Patience,
    turns: Arc<HashMap<String, Turn>>,
    seasons: Arc<Seasons>,
}

/// Whose turn it is to walk a source, and when a walk last ended.
type Turn = Mutex<Option<Instant>>;

impl Harvester {
    /// A harvester of every source of the state's settings.
    pub fn new(state: AppState) -> Self {
        Self::with_patience(state, Patience::default())
    }

    /// The same with other bounds.
    pub fn with_patience(state: AppState, patience: Patience) -> Self {
        let listed = state.settings.sources.iter().map(|source| source.key.to_string());
        let keys = std::iter::once(LOCAL.to_owned()).chain(listed);
        let turns = Arc::new(keys.map(|key| (key, Turn::default())).collect());
        Self { state, patience, turns, seasons: Arc::default() }
    }

    /// Keys of all sources, the embedded one first.
    pub fn keys(&self) -> Vec<String> {
        let listed = self.state.settings.sources.iter().map(|source| source.key.to_string());
        std::iter::once(LOCAL.to_owned()).chain(listed).collect()
    }

    /// The state it works on.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Walks a source and replaces its rows. `None` when a walk that was running at the call has done it.
    ///
    /// # Errors
    /// When there is no new catalog; the reason is kept as the source's error.
    pub async fn harvest(&self, key: &str) -> Result<Option<Report>, HarvestError> {
        let turn = self.turns.get(key).ok_or_else(|| HarvestError::Unknown(key.to_owned()))?;
        let asked = Instant::now();
        let mut ended = turn.lock().await;
        if ended.is_some_and(|ended| ended > asked) {
            return Ok(None);
        }
        let outcome = self.walk_and_store(key).await;
        *ended = Some(Instant::now());
        if let Err(error) = &outcome {
            let stored =
                self.state.store.record_harvest_failure(key, &error.to_string(), now()).await;
            if let Err(error) = stored {
                tracing::error!(source = key, "the failure could not be recorded: {error}");
            }
        }
        outcome.map(Some)
    }

    /// [`Self::harvest`] where nobody waits for the report: it goes to the log. Returns whether it succeeded.
    pub async fn harvest_and_log(&self, key: &str) -> bool {
        match self.harvest(key).await {
            Ok(Some(Report { sites, datastreams, replaced, missing })) => tracing::info!(
                source = key,
                sites,
                datastreams,
                added = replaced.datastreams.added,
                changed = replaced.datastreams.changed,
                gone = replaced.datastreams.gone,
                missing,
                "harvested {key}: {sites} sites, {datastreams} datastreams"
            ),
            Ok(None) => {}
            Err(error) => {
                let remains = self.remains(key).await;
                tracing::warn!(source = key, "harvest of {key} failed, {remains}: {error}");
                return false;
            }
        }
        true
    }

    /// What the catalog shows of a source whose harvest failed, in words.
    pub async fn remains(&self, key: &str) -> &'static str {
        let sources = match self.state.store.catalog_sources().await {
            Ok(sources) => sources,
            Err(error) => {
                tracing::error!(source = key, "cannot read what is known of {key}: {error}");
                return "and what its catalog holds is not known";
            }
        };
        let row = sources.iter().find(|row| row.key == key);
        match row.and_then(|row| row.last_success_us) {
            Some(_) => "its last catalog stays",
            None => "nothing was ever read from it",
        }
    }

    async fn walk_and_store(&self, key: &str) -> Result<Report, HarvestError> {
        let listed = self.state.settings.sources.iter().find(|source| source.key.as_str() == key);
        if let Some(source) = listed {
            self.state.store.register_source(&record_of(source)).await?;
        }
        let seconds = self.patience.walk.as_secs();
        let walk = tokio::time::timeout(self.patience.walk, self.walk(key, listed));
        let found = walk.await.map_err(|_| HarvestError::TooLong(seconds))??;
        let Found { mut catalog, missing } = found;
        if key == LOCAL {
            self.seasons.put(&self.state.store, &mut catalog).await?;
        }
        let replaced = self
            .state
            .store
            .replace_source_catalog(key, &catalog, missing.as_deref(), now())
            .await?;
        let (sites, datastreams) = (catalog.sites.len(), catalog.datastreams.len());
        Ok(Report { sites, datastreams, replaced, missing })
    }

    async fn walk(
        &self,
        key: &str,
        listed: Option<&SourceSettings>,
    ) -> Result<Found, HarvestError> {
        let known_ends = self.known_ends(key).await?;
        let adapter = match listed {
            Some(source) => match source.kind {
                SourceKind::SensorThings => SensorThings {
                    name: &source.name,
                    key,
                    root: source.url.clone(),
                    transport: Transport::Http {
                        upstream: self.state.upstream.clone(),
                        source: source.clone(),
                    },
                    patience: self.patience,
                    known_ends,
                },
            },
            None => SensorThings {
                name: "This server",
                key,
                root: sensorthings::EMBEDDED_ROOT.to_owned(),
                transport: Transport::InProcess(crate::app::app(self.state.clone())),
                patience: self.patience,
                known_ends,
            },
        };
        Ok(adapter.catalog().await?)
    }

    /// Ends of the source's datastreams whose latest value is known: they need not be asked for again.
    async fn known_ends(&self, key: &str) -> Result<HashMap<String, i64>, HarvestError> {
        let sources = self.state.store.catalog_sources().await?;
        let Some(source) = sources.into_iter().find(|source| source.key == key) else {
            return Ok(HashMap::new());
        };
        let rows = self.state.store.catalog_rows(&Viewer::System, source.id).await?;
        let ends = rows.datastreams.into_iter().filter_map(|(_, row)| {
            row.record.latest_time?;
            Some((row.record.external_id, row.record.end?.0))
        });
        Ok(ends.collect())
    }
}

fn record_of(source: &SourceSettings) -> SourceRecord {
    SourceRecord {
        key: source.key.clone(),
        kind: match source.kind {
            SourceKind::SensorThings => "sensorthings".to_owned(),
        },
        name: source.name.clone(),
        url: Some(source.url.clone()),
        description: source.description.clone(),
        synthetic: false,
    }
}
