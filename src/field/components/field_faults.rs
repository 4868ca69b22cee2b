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
    /// A part of the record whose faults stand here as well.
    #[prop(optional_no_strip)]
    below: Option<String>,
) -> impl IntoView {
    let id = format!("{}-why", control_id(entry, &pointer));
    let of = move |severity, pointer: &str| {
        // What is said of a list stands at its first element.
        let list = pointer.strip_suffix("/0").unwrap_or(pointer);
        let is_here = |fault: &Fault| {
            fault.field == pointer
                || fault.field == list
                || below.as_ref().is_some_and(|below| fault.field.starts_with(below))
        };
        let faults = entry.faults(severity).into_iter().filter(is_here);
        faults.map(|fault| fault.message).collect::<Vec<_>>().join("; ")
    };
    let (warned, warnings_of) = (pointer.clone(), of.clone());
    view! {
        <span class="field-why" id=id>
            <span class="field-why__error">{move || of(Severity::Error, &pointer)}</span>
            <span class="field-why__warning">{move || warnings_of(Severity::Warning, &warned)}</span>
        </span>
    }
}
