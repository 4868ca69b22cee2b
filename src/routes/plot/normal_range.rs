//! What is normal for each date, from the daily values of the whole record: the choice, what it has to read, and
//! what it says.

use super::aggregation::{aggregation_of, short_words};
use super::loader::Loader;
use super::other_years::record_of;
use super::series_info::SeriesInfo;
use super::state::PlotState;
use super::store::{Held, SeriesStore};
use gagehouse_chart::PlotQuery;
use gagehouse_chart::format::count;
use gagehouse_chart::normal::{LEAST_YEARS, Normal};
use gagehouse_model::{DatastreamRef, TimeUs};
use gagehouse_observations::{Aggregation, Period};
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// A record with more observations to come is read only when the reader says so.
const MOST_UNASKED: u64 = 1_000_000;

/// What is normal for the series that have it, by name.
pub type Normals = HashMap<DatastreamRef, Arc<Normal>>;

/// Whether a normal range says something about a series.
pub fn has_normal(info: &SeriesInfo) -> bool {
    info.made_of.is_none() && aggregation_of(info, Period::Day, None).statistic.is_like_its_rows()
}

/// The normal ranges of the shown series, made again when rows have come.
pub fn normals_memo(
    query: Memo<PlotQuery>,
    infos: Memo<Vec<SeriesInfo>>,
    store: SeriesStore,
    loader: Loader,
) -> Memo<Normals> {
    let is_wanted = Memo::new(move |_| query.with(|query| query.band));
    let is_loading = Memo::new(move |_| loader.is_loading());
    Memo::new(move |before: Option<&Normals>| {
        if !is_wanted.get() {
            return Normals::new();
        }
        if is_loading.get() {
            return before.cloned().unwrap_or_default();
        }
        store.track();
        let of = |info: &SeriesInfo| {
            let stamp = query.with(|query| query.stamp(&info.name));
            let daily = aggregation_of(info, Period::Day, stamp);
            let normal = store.with(&info.name, |held| normal_of(held, &daily)).flatten()?;
            Some((info.name.clone(), Arc::new(normal)))
        };
        infos.with(|infos| infos.iter().filter(|info| has_normal(info)).filter_map(of).collect())
    })
}

fn normal_of(held: &Held, daily: &Aggregation) -> Option<Normal> {
    let bins = held.series.aggregated(held.series.extent()?, daily);
    Some(Normal::of(&bins, daily))
}

/// About how many observations of the record are still to be read; `None` where nobody knows. Tracked.
fn to_read(state: PlotState) -> Option<u64> {
    state.store.track();
    let shown = state.shown();
    let of = |info: &SeriesInfo| {
        let missing = state.store.missing(&info.name, record_of(info, state.store)).into_iter();
        missing.map(|part| info.expected_in(part)).sum::<Option<u64>>()
    };
    shown.iter().filter(|info| has_normal(info)).map(of).sum()
}

/// Reads the records of the shown series that have a normal range.
fn read_records(state: PlotState) {
    for info in untrack(|| state.shown()).iter().filter(|info| has_normal(info)) {
        state.loader.want_all(std::slice::from_ref(info), record_of(info, state.store));
    }
}

/// Reads records as soon as a normal range is asked for, if they are not larger than a reader would expect.
pub fn follow(state: PlotState) {
    let asked = Memo::new(move |_| {
        let names: Vec<_> = state.shown().into_iter().map(|info| info.name).collect();
        state.query.with(|query| query.band).then_some(names)
    });
    // Not again when the view moves: what the reader stopped stays stopped.
    let has_view = Memo::new(move |_| state.settled.with(Option::is_some));
    Effect::new(move |_| {
        if asked.get().is_some()
            && has_view.get()
            && untrack(|| to_read(state)).is_some_and(|values| values <= MOST_UNASKED)
        {
            read_records(state);
        }
    });
}

/// Shows or hides the normal range, saying before what that reads.
#[component]
pub fn NormalCheck(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let is_on = Memo::new(move |_| state.query.with(|query| query.band));
    let reads = move || {
        if is_on.get() {
            return None;
        }
        let text = match to_read(state) {
            Some(0) => "the whole record is here".to_owned(),
            Some(values) => format!("reads the whole record, about {} values more", count(values)),
            None => "reads the whole record".to_owned(),
        };
        Some(view! { <span class="small quiet">{text}</span> })
    };
    let toggle = move |event| {
        let is_on = event_target_checked(&event);
        state.change(|query| query.band = is_on);
    };
    view! {
        <label class="plot-toolbar__zone">
            <input type="checkbox" prop:checked=move || is_on.get() on:change=toggle />
            "Normal range for the date"
            {reads}
        </label>
    }
}

/// What stands below the plot while normal ranges are shown.
#[component]
pub fn NormalNote(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let read = move |_| read_records(state);
    move || {
        let view = state.settled.get().filter(|_| state.query.with(|query| query.band))?;
        let text = match to_read(state) {
            _ if Normal::is_too_long(view) => {
                "The normal range of each date is shown in windows of ten years at most.".to_owned()
            }
            _ if state.loader.is_loading() => {
                "Reading the whole record for the normal range.".to_owned()
            }
            Some(0) => format!(
                "Shaded: P10 to P90 of the same date in all years of the record, darker P25 to P75, dotted the median. \
                 Made of daily values of days of which at least 80 % are there; dates with fewer than {LEAST_YEARS} \
                 years have none."
            ),
            values => {
                let values = values.map(|v| format!(", about {} values more", count(v)));
                let values = values.unwrap_or_default();
                return Some(
                    view! {
                        <p class="plot-keys small" role="status">
                            {format!("The normal range needs the whole record{values}. ")}
                            <button type="button" class="link-button" on:click=read>
                                "Read it"
                            </button>
                        </p>
                    }
                    .into_any(),
                );
            }
        };
        Some(view! { <p class="plot-keys small" role="status">{text}</p> }.into_any())
    }
}

/// What is normal for a series, in its row of the legend: at the cursor's date, else on what it rests.
#[component]
pub fn NormalText(
    /// What the page shares.
    state: PlotState,
    /// The series.
    info: StoredValue<SeriesInfo>,
) -> impl IntoView {
    let text = Memo::new(move |_| {
        if !state.query.with(|query| query.band) {
            return None;
        }
        if !info.with_value(has_normal) {
            let text = "No normal range for totals, directions and computed series.";
            return Some(text.to_owned());
        }
        let normal =
            info.with_value(|info| state.normals.with(|normals| normals.get(&info.name).cloned()))?;
        let Some((fewest, most)) = normal.years_of_band() else {
            let text =
                format!("No normal range: no date has complete days of {LEAST_YEARS} years.");
            return Some(text);
        };
        if let Some(time) = state.cursor.get() {
            return at(state, info, &normal, time);
        }
        let years = if fewest == most { most.to_string() } else { format!("{fewest} to {most}") };
        let span = normal.years.map(|(first, last)| format!(" ({first} to {last})"));
        let how = info.with_value(|info| short_words(&aggregation_of(info, Period::Day, None)));
        let few = match normal.dates_with_too_few() {
            0 => String::new(),
            1 => "; 1 date has too few".to_owned(),
            dates => format!("; {dates} dates have too few"),
        };
        Some(format!(
            "Normal range: {how} of {years} years{}{few}, dates by the clock of {}.",
            span.unwrap_or_default(),
            normal.zone_name()
        ))
    });
    move || {
        let text = text.get()?;
        Some(view! { <p class="plot-legend__facts quiet small" data-testid="normal">{text}</p> })
    }
}

/// What is normal for the date of an instant, as a sentence.
fn at(
    state: PlotState,
    info: StoredValue<SeriesInfo>,
    normal: &Normal,
    time: TimeUs,
) -> Option<String> {
    let (name, unit) = info.with_value(|info| (info.name.clone(), info.unit.clone()));
    let words =
        state.store.with(&name, |held| normal.words(time, |value| held.computed_text(value)))?;
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    Some(format!("{first}{}{unit}.", letters.as_str()))
}

/// What is normal for a series at an instant, for people who hear it; nothing when it is not shown.
pub fn sentence(state: PlotState, info: &SeriesInfo, time: TimeUs) -> Option<String> {
    let normal = state.normals.with_untracked(|normals| normals.get(&info.name).cloned())?;
    let words = state
        .store
        .with(&info.name, |held| normal.words(time, |value| held.computed_text(value)))?;
    Some(format!(" {words}."))
}
