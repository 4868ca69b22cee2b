//! A logger's clock beside the right time, and its batteries.

use super::{items, signed};
use crate::field::components::fields::{Field, Fields, Input};
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::{Body, Kind};
use leptos::prelude::*;
use serde_json::json;

const FIELDS: &[Field] = &[
    Field("/equipment/0", "Logger", Input::Choice(loggers)),
    Field("/begin", "At", Input::Time),
    Field("/logger/clock", "Its clock shows", Input::Second),
    Field("/logger/right_time", "Right time", Input::Second),
    Field("/logger/clock_was_set", "The clock was set", Input::Check),
    Field("/logger/battery_v", "Battery", Input::Decimal("V")),
    Field("/logger/battery_under_load_v", "Battery under load", Input::Decimal("V")),
    Field("/logger/backup_battery_v", "Backup battery", Input::Decimal("V")),
    Field("/logger/desiccant_was_changed", "The desiccant was changed", Input::Check),
    Field("/description", "Remarks", Input::Text),
];

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let record = json!({"site": visit.site(), "visit": visit.draft.with_untracked(|draft| draft.id()),
        "action_type": "equipmentMaintenance", "begin": visit.now(), "equipment": [null], "logger": {}});
    Part { form: Form::Logger, sheets: vec![Sheet::new(Kind::Action, record)] }
}

/// Loggers of the network, those at the site first.
fn loggers(entry: Entry) -> super::Choices {
    let visit = entry.visit;
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
        <Fields entry fields=FIELDS />
        <p class="field-result" role="status">{said}</p>
    }
}
