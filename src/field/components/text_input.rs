//! A free text, kept with every keystroke.

use super::field_faults::{FieldFaults, control_id};
use crate::field::entry::Entry;
use leptos::prelude::*;

/// The input; of several lines where it says so.
#[component]
pub fn TextInput(
    /// The record.
    entry: Entry,
    /// The field.
    #[prop(into)]
    pointer: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// Whether it has several lines.
    #[prop(optional)]
    is_long: bool,
) -> impl IntoView {
    let id = control_id(entry, &pointer);
    let why = format!("{id}-why");
    let value = {
        let pointer = pointer.clone();
        move || entry.text(&pointer)
    };
    let typed = {
        let pointer = pointer.clone();
        move |event| entry.type_text(&pointer, event_target_value(&event))
    };
    let is_wrong = {
        let pointer = pointer.clone();
        move || entry.is_wrong(&pointer).to_string()
    };
    view! {
        <div class="field-control field-control--wide">
            <label for=id.clone()>{label}</label>
            {if is_long {
                view! { <textarea id=id rows="3" aria-describedby=why aria-invalid=is_wrong prop:value=value on:input=typed></textarea> }.into_any()
            } else {
                view! { <input id=id type="text" autocomplete="off" aria-describedby=why aria-invalid=is_wrong prop:value=value on:input=typed /> }.into_any()
            }}
            <FieldFaults entry pointer />
        </div>
    }
}
