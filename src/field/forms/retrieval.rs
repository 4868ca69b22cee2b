//! An item taken out: it ends the deployment that put it there.

use super::placing::{ItemAt, ends};
use crate::field::components::text_input::TextInput;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::{Kind, RecordId};
use leptos::prelude::*;
use serde_json::json;

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    Part { form: Form::Retrieval, sheets: vec![sheet(visit)] }
}

/// Its record.
pub fn sheet(visit: OpenVisit) -> Sheet {
    let id = visit.draft.with_untracked(|draft| draft.id());
    let record = json!({"site": visit.site(), "visit": id, "action_type": "instrumentRetrieval", "begin": visit.now()});
    Sheet::new(Kind::Action, record)
}

/// What follows from the choice of the deployment that is ended: an instrument is retrieved as one.
pub fn follow(entry: Entry, deployment: &str) {
    let kept = deployment.parse::<RecordId>().ok().and_then(|id| {
        entry
            .visit
            .device
            .replica
            .with_untracked(|r| r.deployment(id).map(|d| d.action_type.clone()))
    });
    let what = if kept.as_deref() == Some("equipmentDeployment") {
        "equipmentRetrieval"
    } else {
        "instrumentRetrieval"
    };
    entry.set("/action_type", json!(what));
}

/// The form.
#[component]
pub fn RetrievalForm(entry: Entry) -> impl IntoView {
    let visit = entry.visit;
    let choices = Signal::derive(move || ends(visit, entry.id, None));
    let chosen = Callback::new(move |id: String| follow(entry, &id));
    view! {
        <div class="field-grid">
            <ItemAt entry pointer="/deployment" item="Item" time="Taken out" choices chosen />
        </div>
        <p class="quiet small">"What is at this site. An item at another site is taken out on a visit of that site."</p>
        <TextInput entry pointer="/description" label="Why it was taken out" />
    }
}
