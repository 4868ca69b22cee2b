//! Whatever else was done: a sample taken, data retrieved, anything that is no record of its own.

use super::{Choices, items, methods};
use crate::field::components::fields::{Field, Fields, Input};
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::Kind;
use gagehouse_records::vocabulary::ACTION_TYPE;
use leptos::prelude::*;
use serde_json::json;

const FIELDS: &[Field] = &[
    Field("/action_type", "What was done", Input::Choice(types)),
    Field("/begin", "Begun", Input::Time),
    Field("/end", "Ended", Input::Time),
    Field(
        "/method",
        "Method",
        Input::Choice(|entry| methods(entry.visit, &entry.text("/action_type"))),
    ),
    Field("/equipment/0", "With or to", Input::Choice(|entry| items(entry.visit, true))),
    Field("/description", "Remarks", Input::Lines),
];
/// What is done on a visit and has no form of its own.
const OFFERED: [&str; 9] = [
    "genericNonObservation",
    "dataRetrieval",
    "specimenCollection",
    "specimenPreservation",
    "specimenPreparation",
    "fieldActivity",
    "submersibleLaunch",
    "equipmentProgramming",
    "estimation",
];

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let record = json!({"site": visit.site(), "visit": visit.draft.with_untracked(|draft| draft.id()),
        "action_type": "genericNonObservation", "begin": visit.now(), "equipment": [null]});
    Part { form: Form::Other, sheets: vec![Sheet::new(Kind::Action, record)] }
}

fn types(_: Entry) -> Choices {
    let name = |code: &str| ACTION_TYPE.name(code).unwrap_or(code).to_owned();
    OFFERED.iter().map(|code| ((*code).to_owned(), name(code))).collect()
}

/// The form.
#[component]
pub fn OtherForm(entry: Entry) -> impl IntoView {
    view! { <Fields entry fields=FIELDS /> }
}
