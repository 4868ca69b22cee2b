//! A form that is a list of fields.

use super::check_input::CheckInput;
use super::choice_input::{ChoiceInput, Choices};
use super::decimal_input::DecimalInput;
use super::text_input::TextInput;
use super::time_input::TimeInput;
use crate::field::entry::Entry;
use leptos::prelude::*;

/// A field: where it is kept, what it is called, how it is entered.
#[derive(Clone, Copy)]
pub struct Field(pub &'static str, pub &'static str, pub Input);

/// How a field is entered.
#[derive(Clone, Copy)]
pub enum Input {
    /// A line of text.
    Text,
    /// Some lines of text.
    Lines,
    /// A number, with the symbol of its unit.
    Decimal(&'static str),
    /// A time to the minute.
    Time,
    /// A time to the second.
    Second,
    /// Yes or no.
    Check,
    /// One of several; tracked.
    Choice(fn(Entry) -> Choices),
}

/// The fields, in their order.
#[component]
pub fn Fields(
    /// The record.
    entry: Entry,
    /// The fields.
    fields: &'static [Field],
) -> impl IntoView {
    let control = move |Field(pointer, label, input): &Field| match *input {
        Input::Text => view! { <TextInput entry pointer=*pointer label=*label /> }.into_any(),
        Input::Lines => {
            view! { <TextInput entry pointer=*pointer label=*label is_long=true /> }.into_any()
        }
        Input::Decimal(unit) => {
            let unit = Signal::stored(unit.to_owned());
            view! { <DecimalInput entry pointer=*pointer label=*label unit /> }.into_any()
        }
        Input::Time => view! { <TimeInput entry pointer=*pointer label=*label /> }.into_any(),
        Input::Second => {
            view! { <TimeInput entry pointer=*pointer label=*label to_second=true /> }.into_any()
        }
        Input::Check => view! { <CheckInput entry pointer=*pointer label=label /> }.into_any(),
        Input::Choice(choices) => {
            let choices = Signal::derive(move || choices(entry));
            view! { <ChoiceInput entry pointer=*pointer label=*label choices /> }.into_any()
        }
    };
    view! { <div class="field-grid">{fields.iter().map(control).collect::<Vec<_>>()}</div> }
}
