//! Cleaning and other maintenance of an item.

use super::items;
use crate::field::components::choice_input::ChoiceInput;
use crate::field::components::text_input::TextInput;
use crate::field::components::time_input::TimeInput;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::Kind;
use leptos::prelude::*;
use serde_json::json;

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let record = json!({"site": visit.site(), "visit": visit.draft.with_untracked(|draft| draft.id()),
        "action_type": "equipmentMaintenance", "begin": visit.now(), "equipment": [null], "maintenance": {"is_cleaning": true}});
    Part { form: Form::Maintenance, sheets: vec![Sheet::new(Kind::Action, record)] }
}

/// The form.
#[component]
pub fn MaintenanceForm(entry: Entry) -> impl IntoView {
    let choices = Signal::derive(move || items(entry.visit, false));
    let is_cleaning = move || entry.text("/maintenance/is_cleaning") == "true";
    view! {
        <div class="field-grid">
            <ChoiceInput entry pointer="/equipment/0" label="Item" choices />
            <TimeInput entry pointer="/begin" label="At" />
            <label class="field-check">
                <input
                    type="checkbox"
                    prop:checked=is_cleaning
                    on:change=move |event| entry.set("/maintenance/is_cleaning", json!(event_target_checked(&event)))
                />
                <span>"It was cleaned"</span>
            </label>
            <TextInput entry pointer="/maintenance/reason" label="What was done, and why" />
        </div>
    }
}
