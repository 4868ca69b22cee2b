//! A visit while it is written: its own fields, the forms of what was done, and what stops it from being finished.

use super::about::{CheckIn, CompletedWork, Crew};
use crate::field::components::ask_first::AskFirst;
use crate::field::components::text_input::TextInput;
use crate::field::components::time_input::TimeInput;
use crate::field::device::draft::{Form, Part, VisitDraft};
use crate::field::entry::{Entry, OpenVisit, title};
use crate::field::forms::calibration::{self, CalibrationForm};
use crate::field::forms::deployment::{self, DeploymentForm};
use crate::field::forms::discharge::{self, DischargeForm};
use crate::field::forms::levels::{self, LevelsForm};
use crate::field::forms::logger::{self, LoggerForm};
use crate::field::forms::maintenance::{self, MaintenanceForm};
use crate::field::forms::note::{self, NoteForm};
use crate::field::forms::other::{self, OtherForm};
use crate::field::forms::photo::{PhotoButton, PhotoForm};
use crate::field::forms::reading::{self, ReadingForm};
use crate::field::forms::record::RecordForm;
use crate::field::forms::retrieval::{self, RetrievalForm};
use crate::field::forms::service::ServiceForm;
use crate::field::forms::swap::{self, SwapForm};
use crate::field::ids;
use crate::field::session::{Reach, use_session};
use gagehouse_model::Visibility;
use gagehouse_records::{Body, Decimal, RecordId};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::json;

/// The forms of a visit, or of work without one.
#[component]
pub fn Writing(visit: OpenVisit) -> impl IntoView {
    let (device, session) = (visit.device, use_session());
    let navigate = use_navigate();
    let id = visit.draft.with_untracked(VisitDraft::id);
    let entry = visit.entry(id);
    let parts = Memo::new(move |_| {
        visit.draft.with(|draft| {
            draft
                .parts
                .iter()
                .map(|part| (part.form, part.sheets.iter().map(|s| s.id).collect::<Vec<_>>()))
                .collect::<Vec<_>>()
        })
    });
    let problem = RwSignal::new(None::<String>);
    let finish = move |_| {
        visit.tried.set(true);
        let wrong = wrong(visit);
        if !wrong.is_empty() {
            problem.set(Some(format!("Not finished yet: {}.", wrong.join("; "))));
            return;
        }
        if visit.draft.with_untracked(|draft| draft.alone.is_none()) {
            if let Reach::Online { clock_ahead_s } = session.reach_now() {
                entry.set("/clock_offset_s", json!(Decimal::new(clock_ahead_s, 1)));
            }
            if entry.text_now("/end").is_empty() {
                entry.set("/end", json!(visit.now()));
            }
        }
        let mut draft = visit.draft.get_untracked();
        let changes = draft.finish(|sheet| title(device, sheet));
        device.finish(draft, |outbox| {
            let mut writes = Vec::new();
            for change in changes {
                let file = match Body::parse(change.kind, &change.draft.record).0 {
                    Body::Attachment(b) if change.before.is_none() => {
                        Some((change.record, b.sha256))
                    }
                    _ => None,
                };
                let (author, name) = (change.author.clone(), format!("{} (file)", change.title));
                writes.extend(outbox.add(change));
                if let Some(load) = file {
                    writes.extend(outbox.add_content(ids::fresh(), load, author, Some(id), name));
                }
            }
            writes
        });
        crate::components::route_focus::show_heading();
    };
    let was_finished = visit.draft.with_untracked(VisitDraft::was_finished);
    let discard = Callback::new(move |()| {
        device.forget_draft(id);
        navigate("/field", Default::default());
    });
    let alone = visit.draft.with_untracked(|draft| draft.alone);
    let (finish_text, outbox_text) = match alone {
        None => ("Finish the visit", "the visit"),
        Some(_) => ("Finish", "it"),
    };
    view! {
        {match alone {
            None => view! { <WholeVisit entry /> }.into_any(),
            Some(form) => view! { <PartCard visit form sheets=vec![id] /> }.into_any(),
        }}
        <For each=move || parts.get() key=|(_, sheets)| sheets.clone() let((form, sheets))>
            <PartCard visit form sheets />
        </For>
        {alone.is_none().then(|| view! { <Adding visit /> })}
        <WhoSees visit is_new=!was_finished />
        <p role="alert" class="field-problem">{move || problem.get()}</p>
        <p class="actions">
            <button type="button" class="button" on:click=finish>{finish_text}</button>
        </p>
        <p class="quiet small">{format!("Every entry is kept on this device as you type. Finishing puts {outbox_text} into the outbox, which sends it when the server answers.")}</p>
        // Away from the button that finishes it.
        {(!was_finished).then(|| view! {
            <p class="actions field-apart">
                <AskFirst label="Discard this draft" what="Everything that was entered here will be gone." confirmed=discard />
            </p>
        })}
    }
}

/// What is said of the visit itself.
#[component]
fn WholeVisit(entry: Entry) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="about-visit">
            <h2 id="about-visit">"The visit"</h2>
            <div class="field-grid">
                <TimeInput entry pointer="/begin" label="Begin" />
                <TimeInput entry pointer="/end" label="End" />
                <TextInput entry pointer="/party" label="Crew" />
                <TextInput entry pointer="/weather" label="Weather" />
            </div>
            <Crew entry />
            <CheckIn entry />
            <CompletedWork entry />
            <TextInput entry pointer="/remarks" label="Remarks" is_long=true />
        </section>
    }
}

/// A part that can be added: its form, and a new one.
type Added = (Form, fn(OpenVisit) -> Part);

/// What can be added, in the order of a visit.
const ADDED: [Added; 10] = [
    (Form::Reading, reading::new),
    (Form::Calibration, calibration::new),
    (Form::Discharge, discharge::new),
    (Form::Swap, swap::new),
    (Form::Deployment, deployment::new),
    (Form::Retrieval, retrieval::new),
    (Form::Maintenance, maintenance::new),
    (Form::Logger, logger::new),
    (Form::Levels, levels::new),
    (Form::Other, other::new),
];

/// The buttons that add a part.
#[component]
fn Adding(visit: OpenVisit) -> impl IntoView {
    let button = move |(form, new): Added| {
        let add = move |_| visit.add(new(visit));
        view! { <button type="button" class="button button--quiet" on:click=add>{form.heading()}</button> }
    };
    view! {
        <section class="card" aria-labelledby="add-part">
            <h2 id="add-part">"Add what was done"</h2>
            <p class="actions">
                {ADDED.into_iter().map(button).collect_view()}
                {button((Form::Note, note::new))}
                <PhotoButton visit />
            </p>
        </section>
    }
}

/// What stops the visit from being finished, a phrase for each form on the page.
fn wrong(visit: OpenVisit) -> Vec<String> {
    let (forms, alone) = visit.draft.with_untracked(|draft| (draft.forms(), draft.alone));
    let phrase = |(name, sheets): (String, Vec<RecordId>)| {
        let mut said: Vec<String> = Vec::new();
        for lack in sheets.into_iter().flat_map(|id| untrack(|| visit.entry(id).lacks())) {
            if !said.contains(&lack) {
                said.push(lack);
            }
        }
        let said = (!said.is_empty()).then(|| said.join(", "))?;
        Some(if alone.is_some() { said } else { format!("{name}: {said}") })
    };
    forms.into_iter().filter_map(phrase).collect()
}

/// Who sees it once it is finished: chosen while it is new.
#[component]
fn WhoSees(visit: OpenVisit, is_new: bool) -> impl IntoView {
    let usual = visit.draft.with_untracked(|draft| draft.visit.kind.visibility());
    let taken = Memo::new(move |_| visit.draft.with(|draft| draft.visibility.unwrap_or(usual)));
    let choose = move |event| {
        let chosen = match event_target_value(&event).as_str() {
            "private" => Visibility::Private,
            _ => Visibility::Public,
        };
        visit.change(|draft| draft.visibility = Some(chosen));
    };
    let option = move |value: &'static str, is: Visibility, text: &'static str| {
        view! { <option value=value selected=move || taken.get() == is>{text}</option> }
    };
    if !is_new {
        return view! { <p class="quiet small">"Who sees it stays as it is."</p> }.into_any();
    }
    view! {
        <label class="field-label">
            "Who sees it once it is finished"
            <select on:change=choose>
                {option("public", Visibility::Public, "Everybody, where the network and the site are public")}
                {option("private", Visibility::Private, "Members of the network only")}
            </select>
        </label>
    }
    .into_any()
}

/// A part with its form, and the way to take it out while nothing of it was finished.
#[component]
fn PartCard(visit: OpenVisit, form: Form, sheets: Vec<RecordId>) -> impl IntoView {
    let Some(first) = sheets.first().copied() else { return ().into_any() };
    let entry = visit.entry(first);
    let heading = form.heading();
    let body = match form {
        Form::Reading => view! { <ReadingForm entry /> }.into_any(),
        Form::Calibration => view! { <CalibrationForm entry /> }.into_any(),
        Form::Discharge => view! { <DischargeForm entry /> }.into_any(),
        Form::Levels => view! { <LevelsForm entry /> }.into_any(),
        Form::Deployment => view! { <DeploymentForm entry /> }.into_any(),
        Form::Retrieval => view! { <RetrievalForm entry /> }.into_any(),
        Form::Logger => view! { <LoggerForm entry /> }.into_any(),
        Form::FactoryService => view! { <ServiceForm entry /> }.into_any(),
        Form::Other => view! { <OtherForm entry /> }.into_any(),
        Form::Swap => {
            let back = visit.entry(sheets.get(1).copied().unwrap_or(first));
            view! { <SwapForm out=entry back /> }.into_any()
        }
        Form::Maintenance => view! { <MaintenanceForm entry /> }.into_any(),
        Form::Note => view! { <NoteForm entry /> }.into_any(),
        Form::Photo => view! { <PhotoForm entry /> }.into_any(),
        Form::Record => view! { <RecordForm entry /> }.into_any(),
    };
    // A part of a visit that was never sent; what is alone is discarded as a whole.
    let is_new = visit.draft.with_untracked(|draft| {
        draft.alone.is_none() && draft.sheet(first).is_some_and(|sheet| sheet.finished.is_none())
    });
    let remove = Callback::new(move |()| {
        visit.change(|draft| {
            draft.parts.retain(|part| part.sheets.first().map(|sheet| sheet.id) != Some(first))
        });
    });
    let id = format!("part-{first}");
    view! {
        <section class="card" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{heading}</h2>
            {body}
            {is_new.then(|| view! {
                <p class="actions">
                    <AskFirst label=format!("Remove this {}", heading.to_lowercase()) what="What was entered in it will be gone." confirmed=remove />
                </p>
            })}
        </section>
    }
    .into_any()
}
