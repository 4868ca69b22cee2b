//! Whatever else was done: a sample taken, data retrieved, anything that is no record of its own.

use super::fields::Fields;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::{Kind, form};
use leptos::prelude::*;
use serde_json::json;

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let record = json!({"site": visit.site(), "visit": visit.draft.with_untracked(|draft| draft.id()),
        "action_type": "genericNonObservation", "begin": visit.now(), "equipment": [null]});
    Part { form: Form::Other, sheets: vec![Sheet::new(Kind::Action, record)] }
}

/// The form.
#[component]
pub fn OtherForm(entry: Entry) -> impl IntoView {
    view! { <Fields entry fields=form::OTHER_ACTION /> }
}
