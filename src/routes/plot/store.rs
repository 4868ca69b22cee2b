//! The rows that the page holds, outside of signals: what changes them counts a version up.

use super::series_info::SeriesInfo;
use gagehouse_chart::format::decimals_of;
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs};
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
    /// Windows whose rows are all here, ascending, apart from each other.
    covered: Vec<TimeRange>,
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
        let options = SeriesOptions {
            no_data_value: info.no_data_value,
            spacing: info.spacing,
            ..SeriesOptions::default()
        };
        self.held.try_update_value(|held| {
            let held = held.entry(info.name.clone()).or_insert_with(|| Held {
                series: Series::new(options),
                decimals: 0,
                covered: Vec::new(),
            });
            let decimals = page.value().iter().take(ROWS_FOR_DECIMALS).copied().map(decimals_of);
            let measured = decimals.filter(|decimals| *decimals <= MOST_DECIMALS);
            held.decimals = held.decimals.max(measured.max().unwrap_or(0));
            held.series.append(page);
        });
        self.version.try_update(|version| *version += 1);
    }

    /// Notes that all rows of a window are here.
    pub fn cover(self, info: &SeriesInfo, window: TimeRange) {
        self.append(info, &Columns::default());
        self.held.try_update_value(|held| {
            if let Some(held) = held.get_mut(&info.name) {
                held.covered = with_window(&held.covered, window);
            }
        });
    }

    /// The first part of a window whose rows are not here.
    pub fn missing(self, name: &DatastreamRef, window: TimeRange) -> Option<TimeRange> {
        self.with(name, |held| first_missing(&held.covered, window)).unwrap_or(Some(window))
    }

    /// All parts of a window whose rows are not here, ascending.
    pub fn all_missing(self, name: &DatastreamRef, window: TimeRange) -> Vec<TimeRange> {
        let missing = self.with(name, |held| {
            let next =
                |from: TimeUs| first_missing(&held.covered, TimeRange::new(from, window.end)?);
            std::iter::successors(next(window.start), |part| next(part.end)).collect()
        });
        missing.unwrap_or_else(|| vec![window])
    }
}

fn first_missing(covered: &[TimeRange], window: TimeRange) -> Option<TimeRange> {
    let mut start = window.start;
    for range in covered {
        if range.end <= start {
            continue;
        }
        if range.start > start {
            return TimeRange::new(start, range.start.min(window.end));
        }
        start = range.end;
    }
    TimeRange::new(start, window.end)
}

fn with_window(covered: &[TimeRange], window: TimeRange) -> Vec<TimeRange> {
    let touches = |range: &&TimeRange| range.start <= window.end && window.start <= range.end;
    let joined = covered.iter().filter(touches).fold(window, |all, range| all.hull(*range));
    let mut ranges: Vec<TimeRange> =
        covered.iter().filter(|range| !touches(range)).copied().chain([joined]).collect();
    ranges.sort_by_key(|range| range.start);
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: i64, end: i64) -> TimeRange {
        TimeRange { start: TimeUs(start), end: TimeUs(end) }
    }

    #[test]
    fn what_is_missing_lies_beside_what_is_there() {
        let covered = [range(10, 20), range(30, 40)];
        assert_eq!(first_missing(&covered, range(0, 50)), Some(range(0, 10)));
        assert_eq!(first_missing(&covered, range(12, 50)), Some(range(20, 30)));
        assert_eq!(first_missing(&covered, range(30, 45)), Some(range(40, 45)));
        assert_eq!(first_missing(&covered, range(12, 18)), None);
        assert_eq!(first_missing(&[], range(1, 2)), Some(range(1, 2)));
    }

    #[test]
    fn windows_that_touch_become_one() {
        let covered = with_window(&[range(10, 20), range(30, 40)], range(20, 30));
        assert_eq!(covered, [range(10, 40)]);
        assert_eq!(with_window(&covered, range(50, 60)), [range(10, 40), range(50, 60)]);
        assert_eq!(with_window(&covered, range(0, 5)), [range(0, 5), range(10, 40)]);
    }
}
