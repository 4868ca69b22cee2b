//! An item at the maker: on no visit and at no site.

use super::items;
use crate::field::components::fields::{Field, Fields, Input};
use crate::field::device::draft::Sheet;
use crate::field::entry::Entry;
use gagehouse_records::{Kind, RecordId};
use leptos::prelude::*;
use serde_json::json;

const FIELDS: &[Field] = &[
    Field("/equipment/0", "Item", Input::Choice(|entry| items(entry.visit, true))),
    Field("/begin", "Sent", Input::Time),
    Field("/end", "Back", Input::Time),
    Field("/maintenance/code", "Order number", Input::Text),
    Field("/maintenance/reason", "Why", Input::Text),
    Field("/description", "What the maker did", Input::Lines),
];

/// A new one, of an item.
pub fn new(item: RecordId, now: &str) -> Sheet {
    let record = json!({"action_type": "equipmentMaintenance", "begin": now, "equipment": [item],
        "maintenance": {"is_factory_service": true}});
    Sheet::new(Kind::Action, record)
}

/// The form.
#[component]
pub fn ServiceForm(entry: Entry) -> impl IntoView {
    view! { <Fields entry fields=FIELDS /> }
}
