//! Cleaning and other maintenance of an item.

use super::{items, methods};
use crate::field::components::fields::{Field, Fields, Input};
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::Kind;
use leptos::prelude::*;
use serde_json::json;

const FIELDS: &[Field] = &[
    Field("/equipment/0", "Item", Input::Choice(|entry| items(entry.visit, false))),
    Field("/begin", "At", Input::Time),
    Field("/maintenance/is_cleaning", "It was cleaned", Input::Check),
    Field("/method", "Method", Input::Choice(|entry| methods(entry.visit, "equipmentMaintenance"))),
    Field("/maintenance/reason", "What was done, and why", Input::Text),
];

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let record = json!({"site": visit.site(), "visit": visit.draft.with_untracked(|draft| draft.id()),
        "action_type": "equipmentMaintenance", "begin": visit.now(), "equipment": [null], "maintenance": {"is_cleaning": true}});
    Part { form: Form::Maintenance, sheets: vec![Sheet::new(Kind::Action, record)] }
}

/// The form.
#[component]
pub fn MaintenanceForm(entry: Entry) -> impl IntoView {
    view! { <Fields entry fields=FIELDS /> }
}
