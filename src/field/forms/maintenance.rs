//! Cleaning and other maintenance of an item.

use super::fields::Fields;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::{Kind, form};
use leptos::prelude::*;
use serde_json::json;

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let record = json!({"site": visit.site(), "visit": visit.draft.with_untracked(|draft| draft.id()),
        "action_type": "equipmentMaintenance", "begin": visit.now(), "equipment": [null], "maintenance": {"is_cleaning": true}});
    Part { form: Form::Maintenance, sheets: vec![Sheet::new(Kind::Action, record)] }
}

/// The form.
#[component]
pub fn MaintenanceForm(entry: Entry) -> impl IntoView {
    view! { <Fields entry fields=form::MAINTENANCE /> }
}
