//! A visit: while it is written, the forms of what was done; once finished, what it says and how far its sending is.

use super::components::outbox_list::OutboxList;
use super::components::text_input::TextInput;
use super::components::time_input::TimeInput;
use super::device::draft::{Form, Part, Sheet, VisitDraft};
use super::device::use_device;
use super::entry::{Entry, OpenVisit, site_name, title};
use super::forms::calibration::{self, CalibrationForm};
use super::forms::maintenance::{self, MaintenanceForm};
use super::forms::note::{self, NoteForm};
use super::forms::photo::{PhotoButton, PhotoForm};
use super::forms::reading::{self, ReadingForm};
use super::forms::swap::{self, SwapForm};
use super::forms::terms;
use super::ids;
use super::session::{Reach, use_session};
use crate::browser;
use crate::components::page_title::PageTitle;
use gagehouse_catalog::spatial::distance_km;
use gagehouse_records::vocabulary::COMPLETED_WORK;
use gagehouse_records::{Body, Decimal, Kind, RecordId, Severity};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map};
use serde_json::{Value, json};
use wasm_bindgen_futures::spawn_local;

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
    move || {
        match shown.get() {
        (false, _) => ().into_any(),
        (true, Some((id, _))) => {
            let found = device.drafts.with_untracked(|drafts| drafts.get(&id).cloned());
            found.map(|draft| view! { <Visit draft /> }.into_any()).into_any()
        }
        (true, None) => view! {
            <div class="column">
                <PageTitle text="Visit" />
                <h1 tabindex="-1">"This visit is not on this device"</h1>
                <p class="lead">"Visits are written and kept on the device where they were begun, and sent from there."</p>
                <p class="actions">
                    <A href="/field" attr:class="button">"To your visits"</A>
                </p>
            </div>
        }
        .into_any(),
    }
    }
}

#[component]
fn Visit(draft: VisitDraft) -> impl IntoView {
    let device = use_device();
    let site = draft.site();
    let is_open = draft.is_open;
    let id = draft.id();
    let visit = OpenVisit { device, draft: RwSignal::new(draft), tried: RwSignal::new(false) };
    let name = Signal::derive(move || site_name(device, site));
    view! {
        <div class="column field-visit">
            <PageTitle text=Signal::derive(move || format!("Visit of {}", name.get())) />
            <h1 tabindex="-1">"Visit of " {move || name.get()}</h1>
            {if is_open {
                view! { <Writing visit /> }.into_any()
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

/// The forms.
#[component]
fn Writing(visit: OpenVisit) -> impl IntoView {
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
        if let Reach::Online { clock_ahead_s } = session.reach_now() {
            entry.set("/clock_offset_s", json!(Decimal::new(clock_ahead_s, 1)));
        }
        if entry.text_now("/end").is_empty() {
            entry.set("/end", json!(visit.now()));
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
        crate::components::route_focus::focus_heading();
    };
    let was_finished = visit.draft.with_untracked(VisitDraft::was_finished);
    let discard = move |_| {
        device.forget_draft(id);
        navigate("/field", Default::default());
    };
    let add = move |new: fn(OpenVisit) -> Part| move |_| visit.add(new(visit));
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
        <For each=move || parts.get() key=|(_, sheets)| sheets.clone() let((form, sheets))>
            <PartCard visit form sheets />
        </For>
        <section class="card" aria-labelledby="add-part">
            <h2 id="add-part">"Add what was done"</h2>
            <p class="actions">
                <button type="button" class="button button--quiet" on:click=add(reading::new)>"Reading"</button>
                <button type="button" class="button button--quiet" on:click=add(calibration::new)>"Calibration or check"</button>
                <button type="button" class="button button--quiet" on:click=add(swap::new)>"Swap of equipment"</button>
                <button type="button" class="button button--quiet" on:click=add(maintenance::new)>"Maintenance"</button>
                <button type="button" class="button button--quiet" on:click=add(note::new)>"Note"</button>
                <PhotoButton visit />
            </p>
        </section>
        <p role="alert" class="field-problem">{move || problem.get()}</p>
        <p class="actions">
            <button type="button" class="button" on:click=finish>"Finish the visit"</button>
            {(!was_finished).then(|| view! { <button type="button" class="button button--quiet" on:click=discard>"Discard this draft"</button> })}
        </p>
        <p class="quiet small">"Every entry is kept on this device as you type. Finishing puts the visit into the outbox, which sends it when the server answers."</p>
    }
}

/// What stops the visit from being finished, a phrase for each record.
fn wrong(visit: OpenVisit) -> Vec<String> {
    let ids: Vec<(RecordId, String)> = visit.draft.with_untracked(|draft| {
        draft.sheets().map(|sheet| (sheet.id, title(visit.device, sheet))).collect()
    });
    ids.into_iter()
        .filter_map(|(id, title)| {
            let entry = visit.entry(id);
            let faults = untrack(|| entry.faults(Severity::Error));
            (!faults.is_empty()).then(|| {
                let said: Vec<String> = faults.into_iter().map(|fault| fault.message).collect();
                format!("{title}: {}", said.join(", "))
            })
        })
        .collect()
}

/// A part with its form, and the way to take it out while nothing of it was finished.
#[component]
fn PartCard(visit: OpenVisit, form: Form, sheets: Vec<RecordId>) -> impl IntoView {
    let Some(first) = sheets.first().copied() else { return ().into_any() };
    let entry = visit.entry(first);
    let (heading, body) = match form {
        Form::Reading => ("Reading", view! { <ReadingForm entry /> }.into_any()),
        Form::Calibration => {
            ("Calibration or check", view! { <CalibrationForm entry /> }.into_any())
        }
        Form::Swap => {
            let back = visit.entry(sheets.get(1).copied().unwrap_or(first));
            ("Swap of equipment", view! { <SwapForm out=entry back /> }.into_any())
        }
        Form::Maintenance => ("Maintenance", view! { <MaintenanceForm entry /> }.into_any()),
        Form::Note => ("Note", view! { <NoteForm entry /> }.into_any()),
        Form::Photo => ("Photo", view! { <PhotoForm entry /> }.into_any()),
    };
    let is_new = visit
        .draft
        .with_untracked(|draft| draft.sheet(first).is_some_and(|sheet| sheet.finished.is_none()));
    let remove = move |_| {
        visit.change(|draft| {
            draft.parts.retain(|part| part.sheets.first().map(|sheet| sheet.id) != Some(first))
        });
    };
    let id = format!("part-{first}");
    view! {
        <section class="card" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{heading}</h2>
            {body}
            {is_new.then(|| view! {
                <p class="actions">
                    <button type="button" class="button button--quiet" on:click=remove>{format!("Remove this {}", heading.to_lowercase())}</button>
                </p>
            })}
        </section>
    }
    .into_any()
}

/// Who of the network's people was there.
#[component]
fn Crew(entry: Entry) -> impl IntoView {
    let device = entry.visit.device;
    let people = Memo::new(move |_| {
        let network = entry.visit.network();
        device.replica.with(|replica| {
            let own = replica.of(Kind::Person).filter(|(_, record)| record.network == network);
            own.map(|(id, record)| (id.to_string(), record.body.index().title)).collect::<Vec<_>>()
        })
    });
    move || {
        let people = people.get();
        (!people.is_empty()).then(|| view! { <Checks entry pointer="/crew" legend="Crew, of the network's people" all=people /> })
    }
}

/// What was done, as a checklist.
#[component]
fn CompletedWork(entry: Entry) -> impl IntoView {
    view! { <Checks entry pointer="/completed_work" legend="Completed work" all=terms(COMPLETED_WORK) /> }
}

/// Any of several, kept as a list.
#[component]
fn Checks(
    entry: Entry,
    pointer: &'static str,
    legend: &'static str,
    all: Vec<(String, String)>,
) -> impl IntoView {
    let listed = move |draft: &VisitDraft| -> Vec<String> {
        let list = draft
            .sheet(entry.id)
            .and_then(|sheet| sheet.record.pointer(pointer).and_then(Value::as_array).cloned());
        list.unwrap_or_default()
            .iter()
            .filter_map(|code| code.as_str().map(str::to_owned))
            .collect()
    };
    let check = move |(code, name): (String, String)| {
        let held = code.clone();
        let is_checked = move || entry.visit.draft.with(|draft| listed(draft).contains(&held));
        let toggle = move |event| {
            let mut list = entry.visit.draft.with_untracked(listed);
            list.retain(|known| *known != code);
            if event_target_checked(&event) {
                list.push(code.clone());
            }
            entry.set(pointer, json!(list));
        };
        view! {
            <label class="field-check">
                <input type="checkbox" prop:checked=is_checked on:change=toggle />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field-checks">
            <legend>{legend}</legend>
            {all.into_iter().map(check).collect_view()}
        </fieldset>
    }
}

/// Where the device is, with the distance to the site.
#[component]
fn CheckIn(entry: Entry) -> impl IntoView {
    let device = entry.visit.device;
    let problem = RwSignal::new(None::<String>);
    let check_in = move |_| {
        problem.set(None);
        spawn_local(async move {
            match browser::position_of_device().await {
                Err(error) => drop(problem.try_set(Some(error))),
                Ok((latitude, longitude, accuracy_m)) => {
                    let site = entry.visit.site();
                    let there = device.sites.with_untracked(|sites| {
                        let site = sites.value.iter().find(|known| Some(known.key) == site)?;
                        Some((site.longitude?, site.latitude?))
                    });
                    let distance = there.map(|there| {
                        Decimal::new(distance_km((longitude, latitude), there) * 1000.0, 0)
                    });
                    let (latitude, longitude) =
                        (Decimal::new(latitude, 6), Decimal::new(longitude, 6));
                    let accuracy = Decimal::new(accuracy_m, 0);
                    entry.set("/position", json!({"latitude": latitude, "longitude": longitude, "accuracy_m": accuracy, "distance_to_site_m": distance}));
                }
            }
        });
    };
    let place = move || {
        let (latitude, longitude) =
            (entry.text("/position/latitude"), entry.text("/position/longitude"));
        (!latitude.is_empty()).then(|| {
            let distance = entry.text("/position/distance_to_site_m");
            let far = if distance.is_empty() {
                "distance to the site not available".to_owned()
            } else {
                format!("{distance} m from the site")
            };
            format!(
                "{latitude}, {longitude} (WGS 84, ±{} m): {far}",
                entry.text("/position/accuracy_m")
            )
        })
    };
    view! {
        <p class="actions">
            <button type="button" class="button button--quiet" on:click=check_in>"Check in by position"</button>
            <span class="field-result" role="status">{place}</span>
        </p>
        <p role="alert" class="field-problem">{move || problem.get()}</p>
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
                <A href="/field" attr:class="button">"To your visits"</A>
            </p>
        </section>
    }
}
