//! The forms of what is done on a visit, one per file, and of records by themselves.
//!
//! [`fields`] makes a form of a table of fields ([`gagehouse_records::form`]), [`choices`] has what can be chosen.

pub mod calibration;
pub mod choices;
pub mod deployment;
pub mod fields;
pub mod logger;
pub mod maintenance;
pub mod note;
pub mod other;
pub mod oxygen;
pub mod photo;
pub mod placing;
pub mod reading;
pub mod record;
pub mod retrieval;
pub mod rows;
pub mod service;
pub mod swap;

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
