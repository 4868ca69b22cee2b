//! A visit, or work at the bench or at the maker: while it is written, its forms; once finished, what it says and how far its
//! sending is; and of one that only the server has, the way to its sheet and onto this device.

mod about;
mod fetch;
mod writing;

use super::columns;
use super::components::outbox_list::OutboxList;
use super::components::record_table::{list_of, page_of};
use super::device::draft::{Form, Sheet, VisitDraft};
use super::device::lock::{Held, Lock};
use super::device::use_device;
use super::entry::{OpenVisit, site_name, title};
use super::session::use_session;
use crate::components::page_title::PageTitle;
use fetch::{NotHere, item_name};
use gagehouse_records::RecordId;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use wasm_bindgen_futures::spawn_local;
use writing::Writing;

/// The page.
#[component]
pub fn VisitPage() -> impl IntoView {
    let device = use_device();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<RecordId>().ok()));
    // Only another visit makes another page: what is typed must not.
    let session = use_session();
    let shown = Memo::new(move |_| {
        let name = session.who().map(|who| who.name);
        let found = id.get().and_then(|id| {
            device.drafts.with(|drafts| {
                drafts
                    .get(&id)
                    .filter(|draft| Some(&draft.author) == name.as_ref())
                    .map(|draft| (id, draft.is_open))
            })
        });
        (device.is_open.get(), found)
    });
    move || match shown.get() {
        (false, _) => ().into_any(),
        (true, Some((id, _))) => {
            let found = device.drafts.with_untracked(|drafts| drafts.get(&id).cloned());
            found.map(|draft| view! { <Visit draft /> }.into_any()).into_any()
        }
        (true, None) => view! { <NotHere id=id.get() /> }.into_any(),
    }
}

#[component]
fn Visit(draft: VisitDraft) -> impl IntoView {
    let device = use_device();
    let site = draft.site();
    let (is_open, id, alone) = (draft.is_open, draft.id(), draft.alone);
    let item = draft.item();
    let whole_name = match draft.visit.version {
        None if is_open => format!("New {}", draft.visit.kind.one()),
        _ => title(device, &draft.visit),
    };
    let held = RwSignal::new(Held::Here);
    let visit =
        OpenVisit { device, draft: RwSignal::new(draft), tried: RwSignal::new(false), held };
    let name = Signal::derive(move || match alone {
        None => format!("Visit of {}", site_name(device, site)),
        // The form shows what was typed since.
        Some(Form::Record) => whole_name.clone(),
        Some(form) => {
            let what =
                if form == Form::FactoryService { "Factory service" } else { "Bench calibration" };
            format!("{what} of {}", item_name(device, item))
        }
    });
    view! {
        <div class="column field-visit">
            <PageTitle text=name />
            <h1 tabindex="-1">{move || name.get()}</h1>
            {if is_open {
                view! { <OneWriter visit id /> }.into_any()
            } else {
                view! {
                    <Finished visit />
                    <OutboxList visit=id />
                }
                    .into_any()
            }}
        </div>
    }
}

/// The forms, for one tab of the browser at a time: the others read what they show.
#[component]
fn OneWriter(visit: OpenVisit, id: RecordId) -> impl IntoView {
    let device = visit.device;
    // What the other tab wrote meanwhile is what goes on.
    let came = Callback::new(move |()| {
        spawn_local(async move {
            if let Some(draft) = device.read_again(id).await {
                let _ = visit.draft.try_set(draft);
            }
        });
    });
    let lock = Lock::of(id, visit.held, came);
    let is_elsewhere = move || visit.held.get() == Held::Elsewhere;
    view! {
        <Show when=is_elsewhere>
            <section class="card state--error" aria-labelledby="elsewhere">
                <h2 id="elsewhere">"It is open in another tab"</h2>
                <p>"What is shown here may be older, and cannot be changed. Close the other tab, or take it over: what was typed there is kept and stands here then."</p>
                <p class="actions">
                    <button type="button" class="button" on:click=move |_| lock.take_over()>"Take it over"</button>
                </p>
            </section>
        </Show>
        <fieldset class="field-whole" disabled=is_elsewhere>
            <Writing visit />
        </fieldset>
    }
}

/// What was finished, and the way to change it.
#[component]
fn Finished(visit: OpenVisit) -> impl IntoView {
    let device = visit.device;
    let id = visit.draft.with_untracked(VisitDraft::id);
    let sheets: Vec<Sheet> = visit.draft.with_untracked(|draft| draft.sheets().cloned().collect());
    let rows = sheets.into_iter().map(|sheet| {
        let title = title(device, &sheet);
        let record = sheet.id;
        let standing = move || {
            let waits = device
                .outbox
                .with(|outbox| outbox.items().iter().any(|item| item.record() == Some(record)));
            let version = device
                .drafts
                .with(|drafts| drafts.get(&id).and_then(|draft| draft.sheet(record)?.version));
            match (waits, version) {
                (true, _) => "not yet sent".to_owned(),
                (false, Some(version)) => format!("sent, version {version} at the server"),
                (false, None) => "taken out, not sent".to_owned(),
            }
        };
        view! { <li>{title} " · " <span class="quiet">{standing}</span></li> }
    });
    let draft = visit.draft.get_untracked();
    // The server has a sheet of it once it is sent.
    let is_visit = draft.alone.is_none();
    let is_there = Memo::new(move |_| {
        device
            .drafts
            .with(|drafts| drafts.get(&id).is_some_and(|draft| draft.visit.version.is_some()))
    });
    let sheet = move || {
        (is_visit && is_there.get()).then(|| {
        view! { <A href=format!("/field/visits/{id}/sheet") attr:class="button button--quiet">"Its sheet"</A> }
    })
    };
    let item = draft.item().map(|item| {
        view! { <A href=format!("/field/equipment/{item}") attr:class="button button--quiet">"The item"</A> }
    });
    // The server has a page of a record once it is sent.
    let own_page = move || {
        let sent = device.drafts.with(|drafts| {
            let draft = drafts.get(&id).filter(|draft| draft.alone == Some(Form::Record))?;
            draft.visit.version.and(page_of(draft.visit.kind, &id.to_string()))
        });
        sent.map(|page| view! { <A href=page attr:class="button button--quiet">"Its page"</A> })
    };
    let list = (draft.alone == Some(Form::Record)).then(|| {
        let kind = draft.visit.kind;
        view! { <A href=list_of(kind) attr:class="button button--quiet">{columns::title(kind)}</A> }
    });
    let change = move |_| {
        // What the server has of it was noted meanwhile.
        if let Some(draft) = device.drafts.with_untracked(|drafts| drafts.get(&id).cloned()) {
            visit.draft.set(draft);
        }
        visit.change(|draft| draft.is_open = true);
    };
    view! {
        <section class="card" aria-labelledby="finished">
            <h2 id="finished">"Finished"</h2>
            <ul class="field-list">{rows.collect_view()}</ul>
            <p class="actions">
                <button type="button" class="button button--quiet" on:click=change>"Change"</button>
                {sheet}
                {item}
                {own_page}
                {list}
                <A href="/field" attr:class="button">"To your visits"</A>
            </p>
        </section>
    }
}
