//! Reads what the window needs and is not here yet, series by series.

use super::series_info::SeriesInfo;
use super::store::SeriesStore;
use crate::api::abort::AbortHandle;
use crate::api::observations::{self, LoadError, Wanted};
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs};
use gagehouse_sensorthings::paging::Outcome;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashMap;

/// How the loading of a series goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum LoadStatus {
    /// Nothing was asked for yet.
    #[default]
    Waiting,
    /// Rows are coming.
    Loading {
        /// Rows so far.
        rows: u64,
        /// Bytes so far.
        bytes: u64,
        /// About how many rows will come.
        expected: Option<u64>,
    },
    /// All rows of the window are here.
    Ready,
    /// Rows are missing, for this reason.
    Partial(String),
    /// Nothing came, for this reason.
    Failed(String),
    /// The reader stopped it; rows may be missing.
    Stopped,
    /// The owner of the data hides them.
    Hidden,
}

/// Loads series into a store.
#[derive(Clone, Copy)]
pub struct Loader {
    store: SeriesStore,
    statuses: RwSignal<HashMap<DatastreamRef, LoadStatus>>,
    running: StoredValue<HashMap<DatastreamRef, AbortHandle>, LocalStorage>,
    window: StoredValue<Option<TimeRange>>,
    owner: StoredValue<Option<Owner>>,
}

impl Loader {
    /// A loader of the current owner: what it loads stops when the owner goes.
    pub fn new(store: SeriesStore) -> Self {
        Self {
            store,
            statuses: RwSignal::new(HashMap::new()),
            running: StoredValue::new_local(HashMap::new()),
            window: StoredValue::new(None),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// How a series fares; tracked.
    pub fn status(self, name: &DatastreamRef) -> LoadStatus {
        self.statuses.try_with(|statuses| statuses.get(name).cloned()).flatten().unwrap_or_default()
    }

    /// Whether any series is being loaded; tracked.
    pub fn is_loading(self) -> bool {
        let loading = |status: &LoadStatus| matches!(status, LoadStatus::Loading { .. });
        self.statuses.try_with(|statuses| statuses.values().any(loading)).unwrap_or(false)
    }

    /// Makes sure that a window of the series is here, or on its way. Those that failed or were stopped
    /// wait for [`Self::retry`].
    pub fn want(self, infos: &[SeriesInfo], window: TimeRange) {
        self.window.set_value(Some(window));
        for info in infos {
            let status = self.statuses.with_untracked(|all| all.get(&info.name).cloned());
            let waits_for_reader = matches!(
                status,
                Some(LoadStatus::Partial(_) | LoadStatus::Failed(_) | LoadStatus::Stopped)
            );
            if !waits_for_reader {
                self.start(info.clone());
            }
        }
    }

    /// Tries again what failed or was stopped.
    pub fn retry(self, info: &SeriesInfo) {
        self.start(info.clone());
    }

    /// Stops a series; what came stays.
    pub fn stop(self, name: &DatastreamRef) {
        let handle = self.running.try_with_value(|running| running.get(name).copied()).flatten();
        if let Some(handle) = handle {
            handle.abort();
        }
    }

    fn set_status(self, name: &DatastreamRef, status: LoadStatus) {
        self.statuses.try_update(|statuses| statuses.insert(name.clone(), status));
    }

    fn start(self, info: SeriesInfo) {
        if info.results_hidden {
            return self.set_status(&info.name, LoadStatus::Hidden);
        }
        let is_running = self.running.with_value(|running| running.contains_key(&info.name));
        if is_running {
            return;
        }
        let handle = self
            .owner
            .with_value(|owner| owner.as_ref().map(|owner| owner.with(AbortHandle::of_owner)));
        let Some(abort) = handle else { return };
        self.running.update_value(|running| {
            running.insert(info.name.clone(), abort);
        });
        spawn_local(async move {
            let status = self.run(&info, abort).await;
            self.running.try_update_value(|running| running.remove(&info.name));
            self.set_status(&info.name, status);
        });
    }

    /// Loads until the window, which may move meanwhile, lacks nothing.
    async fn run(self, info: &SeriesInfo, abort: AbortHandle) -> LoadStatus {
        let (mut rows, mut bytes) = (0, 0);
        loop {
            let window = self.window.try_get_value().flatten();
            let needed = window.and_then(|window| self.store.missing(&info.name, padded(window)));
            let Some(needed) = needed else { return LoadStatus::Ready };
            let expected = info.expected_in(needed).map(|expected| expected + rows);
            self.set_status(&info.name, LoadStatus::Loading { rows, bytes, expected });
            let wanted = Wanted {
                observations_url: info.observations_url.clone(),
                datastream: info.name.id.clone(),
                window: needed.into(),
            };
            let outcome = observations::load(wanted, abort, |page, page_bytes| {
                rows += page.len() as u64;
                bytes += page_bytes;
                self.store.append(info, &page);
                self.set_status(&info.name, LoadStatus::Loading { rows, bytes, expected });
            });
            match outcome.await {
                Ok(Outcome::Complete(_)) => self.store.cover(info, needed),
                Ok(Outcome::Partial { stop, summary }) => {
                    let newest = summary.newest.map(|newest| TimeUs(newest.0.saturating_add(1)));
                    let came = newest.and_then(|newest| TimeRange::new(needed.start, newest));
                    // Rows out of order leave holes anywhere.
                    if let Some(came) = came.filter(|_| !summary.unsorted) {
                        self.store.cover(info, came);
                    }
                    return LoadStatus::Partial(stop.to_string());
                }
                Err(LoadError::Stopped) => return LoadStatus::Stopped,
                Err(error) if rows > 0 => return LoadStatus::Partial(error.to_string()),
                Err(error) => return LoadStatus::Failed(error.to_string()),
            }
        }
    }
}

/// The window with a little on both sides, where lines come from and small pans lead to.
fn padded(window: TimeRange) -> TimeRange {
    let pad_us = window.len_us() / 10;
    TimeRange {
        start: TimeUs(window.start.0.saturating_sub(pad_us)),
        end: TimeUs(window.end.0.saturating_add(pad_us)),
    }
}
