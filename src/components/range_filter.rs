//! "Has data between": two days that keep the series whose record reaches into them.

use crate::catalog::state::{CatalogPageState, History};
use gagehouse_model::TimeUs;
use leptos::prelude::*;

/// Two date fields in UTC days; either may be empty.
#[component]
pub fn RangeFilter(
    /// What it filters.
    state: CatalogPageState,
) -> impl IntoView {
    let day = |time: Option<TimeUs>| {
        time.map_or_else(String::new, |time| time.to_rfc3339().chars().take(10).collect())
    };
    let from = move || day(state.query.with(|query| query.from));
    let to = move || day(state.query.with(|query| query.to));
    view! {
        <fieldset class="range-filter">
            <legend>"Has data between"</legend>
            <label for="range-from">"From"</label>
            <input
                id="range-from"
                type="date"
                prop:value=from
                on:change:target=move |event| {
                    let time = event.target().value().parse().ok();
                    state.change(History::Push, |query| query.from = time);
                }
            />
            <label for="range-to">"Before"</label>
            <input
                id="range-to"
                type="date"
                prop:value=to
                on:change:target=move |event| {
                    let time = event.target().value().parse().ok();
                    state.change(History::Push, |query| query.to = time);
                }
            />
            <p class="quiet small">"Days in UTC."</p>
        </fieldset>
    }
}
