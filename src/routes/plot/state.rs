//! What the plot page's parts share: the URL's query, the series it names, the view, the cursor.
//!
//! The URL is the state. Gestures move [`PlotState::view`] at once and the URL a moment later, by replacing
//! it; choices (a period, a series) push a new entry, so that Back undoes them.

use super::aggregation::aggregation_of;
use super::derived;
use super::loader::Loader;
use super::normal_range::{Normals, normals_memo};
use super::other_years::{YearReadout, other_years, record_of};
use super::putting_together::{PuttingTogether, asked_of};
use super::readout::Readout;
use super::records::Records;
use super::series_info::{SeriesInfo, extent_of};
use super::store::SeriesStore;
use super::units::units_of;
use super::views::Views;
use crate::api::catalog::use_catalog;
use crate::browser;
use crate::chart::zone::zone_for;
use gagehouse_chart::PlotQuery;
use gagehouse_chart::events::{Event, extent};
use gagehouse_chart::local::whole_years;
use gagehouse_chart::quality::{MARKS, Survey, survey};
use gagehouse_chart::query::{DrawnAs, QueryProblem, Window};
use gagehouse_model::time::SECOND_US;
use gagehouse_model::unit::UnitPreference;
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs, ZoneOffsets};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// After a gesture rests so long, the URL, the statistics and the loading follow it.
const REST: Duration = Duration::from_millis(250);
/// Views longer than this are written to the URL in whole seconds.
const WHOLE_SECONDS_FROM_US: i64 = 600 * SECOND_US;

type Navigate = Box<dyn Fn(&str, NavigateOptions)>;

/// The shared state; copies are the same state.
#[derive(Clone, Copy)]
pub struct PlotState {
    /// What the URL says.
    pub query: Memo<PlotQuery>,
    /// What of the URL could not be used.
    pub problems: Memo<Vec<QueryProblem>>,
    /// The series that the catalog knows, in order.
    pub infos: Memo<Vec<SeriesInfo>>,
    /// Why some of what is to be computed cannot be.
    pub refused: Memo<Vec<String>>,
    /// Series of the URL that the catalog does not know.
    pub unknown: Memo<Vec<DatastreamRef>>,
    /// The stretch of time shown now.
    pub view: RwSignal<Option<TimeRange>>,
    /// The same, once it rests.
    pub settled: RwSignal<Option<TimeRange>>,
    /// The views that came to rest, to go back to.
    pub views: RwSignal<Views>,
    /// The clock of all times shown.
    pub zone: Memo<ZoneOffsets>,
    /// Where the cursor stands.
    pub cursor: RwSignal<Option<TimeUs>>,
    /// What every series says at the cursor.
    pub readouts: Memo<Vec<Readout>>,
    /// What other years say at the cursor.
    pub years: Memo<Vec<YearReadout>>,
    /// What is normal for the dates of the series, while that is shown.
    pub normals: Memo<Normals>,
    /// Field records, once they were fetched.
    pub records: Records,
    /// What is said about the rows of the view, by series; computed when it rests and everything has come.
    pub surveys: Memo<HashMap<DatastreamRef, Survey>>,
    /// What the cursor's last move by keyboard says.
    pub spoken: RwSignal<String>,
    /// Rows.
    pub store: SeriesStore,
    /// What fetches them.
    pub loader: Loader,
    /// What puts them together.
    pub together: PuttingTogether,
    navigate: StoredValue<Navigate, LocalStorage>,
    resting: StoredValue<Option<TimeoutHandle>>,
    written: StoredValue<Option<Window>>,
}

impl PlotState {
    /// The state of the page, from the router and the catalog above it.
    pub fn new() -> Self {
        let catalog = use_catalog();
        let search = use_location().search;
        let parsed = Memo::new(move |_| search.with(|search| PlotQuery::parse(search)));
        let query = Memo::new(move |_| parsed.with(|(query, _)| query.clone()));
        let problems = Memo::new(move |_| parsed.with(|(_, problems)| problems.clone()));
        let found = Memo::new(move |_| {
            let Some(catalog) = catalog.catalog() else { return (Vec::new(), Vec::new()) };
            let named = query.with(|query| query.series.clone());
            let named = named.iter().enumerate();
            let units = query.with(units_of);
            let of = |(style, name)| SeriesInfo::of(&catalog, name, style, units);
            let mut infos: Vec<SeriesInfo> = named.filter_map(of).collect();
            let (made, refused) = query.with(|query| derived::infos_of(query, &infos));
            infos.extend(made);
            (infos, refused)
        });
        let infos = Memo::new(move |_| found.with(|(infos, _)| infos.clone()));
        let refused = Memo::new(move |_| found.with(|(_, refused)| refused.clone()));
        let unknown = Memo::new(move |_| {
            let Some(catalog) = catalog.catalog() else { return Vec::new() };
            let named = query.with(|query| query.series.clone());
            named.into_iter().filter(|name| catalog.find_datastream(name).is_none()).collect()
        });
        let view = RwSignal::new(None);
        let records = Records::new(Memo::new(move |_| query.with(|query| query.events)));
        let zone = zone_memo(query, infos, view, records.events);
        let cursor = RwSignal::new(None);
        let store = SeriesStore::new();
        let readouts = Memo::new(move |_| {
            store.track();
            let time = cursor.get()?;
            Some(infos.with(|infos| Readout::at(time, infos, store, view.get())))
        });
        let years = Memo::new(move |_| {
            let compare = query.with(|query| query.compare)?;
            let at = cursor.get().zip(view.get())?;
            store.track();
            let of = |info: &SeriesInfo| YearReadout::all(Some(compare), info, store, at);
            let is_shown = |info: &&SeriesInfo| query.with(|query| query.is_shown(&info.name));
            Some(infos.with(|infos| infos.iter().filter(is_shown).flat_map(of).collect::<Vec<_>>()))
        });
        let loader = Loader::new(store);
        let settled = RwSignal::new(None);
        let surveys = survey_memo(infos, store, loader, settled);
        let state = Self {
            query,
            problems,
            infos,
            refused,
            unknown,
            view,
            settled,
            views: RwSignal::new(Views::default()),
            zone,
            cursor,
            years: Memo::new(move |_| years.get().unwrap_or_default()),
            readouts: Memo::new(move |_| readouts.get().unwrap_or_default()),
            spoken: RwSignal::new(String::new()),
            store,
            loader,
            together: PuttingTogether::new(store),
            normals: normals_memo(query, infos, store, loader),
            records,
            surveys,
            navigate: StoredValue::new_local(Box::new(use_navigate())),
            resting: StoredValue::new(None),
            written: StoredValue::new(None),
        };
        state.follow_url();
        state
    }

    /// The series that are drawn; tracked.
    pub fn shown(self) -> Vec<SeriesInfo> {
        self.query.with(|query| {
            self.infos.with(|infos| {
                infos.iter().filter(|info| query.is_shown(&info.name)).cloned().collect()
            })
        })
    }

    /// Series to read: in place of those that are computed, those that they are made of. Tracked.
    fn with_what_they_are_made_of(self, shown: Vec<SeriesInfo>) -> Vec<SeriesInfo> {
        let (made, mut read): (Vec<_>, Vec<_>) =
            shown.into_iter().partition(|info| info.made_of.is_some());
        for name in
            made.into_iter().filter_map(|info| info.made_of).flat_map(|of| [of.first, of.second])
        {
            if !read.iter().any(|info| info.name == name) {
                let find =
                    |infos: &Vec<SeriesInfo>| infos.iter().find(|info| info.name == name).cloned();
                read.extend(self.infos.with(find));
            }
        }
        read
    }

    /// As what a series is drawn; tracked.
    pub fn drawn_as(self, info: &SeriesInfo) -> DrawnAs {
        let chosen = self.query.with(|query| query.drawn_as(&info.name));
        let is_put_together = self.query.with(|query| query.agg.is_some());
        DrawnAs::suiting(chosen, is_put_together, &info.aggregation)
    }

    /// From where to where the series together reach, as far as the catalog and what came say; tracked.
    pub fn extent(self) -> TimeRange {
        let now = TimeUs((browser::now_ms() * 1_000.0) as i64);
        let known = self.infos.with(|infos| extent_of(infos, now));
        let end = self.loader.newest.get().map_or(known.end, |newest| TimeUs(newest.0 + 1));
        TimeRange { start: known.start, end: known.end.max(end) }
    }

    /// Moves the view by a gesture: drawn at once, written to the URL when it rests.
    pub fn move_view(self, view: TimeRange) {
        self.view.set(Some(view));
        self.after_rest(move || {
            self.resting.try_set_value(None);
            let Some(mut query) = self.query.try_get_untracked() else { return };
            query.window = self.settle(view);
            self.go(&query, true);
        });
    }

    /// Shows the view before the last change of it.
    pub fn previous_view(self) {
        if let Some(view) = self.views.try_update(Views::previous).flatten() {
            self.move_view(view);
        }
    }

    /// Undoes [`Self::previous_view`].
    pub fn next_view(self) {
        if let Some(view) = self.views.try_update(Views::next).flatten() {
            self.move_view(view);
        }
    }

    /// Changes the URL by a choice that Back undoes.
    pub fn change(self, change: impl FnOnce(&mut PlotQuery)) {
        let mut query = self.query.get_untracked();
        let window_of_url = query.window;
        let unwritten = self.resting.try_update_value(Option::take).flatten();
        let is_unwritten = unwritten.is_some();
        if let Some((timer, view)) = unwritten.zip(self.view.get_untracked()) {
            timer.clear();
            query.window = self.settle(view);
        }
        change(&mut query);
        if is_unwritten && query.window == window_of_url {
            // The URL never left this window, so nothing would tell the view to return to it.
            self.show(query.window, untrack(|| self.extent()));
        }
        self.go(&query, false);
    }

    /// Lets a view come to rest as the URL will hold it, so that its link shows exactly the same.
    fn settle(self, view: TimeRange) -> Window {
        let view = rounded(view);
        let window = Window::from(view);
        self.written.set_value(Some(window));
        self.view.set(Some(view));
        self.settled.set(Some(view));
        window
    }

    fn go(self, query: &PlotQuery, replace: bool) {
        let text = query.render();
        let joint = if text.is_empty() { "" } else { "?" };
        let options = NavigateOptions { replace, scroll: false, ..NavigateOptions::default() };
        self.navigate.with_value(|navigate| navigate(&format!("/plot{joint}{text}"), options));
    }

    /// Shows a window of data that reach from where to where.
    fn show(self, window: Window, extent: TimeRange) {
        self.written.set_value(None);
        let range = window.range(extent).unwrap_or(extent);
        let range = gagehouse_chart::navigate::between(range.start, range.end);
        self.view.set(Some(range));
        self.settled.set(Some(range));
    }

    /// Shows what the URL says whenever it, or the series, change.
    fn follow_url(self) {
        Effect::new(move |_| {
            // Rows come as they were measured.
            self.store.track();
            self.infos.with(|infos| self.store.convert(infos));
        });
        let path = use_location().pathname;
        let is_loading = Memo::new(move |_| self.loader.is_loading());
        Effect::new(move |_| {
            let period = self.query.with(|query| query.agg);
            self.store.track();
            // While pages come, what was put together before stays.
            if !is_loading.get() {
                self.infos.with(|infos| self.store.compute(infos));
            }
            if period.is_none() || !is_loading.get() {
                let how = |info: &SeriesInfo| {
                    let stamp = self.query.with(|query| query.stamp(&info.name));
                    Some(aggregation_of(info, period?, stamp))
                };
                self.together.ask(self.infos.with(|infos| asked_of(infos, how)));
            }
        });
        Effect::new(move |_| {
            // What the device prefers is said in the address, so that a link shows the same elsewhere.
            let mut query = self.query.get();
            // As the page is left, the address is already another page's.
            let is_here = path.get_untracked().trim_end_matches('/').ends_with("/plot");
            if is_here
                && !query.series.is_empty()
                && query.units.is_none()
                && units_of(&query) != UnitPreference::AsMeasured
            {
                query.units = Some(units_of(&query));
                self.go(&query, true);
            }
        });
        let window = Memo::new(move |_| self.query.with(|query| query.window));
        Effect::new(move |_| {
            let window = window.get();
            let extent = self.extent();
            if self.infos.with(Vec::is_empty) {
                return;
            }
            // News do not take the view out of the reader's hand.
            let is_moving = self.resting.with_value(Option::is_some);
            let is_own = is_moving || self.written.get_value() == Some(window);
            if is_own && self.view.get_untracked().is_some() {
                return;
            }
            self.show(window, extent);
        });
        let series = Memo::new(move |_| self.query.with(|query| query.series.clone()));
        Effect::new(move |_| {
            if let Some(window) = self.settled.get() {
                self.views.update(|views| {
                    views.keep_for(series.get());
                    views.note(rounded(window));
                });
                let shown = self.shown();
                let beside = |info: &SeriesInfo| {
                    let record = record_of(info, self.store);
                    let years = other_years(self, info, window);
                    years.ranges().filter_map(|range| range.intersection(record)).collect()
                };
                self.loader.want(&self.with_what_they_are_made_of(shown), window, beside);
            }
        });
    }

    fn after_rest(self, run: impl FnOnce() + 'static) {
        let timer = set_timeout_with_handle(run, REST).ok();
        self.resting.update_value(|resting| {
            if let Some(earlier) = resting.take() {
                earlier.clear();
            }
            *resting = timer;
        });
    }
}

/// Looks at every row of the view, but not while pages come or the view moves.
fn survey_memo(
    infos: Memo<Vec<SeriesInfo>>,
    store: SeriesStore,
    loader: Loader,
    settled: RwSignal<Option<TimeRange>>,
) -> Memo<HashMap<DatastreamRef, Survey>> {
    let is_loading = Memo::new(move |_| loader.is_loading());
    Memo::new(move |before: Option<&HashMap<DatastreamRef, Survey>>| {
        let Some(view) = settled.get() else { return HashMap::new() };
        if is_loading.get() {
            return before.cloned().unwrap_or_default();
        }
        store.track();
        let of = |info: &SeriesInfo| {
            let survey = store.with(&info.name, |held| survey(&held.series, view, MARKS));
            Some((info.name.clone(), survey?))
        };
        infos.with(|infos| infos.iter().filter_map(of).collect())
    })
}

/// The clock of the plot, good for all that the page tells: the view, the whole record of each series, with it the
/// other years that are compared, and field records, however long ago they began. Looked up anew only when that
/// reaches other years.
fn zone_memo(
    query: Memo<PlotQuery>,
    infos: Memo<Vec<SeriesInfo>>,
    view: RwSignal<Option<TimeRange>>,
    records: RwSignal<Arc<[Event]>>,
) -> Memo<ZoneOffsets> {
    let choice = Memo::new(move |_| query.with(|query| query.zone));
    let site =
        Memo::new(move |_| infos.with(|infos| infos.first().and_then(|info| info.zone.clone())));
    let of_series = Memo::new(move |_| {
        infos.with(|infos| {
            let ends = infos.iter().flat_map(|info| [info.begin, info.end]).flatten();
            whole_years(ends.map(|time| TimeRange { start: time, end: time }))
        })
    });
    let of_records =
        Memo::new(move |_| records.with(|records| whole_years(records.iter().map(extent))));
    let told = Memo::new(move |_| {
        whole_years([view.get(), of_series.get(), of_records.get()].into_iter().flatten())
    });
    Memo::new(move |_| {
        let window = told.get().unwrap_or(TimeRange { start: TimeUs(0), end: TimeUs(1) });
        site.with(|site| zone_for(choice.get(), site.as_ref(), window))
    })
}

/// A view as the URL holds it: long ones in whole seconds.
fn rounded(view: TimeRange) -> TimeRange {
    if view.len_us() < WHOLE_SECONDS_FROM_US {
        return view;
    }
    let half = SECOND_US / 2;
    let whole = |time: TimeUs| TimeUs((time.0 + half).div_euclid(SECOND_US) * SECOND_US);
    TimeRange { start: whole(view.start), end: whole(view.end) }
}
