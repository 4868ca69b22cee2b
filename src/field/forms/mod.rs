//! The forms of what is done on a visit, one per file, and of records by themselves.
//!
//! [`fields`] makes a form of a table of fields ([`gagehouse_records::form`]), [`choices`] has what can be chosen.

pub mod calibration;
pub mod choices;
pub mod deployment;
pub mod discharge;
pub mod fields;
pub mod levels;
pub mod logger;
pub mod maintenance;
pub mod note;
pub mod other;
pub mod oxygen;
pub mod photo;
pub mod placing;
pub mod reading;
pub mod record;
pub mod recorded;
pub mod retrieval;
pub mod rows;
pub mod service;
pub mod swap;

use super::entry::Entry;
use leptos::prelude::*;

/// Writes what follows from other fields into one, until somebody types something else there.
pub fn offer(entry: Entry, pointer: String, follows: impl Fn() -> Option<String> + 'static) {
    let offered = RwSignal::new(String::new());
    Effect::new(move |_| {
        let Some(text) = follows() else { return };
        let now = entry.text_now(&pointer);
        if now.is_empty() || now == offered.get_untracked() {
            offered.set(text.clone());
            if text != now {
                entry.type_in(&pointer, text);
            }
        }
    });
}

/// A number for a person: up to three decimals, without zeros at its end.
pub fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.replace('-', "−") }
}

/// A number with its sign and unit.
pub fn signed(value: f64, unit: &str) -> String {
    let sign = if value > 0.0005 { "+" } else { "" };
    format!("{sign}{} {unit}", number(value)).trim_end().to_owned()
}
