//! The rows that the page holds, outside of signals: what changes them counts a version up.

use super::series_info::SeriesInfo;
use crate::api::observations::State;
use gagehouse_chart::format::decimals_of;
use gagehouse_model::{DatastreamRef, TimeRange};
use gagehouse_observations::{Columns, Series, SeriesOptions};
use leptos::prelude::*;
use std::collections::HashMap;

/// Rows of a page that are looked at to learn with how many decimals its source writes.
const ROWS_FOR_DECIMALS: usize = 200;
/// Values with more decimals than this were computed; they say nothing about how others are written.
const MOST_DECIMALS: usize = 4;

/// A series that is loaded, or being loaded.
pub struct Held {
    /// Its rows.
    pub series: Series,
    /// With how many decimals its values are shown at least.
    pub decimals: usize,
    /// What is here, and what could not be had.
    pub state: State,
}

/// All series of the page, by name.
#[derive(Clone, Copy)]
pub struct SeriesStore {
    held: StoredValue<HashMap<DatastreamRef, Held>, LocalStorage>,
    version: RwSignal<u64>,
}

impl SeriesStore {
    /// An empty store of the current owner.
    pub fn new() -> Self {
        Self { held: StoredValue::new_local(HashMap::new()), version: RwSignal::new(0) }
    }

    /// Whoever calls this runs again when rows were added.
    pub fn track(self) {
        self.version.track();
    }

    /// Reads a series, if any of it was loaded.
    pub fn with<T>(self, name: &DatastreamRef, read: impl FnOnce(&Held) -> T) -> Option<T> {
        self.held.try_with_value(|held| held.get(name).map(read)).flatten()
    }

    /// Reads all series.
    pub fn with_all<T>(self, read: impl FnOnce(&HashMap<DatastreamRef, Held>) -> T) -> Option<T> {
        self.held.try_with_value(read)
    }

    /// Files a page.
    pub fn append(self, info: &SeriesInfo, page: &Columns) {
        self.hold(info, |held| {
            let decimals = page.value().iter().take(ROWS_FOR_DECIMALS).copied().map(decimals_of);
            let measured = decimals.filter(|decimals| *decimals <= MOST_DECIMALS);
            held.decimals = held.decimals.max(measured.max().unwrap_or(0));
            held.series.append(page);
        });
    }

    /// Notes how the loading of a series fares.
    pub fn set_state(self, info: &SeriesInfo, state: State) {
        self.hold(info, |held| held.state = state);
    }

    /// Holes are being asked for again: they are on their way now.
    pub fn forget_holes(self, name: &DatastreamRef) {
        self.held.try_update_value(|held| {
            if let Some(held) = held.get_mut(name) {
                held.state.holes.clear();
            }
        });
        self.version.try_update(|version| *version += 1);
    }

    /// The parts of a window whose rows are not here, ascending.
    pub fn missing(self, name: &DatastreamRef, window: TimeRange) -> Vec<TimeRange> {
        self.with(name, |held| held.state.covered.missing(window)).unwrap_or_else(|| vec![window])
    }

    /// Whether observations of a window may be missing.
    pub fn is_incomplete(self, name: &DatastreamRef, window: TimeRange) -> bool {
        self.with(name, |held| !held.state.covered.covers(window)).unwrap_or(true)
    }

    fn hold(self, info: &SeriesInfo, change: impl FnOnce(&mut Held)) {
        let options = SeriesOptions {
            no_data_value: info.no_data_value,
            spacing: info.spacing,
            ..SeriesOptions::default()
        };
        self.held.try_update_value(|held| {
            change(held.entry(info.name.clone()).or_insert_with(|| Held {
                series: Series::new(options),
                decimals: 0,
                state: State::default(),
            }));
        });
        self.version.try_update(|version| *version += 1);
    }
}
