//! A record of its own, such as an item, a standard or a person: the fields that its kind has.

use super::{Choices, terms_of};
use crate::field::components::check_input::CheckInput;
use crate::field::components::choice_input::ChoiceInput;
use crate::field::components::date_input::DateInput;
use crate::field::components::decimal_input::DecimalInput;
use crate::field::components::field_faults::{FieldFaults, control_id};
use crate::field::components::text_input::TextInput;
use crate::field::entry::{Entry, capitalized};
use gagehouse_records::form::{self, Field, Input};
use gagehouse_records::{Kind, vocabulary};
use leptos::prelude::*;
use serde_json::{Value, json};

/// The form.
#[component]
pub fn RecordForm(entry: Entry) -> impl IntoView {
    let kind = entry.visit.draft.with_untracked(|draft| draft.sheet(entry.id).map(|it| it.kind));
    controls(entry, "", kind.map_or(&[], form::fields))
}

fn controls(entry: Entry, at: &str, fields: &'static [Field]) -> AnyView {
    let all = fields.iter().map(|field| control(entry, format!("{at}/{}", field.name), field));
    view! { <div class="field-grid">{all.collect::<Vec<_>>()}</div> }.into_any()
}

fn control(entry: Entry, pointer: String, field: &'static Field) -> AnyView {
    let label = field.label;
    match field.input {
        Input::Text => view! { <TextInput entry pointer label /> }.into_any(),
        Input::Lines => view! { <TextInput entry pointer label is_long=true /> }.into_any(),
        Input::Decimal(unit) => {
            let unit = Signal::stored(unit.to_owned());
            view! { <DecimalInput entry pointer label unit /> }.into_any()
        }
        Input::Check => view! { <CheckInput entry pointer label /> }.into_any(),
        Input::When => view! { <DateInput entry pointer label /> }.into_any(),
        Input::Term(of) => choice(entry, pointer, label, move || terms_of(entry.visit, of)),
        Input::Vocabulary => choice(entry, pointer, label, || {
            vocabulary::names().map(|name| (name.to_owned(), name.to_owned())).collect()
        }),
        Input::Record(kinds) => choice(entry, pointer, label, move || records(entry, kinds)),
        Input::Site => key_choice(entry, pointer, label, move || sites(entry)),
        Input::Datastream => key_choice(entry, pointer, label, move || datastreams(entry)),
        Input::Whole => whole(entry, pointer, label),
        Input::Texts => texts(entry, pointer, label),
        Input::Group(fields) => view! {
            <fieldset class="field-group">
                <legend>{label}</legend>
                {controls(entry, &pointer, fields)}
                <FieldFaults entry pointer />
            </fieldset>
        }
        .into_any(),
        Input::Rows(one, fields) => view! { <Rows entry pointer label one fields /> }.into_any(),
    }
}

fn choice(
    entry: Entry,
    pointer: String,
    label: &'static str,
    choices: impl Fn() -> Choices + Send + Sync + 'static,
) -> AnyView {
    let choices = Signal::derive(choices);
    view! { <ChoiceInput entry pointer label choices /> }.into_any()
}

/// A choice that is kept as a number.
fn key_choice(
    entry: Entry,
    pointer: String,
    label: &'static str,
    choices: impl Fn() -> Choices + Send + Sync + 'static,
) -> AnyView {
    let choices = Signal::derive(choices);
    let here = pointer.clone();
    let chosen = Callback::new(move |key: String| {
        if let Ok(key) = key.parse::<i32>() {
            entry.set(&here, json!(key));
        }
    });
    view! { <ChoiceInput entry pointer label choices chosen /> }.into_any()
}

/// A line that is kept as something else than the text typed, once it is typed.
fn line(
    entry: Entry,
    pointer: String,
    label: String,
    shown: fn(&Value) -> String,
    read: fn(&str) -> Value,
) -> AnyView {
    let id = control_id(entry, &pointer);
    let here = StoredValue::new(pointer.clone());
    let value = move || {
        entry.visit.draft.with(|draft| {
            let record = draft.sheet(entry.id).map(|sheet| &sheet.record);
            let value = here.with_value(|pointer| record?.pointer(pointer));
            value.map(shown).unwrap_or_default()
        })
    };
    let typed = move |event| {
        let value = read(event_target_value(&event).trim());
        here.with_value(|pointer| entry.set(pointer, value));
    };
    view! {
        <div class="field-control">
            <label for=id.clone()>{label}</label>
            <input id=id.clone() type="text" autocomplete="off" aria-describedby=format!("{id}-why") prop:value=value on:change=typed />
            <FieldFaults entry pointer />
        </div>
    }
    .into_any()
}

fn whole(entry: Entry, pointer: String, label: &'static str) -> AnyView {
    let shown = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    // What is no whole number stays as it was typed, and is told.
    let read = |text: &str| match text.parse::<i64>() {
        Ok(number) => json!(number),
        Err(_) if text.is_empty() => Value::Null,
        Err(_) => json!(text),
    };
    line(entry, pointer, label.to_owned(), shown, read)
}

fn texts(entry: Entry, pointer: String, label: &'static str) -> AnyView {
    let shown = |value: &Value| {
        let all = value.as_array().into_iter().flatten().filter_map(Value::as_str);
        all.collect::<Vec<_>>().join(", ")
    };
    let read = |text: &str| {
        let all = text.split(',').map(str::trim).filter(|text| !text.is_empty());
        json!(all.collect::<Vec<_>>())
    };
    line(entry, pointer, format!("{label}, between commas"), shown, read)
}

/// Rows of fields, with the way to add one and to take one out.
#[component]
fn Rows(
    entry: Entry,
    pointer: String,
    label: &'static str,
    one: &'static str,
    fields: &'static [Field],
) -> impl IntoView {
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
        let remove = move |_| {
            change(&|rows| {
                if at < rows.len() {
                    rows.remove(at);
                }
            })
        };
        let pointer = here.with_value(|pointer| format!("{pointer}/{at}"));
        view! {
            <fieldset class="field-group">
                <legend>{name.clone()}</legend>
                {controls(entry, &pointer, fields)}
                <button type="button" class="button button--quiet" on:click=remove>{format!("Remove {one} {}", at + 1)}</button>
            </fieldset>
        }
    };
    view! {
        <fieldset class="field-group field-group--rows">
            <legend>{label}</legend>
            <For each=move || 0..length.get() key=|at| *at children=row />
            <p class="actions">
                <button type="button" class="button button--quiet" on:click=move |_| change(&|rows| rows.push(json!({})))>
                    {format!("Add {} {one}", article(one))}
                </button>
            </p>
            <FieldFaults entry pointer />
        </fieldset>
    }
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn rows_of(
    sheet: Option<&crate::field::device::draft::Sheet>,
    pointer: StoredValue<String>,
) -> Option<&Vec<Value>> {
    pointer.with_value(|pointer| sheet?.record.pointer(pointer)?.as_array())
}

/// The network's records of some kinds.
fn records(entry: Entry, kinds: &[Kind]) -> Choices {
    let network = entry.visit.network();
    let mut found: Choices = entry.visit.device.replica.with(|replica| {
        let all = kinds.iter().flat_map(|kind| replica.of(*kind));
        let own = all.filter(|(id, record)| record.network == network && *id != entry.id);
        own.map(|(id, record)| (id.to_string(), record.body.index().title)).collect()
    });
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

fn sites(entry: Entry) -> Choices {
    let network = entry.visit.network();
    let mut found: Choices = entry.visit.device.sites.with(|sites| {
        let own = sites.value.iter().filter(|site| site.network.as_ref() == Some(&network));
        own.map(|site| (site.key.to_string(), site.name.clone())).collect()
    });
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

/// The datastreams of the network's sites.
fn datastreams(entry: Entry) -> Choices {
    let sites = sites(entry);
    entry.visit.device.streams.with(|streams| {
        let mut found = Vec::new();
        for (key, site) in sites {
            let Some(all) = key.parse().ok().and_then(|key: i32| streams.get(&key)) else {
                continue;
            };
            found.extend(all.datastreams.iter().map(|stream| {
                let level = stream.processing_level.as_deref().unwrap_or("–");
                let text = format!("{site}: {}, level {level}", stream.variable_name);
                (stream.key.to_string(), text)
            }));
        }
        found
    })
}
