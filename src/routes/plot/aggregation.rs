//! How values are put together to one a day, week, month or year, and what is said about it.

use super::series_info::SeriesInfo;
use super::state::PlotState;
use gagehouse_chart::query::agg::{PERIOD_WORDS, in_words, period_from_word, period_word};
use gagehouse_model::ZoneOffsets;
use gagehouse_observations::{Aggregation, Period, Stamp, Statistic};
use leptos::prelude::*;

/// The share of a period that must be there.
const LEAST_COMPLETE: f64 = 0.8;

/// How a series is put together: by the statistic that fits it and the standard clock of its site.
pub fn aggregation_of(info: &SeriesInfo, period: Period) -> Aggregation {
    Aggregation {
        period,
        zone: info.zone.as_ref().map_or_else(ZoneOffsets::utc, ZoneOffsets::standard),
        stamp: Stamp::Instant,
        statistic: Statistic::fitting(&info.variable, Some(&info.aggregation)),
        least_complete: LEAST_COMPLETE,
    }
}

/// In words, for the legend.
pub fn short_words(how: &Aggregation) -> String {
    in_words(how.period, how.statistic)
}

/// In full: what was put together, by which clock, and what was left out.
pub fn full_words(how: &Aggregation) -> String {
    format!(
        "Periods by the clock of {}. A value of 00:00 counts for the day that begins. A period of which less than \
         {:.0} % is there has no value.",
        how.zone.name,
        how.least_complete * 100.0
    )
}

/// Chooses the period.
#[component]
pub fn AggregationSelect(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let chosen = Memo::new(move |_| state.query.with(|query| query.agg));
    let word = move || chosen.get().map_or("", period_word);
    let choose = move |event: leptos::ev::Event| {
        let period = period_from_word(&event_target_value(&event));
        state.change(|query| query.agg = period);
    };
    let options = PERIOD_WORDS.map(|(period, word)| {
        let text = match period {
            Period::Hour => "Hourly",
            Period::Day => "Daily",
            Period::Week => "Weekly",
            Period::Month => "Monthly",
            Period::WaterYear => "By water year",
            Period::Year => "Yearly",
        };
        view! { <option value=word selected=move || chosen.get() == Some(period)>{text}</option> }
    });
    view! {
        <label class="plot-toolbar__zone">
            <span class="small quiet">"Values drawn"</span>
            <select prop:value=word on:change=choose>
                <option value="">"As they are"</option>
                {options}
            </select>
        </label>
    }
}

/// What stands below the plot while values are put together.
#[component]
pub fn AggregationNote(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let words = Memo::new(move |_| {
        state.store.track();
        let shown = state.shown();
        let first = shown.iter().find_map(|info| {
            state.store.with(&info.name, |held| held.aggregation().map(full_words)).flatten()
        });
        first.unwrap_or_default()
    });
    let note = move || words.with(|words| (!words.is_empty()).then(|| words.clone()));
    view! { {move || note().map(|words| view! { <p class="plot-keys small">{words}</p> })} }
}
