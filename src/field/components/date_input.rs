//! A date, with the time of day where that is known: what is only known to the day is not midnight.

use super::field_faults::{FieldFaults, control_id};
use crate::field::entry::Entry;
use gagehouse_model::zone::offset_text;
use leptos::prelude::*;

/// Characters of a date, `2026-05-03`.
const DATE: usize = 10;

/// The inputs.
#[component]
pub fn DateInput(
    /// The record.
    entry: Entry,
    /// The field.
    #[prop(into)]
    pointer: String,
    /// What it is.
    label: &'static str,
) -> impl IntoView {
    let id = control_id(entry, &pointer);
    let here = StoredValue::new(pointer.clone());
    let text = Memo::new(move |_| here.with_value(|pointer| entry.text(pointer)));
    // A time that is there keeps its own offset.
    let offset = Memo::new(move |_| {
        let known = here.with_value(|pointer| entry.when(pointer));
        offset_text(known.map_or(entry.visit.offset_minutes(), |when| when.offset_minutes()))
    });
    let date = move || text.with(|text| text.get(..DATE).unwrap_or(text).to_owned());
    let time = move || {
        let time =
            text.with(|text| text.get(DATE..)?.strip_prefix('T')?.get(..5).map(str::to_owned));
        time.unwrap_or_default()
    };
    let write = move |date: String, time: String| {
        let text = match (date.as_str(), time.as_str()) {
            ("", _) => String::new(),
            (date, "") => format!("{date}{}", offset.get_untracked()),
            (date, time) => format!("{date}T{time}{}", offset.get_untracked()),
        };
        here.with_value(|pointer| entry.type_in(pointer, text));
    };
    let is_wrong = move || here.with_value(|pointer| entry.is_wrong(pointer));
    let why = format!("{id}-why");
    view! {
        <div class="field-control">
            <label for=id.clone()>
                {label} " " <span class="field-unit">{move || format!("(UTC{})", offset.get())}</span>
            </label>
            <span class="field-time">
                <input
                    id=id
                    type="date"
                    aria-describedby=why
                    aria-invalid=move || is_wrong().to_string()
                    prop:value=date
                    on:input=move |event| write(event_target_value(&event), untrack(time))
                />
                <input
                    type="time"
                    aria-label=format!("{label}: time of day, where it is known")
                    prop:value=time
                    on:input=move |event| write(untrack(date), event_target_value(&event))
                />
            </span>
            <FieldFaults entry pointer />
        </div>
    }
}
