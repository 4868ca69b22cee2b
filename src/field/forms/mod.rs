//! The forms of what is done on a visit, one per file.

pub mod calibration;
pub mod deployment;
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
pub mod service;
pub mod swap;

use super::components::choice_input::Choices;
use super::entry::OpenVisit;
use gagehouse_records::vocabulary::Vocabulary;
use gagehouse_records::{Body, Kind, RecordId};
use leptos::prelude::*;

/// The terms of a vocabulary.
pub fn terms(vocabulary: Vocabulary) -> Choices {
    vocabulary.terms().iter().map(|term| (term.code.clone(), term.name.clone())).collect()
}

/// The terms of a vocabulary with those that the network added; tracked.
pub fn terms_of(visit: OpenVisit, vocabulary: Vocabulary) -> Choices {
    let network = visit.network();
    let mut all = terms(vocabulary);
    visit.device.replica.with(|replica| {
        let own = replica.of(Kind::Term).filter(|(_, record)| record.network == network);
        all.extend(own.filter_map(|(_, record)| match &record.body {
            Body::Term(term) if term.vocabulary == vocabulary.0 && !term.is_retired => {
                Some((term.code.clone(), term.name.clone()))
            }
            _ => None,
        }));
    });
    all
}

/// The items that are at the site, or all of the network; tracked.
pub fn items(visit: OpenVisit, all: bool) -> Choices {
    let (site, network) = (visit.site(), visit.network());
    let there: Vec<RecordId> = visit
        .spans(None)
        .into_iter()
        .filter(|span| Some(span.site) == site && span.end.is_none())
        .map(|span| span.equipment)
        .collect();
    visit.device.replica.with(|replica| {
        let own = replica.of(Kind::Equipment).filter(|(_, record)| record.network == network);
        let mut items: Choices = own
            .filter(|(id, _)| all || there.contains(id))
            .filter_map(|(id, record)| match &record.body {
                Body::Equipment(item) => {
                    let text =
                        format!("{} · {} · serial {}", item.code, item.name, item.serial_number);
                    Some((id.to_string(), text))
                }
                _ => None,
            })
            .collect();
        items.sort_by(|a, b| a.1.cmp(&b.1));
        items
    })
}

/// The network's methods for a type of action; tracked.
pub fn methods(visit: OpenVisit, action_type: &str) -> Choices {
    let network = visit.network();
    visit.device.replica.with(|replica| {
        let own = replica.of(Kind::Method).filter(|(_, record)| record.network == network);
        own.filter_map(|(id, record)| match &record.body {
            Body::Method(b) if b.method_type == action_type => {
                Some((id.to_string(), b.name.clone()))
            }
            _ => None,
        })
        .collect()
    })
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
