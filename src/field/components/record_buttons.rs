//! The ways to write a record of its own: a new one, a change of one that is there, its deletion.

use crate::browser;
use crate::field::clock;
use crate::field::device::draft::{Form, Sheet, VisitDraft};
use crate::field::device::use_device;
use crate::field::ids;
use crate::field::session::use_session;
use gagehouse_model::zone::offset_from_text;
use gagehouse_records::limits::Limits;
use gagehouse_records::listed::RecordBody;
use gagehouse_records::operation::{Change, Draft};
use gagehouse_records::outbox::{Finished, canonical};
use gagehouse_records::role::Deed;
use gagehouse_records::{Body, Kind};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

/// A button for each network in which whoever works here may write a kind.
#[component]
pub fn NewRecord(
    /// The kind.
    kind: Kind,
) -> impl IntoView {
    let begin = use_begin();
    let (device, session) = (use_device(), use_session());
    let networks = Memo::new(move |_| {
        // What the device keeps tells the clock of the network.
        let who = session.who().filter(|_| device.is_open.get());
        let roles = who.into_iter().flat_map(|who| who.roles);
        let may = roles.filter(|(_, role)| role.may(Deed::Write(kind)));
        may.map(|(network, _)| network).collect::<Vec<String>>()
    });
    move || {
        let networks = networks.get();
        let several = networks.len() > 1;
        let button = |network: String| {
            let place = if several { format!(" in {network}") } else { String::new() };
            let start = move |_| begin.run((network.clone(), Sheet::new(kind, first(kind))));
            view! {
                <button type="button" class="button button--quiet" on:click=start>
                    {format!("New {}{place}", kind.one())}
                </button>
            }
        };
        (!networks.is_empty() && !gagehouse_records::form::fields(kind).is_empty()).then(
            || view! { <p class="actions">{networks.into_iter().map(button).collect_view()}</p> },
        )
    }
}

/// What a new record of a kind starts from.
fn first(kind: Kind) -> Value {
    match kind {
        // What holds until a network decides: it is changed, not typed anew.
        Kind::Limits => Body::Limits(Box::new(Limits::usual())).to_json(),
        Kind::Equipment => json!({"status": "inStock"}),
        _ => json!({}),
    }
}

/// Begins to write a record: keeps its draft and opens its form.
fn use_begin() -> Callback<(String, Sheet)> {
    let (device, session) = (use_device(), use_session());
    let navigate = use_navigate();
    Callback::new(move |(network, sheet): (String, Sheet)| {
        let Some(who) = session.who() else { return };
        let id = sheet.id;
        // What was typed before and is not finished goes on.
        let is_open = device.drafts.with_untracked(|drafts| {
            drafts.get(&id).is_some_and(|draft| draft.is_open && draft.author == who.name)
        });
        if !is_open {
            device.keep_draft(&VisitDraft {
                author: who.name,
                offset_minutes: offset_of(device, &network),
                network,
                is_open: true,
                changed_ms: browser::now_ms(),
                visit: sheet,
                parts: Vec::new(),
                alone: Some(Form::Record),
                visibility: None,
            });
        }
        navigate(&format!("/field/visits/{id}"), Default::default());
    })
}

/// The standard clock of a network's sites, else the device's.
fn offset_of(device: crate::field::device::Device, network: &str) -> i32 {
    let known = device.sites.with_untracked(|sites| {
        let own = sites.value.iter().filter(|site| site.network.as_deref() == Some(network));
        own.filter_map(|site| site.standard_utc_offset.as_deref()).find_map(offset_from_text)
    });
    known.unwrap_or_else(clock::device_offset_minutes)
}

/// Buttons to change a record and to delete it, for those who may.
#[component]
pub fn ChangeRecord(
    /// Its kind.
    kind: Kind,
    /// As the server has it.
    item: RecordBody,
) -> impl IntoView {
    let begin = use_begin();
    let session = use_session();
    let item = StoredValue::new(item);
    let may = move |deed: Deed| {
        let who = session.who();
        let role = item.with_value(|item| who.as_ref()?.roles.get(&item.network).copied());
        role.is_some_and(|role| role.may(deed))
    };
    let change = move |_| {
        let item = item.get_value();
        let record = canonical(kind, &item.record);
        let Ok(id) = item.id.parse() else { return };
        let version = Some(item.version);
        begin.run((
            item.network,
            Sheet { id, kind, finished: Some(record.clone()), record, version },
        ));
    };
    let is_asked = RwSignal::new(false);
    move || {
        let may_delete = may(Deed::Delete(kind));
        may(Deed::Write(kind)).then(|| {
            view! {
                <p class="actions">
                    <button type="button" class="button button--quiet" on:click=change>"Change"</button>
                    {may_delete.then(|| view! {
                        <button type="button" class="button button--quiet" aria-expanded=move || is_asked.get().to_string() on:click=move |_| is_asked.update(|is| *is = !*is)>
                            "Delete"
                        </button>
                    })}
                </p>
                <Show when=move || is_asked.get()>
                    <DeleteRecord kind item=item.get_value() />
                </Show>
            }
        })
    }
}

/// Why it is deleted, and its deletion.
#[component]
fn DeleteRecord(kind: Kind, item: RecordBody) -> impl IntoView {
    let (device, session) = (use_device(), use_session());
    let navigate = use_navigate();
    let reason = RwSignal::new(String::new());
    let problem = RwSignal::new("");
    let delete = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if reason.with_untracked(|reason| reason.trim().is_empty()) {
            problem.set("A deletion needs a reason: it is kept with who did it and when.");
            return;
        }
        let (Some(who), Ok(record)) = (session.who(), item.id.parse()) else { return };
        let before = canonical(kind, &item.record);
        let title = Body::parse(kind, &item.record).0.index().title;
        device.with_outbox(|outbox| {
            outbox.add(Finished {
                operation: ids::fresh(),
                kind,
                record,
                change: Change::Delete(item.version),
                before: Some(before.clone()),
                draft: Draft {
                    network: Some(item.network.clone()),
                    visibility: None,
                    reason: reason.get_untracked(),
                    record: before,
                },
                author: who.name,
                visit: None,
                title: format!("Deletion of {} {title}", kind.one()),
            })
        });
        navigate("/field", Default::default());
    };
    view! {
        <form class="card field-search" on:submit=delete>
            <label class="field-label">
                "Why it is deleted"
                <input type="text" autocomplete="off" bind:value=reason />
            </label>
            <button type="submit" class="button">{format!("Delete this {}", kind.one())}</button>
            <p class="field-problem" role="alert">{move || problem.get()}</p>
        </form>
    }
}
