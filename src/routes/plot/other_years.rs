//! The same days of other years: which are laid over the window, what they say at the cursor, and the choice.

use super::kind_charts::standard_zone;
use super::readout::Readout;
use super::series_info::{SeriesInfo, extent_of};
use super::state::PlotState;
use super::store::SeriesStore;
use crate::browser;
use gagehouse_chart::format::count;
use gagehouse_chart::local::full_text;
use gagehouse_chart::query::Compare;
use gagehouse_chart::years::{OtherYears, dash};
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_observations::compare::years::SameDays;
use leptos::prelude::*;

/// What is offered.
const CHOICES: [Compare; 4] =
    [Compare::Before(1), Compare::Before(3), Compare::Before(5), Compare::All];

/// The years that lie behind a series in a window: its record's dates by the standard clock of its site, so that
/// hours of the day stay what they are. Tracked, but for the rows.
pub fn other_years(state: PlotState, info: &SeriesInfo, window: TimeRange) -> OtherYears {
    let compare = state.query.with(|query| query.compare);
    years_of(compare, info, state.store, window)
}

fn years_of(
    compare: Option<Compare>,
    info: &SeriesInfo,
    store: SeriesStore,
    window: TimeRange,
) -> OtherYears {
    let Some(compare) = compare else { return OtherYears::default() };
    OtherYears::of(compare, window, record_of(info, store), &standard_zone(info))
}

/// From where to where a series reaches, as far as the catalog and its rows say.
pub fn record_of(info: &SeriesInfo, store: SeriesStore) -> TimeRange {
    let now = TimeUs((browser::now_ms() * 1_000.0) as i64);
    let known = extent_of(std::slice::from_ref(info), now);
    let loaded = store.with(&info.name, |held| held.series.extent()).flatten();
    loaded.map_or(known, |loaded| known.hull(loaded))
}

/// What another year says where the cursor stands.
#[derive(Debug, Clone, PartialEq)]
pub struct YearReadout {
    /// The year's name.
    pub year: String,
    /// What to add to the row's time to lay it over the window.
    pub shift_us: i64,
    /// The row, at its own time.
    pub readout: Readout,
}

impl YearReadout {
    /// What all other years of a series say at an instant of the window.
    pub fn all(
        compare: Option<Compare>,
        info: &SeriesInfo,
        store: SeriesStore,
        (time, view): (TimeUs, TimeRange),
    ) -> Vec<Self> {
        let of = |days: &SameDays| {
            let there = days.there(time)?;
            let readout = Readout::of_one(there, info, store, view)?;
            let shift_us = time.0.saturating_sub(there.0);
            Some(Self { year: days.name(), shift_us, readout })
        };
        years_of(compare, info, store, view).shown.iter().filter_map(of).collect()
    }

    /// In a sentence, for people who hear it.
    pub fn sentence(&self, state: PlotState) -> String {
        let time = state.zone.with(|zone| full_text(zone, self.readout.time));
        format!("In {}: {}, {time}.", self.year, self.readout.value)
    }
}

/// Chooses with which other years the window is compared.
#[component]
pub fn CompareSelect(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let chosen = Memo::new(move |_| state.query.with(|query| query.compare));
    let word = move || chosen.get().map(Compare::word).unwrap_or_default();
    let choose = move |event: leptos::ev::Event| {
        let compare = Compare::from_word(&event_target_value(&event));
        state.change(|query| query.compare = compare);
    };
    let options = move || {
        let of_address = chosen.get().filter(|compare| !CHOICES.contains(compare));
        let offered = CHOICES.into_iter().chain(of_address);
        offered
            .map(|compare| {
                let is_chosen = move || chosen.get() == Some(compare);
                let text = compare.in_words();
                view! { <option value=compare.word() selected=is_chosen>{text}</option> }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <label class="plot-toolbar__zone">
            <span class="small quiet">"Compare with"</span>
            <select prop:value=word on:change=choose>
                <option value="">"No other year"</option>
                {options}
            </select>
        </label>
    }
}

/// What stands below the plot while other years are laid over it.
#[component]
pub fn CompareNote(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let note = Memo::new(move |_| {
        let compare = state.query.with(|query| query.compare);
        let view = state.settled.get().filter(|_| compare.is_some())?;
        let shown = state.shown();
        let of_each: Vec<OtherYears> =
            shown.iter().map(|info| other_years(state, info, view)).collect();
        if of_each.iter().any(|years| years.is_too_long) {
            let text = "Other years are laid over a window of a year at most; this one is longer.";
            return Some(text.to_owned());
        }
        let zone = shown.first().map(|info| standard_zone(info).name).unwrap_or_default();
        let left_out = of_each.iter().map(|years| years.left_out).max().unwrap_or(0);
        let left_out = match left_out {
            0 => String::new(),
            more => format!(" {} further years are left out.", count(more as u64)),
        };
        Some(format!(
            "Lighter and dashed: the same dates and hours of other years, by the clock of {zone}, \
             each with its year at its end. 29 February is laid over 29 February alone.{left_out}"
        ))
    });
    move || note.get().map(|text| view! { <p class="plot-keys small">{text}</p> })
}

/// The other years of a series in the legend, with what they say at the cursor.
#[component]
pub fn YearsList(
    /// What the page shares.
    state: PlotState,
    /// The series.
    info: StoredValue<SeriesInfo>,
) -> impl IntoView {
    let years = Memo::new(move |_| {
        state.store.track();
        let view = state.settled.get()?;
        let is_shown = info.with_value(|info| state.query.with(|query| query.is_shown(&info.name)));
        let years = is_shown.then(|| info.with_value(|info| other_years(state, info, view)))?;
        Some(years.shown.into_iter().map(|days| (days.years, days.name())).collect::<Vec<_>>())
    });
    let at_cursor = move |year: String| {
        state.years.with(|readouts| {
            let mut own = info.with_value(|info| {
                readouts.iter().filter(|one| one.readout.name == info.name).collect::<Vec<_>>()
            });
            own.retain(|one| one.year == year);
            let one = own.first()?;
            let time = state.zone.with(|zone| full_text(zone, one.readout.time));
            Some(view! { " " <strong>{one.readout.value.clone()}</strong> " " <span class="quiet">{time}</span> })
        })
    };
    let style = info.with_value(|info| info.style);
    let label = info.with_value(|info| format!("Other years of {}", info.label()));
    let class = format!("series-mark series-mark--{}", style % 8 + 1);
    let items = move || {
        let years = years.get().unwrap_or_default().into_iter();
        let items: Vec<_> = years
            .map(|(away, name)| {
                let year = name.clone();
                view! {
                    <li>
                        <span class=class.clone()>
                            <svg viewBox="0 0 26 8" width="26" height="8" aria-hidden="true">
                                <path
                                    d="M0 4h26"
                                    class="plot-years__line"
                                    stroke-dasharray=dash_text(away)
                                />
                            </svg>
                        </span>
                        <span>{name}</span>
                        <span data-testid="year-reading">{move || at_cursor(year.clone())}</span>
                    </li>
                }
            })
            .collect();
        let label = label.clone();
        (!items.is_empty()).then(|| {
            view! { <ul class="plot-years small" aria-label=label>{items}</ul> }
        })
    };
    view! { {items} }
}

fn dash_text(years: i64) -> String {
    dash(years).iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
}
