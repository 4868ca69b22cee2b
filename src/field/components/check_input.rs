//! Yes or no.

use crate::field::entry::Entry;
use leptos::prelude::*;
use serde_json::json;

/// The box.
#[component]
pub fn CheckInput(
    /// The record.
    entry: Entry,
    /// The field.
    #[prop(into)]
    pointer: String,
    /// What is so.
    label: &'static str,
) -> impl IntoView {
    let is_checked = {
        let pointer = pointer.clone();
        move || entry.text(&pointer) == "true"
    };
    let toggle = move |event| entry.set(&pointer, json!(event_target_checked(&event)));
    view! {
        <label class="field-check">
            <input type="checkbox" prop:checked=is_checked on:change=toggle />
            <span>{label}</span>
        </label>
    }
}
