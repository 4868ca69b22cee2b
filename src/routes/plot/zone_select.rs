//! In which zone the plot shows times.

use super::state::PlotState;
use gagehouse_chart::query::ZoneChoice;
use leptos::prelude::*;

/// Chooses the zone and names it.
#[component]
pub fn ZoneSelect(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let choose = move |event: leptos::ev::Event| {
        if let Some(zone) = ZoneChoice::from_word(&event_target_value(&event)) {
            state.change(|query| query.zone = zone);
        }
    };
    let options = ZoneChoice::WORDS.map(|(choice, word)| {
        let text = match choice {
            ZoneChoice::Site => "Site time",
            ZoneChoice::Standard => "Site standard time",
            ZoneChoice::Utc => "UTC",
            ZoneChoice::Browser => "Your time zone",
        };
        let is_chosen = move || state.query.with(|query| query.zone == choice);
        view! { <option value=word selected=is_chosen>{text}</option> }
    });
    view! {
        <label class="plot-toolbar__zone">
            <span class="small quiet">"Times in"</span>
            <select prop:value=move || state.query.with(|query| query.zone.word()) on:change=choose>
                {options}
            </select>
            <span class="small quiet">{move || state.zone.with(|zone| zone.name.clone())}</span>
        </label>
    }
}
