//! In which zone the plot shows times, and in which units values.

use super::state::{PlotState, UNITS_KEY, units_of};
use crate::browser;
use gagehouse_chart::query::{UnitsChoice, ZoneChoice};
use gagehouse_model::unit::UnitPreference;
use leptos::prelude::*;

/// Chooses the units and remembers them on the device.
#[component]
pub fn UnitsSelect(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let chosen = Memo::new(move |_| state.query.with(units_of));
    let choose = move |event: leptos::ev::Event| {
        if let Some(units) = UnitsChoice::from_word(&event_target_value(&event)) {
            browser::remember(UNITS_KEY, Some(UnitsChoice::word(units)));
            state.change(|query| query.units = Some(units));
        }
    };
    let options = UnitsChoice::WORDS.map(|(units, word)| {
        let text = match units {
            UnitPreference::AsMeasured => "As measured",
            UnitPreference::UsCustomary => "US customary",
            UnitPreference::Metric => "Metric",
        };
        view! { <option value=word selected=move || chosen.get() == units>{text}</option> }
    });
    view! {
        <label class="plot-toolbar__zone">
            <span class="small quiet">"Units"</span>
            <select prop:value=move || UnitsChoice::word(chosen.get()) on:change=choose>
                {options}
            </select>
        </label>
    }
}

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
