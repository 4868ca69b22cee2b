//! One of several, in the browser's own control.

use super::field_faults::{FieldFaults, control_id};
use crate::field::entry::Entry;
use gagehouse_records::{Fault, Severity};
use leptos::prelude::*;

/// What can be chosen: what is kept, and what a person reads.
pub type Choices = Vec<(String, String)>;

/// The control.
#[component]
pub fn ChoiceInput(
    /// The record.
    entry: Entry,
    /// The field.
    #[prop(into)]
    pointer: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Choices>,
    /// What else follows from a choice, given what was chosen.
    #[prop(optional, into)]
    chosen: Option<Callback<String>>,
    /// Where its faults are, when they are not at the field alone: everything below.
    #[prop(optional, into)]
    faults_of: Option<String>,
) -> impl IntoView {
    let id = control_id(entry, &pointer);
    let taken = {
        let pointer = pointer.clone();
        Memo::new(move |_| entry.text(&pointer))
    };
    let choose = {
        let pointer = pointer.clone();
        move |event| {
            let value: String = event_target_value(&event);
            entry.type_in(&pointer, value.clone());
            if let Some(chosen) = chosen {
                chosen.run(value);
            }
        }
    };
    let is_wrong = {
        let (pointer, below) = (pointer.clone(), faults_of.clone());
        move || {
            let is_below =
                |fault: &Fault| below.as_ref().is_some_and(|below| fault.field.starts_with(below));
            entry.is_wrong(&pointer) || entry.faults(Severity::Error).iter().any(is_below)
        }
    };
    let options = move || {
        let taken = taken.get();
        let mut choices = choices.get();
        if !taken.is_empty() && !choices.iter().any(|(value, _)| *value == taken) {
            choices.push((taken.clone(), name_of(entry, &taken)));
        }
        let option = |(value, text): (String, String)| {
            let is_taken = value == taken;
            view! { <option value=value selected=is_taken>{text}</option> }
        };
        choices.into_iter().map(option).collect_view()
    };
    view! {
        <div class="field-control">
            <label for=id.clone()>{label}</label>
            <select id=id.clone() aria-describedby=format!("{id}-why") aria-invalid=move || is_wrong().to_string() on:change=choose>
                <option value="">"Choose…"</option>
                {options}
            </select>
            <FieldFaults entry pointer below=faults_of />
        </div>
    }
}

/// What was chosen before and is not offered any more: a record by its name, such as an item that the same visit takes out.
fn name_of(entry: Entry, taken: &str) -> String {
    let title = taken.parse().ok().and_then(|id| {
        entry.visit.device.replica.with(|replica| Some(replica.get(id)?.body.index().title))
    });
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| taken.to_owned())
}
