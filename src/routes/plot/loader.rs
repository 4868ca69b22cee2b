//! Keeps the series of the plot fed: what the window needs, what failed, what is new.

use super::series_info::SeriesInfo;
use super::store::SeriesStore;
use crate::api::observations::{Again, Feed, News, State};
use crate::browser;
use gagehouse_chart::navigate::padded;
use gagehouse_model::{Coverage, DatastreamRef, TimeRange, TimeUs};
use gagehouse_sensorthings::paging::Hole;
use leptos::prelude::*;
use std::collections::HashMap;
use std::time::Duration;

/// While rows come, the plot is drawn and the reader told so often at first, and then ever more seldom: more would take
/// from reading the time it needs.
const BETWEEN_FIRST_NEWS: Duration = Duration::from_millis(80);
const LONGEST_BETWEEN_NEWS: Duration = Duration::from_millis(400);

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
        /// What failed and is tried again.
        again: Option<Again>,
    },
    /// All rows of the window are here.
    Ready,
    /// Rows of these stretches are missing.
    Partial(Vec<Hole>),
    /// Nothing came, for this reason.
    Failed(String),
    /// The reader stopped it; rows may be missing.
    Stopped,
    /// The owner of the data hides them.
    Hidden,
}

struct Fed {
    feed: Feed,
    /// Whether it is on the plot now.
    wanted: bool,
    /// Whether the reader stopped it.
    stopped: bool,
    /// The same days of other years, while they are compared.
    beside: Vec<TimeRange>,
    /// The whole record, once the reader asked for it.
    record: Option<TimeRange>,
}

impl Fed {
    /// Wants the window first, then a little on both sides, then what lies beside it, then the record if it was
    /// asked for.
    fn want(&self, window: [TimeRange; 2]) {
        self.feed.want(self.wanted(window));
    }

    fn wanted(&self, window: [TimeRange; 2]) -> Vec<TimeRange> {
        let beside = self.beside.iter().copied();
        window.into_iter().chain(beside).chain(self.record).collect()
    }
}

/// Loads series into a store.
#[derive(Clone, Copy)]
pub struct Loader {
    store: SeriesStore,
    statuses: RwSignal<HashMap<DatastreamRef, LoadStatus>>,
    feeds: StoredValue<HashMap<DatastreamRef, Fed>, LocalStorage>,
    /// The window, and the same with a little on both sides.
    window: StoredValue<Option<[TimeRange; 2]>>,
    /// Series of which rows came that nobody was told of.
    untold: StoredValue<Vec<SeriesInfo>>,
    telling: StoredValue<Option<TimeoutHandle>>,
    /// After how long the next rows that come are told of: the first at once.
    patience: StoredValue<Duration>,
    /// The newest observation that came and that the catalog did not know of.
    pub newest: RwSignal<Option<TimeUs>>,
}

impl Loader {
    /// A loader of the current owner: what it loads stops when the owner goes.
    pub fn new(store: SeriesStore) -> Self {
        Self {
            store,
            statuses: RwSignal::new(HashMap::new()),
            feeds: StoredValue::new_local(HashMap::new()),
            window: StoredValue::new(None),
            untold: StoredValue::new(Vec::new()),
            telling: StoredValue::new(None),
            patience: StoredValue::new(Duration::ZERO),
            newest: RwSignal::new(None),
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

    /// Whether something that was asked for came, failed or was stopped, and nothing is on its way; tracked.
    pub fn has_finished(self) -> bool {
        let ended = |status: &LoadStatus| {
            !matches!(status, LoadStatus::Waiting | LoadStatus::Loading { .. })
        };
        let any = self.statuses.try_with(|statuses| statuses.values().any(ended)).unwrap_or(false);
        any && !self.is_loading()
    }

    /// Makes sure that a window of these series is here, or on its way, and after it what is to lie `beside`
    /// it; stops all others. What could not be had, or was stopped, waits for [`Self::retry`].
    pub fn want(
        self,
        infos: &[SeriesInfo],
        window: TimeRange,
        beside: impl Fn(&SeriesInfo) -> Vec<TimeRange>,
    ) {
        let now = TimeUs((browser::now_ms() * 1_000.0) as i64);
        let window = [window, padded(window, now)];
        self.window.set_value(Some(window));
        let mut left = Vec::new();
        self.feeds.update_value(|feeds| {
            for (name, fed) in feeds {
                fed.wanted = infos.iter().any(|info| info.name == *name);
                if !fed.wanted {
                    fed.feed.want(Vec::new());
                    left.push(name.clone());
                }
            }
        });
        left.iter().for_each(|name| self.set_status(name, LoadStatus::Waiting));
        for info in infos {
            if info.results_hidden {
                self.set_status(&info.name, LoadStatus::Hidden);
                continue;
            }
            let beside = beside(info);
            let is_stopped = self.feed(info, |fed| {
                fed.beside = beside;
                if !fed.stopped {
                    fed.want(window);
                }
                fed.stopped
            });
            if is_stopped == Some(false) {
                self.judge(info);
            }
        }
    }

    /// Makes sure that the whole record of these series is here, or on its way, after the window.
    pub fn want_all(self, infos: &[SeriesInfo], record: TimeRange) {
        for info in infos {
            self.feed(info, |fed| {
                fed.record = Some(record);
                self.window.with_value(|window| window.iter().for_each(|window| fed.want(*window)));
            });
            self.judge(info);
        }
    }

    /// Tries again what could not be had or was stopped.
    pub fn retry(self, info: &SeriesInfo) {
        let window = self.window.get_value();
        self.feed(info, |fed| {
            fed.stopped = false;
            fed.feed.retry();
            window.iter().for_each(|window| fed.want(*window));
        });
        self.store.forget_holes(&info.name);
        self.judge(info);
    }

    /// Stops a series; what came stays.
    pub fn stop(self, name: &DatastreamRef) {
        self.feeds.update_value(|feeds| {
            if let Some(fed) = feeds.get_mut(name) {
                fed.stopped = true;
                fed.feed.want(Vec::new());
            }
        });
        self.set_status(name, LoadStatus::Stopped);
    }

    /// Asks for rows that came after those that are here.
    pub fn look_for_news(self, info: &SeriesInfo) {
        let newest = self.store.with(&info.name, |held| held.series.extent()).flatten();
        let since = newest.map(|extent| extent.end).or(info.end);
        self.feeds.with_value(|feeds| {
            if let Some((fed, since)) = feeds.get(&info.name).filter(|fed| !fed.stopped).zip(since)
            {
                fed.feed.news_since(since);
            }
        });
    }

    fn set_status(self, name: &DatastreamRef, status: LoadStatus) {
        let is_same = self
            .statuses
            .try_with_untracked(|statuses| statuses.get(name) == Some(&status))
            .unwrap_or(true);
        if !is_same {
            self.statuses.try_update(|statuses| statuses.insert(name.clone(), status));
        }
    }

    /// Uses the feed of a series, opened when there is none.
    fn feed<T>(self, info: &SeriesInfo, act: impl FnOnce(&mut Fed) -> T) -> Option<T> {
        self.feeds.try_update_value(|feeds| {
            let fed = feeds.entry(info.name.clone()).or_insert_with(|| {
                let heard = info.clone();
                let feed = Feed::open(info.source(), move |news| self.hear(&heard, news));
                Fed { feed, wanted: true, stopped: false, beside: Vec::new(), record: None }
            });
            act(fed)
        })
    }

    fn hear(self, info: &SeriesInfo, news: News) {
        match news {
            News::Progress(pages, state) => {
                let is_over = state.is_over;
                self.store.take(info, &pages, state);
                let times = pages.iter().flat_map(|page| page.time_us());
                let newest = times.max().map(|time_us| TimeUs(*time_us));
                let known = self.newest.try_get_untracked().flatten().max(info.end);
                if newest > known {
                    self.newest.try_set(newest);
                }
                self.untold.try_update_value(|untold| {
                    if !untold.iter().any(|other| other.name == info.name) {
                        untold.push(info.clone());
                    }
                });
                if is_over {
                    self.announce();
                    self.patience.try_set_value(BETWEEN_FIRST_NEWS);
                } else if self.telling.try_with_value(Option::is_none) == Some(true) {
                    // The first ones after those that wait beside them already.
                    let patience = self.patience.try_get_value().unwrap_or_default();
                    let timer = set_timeout_with_handle(move || self.announce(), patience);
                    self.telling.try_set_value(timer.ok());
                }
            }
            News::Kept(_) => {}
            News::Failed(why) => self.set_status(&info.name, LoadStatus::Failed(why)),
        }
    }

    /// Tells of the rows that came.
    fn announce(self) {
        if let Some(timer) = self.telling.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        self.patience.try_update_value(|patience| {
            *patience = (*patience * 3 / 2).clamp(BETWEEN_FIRST_NEWS, LONGEST_BETWEEN_NEWS);
        });
        self.store.announce();
        let goes_on = |fed: &Fed| fed.wanted && !fed.stopped;
        for info in self.untold.try_update_value(std::mem::take).unwrap_or_default() {
            let goes_on =
                self.feeds.try_with_value(|feeds| feeds.get(&info.name).is_some_and(goes_on));
            if goes_on == Some(true) {
                self.judge(&info);
            }
        }
    }

    /// Says how a series fares by what is here of the window, which may have moved since.
    fn judge(self, info: &SeriesInfo) {
        let Some(window) = self.window.try_get_value().flatten() else { return };
        let of = |feeds: &HashMap<DatastreamRef, Fed>| Some(feeds.get(&info.name)?.wanted(window));
        let Some(wanted) = self.feeds.try_with_value(of).flatten() else { return };
        let state = self.store.with(&info.name, |held| held.state.clone()).unwrap_or_default();
        self.set_status(&info.name, status_of(info, &state, &wanted));
    }
}

fn status_of(info: &SeriesInfo, state: &State, wanted: &[TimeRange]) -> LoadStatus {
    let is_wanted = |hole: &&Hole| wanted.iter().any(|w| w.intersection(hole.range).is_some());
    let holes: Vec<Hole> = state.holes.iter().filter(is_wanted).cloned().collect();
    let mut told: Coverage = holes.iter().map(|hole| hole.range).collect();
    state.covered.ranges().iter().for_each(|range| told.add(*range));
    if !wanted.iter().all(|wanted| told.covers(*wanted)) {
        let missing = wanted.iter().flat_map(|wanted| state.covered.missing(*wanted));
        let missing: Coverage = missing.collect();
        let expected = missing.ranges().iter().filter_map(|range| info.expected_in(*range));
        let expected = Some(expected.sum::<u64>()).filter(|expected| *expected > 0);
        let expected = expected.map(|expected| expected + state.rows);
        let again = state.again.clone();
        return LoadStatus::Loading { rows: state.rows, bytes: state.bytes, expected, again };
    }
    let is_here = wanted.iter().any(|wanted| !state.covered.within(*wanted).is_empty());
    match holes.first() {
        None => LoadStatus::Ready,
        Some(hole) if !is_here && state.rows == 0 => LoadStatus::Failed(hole.reason.clone()),
        Some(_) => LoadStatus::Partial(holes),
    }
}
