//! A visit that is not on this device: the way to its sheet, and onto the device to change it.

use crate::api::abort::AbortHandle;
use crate::api::error::ApiError;
use crate::api::records::{Asked, list, one};
use crate::browser;
use crate::components::page_title::PageTitle;
use crate::field::clock;
use crate::field::device::draft::{Form, Part, Sheet, VisitDraft};
use crate::field::device::replica::Replica;
use crate::field::device::{Device, use_device};
use crate::field::session::use_session;
use gagehouse_records::listed::RecordBody;
use gagehouse_records::outbox::canonical;
use gagehouse_records::role::Deed;
use gagehouse_records::swap::{Back, Out, swaps};
use gagehouse_records::{Body, Kind, RecordId};
use leptos::prelude::*;
use leptos_router::components::A;
use wasm_bindgen_futures::spawn_local;

/// Most records of a kind on one visit.
const MOST: u64 = 200;
/// The kinds of what is done on a visit and has a form.
const CHILDREN: [Kind; 3] = [Kind::Action, Kind::Calibration, Kind::Deployment];
/// The kinds of what hangs on a visit.
const HANGING: [Kind; 2] = [Kind::Annotation, Kind::Attachment];

/// The page of a visit that is not on this device.
#[component]
pub fn NotHere(id: Option<RecordId>) -> impl IntoView {
    let (device, session) = (use_device(), use_session());
    let problem = RwSignal::new(None::<String>);
    let abort = AbortHandle::of_owner();
    let bring = move |_| {
        let (Some(id), Some(who)) = (id, session.who()) else { return };
        // Another account's draft of it is not written over.
        if device.drafts.with_untracked(|drafts| drafts.contains_key(&id)) {
            problem.set(Some("Another account of this device is writing it.".to_owned()));
            return;
        }
        spawn_local(async move {
            let said = match fetch(id, device, abort).await {
                Ok(None) => {
                    Some("It has no site or no network that it could be written for.".to_owned())
                }
                Ok(Some((network, visit, parts))) => {
                    let may = who
                        .roles
                        .get(&network)
                        .is_some_and(|role| role.may(Deed::Write(Kind::Visit)));
                    if may {
                        device.keep_draft(&draft(who.name, network, visit, parts));
                        None
                    } else {
                        Some(format!("Your role in {network} does not change visits."))
                    }
                }
                Err(ApiError::Aborted) => return,
                Err(error) => Some(format!("{error}.")),
            };
            let _ = problem.try_set(said);
        });
    };
    let sheet = id.map(|id| {
        view! { <A href=format!("/field/visits/{id}/sheet") attr:class="button">"Its sheet"</A> }
    });
    view! {
        <div class="column">
            <PageTitle text="Visit" />
            <h1 tabindex="-1">"This visit is not on this device"</h1>
            <p class="lead">"Visits are written on the device where they were begun. One that was sent can be read on its sheet, and be brought here to be changed."</p>
            <p role="alert" class="field-problem">{move || problem.get()}</p>
            <p class="actions">
                {sheet}
                {id.map(|_| view! { <button type="button" class="button button--quiet" on:click=bring>"Bring it here to change it"</button> })}
                <A href="/field" attr:class="button button--quiet">"To your visits"</A>
            </p>
        </div>
    }
}

/// The network, the visit, and what was done on it.
type Fetched = (String, Sheet, Vec<Part>);

async fn fetch(
    id: RecordId,
    device: Device,
    abort: AbortHandle,
) -> Result<Option<Fetched>, ApiError> {
    let name = id.to_string();
    let visit = one(Kind::Visit, &name, abort).await?;
    let mut parts = Vec::new();
    let of_visit = CHILDREN.map(|kind| (kind, "visit")).into_iter();
    for (kind, by) in of_visit.chain(HANGING.map(|kind| (kind, "parent"))) {
        let asked = Asked::default().with(by, &name).with("limit", MOST);
        for item in list(kind, &asked, abort).await?.items {
            let form = Form::of(&Body::parse(kind, &item.record).0);
            parts.extend(form.zip(sheet(kind, item)));
        }
    }
    parts.sort_by_key(|(_, sheet)| {
        Body::parse(sheet.kind, &sheet.record).0.index().begin.map(|w| w.earliest())
    });
    let parts = device.replica.with_untracked(|replica| with_swaps(parts, replica));
    let network = visit.network.clone();
    let has_site = visit.record["site"].is_i64();
    let visit = sheet(Kind::Visit, visit).filter(|_| has_site && !network.is_empty());
    Ok(visit.map(|visit| (network, visit, parts)))
}

/// The parts of a visit: a retrieval and the deployment of what came in the place of the item are one swap.
fn with_swaps(found: Vec<(Form, Sheet)>, replica: &Replica) -> Vec<Part> {
    let bodies: Vec<Body> =
        found.iter().map(|(_, sheet)| Body::parse(sheet.kind, &sheet.record).0).collect();
    let model = |item: Option<RecordId>| item.and_then(|id| replica.equipment(id)?.model);
    let (mut outs, mut backs) = (Vec::new(), Vec::new());
    for (at, body) in bodies.iter().enumerate() {
        match body {
            Body::Action(retrieval) if retrieval.is_retrieval() => {
                let ended = retrieval.deployment.and_then(|id| replica.deployment(id));
                outs.extend(
                    ended
                        .map(|ended| (at, Out { retrieval, ended, model: model(ended.equipment) })),
                );
            }
            Body::Deployment(deployment) => {
                backs.push((at, Back { deployment, model: model(deployment.equipment) }));
            }
            _ => {}
        }
    }
    let (out_at, outs): (Vec<usize>, Vec<Out<'_>>) = outs.into_iter().unzip();
    let (back_at, backs): (Vec<usize>, Vec<Back<'_>>) = backs.into_iter().unzip();
    let pairs = swaps(&outs, &backs).into_iter();
    let pairs: Vec<(usize, usize)> =
        pairs.map(|(out, back)| (out_at[out], back_at[back])).collect();
    let mut found: Vec<Option<(Form, Sheet)>> = found.into_iter().map(Some).collect();
    let mut parts = Vec::new();
    for at in 0..found.len() {
        if pairs.iter().any(|(_, back)| *back == at) {
            continue;
        }
        let pair = pairs.iter().find(|(out, _)| *out == at);
        let back = pair.and_then(|(_, back)| found[*back].take());
        let Some((form, sheet)) = found[at].take() else { continue };
        parts.push(match back {
            Some((_, back)) => Part { form: Form::Swap, sheets: vec![sheet, back] },
            None => Part { form, sheets: vec![sheet] },
        });
    }
    parts
}

/// A record as the server has it, to be changed from there.
fn sheet(kind: Kind, item: RecordBody) -> Option<Sheet> {
    let record = canonical(kind, &item.record);
    let id = item.id.parse().ok()?;
    Some(Sheet { id, kind, finished: Some(record.clone()), record, version: Some(item.version) })
}

fn draft(author: String, network: String, visit: Sheet, parts: Vec<Part>) -> VisitDraft {
    let begin = Body::parse(Kind::Visit, &visit.record).0.index().begin;
    let offset_minutes =
        begin.map_or_else(clock::device_offset_minutes, |begin| begin.offset_minutes());
    let changed_ms = browser::now_ms();
    VisitDraft {
        author,
        network,
        offset_minutes,
        is_open: true,
        changed_ms,
        visit,
        parts,
        alone: None,
        visibility: None,
    }
}

/// What an item is called, of what the device knows.
pub fn item_name(device: Device, item: Option<RecordId>) -> String {
    let known = device.replica.with(|replica| {
        item.and_then(|id| replica.equipment(id)).map(|item| format!("{} {}", item.code, item.name))
    });
    known.unwrap_or_else(|| "an item".to_owned())
}
