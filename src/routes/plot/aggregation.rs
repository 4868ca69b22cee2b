//! How values are put together to one a day, week, month or year, and what is said about it.

use super::kind_charts::standard_zone;
use super::series_info::SeriesInfo;
use super::series_mark::SeriesMark;
use super::state::PlotState;
use super::store::Held;
use gagehouse_chart::query::agg::{PERIOD_WORDS, period_adverb, period_from_word, period_word};
use gagehouse_chart::query::stamp::{
    STAMP_WORDS, in_words as in_words_of_stamp, stamp_from_word, stamp_word,
};
use gagehouse_chart::words::ENGLISH;
use gagehouse_observations::{Aggregation, Period, Stamp, Statistic};
use leptos::prelude::*;

/// How a series is put together: by the statistic that fits it and the standard clock of its site.
pub fn aggregation_of(info: &SeriesInfo, period: Period, stamp: Option<Stamp>) -> Aggregation {
    let of = (info.variable.as_str(), info.aggregation.as_str());
    Aggregation::fitting(period, standard_zone(info), stamp, of)
}

/// In words, for the legend.
pub fn short_words(how: &Aggregation) -> String {
    ENGLISH.put_together(how.period, how.statistic)
}

/// In full: what was put together, by which clock, and what was left out.
pub fn full_words(how: &Aggregation) -> String {
    format!(
        "Periods by the clock of {}. A period of which less than {:.0} % is there has no value.",
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
        view! { <option value=word selected=move || chosen.get() == Some(period)>{period_adverb(period)}</option> }
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

/// What stands below the plot while values are put together: the rules, and for each series what its times mean.
#[component]
pub fn AggregationNote(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let is_on = Memo::new(move |_| state.query.with(|query| query.agg.is_some()));
    let words = Memo::new(move |_| {
        state.store.track();
        let shown = state.shown();
        let words = shown.iter().filter_map(|info| {
            state.store.with(&info.name, |held| held.aggregation().map(full_words))
        });
        let mut words: Vec<String> = words.flatten().collect();
        words.sort();
        words.dedup();
        words.join(" ")
    });
    let under_way = move || {
        let share = state.together.share()?;
        let percent = (share * 100.0).floor();
        Some(format!("Putting values together: {percent} %. Until then the plot stays as it is."))
    };
    view! {
        <Show when=move || is_on.get()>
            <section class="aggregation" aria-labelledby="aggregation-heading">
                <h2 id="aggregation-heading" class="visually-hidden">"How values are put together"</h2>
                <p class="small">{move || words.get()}</p>
                <p class="small quiet" role="status">{under_way}</p>
                <ul>
                    <For
                        each=move || state.shown()
                        key=|info| (info.name.clone(), info.style)
                        children=move |info| view! { <SeriesAggregation state info /> }
                    />
                </ul>
            </section>
        </Show>
    }
}

/// By what a series is put together, and the choice of what its times mean.
#[component]
fn SeriesAggregation(state: PlotState, info: SeriesInfo) -> impl IntoView {
    let label = format!("Times of {}", info.label());
    let heading = info.axis_title();
    let style = info.style;
    let is_total = Statistic::fitting(&info.variable, Some(&info.aggregation)) == Statistic::Sum;
    let name = StoredValue::new(info.name);
    let held = move |read: fn(&Held) -> Option<String>| {
        state.store.track();
        name.with_value(|name| state.store.with(name, read)).flatten()
    };
    let statistic = move || held(|held| held.aggregation().map(short_words));
    let has_intervals = Memo::new(move |_| {
        state.store.track();
        name.with_value(|name| state.store.with(name, Held::has_intervals)).unwrap_or(false)
    });
    let chosen =
        Memo::new(move |_| state.query.with(|query| name.with_value(|name| query.stamp(name))));
    let choose = move |event: leptos::ev::Event| {
        let stamp = stamp_from_word(&event_target_value(&event));
        state.change(|query| name.with_value(|name| query.set_stamp(name, stamp)));
    };
    let stamp = move || chosen.get().unwrap_or(Stamp::Instant);
    let options = STAMP_WORDS.map(|(known, word)| {
        let text = match known {
            Stamp::Instant => "the instant",
            Stamp::Beginning => "the beginning of its interval",
            Stamp::End => "the end of its interval",
        };
        view! { <option value=word selected=move || stamp() == known>{text}</option> }
    });
    let choice = view! {
        <label>
            "The time of a value is "
            <select
                aria-label=label
                prop:value=move || stamp_word(stamp())
                on:change=choose
            >
                {options}
            </select>
        </label>
    };
    let meaning = move || {
        if has_intervals.get() {
            "Its values carry both ends of their intervals: each counts where its middle lies."
                .to_owned()
        } else if is_total && chosen.get().is_none() {
            "Totals are often stamped at the end of their interval, and nothing says which these are: choose. Now a total of 00:00 counts for the day that begins."
                .to_owned()
        } else {
            capitalized(in_words_of_stamp(stamp()))
        }
    };
    view! {
        <li class="small">
            <SeriesMark style />
            " "
            <strong>{heading}</strong>
            ", "
            {statistic}
            ". "
            <span hidden=move || has_intervals.get()>{choice} " "</span>
            <span class="quiet" class:aggregation__ask=move || is_total && chosen.get().is_none()>
                {meaning}
            </span>
        </li>
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}
