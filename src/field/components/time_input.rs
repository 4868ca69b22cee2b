//! A time of the site's clock, whose offset is shown.

use super::field_faults::{FieldFaults, control_id};
use crate::browser;
use crate::field::entry::Entry;
use gagehouse_model::TimeUs;
use gagehouse_model::zone::offset_text;
use gagehouse_records::{Precision, When};
use leptos::prelude::*;

/// The input, with a button for now.
#[component]
pub fn TimeInput(
    /// The record.
    entry: Entry,
    /// The field.
    #[prop(into)]
    pointer: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// Other fields that have the same time.
    #[prop(optional)]
    also: Vec<String>,
    /// Whether seconds matter, as for a clock.
    #[prop(optional)]
    to_second: bool,
) -> impl IntoView {
    let (length, precision) =
        if to_second { (19, Precision::Second) } else { (16, Precision::Minute) };
    let write = move |pointer: &str, text: String| {
        for also in &also {
            entry.type_in(also, text.clone());
        }
        entry.type_in(pointer, text);
    };
    let id = control_id(entry, &pointer);
    let offset = offset_text(entry.visit.offset_minutes());
    let value = {
        let pointer = pointer.clone();
        move || local(entry.when(&pointer), length)
    };
    let typed = {
        let (pointer, offset, write) = (pointer.clone(), offset.clone(), write.clone());
        move |event| {
            let text: String = event_target_value(&event);
            let text = if text.is_empty() {
                text
            } else {
                format!("{}{offset}", text.get(..length).unwrap_or(&text))
            };
            write(&pointer, text);
        }
    };
    let now = {
        let pointer = pointer.clone();
        move |_| {
            // Of a second, no more than a person can read off.
            let second = TimeUs(browser::now().0.div_euclid(1_000_000) * 1_000_000);
            let now = When::new(second, entry.visit.offset_minutes(), precision).to_string();
            write(&pointer, now);
        }
    };
    let is_wrong = {
        let pointer = pointer.clone();
        move || entry.is_wrong(&pointer)
    };
    let now_label = format!("{label}: now");
    view! {
        <div class="field-control">
            <label for=id.clone()>{label} " " <span class="field-unit">{format!("(UTC{offset})")}</span></label>
            <span class="field-time">
                <input
                    id=id.clone()
                    type="datetime-local"
                    step=to_second.then_some("1")
                    aria-describedby=format!("{id}-why")
                    aria-invalid=move || is_wrong().to_string()
                    prop:value=value
                    on:input=typed
                />
                <button type="button" class="button button--quiet" aria-label=now_label on:click=now>
                    "Now"
                </button>
            </span>
            <FieldFaults entry pointer />
        </div>
    }
}

/// As the browser's control takes it.
fn local(when: Option<When>, length: usize) -> String {
    when.map(|when| when.earliest().to_local_text(when.offset_minutes()))
        .and_then(|text| Some(text.get(..length)?.replace(' ', "T")))
        .unwrap_or_default()
}
