//! An item at the maker: on no visit and at no site.

use super::fields::Fields;
use crate::field::device::draft::Sheet;
use crate::field::entry::Entry;
use gagehouse_records::{Kind, RecordId, form};
use leptos::prelude::*;
use serde_json::json;

/// A new one, of an item.
pub fn new(item: RecordId, now: &str) -> Sheet {
    let record = json!({"action_type": "equipmentMaintenance", "begin": now, "equipment": [item],
        "maintenance": {"is_factory_service": true}});
    Sheet::new(Kind::Action, record)
}

/// The form.
#[component]
pub fn ServiceForm(entry: Entry) -> impl IntoView {
    view! { <Fields entry fields=form::FACTORY_SERVICE /> }
}
