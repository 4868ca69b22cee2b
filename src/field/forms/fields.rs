//! A form that is a list of fields, from the table of them.

use super::choices;
use super::rows::Rows;
use crate::field::components::check_input::CheckInput;
use crate::field::components::choice_input::{ChoiceInput, Choices};
use crate::field::components::date_input::DateInput;
use crate::field::components::decimal_input::DecimalInput;
use crate::field::components::field_faults::{FieldFaults, control_id};
use crate::field::components::text_input::TextInput;
use crate::field::components::time_input::TimeInput;
use crate::field::entry::Entry;
use gagehouse_records::form::{Field, Input};
use leptos::prelude::*;
use serde_json::{Value, json};

/// A record whose fields are shown, with what stands beside them.
#[derive(Clone, Copy)]
pub struct Form {
    /// The record.
    pub entry: Entry,
    /// The record of the last visit.
    last: Signal<Option<Value>>,
    /// What stands below the fields of a row, told where that is.
    pub below: Option<fn(Entry, String) -> AnyView>,
}

/// The fields, in their order.
#[component]
pub fn Fields(
    /// The record.
    entry: Entry,
    /// The fields.
    fields: &'static [Field],
    /// Where they are in the record.
    #[prop(optional)]
    at: &'static str,
    /// The record of the last visit, whose values stand beside today's.
    #[prop(optional, into)]
    last: Option<Signal<Option<Value>>>,
    /// What stands below the fields of a row, told where that is.
    #[prop(optional)]
    below: Option<fn(Entry, String) -> AnyView>,
) -> impl IntoView {
    let last = last.unwrap_or_else(|| Signal::stored(None));
    Form { entry, last, below }.grid(at, fields)
}

impl Form {
    /// The fields of a part of the record.
    pub fn grid(self, at: &str, fields: &'static [Field]) -> AnyView {
        view! { <div class="field-grid">{self.controls(at, fields)}</div> }.into_any()
    }

    fn controls(self, at: &str, fields: &'static [Field]) -> Vec<AnyView> {
        fields.iter().map(|field| self.control(at, field)).collect()
    }

    fn control(self, at: &str, field: &'static Field) -> AnyView {
        let (entry, label, pointer) = (self.entry, field.label, format!("{at}/{}", field.name));
        match field.input {
            Input::Text => view! { <TextInput entry pointer label /> }.into_any(),
            Input::Lines => view! { <TextInput entry pointer label is_long=true /> }.into_any(),
            Input::Decimal(unit) => {
                let unit = Signal::stored(unit.to_owned());
                let last = self.last_of(&pointer, move |_| unit.get());
                view! { <DecimalInput entry pointer label unit last /> }.into_any()
            }
            Input::In(unit) => {
                let unit_at = format!("{at}/{unit}");
                let last = {
                    let unit_at = unit_at.clone();
                    self.last_of(&pointer, move |last| text(last, &unit_at))
                };
                let unit = Signal::derive(move || entry.text(&unit_at));
                view! { <DecimalInput entry pointer label unit last /> }.into_any()
            }
            Input::Check => view! { <CheckInput entry pointer label /> }.into_any(),
            Input::When => view! { <DateInput entry pointer label /> }.into_any(),
            Input::Minute => view! { <TimeInput entry pointer label /> }.into_any(),
            Input::Second => view! { <TimeInput entry pointer label to_second=true /> }.into_any(),
            Input::Unit(units) => self.choice(pointer, label, move || {
                units.iter().map(|unit| ((*unit).to_owned(), (*unit).to_owned())).collect()
            }),
            Input::Term(of) => {
                self.choice(pointer, label, move || choices::terms_of(entry.visit, of))
            }
            Input::TermOf(of, codes) => {
                self.choice(pointer, label, move || choices::some_terms_of(entry.visit, of, codes))
            }
            Input::Vocabulary => self.choice(pointer, label, choices::vocabularies),
            Input::Record(kinds) => {
                self.choice(pointer, label, move || choices::records(entry, kinds))
            }
            Input::Method => self.choice(pointer, label, move || {
                choices::methods(entry.visit, &entry.text("/action_type"))
            }),
            Input::Item(offer) => self.choice(format!("{pointer}/0"), label, move || {
                choices::offered(entry.visit, offer)
            }),
            Input::Site => self.key_choice(pointer, label, move || choices::sites(entry)),
            Input::Datastream => {
                self.key_choice(pointer, label, move || choices::datastreams(entry))
            }
            Input::Whole => whole(entry, pointer, label),
            Input::Texts => texts(entry, pointer, label),
            Input::Group(fields) => view! {
                <fieldset class="field-group">
                    <legend>{label}</legend>
                    {self.grid(&pointer, fields)}
                    <FieldFaults entry pointer />
                </fieldset>
            }
            .into_any(),
            Input::Part(fields) => self.controls(&pointer, fields).into_any(),
            Input::Rows(one, fields) => {
                view! { <Rows form=self pointer label one fields /> }.into_any()
            }
        }
    }

    fn choice(
        self,
        pointer: String,
        label: &'static str,
        choices: impl Fn() -> Choices + Send + Sync + 'static,
    ) -> AnyView {
        let (entry, choices) = (self.entry, Signal::derive(choices));
        view! { <ChoiceInput entry pointer label choices /> }.into_any()
    }

    /// A choice that is kept as a number.
    fn key_choice(
        self,
        pointer: String,
        label: &'static str,
        choices: impl Fn() -> Choices + Send + Sync + 'static,
    ) -> AnyView {
        let (entry, choices) = (self.entry, Signal::derive(choices));
        let here = pointer.clone();
        let chosen = Callback::new(move |key: String| {
            if let Ok(key) = key.parse::<i32>() {
                entry.set(&here, json!(key));
            }
        });
        view! { <ChoiceInput entry pointer label choices chosen /> }.into_any()
    }

    /// What a number was at the last visit, with the unit it had there.
    fn last_of(
        self,
        pointer: &str,
        unit: impl Fn(&Value) -> String + Send + Sync + 'static,
    ) -> Signal<Option<String>> {
        let (last, pointer) = (self.last, pointer.to_owned());
        Signal::derive(move || {
            last.with(|last| {
                let last = last.as_ref()?;
                let value = text(last, &pointer);
                let shown = format!("{value} {}", unit(last));
                (!value.is_empty()).then(|| shown.trim_end().to_owned())
            })
        })
    }
}

fn text(record: &Value, pointer: &str) -> String {
    record.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
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
