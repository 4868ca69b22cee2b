//! One sensor out, another in, with the two times: a retrieval and a deployment.

use super::items;
use crate::field::components::choice_input::{ChoiceInput, Choices};
use crate::field::components::text_input::TextInput;
use crate::field::components::time_input::TimeInput;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::{Kind, RecordId};
use leptos::prelude::*;
use serde_json::json;

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let (site, id) = (visit.site(), visit.draft.with_untracked(|draft| draft.id()));
    let out = json!({"site": site, "visit": id, "action_type": "instrumentRetrieval", "begin": visit.now()});
    let back = json!({"site": site, "visit": id, "action_type": "instrumentDeployment"});
    let sheets = vec![Sheet::new(Kind::Action, out), Sheet::new(Kind::Deployment, back)];
    Part { form: Form::Swap, sheets }
}

/// The form: `out` is the retrieval, `back` the deployment.
#[component]
pub fn SwapForm(out: Entry, back: Entry) -> impl IntoView {
    let visit = out.visit;
    let all = RwSignal::new(false);
    let there = Signal::derive(move || {
        let site = visit.site();
        let spans = visit.spans(Some(out.id));
        let open = spans.into_iter().filter(|span| Some(span.site) == site && span.end.is_none());
        let known: Choices = items(visit, true);
        let choice = |id: RecordId| {
            known.iter().find(|(item, _)| *item == id.to_string()).map(|(_, text)| text.clone())
        };
        open.filter(|span| span.deployment != back.id)
            .filter_map(|span| {
                Some((
                    span.deployment.to_string(),
                    format!("{}, since {}", choice(span.equipment)?, span.begin),
                ))
            })
            .collect::<Choices>()
    });
    let spare = Signal::derive(move || {
        let deployed: Vec<RecordId> = visit
            .spans(Some(back.id))
            .iter()
            .filter(|span| span.end.is_none())
            .map(|span| span.equipment)
            .collect();
        let old = out.named("/deployment");
        visit.device.replica.with(|replica| {
            let model =
                old.and_then(|id| replica.equipment(replica.deployment(id)?.equipment?)?.model);
            let fits = |id: &str| {
                let Ok(id) = id.parse::<RecordId>() else { return false };
                let is_same =
                    model.is_none() || replica.equipment(id).and_then(|item| item.model) == model;
                is_same && !deployed.contains(&id)
            };
            items(visit, true)
                .into_iter()
                .filter(|(id, _)| all.get() || fits(id))
                .collect::<Choices>()
        })
    });
    // The new one hangs where the old one hung, and feeds what it fed.
    let chosen = Callback::new(move |id: String| {
        let Ok(id) = id.parse::<RecordId>() else { return };
        let old = visit.device.replica.with_untracked(|replica| replica.deployment(id).cloned());
        let Some(old) = old else { return };
        let is_instrument = old.action_type == "instrumentDeployment";
        out.set(
            "/action_type",
            json!(if is_instrument { "instrumentRetrieval" } else { "equipmentRetrieval" }),
        );
        back.set("/action_type", json!(old.action_type));
        back.set("/attached_to", json!(old.attached_to));
        back.set("/method", json!(old.method));
        back.set("/datastreams", json!(old.datastreams));
    });
    let minutes = move || {
        let (from, to) = (out.when("/begin")?, back.when("/begin")?);
        let minutes = (to.earliest().0 - from.earliest().0) / 60_000_000;
        Some(if minutes < 0 {
            "The new one is in the water before the old one was out".to_owned()
        } else {
            format!("{minutes} min out of the water")
        })
    };
    let fed = move || {
        let count = visit.draft.with(|draft| {
            draft
                .sheet(back.id)
                .and_then(|sheet| sheet.record["datastreams"].as_array().map(Vec::len))
                .unwrap_or(0)
        });
        format!("The new one feeds the {count} datastreams of the old one")
    };
    view! {
        <div class="field-grid">
            <ChoiceInput entry=out pointer="/deployment" label="Old item" choices=there chosen />
            <TimeInput entry=out pointer="/begin" label="Out of the water" />
            <ChoiceInput entry=back pointer="/equipment" label="New item" choices=spare />
            <TimeInput entry=back pointer="/begin" label="Back in the water" />
            <label class="field-check">
                <input type="checkbox" bind:checked=all />
                <span>"Show all items, not only spare ones of the same model"</span>
            </label>
            <TextInput entry=out pointer="/description" label="Why it was swapped" />
        </div>
        <p class="field-result" role="status">
            {move || minutes().unwrap_or_else(|| "Time out of the water: once both times are entered".to_owned())} " · " {fed}
        </p>
    }
}
