//! The field app's first page: my visits, what is not sent, sites near me, what is due.

use super::clock;
use super::components::outbox_list::OutboxList;
use super::components::unsent_file::TakeInUnsent;
use super::device::draft::{FORM_VERSION, Sheet, VisitDraft};
use super::device::{Device, use_device};
use super::entry::{site_name, title};
use super::session::{Who, use_session};
use crate::api::device::Site;
use crate::api::error::ApiError;
use crate::browser;
use crate::components::page_title::PageTitle;
use gagehouse_catalog::spatial::distance_km;
use gagehouse_model::time::DAY_US;
use gagehouse_model::zone::offset_from_text;
use gagehouse_records::role::Deed;
use gagehouse_records::{Kind, RecordId, When};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use serde_json::json;
use wasm_bindgen_futures::spawn_local;

/// Sites shown at once.
const SHOWN: usize = 12;
/// Sites or instruments of each sort that are due.
const DUE: usize = 5;

/// The page.
#[component]
pub fn HomePage() -> impl IntoView {
    let (session, device) = (use_session(), use_device());
    let who = move || session.who();
    view! {
        <div class="column field-home">
            <PageTitle text="Field" />
            <h1 tabindex="-1">"Visits"</h1>
            <OutboxList />
            <MyVisits />
            {move || who().map(|who| view! { <Sites who /> })}
            <Due />
            {move || who().map(|who| view! { <Account who device /> })}
        </div>
    }
}

/// Drafts and what was finished here, the latest first.
#[component]
fn MyVisits() -> impl IntoView {
    let (session, device) = (use_session(), use_device());
    let visits = Memo::new(move |_| {
        let name = session.who().map(|who| who.name);
        device.drafts.with(|drafts| {
            let own = drafts.values().filter(|draft| Some(&draft.author) == name.as_ref());
            let mut own: Vec<_> = own
                .map(|draft| (draft.id(), draft.site(), draft.is_open, draft.changed_ms))
                .collect();
            own.sort_by(|a, b| b.3.total_cmp(&a.3));
            let others = drafts.len() - own.len();
            (own, others)
        })
    });
    let row = move |(id, site, is_open, changed_ms): (RecordId, Option<i32>, bool, f64)| {
        // Work at the bench has no site.
        let name = move || {
            device.replica.track();
            let alone = device.drafts.with(|drafts| {
                let draft = drafts.get(&id).filter(|draft| draft.alone.is_some())?;
                Some(title(device, &draft.visit))
            });
            alone.unwrap_or_else(|| site_name(device, site))
        };
        let standing = move || {
            let waits = device
                .outbox
                .with(|outbox| outbox.items().iter().filter(|item| item.visit == Some(id)).count());
            match (is_open, waits) {
                (true, _) => "draft, kept on this device".to_owned(),
                (false, 0) => "sent".to_owned(),
                (false, waits) => format!("{waits} not yet sent"),
            }
        };
        view! {
            <li>
                <A href=format!("/field/visits/{id}")>{name}</A>
                " · " {standing} " · " <span class="quiet">{format!("changed {}", clock::shown(changed_ms))}</span>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="my-visits">
            <h2 id="my-visits">"My work on this device"</h2>
            {move || {
                let (own, others) = visits.get();
                let is_empty = own.is_empty();
                view! {
                    {is_empty.then(|| view! { <p class="quiet">"None yet. Choose a site below to begin one."</p> })}
                    <ul class="field-list">{own.into_iter().map(row).collect_view()}</ul>
                    {(others > 0).then(|| view! { <p class="quiet">{format!("{others} more of other accounts; they see them when they sign in.")}</p> })}
                }
            }}
        </section>
    }
}

/// The sites of my networks, by name or by distance.
#[component]
fn Sites(who: Who) -> impl IntoView {
    let device = use_device();
    let navigate = use_navigate();
    let words = RwSignal::new(String::new());
    let here = RwSignal::new(None::<(f64, f64)>);
    let problem = RwSignal::new(None::<String>);
    let near = move |_| {
        spawn_local(async move {
            match browser::place_of_device().await {
                Ok((latitude, longitude)) => {
                    let _ = problem.try_set(None);
                    let _ = here.try_set(Some((longitude, latitude)));
                }
                Err(error) => drop(problem.try_set(Some(error))),
            }
        });
    };
    let found = Memo::new(move |_| {
        let words = words.get().to_lowercase();
        let here = here.get();
        device.sites.with(|sites| {
            let fits = |site: &&Site| {
                site.name.to_lowercase().contains(&words)
                    || site.code.to_lowercase().contains(&words)
            };
            let far = |site: &Site| Some(distance_km(here?, (site.longitude?, site.latitude?)));
            let mut found: Vec<_> =
                sites.value.iter().filter(fits).map(|site| (site.clone(), far(site))).collect();
            found.sort_by(|(a, far_a), (b, far_b)| {
                let by_distance = far_a.unwrap_or(f64::MAX).total_cmp(&far_b.unwrap_or(f64::MAX));
                by_distance.then_with(|| a.name.cmp(&b.name))
            });
            let total = found.len();
            found.truncate(SHOWN);
            (found, total)
        })
    });
    let who = StoredValue::new(who);
    let row = move |(site, far): (Site, Option<f64>)| {
        let may = who.with_value(|who| {
            site.network
                .as_ref()
                .and_then(|network| who.roles.get(network))
                .is_some_and(|role| role.may(Deed::Write(Kind::Visit)))
        });
        let far = far.map(|km| format!(" · {km:.1} km"));
        let key = site.key;
        let last = move || {
            device.replica.with(|replica| {
                let begin = replica.last_visit(key, None).and_then(|(_, visit)| visit.begin);
                begin.map(|begin| format!(" · last visit {}", days_ago(begin)))
            })
        };
        let (text, code, navigate) = (site.name.clone(), site.code.clone(), navigate.clone());
        let label = format!("Begin a visit of {}", site.name);
        let begin = move |_| {
            let draft = who.with_value(|who| new_visit(who, &site));
            let id = draft.id();
            device.keep_draft(&draft);
            navigate(&format!("/field/visits/{id}"), Default::default());
        };
        view! {
            <li class="field-site">
                <span>{text} " " <span class="quiet">{code} {far} {last}</span></span>
                {may.then(|| view! { <button type="button" class="button button--quiet" aria-label=label on:click=begin>"Begin a visit"</button> })}
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="sites">
            <h2 id="sites">"Sites of my networks"</h2>
            <div class="field-search">
                <label class="field-label">"Name or code" <input type="search" autocomplete="off" bind:value=words /></label>
                <button type="button" class="button button--quiet" on:click=near>"Near me"</button>
            </div>
            <p role="alert" class="field-problem">{move || problem.get()}</p>
            {move || {
                let (found, total) = found.get();
                let more = total.saturating_sub(found.len());
                let row = row.clone();
                view! {
                    <ul class="field-list">{found.into_iter().map(row).collect_view()}</ul>
                    {(more > 0).then(|| view! { <p class="quiet">{format!("{more} more; type to find them.")}</p> })}
                }
            }}
            <p class="quiet small">{move || readiness(device)}</p>
        </section>
    }
}

/// Sites longest without a visit, instruments longest without a calibration.
#[component]
fn Due() -> impl IntoView {
    let device = use_device();
    let visits = Memo::new(move |_| {
        device.sites.with(|sites| {
            device.replica.with(|replica| {
                let last = |site: &Site| {
                    replica.last_visit(site.key, None).and_then(|(_, visit)| visit.begin)
                };
                let mut all: Vec<(String, When)> = Vec::new();
                let mut never: Vec<String> = Vec::new();
                for site in &sites.value {
                    match last(site) {
                        Some(begin) => all.push((site.name.clone(), begin)),
                        None => never.push(site.name.clone()),
                    }
                }
                all.sort_by_key(|(_, begin)| begin.earliest());
                all.truncate(DUE);
                never.sort_unstable();
                (all, never)
            })
        })
    });
    let calibrations = Memo::new(move |_| {
        device.replica.with(|replica| {
            let mut all: Vec<(String, When)> = Vec::new();
            for span in replica.spans().into_iter().filter(|span| span.end.is_none()) {
                let Some((item, model)) =
                    replica.equipment(span.equipment).zip(replica.model_of(span.equipment))
                else {
                    continue;
                };
                let site = site_name(device, Some(span.site));
                let checked = model.output_variables.iter().filter_map(|output| {
                    let last = replica.last_calibration(span.equipment, &output.variable)?.begin?;
                    Some((format!("{} {} at {site}", item.code, output.variable), last))
                });
                all.extend(checked);
            }
            all.sort_by_key(|(_, begin)| begin.earliest());
            all.truncate(DUE);
            all
        })
    });
    let list = |rows: Vec<(String, When)>| {
        rows.into_iter().map(|(name, begin)| view! { <li>{name} " · " <span class="quiet">{days_ago(begin)}</span></li> }).collect_view()
    };
    move || {
        let ((visits, never), calibrations) = (visits.get(), calibrations.get());
        // What is not here yet was visited, for all that is known.
        let never = Some(never).filter(|it| !it.is_empty() && device.complete_ms.get() > 0.0);
        (!visits.is_empty() || !calibrations.is_empty() || never.is_some()).then(|| {
            view! {
                <section class="card" aria-labelledby="due">
                    <h2 id="due">"Due"</h2>
                    <div class="field-columns">
                        <div>
                            <h3>"Longest without a visit"</h3>
                            <ul class="field-list">{list(visits)}</ul>
                            {never.map(|names| view! { <p>{never_visited(&names)}</p> })}
                        </div>
                        <div>
                            <h3>"Longest without a calibration"</h3>
                            <ul class="field-list">{list(calibrations)}</ul>
                        </div>
                    </div>
                </section>
            }
        })
    }
}

/// Who is signed in, with their networks and roles, and the way out.
#[component]
fn Account(who: Who, device: Device) -> impl IntoView {
    let session = use_session();
    let problem = RwSignal::new(None::<String>);
    let name = who.name.clone();
    let sign_out = move |_| {
        let waiting = device.outbox.with_untracked(|outbox| {
            outbox.items().iter().filter(|item| item.author == name).count()
        });
        if waiting > 0 {
            problem.set(Some(format!("{waiting} of yours are not yet sent. They stay on this device as yours; send them before you sign out.")));
            return;
        }
        spawn_local(async move {
            if let Err(error) = session.sign_out().await {
                let text = match error {
                    ApiError::NoAnswer { .. } => {
                        "The server does not answer, so the session there cannot be ended now."
                            .to_owned()
                    }
                    error => format!("{error}."),
                };
                let _ = problem.try_set(Some(text));
            }
        });
    };
    let roles: Vec<_> = who
        .roles
        .iter()
        .map(|(network, role)| view! { <li>{network.clone()} ": " {role.to_string()}</li> })
        .collect();
    view! {
        <section class="card" aria-labelledby="account">
            <h2 id="account">{format!("Signed in as {}", who.display_name)}</h2>
            {if roles.is_empty() {
                view! { <p>"Your account has no role in any network yet; an administrator of a network gives one."</p> }.into_any()
            } else {
                view! { <ul>{roles}</ul> }.into_any()
            }}
            <TakeInUnsent />
            <p role="alert" class="field-problem">
                {move || problem.get()}
            </p>
            <p class="actions">
                <button type="button" class="button button--quiet" on:click=sign_out>
                    "Sign out"
                </button>
            </p>
        </section>
    }
}

/// Whether the device has what it needs without a server, and how old that is.
fn readiness(device: Device) -> String {
    let at_ms = device.complete_ms.get();
    match (at_ms > 0.0, device.is_app_kept.get()) {
        (false, _) => "Reading sites, equipment and last visits from the server…".to_owned(),
        (true, false) => {
            format!(
                "Sites and records as of {}; this page has to stay open while offline.",
                clock::shown(at_ms)
            )
        }
        (true, true) => {
            format!("Ready for offline use: sites and records as of {}.", clock::shown(at_ms))
        }
    }
}

fn new_visit(who: &Who, site: &Site) -> VisitDraft {
    let offset_minutes = site.standard_utc_offset.as_deref().and_then(offset_from_text);
    let offset_minutes = offset_minutes.unwrap_or_else(clock::device_offset_minutes);
    let record = json!({"site": site.key, "begin": clock::now(offset_minutes).to_string(), "status": "final", "party": who.display_name,
        "crew": [], "completed_work": [], "form_version": FORM_VERSION, "app_version": env!("CARGO_PKG_VERSION")});
    VisitDraft {
        author: who.name.clone(),
        network: site.network.clone().unwrap_or_default(),
        offset_minutes,
        is_open: true,
        changed_ms: browser::now_ms(),
        visit: Sheet::new(Kind::Visit, record),
        parts: Vec::new(),
        alone: None,
        visibility: None,
    }
}

/// Sites without any visit: the first of them by name, and how many more.
fn never_visited(names: &[String]) -> String {
    let shown = names.iter().take(DUE).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(DUE) {
        0 => format!("Never visited: {shown}."),
        more => format!("Never visited: {shown} and {more} more."),
    }
}

fn days_ago(when: When) -> String {
    let days = (browser::now().0 - when.earliest().0).div_euclid(DAY_US);
    match days {
        i64::MIN..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    }
}
