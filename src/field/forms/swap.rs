//! One sensor out, another in, with the two times, read side by side while both can be: a retrieval and a deployment.

use super::placing::{Feeds, ItemAt, ShowAll, ends, item_of, put_in_place, spare};
use super::{number, retrieval};
use crate::field::components::decimal_input::DecimalInput;
use crate::field::components::text_input::TextInput;
use crate::field::components::time_input::TimeInput;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::kinds::Deployment;
use gagehouse_records::words::percent_behind;
use gagehouse_records::{Kind, arithmetic};
use leptos::prelude::*;
use serde_json::{Value, json};

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let (site, id) = (visit.site(), visit.draft.with_untracked(|draft| draft.id()));
    let back = json!({"site": site, "visit": id, "action_type": "instrumentDeployment"});
    let sheets = vec![retrieval::sheet(visit), Sheet::new(Kind::Deployment, back)];
    Part { form: Form::Swap, sheets }
}

/// The form: `out` is the retrieval, `back` the deployment.
#[component]
pub fn SwapForm(out: Entry, back: Entry) -> impl IntoView {
    let visit = out.visit;
    let all = RwSignal::new(false);
    let there = Signal::derive(move || ends(visit, out.id, Some(back.id)));
    let old = Memo::new(move |_| item_of(visit.device, out.named("/deployment")));
    let new = Signal::derive(move || spare(visit, back.id, old.get(), all.get()));
    // The new one hangs where the old one hung, and feeds what it fed.
    let old_chosen = Callback::new(move |id: String| {
        retrieval::follow(out, &id);
        let old = visit.device.replica.with_untracked(|r| r.deployment(id.parse().ok()?).cloned());
        let Some(old) = old else { return };
        back.set("/action_type", json!(old.action_type));
        back.set("/attached_to", json!(old.attached_to));
        back.set("/method", json!(old.method));
        back.set("/datastreams", json!(old.datastreams));
        out.set("/readings", json!(side_by_side(&old, &visit.now())));
    });
    let new_chosen = Callback::new(move |item: String| {
        put_in_place(back, &item);
        let id: Option<gagehouse_records::RecordId> = item.parse().ok();
        for at in 0..readings(out) {
            out.set(&format!("/readings/{at}/device"), json!(id));
        }
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
    view! {
        <div class="field-grid">
            <ItemAt entry=out pointer="/deployment" item="Old item" time="Out of the water" choices=there chosen=old_chosen />
            <ItemAt entry=back pointer="/equipment" item="New item" time="Back in the water" choices=new chosen=new_chosen />
            <ShowAll all but="spare ones of the same model" />
            <TextInput entry=out pointer="/description" label="Why it was swapped" />
        </div>
        <p class="field-result" role="status">
            {move || minutes().unwrap_or_else(|| "Time out of the water: once both times are entered".to_owned())}
        </p>
        <SideBySide out />
        <Feeds entry=back />
    }
}

/// A reading for each output variable that the old one fed: `value` is what the new one shows, `sensor_value` the old one.
fn side_by_side(old: &Deployment, now: &str) -> Vec<Value> {
    let mut rows: Vec<Value> = Vec::new();
    for fed in &old.datastreams {
        if rows.iter().all(|row| row["variable"] != json!(fed.output_variable)) {
            rows.push(json!({"variable": fed.output_variable, "unit": fed.unit, "datastream": fed.datastream,
                "reading_type": "reference", "when": now, "method": "old and new sensor side by side"}));
        }
    }
    rows
}

fn readings(entry: Entry) -> usize {
    entry.visit.draft.with(|draft| {
        let list = draft.sheet(entry.id).and_then(|sheet| sheet.record["readings"].as_array());
        list.map_or(0, Vec::len)
    })
}

/// Old and new sensor at one time, what they differ by, and whether they agree as the network wants it.
#[component]
fn SideBySide(out: Entry) -> impl IntoView {
    let count = Memo::new(move |_| readings(out));
    let row = move |at: usize| {
        let field = move |name: &str| format!("/readings/{at}/{name}");
        let (variable, unit) = (out.text_now(&field("variable")), out.text_now(&field("unit")));
        let unit_shown = Signal::stored(unit.clone());
        let (old, new) = (format!("Old shows {variable}"), format!("New shows {variable}"));
        let limits = out.visit.device.replica.with_untracked(|r| r.limits(&out.visit.network()));
        let agreement = limits.of(&variable).map(|limits| limits.agreement.clone());
        let variable_held = variable.clone();
        let differ = move || {
            let old = out.decimal(&field("sensor_value"))?;
            let new = out.decimal(&field("value"))?;
            let percent = arithmetic::departure(old.value(), new.value()).percent;
            let percent = percent_behind(percent, &variable_held, &unit);
            let agrees = agreement.as_ref().and_then(|agreement| {
                let most = agreement.at(new.value())?;
                let agree = agreement.holds(new.value(), old.value())?;
                let words = if agree { "they agree" } else { "they do not agree" };
                Some(format!(": {words} (within {} {unit})", number(most)))
            });
            let off = old.minus(&new).signed(&unit);
            Some(format!("Old − new: {off}{percent}{}", agrees.unwrap_or_default()))
        };
        view! {
            <DecimalInput entry=out pointer=format!("/readings/{at}/sensor_value") label=old unit=unit_shown />
            <DecimalInput entry=out pointer=format!("/readings/{at}/value") label=new unit=unit_shown />
            <p class="field-result" role="status">
                {move || differ().unwrap_or_else(|| "Old − new: once both are entered".to_owned())}
            </p>
        }
    };
    move || {
        let count = count.get();
        (count > 0).then(|| {
            let also: Vec<String> = (1..count).map(|at| format!("/readings/{at}/when")).collect();
            view! {
                <fieldset>
                    <legend>"Side by side in the water, where both can be read"</legend>
                    <div class="field-grid">
                        <TimeInput entry=out pointer="/readings/0/when" label="Both read" also />
                    </div>
                    // The old and the new one of each variable stand beside each other.
                    <div class="field-grid">
                        {(0..count).map(row).collect_view()}
                    </div>
                </fieldset>
            }
        })
    }
}
