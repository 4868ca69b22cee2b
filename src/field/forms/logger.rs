//! A logger's clock beside the right time, and its batteries.

use super::fields::Fields;
use super::signed;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::{Body, Kind, form};
use leptos::prelude::*;
use serde_json::json;

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let record = json!({"site": visit.site(), "visit": visit.draft.with_untracked(|draft| draft.id()),
        "action_type": "equipmentMaintenance", "begin": visit.now(), "equipment": [null], "logger": {}});
    Part { form: Form::Logger, sheets: vec![Sheet::new(Kind::Action, record)] }
}

/// The form.
#[component]
pub fn LoggerForm(entry: Entry) -> impl IntoView {
    let ahead = move || match entry.body() {
        Some(Body::Action(b)) => b.logger.as_ref()?.clock_ahead_s(),
        _ => None,
    };
    let said = move || match ahead() {
        Some(seconds) => format!("Its clock − right time: {}", signed(seconds, "s")),
        None => "Its clock − right time: once both are entered".to_owned(),
    };
    view! {
        <Fields entry fields=form::LOGGER_CHECK />
        <p class="field-result" role="status">{said}</p>
    }
}
