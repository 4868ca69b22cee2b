//! What deploying, retrieving and swapping have in common: what is there, what could be put there, and what it feeds.

use super::choices::items;
use crate::api::device::Stream;
use crate::field::components::choice_input::{ChoiceInput, Choices};
use crate::field::components::time_input::TimeInput;
use crate::field::device::Device;
use crate::field::entry::{Entry, OpenVisit};
use crate::field::words::when_text;
use gagehouse_records::RecordId;
use gagehouse_records::kinds::Fed;
use gagehouse_records::rules::Span;
use gagehouse_records::vocabulary::{MEDIUM, lower_camel_case};
use leptos::prelude::*;
use serde_json::{Value, json};

/// The deployments that `retrieval` could end: those at the site, except that of `beside`. What is elsewhere is taken out on a
/// visit there. Tracked.
pub fn ends(visit: OpenVisit, retrieval: RecordId, beside: Option<RecordId>) -> Choices {
    let site = visit.site();
    let known = items(visit, true);
    let choice = |span: Span| {
        let item = span.equipment.to_string();
        let name = known.iter().find(|(id, _)| *id == item).map(|(_, text)| text.clone())?;
        let text = format!("{name}, since {}", when_text(span.begin));
        Some((span.deployment.to_string(), text))
    };
    let spans = visit.spans(Some(retrieval)).into_iter();
    let open = spans.filter(|span| span.end.is_none() && Some(span.deployment) != beside);
    let mut choices: Choices =
        open.filter(|span| Some(span.site) == site).filter_map(choice).collect();
    choices.sort_by(|a, b| a.1.cmp(&b.1));
    choices
}

/// The items that `deployment` could put in place: those at hand, in the place of an item other ones of its
/// model; or all. Tracked.
pub fn spare(
    visit: OpenVisit,
    deployment: RecordId,
    in_place_of: Option<RecordId>,
    all: bool,
) -> Choices {
    let spans = visit.spans(Some(deployment));
    let is_deployed =
        |id: RecordId| spans.iter().any(|span| span.end.is_none() && span.equipment == id);
    visit.device.replica.with(|replica| {
        let model = in_place_of.and_then(|id| replica.equipment(id)?.model);
        let fits = |id: &str| {
            let Some((id, item)) =
                id.parse().ok().and_then(|id| Some((id, replica.equipment(id)?)))
            else {
                return false;
            };
            item.is_at_hand() && !is_deployed(id) && (model.is_none() || item.model == model)
        };
        // What is taken out is not what is put in its place.
        let old = in_place_of.map(|id| id.to_string());
        let others = items(visit, true).into_iter().filter(|(id, _)| Some(id) != old.as_ref());
        others.filter(|(id, _)| all || fits(id)).collect()
    })
}

/// Takes an item into a deployment: its type follows from its model, and so does what it feeds; a datastream that the record
/// names already stays with the output variable.
pub fn put_in_place(entry: Entry, item: &str) {
    let visit = entry.visit;
    let model = visit
        .device
        .replica
        .with_untracked(|replica| replica.model_of(item.parse().ok()?).cloned());
    let Some(model) = model else { return };
    let what = if model.is_instrument { "instrumentDeployment" } else { "equipmentDeployment" };
    entry.set("/action_type", json!(what));
    let named = visit.draft.with_untracked(|draft| {
        let list = draft.sheet(entry.id).map(|sheet| sheet.record["datastreams"].clone());
        list.and_then(|list| serde_json::from_value::<Vec<Fed>>(list).ok()).unwrap_or_default()
    });
    let streams = streams(visit);
    let mut rows: Vec<Value> = Vec::new();
    for output in &model.output_variables {
        let own = named.iter().filter(|fed| fed.output_variable == output.variable);
        let before = rows.len();
        rows.extend(own.map(|fed| json!(fed)));
        if rows.len() > before {
            continue;
        }
        let is_it = |stream: &&Stream| {
            stream.variable_code.as_deref() == Some(output.variable.as_str())
                && stream.unit_symbol.as_deref().is_some_and(|unit| output.fits(unit))
        };
        // What comes from the instrument is raw: the lowest level.
        let raw = streams.iter().filter(is_it).min_by_key(|stream| stream.processing_level.clone());
        rows.push(feeding(raw, &output.variable, &output.unit));
    }
    entry.set("/datastreams", json!(rows));
}

fn feeding(stream: Option<&Stream>, variable: &str, unit: &str) -> Value {
    let medium = stream.and_then(|stream| stream.sampled_medium.as_deref()).map(lower_camel_case);
    let medium = medium.filter(|code| MEDIUM.has(code)).unwrap_or_else(|| "unknown".to_owned());
    json!({"output_variable": variable,
        "unit": stream.and_then(|stream| stream.unit_symbol.clone()).unwrap_or_else(|| unit.to_owned()),
        "datastream": stream.map(|stream| stream.key),
        "processing_level": stream.and_then(|stream| stream.processing_level.clone()).unwrap_or_default(),
        "medium": medium})
}

/// The site's datastreams, as the device keeps them; tracked.
pub fn streams(visit: OpenVisit) -> Vec<Stream> {
    let site = visit.site().unwrap_or_default();
    visit
        .device
        .streams
        .with(|all| all.get(&site).map(|site| site.datastreams.clone()).unwrap_or_default())
}

/// A datastream for a person: its variable, unit and processing level.
pub fn stream_text(stream: &Stream) -> String {
    let unit = stream.unit_symbol.as_deref().map(|unit| format!(" ({unit})")).unwrap_or_default();
    let level = stream.processing_level.as_deref().map(|level| format!(", level {level}"));
    format!("{}{unit}{}", stream.variable_name, level.unwrap_or_default())
}

/// What is put in place or taken out, and when.
#[component]
pub fn ItemAt(
    /// The deployment or retrieval.
    entry: Entry,
    /// The field that names the item, or the deployment of it.
    pointer: &'static str,
    /// What the item is called.
    item: &'static str,
    /// What its time is called.
    time: &'static str,
    /// What can be chosen.
    choices: Signal<Choices>,
    /// What follows from a choice.
    chosen: Callback<String>,
) -> impl IntoView {
    view! {
        <ChoiceInput entry pointer label=item choices chosen />
        <TimeInput entry pointer="/begin" label=time />
    }
}

/// Whether all items can be chosen.
#[component]
pub fn ShowAll(
    /// Whether they can.
    all: RwSignal<bool>,
    /// Which ones can be chosen else.
    but: &'static str,
) -> impl IntoView {
    view! {
        <label class="field-check">
            <input type="checkbox" bind:checked=all />
            <span>{format!("Show all items, not only {but}")}</span>
        </label>
    }
}

/// The datastreams that a deployment feeds, one row for each output variable of the item's model.
#[component]
pub fn Feeds(entry: Entry) -> impl IntoView {
    let visit = entry.visit;
    let outputs = Memo::new(move |_| {
        visit.draft.with(|draft| {
            let rows = draft.sheet(entry.id).map(|sheet| sheet.record["datastreams"].clone());
            let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
            let rows = rows.as_ref().and_then(Value::as_array).map(Vec::as_slice);
            rows.unwrap_or_default()
                .iter()
                .map(|row| (text(row, "output_variable"), text(row, "unit")))
                .collect::<Vec<_>>()
        })
    });
    let choices = Signal::derive(move || {
        let streams = streams(visit);
        streams.iter().map(|s| (s.key.to_string(), stream_text(s))).collect::<Choices>()
    });
    let row = move |(at, (variable, _)): (usize, (String, String))| {
        let label = format!("{variable} feeds");
        let chosen = Callback::new(move |key: String| {
            let found = streams(visit).into_iter().find(|stream| stream.key.to_string() == key);
            let field = |name: &str| format!("/datastreams/{at}/{name}");
            let (variable, unit) =
                (entry.text_now(&field("output_variable")), entry.text_now(&field("unit")));
            entry.set(&format!("/datastreams/{at}"), feeding(found.as_ref(), &variable, &unit));
        });
        view! { <ChoiceInput entry pointer=format!("/datastreams/{at}/datastream") label choices chosen faults_of=format!("/datastreams/{at}/") /> }
    };
    move || {
        let outputs = outputs.get();
        (!outputs.is_empty()).then(|| {
            view! {
                <fieldset>
                    <legend>"What it feeds"</legend>
                    <div class="field-grid">
                        {outputs.into_iter().enumerate().map(row).collect_view()}
                    </div>
                </fieldset>
            }
        })
    }
}

/// The item of a deployment.
pub fn item_of(device: Device, deployment: Option<RecordId>) -> Option<RecordId> {
    device.replica.with(|replica| replica.deployment(deployment?)?.equipment)
}
