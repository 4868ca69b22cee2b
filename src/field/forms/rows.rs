//! Rows of fields in a form.

use super::fields::Form;
use crate::field::components::ask_first::AskFirst;
use crate::field::components::field_faults::FieldFaults;
use crate::field::device::draft::Sheet;
use crate::field::entry::capitalized;
use gagehouse_records::form::{Field, Input};
use leptos::prelude::*;
use serde_json::Value;

/// Rows of fields, with the way to add one and to take one out.
#[component]
pub fn Rows(
    /// The record.
    form: Form,
    /// The list.
    pointer: String,
    /// What it is.
    label: &'static str,
    /// What one of them is called.
    one: &'static str,
    /// The fields of each.
    fields: &'static [Field],
) -> impl IntoView {
    let entry = form.entry;
    let here = StoredValue::new(pointer.clone());
    let length = Memo::new(move |_| {
        entry.visit.draft.with(|draft| rows_of(draft.sheet(entry.id), here).map_or(0, Vec::len))
    });
    let change = move |change: &dyn Fn(&mut Vec<Value>)| {
        let rows =
            entry.visit.draft.with_untracked(|draft| rows_of(draft.sheet(entry.id), here).cloned());
        let mut rows = rows.unwrap_or_default();
        change(&mut rows);
        here.with_value(|pointer| entry.set(pointer, Value::Array(rows)));
    };
    let row = move |at: usize| {
        let name = format!("{} {}", capitalized(one), at + 1);
        let remove = Callback::new(move |()| {
            change(&|rows| {
                if at < rows.len() {
                    rows.remove(at);
                }
            })
        });
        let pointer = here.with_value(|pointer| format!("{pointer}/{at}"));
        view! {
            <fieldset class="field-group">
                <legend>{name.clone()}</legend>
                {form.grid(&pointer, fields)}
                {form.below.map(|below| below(entry, pointer))}
                <p class="actions">
                    <AskFirst label=format!("Remove {one} {}", at + 1) what="What was entered in it will be gone." confirmed=remove />
                </p>
            </fieldset>
        }
    };
    view! {
        <fieldset class="field-group field-group--rows">
            <legend>{label}</legend>
            <For each=move || 0..length.get() key=|at| *at children=row />
            <p class="actions">
                <button type="button" class="button button--quiet" on:click=move |_| change(&|rows| rows.push(next(rows.last(), fields)))>
                    {format!("Add {} {one}", article(one))}
                </button>
            </p>
            <FieldFaults entry pointer />
        </fieldset>
    }
}

/// A new row: in the units of the one before it.
fn next(before: Option<&Value>, fields: &[Field]) -> Value {
    let units = fields.iter().filter(|field| matches!(field.input, Input::Unit(_)));
    let taken =
        units.filter_map(|field| Some((field.name.to_owned(), before?.get(field.name)?.clone())));
    Value::Object(taken.collect())
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn rows_of(sheet: Option<&Sheet>, pointer: StoredValue<String>) -> Option<&Vec<Value>> {
    pointer.with_value(|pointer| sheet?.record.pointer(pointer)?.as_array())
}
