//! What can be chosen in the forms: terms, methods, items and other records, sites and datastreams of the network.

use crate::field::components::choice_input::Choices;
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::form::Items;
use gagehouse_records::vocabulary::{self, Vocabulary};
use gagehouse_records::{Body, Kind, RecordId, When};
use leptos::prelude::*;

/// The terms of a vocabulary with those that the network added; tracked.
pub fn terms_of(visit: OpenVisit, vocabulary: Vocabulary) -> Choices {
    let all = vocabulary.terms().iter().map(|term| (term.code.clone(), term.name.clone()));
    all.chain(own_terms(visit, vocabulary)).collect()
}

/// Some of the terms of a vocabulary with those that the network added; tracked.
pub fn some_terms_of(visit: OpenVisit, vocabulary: Vocabulary, codes: &[&str]) -> Choices {
    let name = |code: &str| vocabulary.name(code).unwrap_or(code).to_owned();
    let all = codes.iter().map(|code| ((*code).to_owned(), name(code)));
    all.chain(own_terms(visit, vocabulary)).collect()
}

fn own_terms(visit: OpenVisit, vocabulary: Vocabulary) -> Choices {
    let network = visit.network();
    visit.device.replica.with(|replica| {
        let own = replica.of(Kind::Term).filter(|(_, record)| record.network == network);
        let own = own.filter_map(|(_, record)| match &record.body {
            Body::Term(term) if term.vocabulary == vocabulary.0 && !term.is_retired => {
                Some((term.code.clone(), term.name.clone()))
            }
            _ => None,
        });
        own.collect()
    })
}

/// The names of the vocabularies.
pub fn vocabularies() -> Choices {
    vocabulary::names().map(|name| (name.to_owned(), name.to_owned())).collect()
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

/// The items that a form offers; tracked.
pub fn offered(visit: OpenVisit, offer: Items) -> Choices {
    match offer {
        Items::AtSite => items(visit, false),
        Items::All => items(visit, true),
        Items::Loggers => {
            let there = items(visit, false);
            let mut all = items(visit, true);
            visit.device.replica.with(|replica| {
                all.retain(|(id, _)| {
                    let item = id.parse().ok().and_then(|id| replica.equipment(id));
                    item.is_some_and(|item| item.equipment_type == "datalogger")
                });
            });
            all.sort_by_key(|logger| !there.contains(logger));
            all
        }
    }
}

/// The network's records of some kinds; on a visit of a site none of other sites, and no point that was given up. Tracked.
pub fn records(entry: Entry, kinds: &[Kind]) -> Choices {
    let (network, site) = (entry.visit.network(), entry.visit.site());
    let at = entry.when("/begin");
    let is_here = |body: &Body| match body {
        Body::ReferencePoint(point) if site.is_some() => {
            point.site == site && point.decommissioned.is_none()
        }
        _ => true,
    };
    let mut found: Choices = entry.visit.device.replica.with(|replica| {
        let all = kinds.iter().flat_map(|kind| replica.of(*kind));
        let own = all.filter(|(id, record)| record.network == network && *id != entry.id);
        let own = own.filter(|(_, record)| is_here(&record.body));
        own.map(|(id, record)| (id.to_string(), called(&record.body, at))).collect()
    });
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

/// What a record is called; a reference point with its height before a time.
fn called(body: &Body, at: Option<When>) -> String {
    let title = body.index().title;
    let height = match body {
        Body::ReferencePoint(point) => at.and_then(|at| point.height_before(at)?.text()),
        _ => None,
    };
    height.map(|height| format!("{title}, {height}")).unwrap_or(title)
}

/// The network's sites, by our keys; tracked.
pub fn sites(entry: Entry) -> Choices {
    let network = entry.visit.network();
    let mut found: Choices = entry.visit.device.sites.with(|sites| {
        let own = sites.value.iter().filter(|site| site.network.as_ref() == Some(&network));
        own.map(|site| (site.key.to_string(), site.name.clone())).collect()
    });
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

/// The datastreams of the network's sites, by our keys; tracked.
pub fn datastreams(entry: Entry) -> Choices {
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
