//! A number, kept with every keystroke as it was typed, with its unit and what it was last time.

use super::field_faults::{FieldFaults, control_id};
use crate::field::entry::Entry;
use leptos::prelude::*;

/// The input.
#[component]
pub fn DecimalInput(
    /// The record.
    entry: Entry,
    /// The field.
    #[prop(into)]
    pointer: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// Symbol of the unit.
    #[prop(into)]
    unit: Signal<String>,
    /// What it was at the last visit.
    #[prop(optional, into)]
    last: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let id = control_id(entry, &pointer);
    let value = {
        let pointer = pointer.clone();
        move || entry.text(&pointer)
    };
    let typed = {
        let pointer = pointer.clone();
        move |event| entry.type_in(&pointer, event_target_value(&event))
    };
    let is_wrong = {
        let pointer = pointer.clone();
        move || entry.is_wrong(&pointer)
    };
    view! {
        <div class="field-control">
            <label for=id.clone()>{label} " " <span class="field-unit">{move || in_brackets(&unit.get())}</span></label>
            <input
                id=id.clone()
                type="text"
                inputmode="decimal"
                autocomplete="off"
                enterkeyhint="next"
                aria-describedby=format!("{id}-why {id}-last")
                aria-invalid=move || is_wrong().to_string()
                prop:value=value
                on:input=typed
            />
            <span class="field-last" id=format!("{id}-last")>
                {move || last.and_then(|last| last.get()).map(|last| format!("last visit {last}"))}
            </span>
            <FieldFaults entry pointer />
        </div>
    }
}

fn in_brackets(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!("({unit})") }
}
