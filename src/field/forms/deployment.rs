//! An item put in place: what is at hand, on what it hangs, what it feeds.

use super::choices::{items, methods};
use super::placing::{Feeds, ItemAt, ShowAll, put_in_place, spare};
use crate::field::components::choice_input::ChoiceInput;
use crate::field::components::text_input::TextInput;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::Kind;
use leptos::prelude::*;
use serde_json::json;

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let id = visit.draft.with_untracked(|draft| draft.id());
    let record = json!({"site": visit.site(), "visit": id, "action_type": "instrumentDeployment", "begin": visit.now()});
    Part { form: Form::Deployment, sheets: vec![Sheet::new(Kind::Deployment, record)] }
}

/// The form.
#[component]
pub fn DeploymentForm(entry: Entry) -> impl IntoView {
    let visit = entry.visit;
    let all = RwSignal::new(false);
    let choices = Signal::derive(move || spare(visit, entry.id, None, all.get()));
    let chosen = Callback::new(move |item: String| put_in_place(entry, &item));
    let carriers = Signal::derive(move || {
        let own = entry.text("/equipment");
        items(visit, false).into_iter().filter(|(id, _)| *id != own).collect()
    });
    let how = Signal::derive(move || methods(visit, &entry.text("/action_type")));
    // Asked for only of what is not at hand.
    let needs_reason = Memo::new(move |_| {
        let item = entry.named("/equipment");
        let is_away = visit.device.replica.with(|replica| {
            item.and_then(|id| replica.equipment(id)).is_some_and(|i| !i.is_at_hand())
        });
        is_away || !entry.text("/override_reason").is_empty()
    });
    view! {
        <div class="field-grid">
            <ItemAt entry pointer="/equipment" item="Item" time="In place" choices chosen />
            <ShowAll all but="those at hand" />
            <ChoiceInput entry pointer="/attached_to" label="Hangs on" choices=carriers />
            <ChoiceInput entry pointer="/method" label="Method" choices=how />
            <Show when=move || needs_reason.get()>
                <TextInput entry pointer="/override_reason" label="Why it is put in place though it is not in stock" />
            </Show>
        </div>
        <Feeds entry />
        <TextInput entry pointer="/description" label="Remarks" />
    }
}
