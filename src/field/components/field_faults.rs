//! What is wrong with one field, at the field.

use crate::field::entry::Entry;
use gagehouse_records::{Fault, Severity};
use leptos::prelude::*;

/// The id of a field's control.
pub fn control_id(entry: Entry, pointer: &str) -> String {
    format!("{}{}", entry.id, pointer.replace('/', "-"))
}

/// The messages of a field, errors and warnings. Its id is the control's with `-why`.
#[component]
pub fn FieldFaults(
    /// The record.
    entry: Entry,
    /// The field.
    #[prop(into)]
    pointer: String,
) -> impl IntoView {
    let id = format!("{}-why", control_id(entry, &pointer));
    let of = move |severity, pointer: &str| {
        // What is said of a list stands at its first element.
        let list = pointer.strip_suffix("/0").unwrap_or(pointer);
        let is_here = |fault: &Fault| fault.field == pointer || fault.field == list;
        let faults = entry.faults(severity).into_iter().filter(is_here);
        faults.map(|fault| fault.message).collect::<Vec<_>>().join("; ")
    };
    let warned = pointer.clone();
    view! {
        <span class="field-why" id=id>
            <span class="field-why__error">{move || of(Severity::Error, &pointer)}</span>
            <span class="field-why__warning">{move || of(Severity::Warning, &warned)}</span>
        </span>
    }
}
