//! In which units the plot shows values.

use super::state::PlotState;
use crate::units;
use gagehouse_chart::PlotQuery;
use gagehouse_chart::query::UnitsChoice;
use gagehouse_model::unit::UnitPreference;
use leptos::prelude::*;

/// The units of a plot: what its address says, else what the device prefers.
pub fn units_of(query: &PlotQuery) -> UnitPreference {
    query.units.unwrap_or_else(units::remembered)
}

/// Chooses the units and remembers them on the device.
#[component]
pub fn UnitsSelect(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let chosen = Memo::new(move |_| state.query.with(units_of));
    let choose = move |event: leptos::ev::Event| {
        if let Some(units) = UnitsChoice::from_word(&event_target_value(&event)) {
            units::remember(units);
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
