//! A visit to read and to print: who was there, what was done and read, in the order of its times.

use super::answer::Answer;
use super::components::files::Files;
use super::device::{Device, use_device};
use super::names::{Names, use_names};
use super::session::use_session;
use super::words::{span_text, when_text};
use crate::api::abort::AbortHandle;
use crate::api::error::ApiError;
use crate::api::records::{Asked, list, one};
use crate::browser;
use crate::components::page_title::PageTitle;
use gagehouse_records::event::Event;
use gagehouse_records::kinds::Visit;
use gagehouse_records::listed::RecordBody;
use gagehouse_records::role::Deed;
use gagehouse_records::vocabulary::{COMPLETED_WORK, VISIT_STATUS};
use gagehouse_records::{Body, Kind};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

/// Most records of a kind on one visit.
const MOST: u64 = 200;
/// The kinds of what is done on a visit.
const CHILDREN: [Kind; 4] =
    [Kind::Action, Kind::Calibration, Kind::Deployment, Kind::DataloggerProgram];

/// A visit with what was done on it.
#[derive(Clone)]
struct Whole {
    visit: RecordBody,
    children: Vec<(Kind, RecordBody)>,
}

/// The page.
#[component]
pub fn SheetPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let whole = Answer::to(id, |id, abort| async move { fetch(&id, abort).await });
    view! { <div class="column sheet">{whole.show("the visit", |whole| view! { <Sheet whole /> })}</div> }
}

async fn fetch(id: &str, abort: AbortHandle) -> Result<Whole, ApiError> {
    let visit = one(Kind::Visit, id, abort).await?;
    let mut children = Vec::new();
    for kind in CHILDREN {
        let asked = Asked::default().with("visit", id).with("limit", MOST).with("computed", true);
        let page = list(kind, &asked, abort).await?;
        children.extend(page.items.into_iter().map(|item| (kind, item)));
    }
    Ok(Whole { visit, children })
}

#[component]
fn Sheet(whole: Whole) -> impl IntoView {
    let (names, session, device) = (use_names(), use_session(), use_device());
    let Whole { visit, children } = whole;
    let body = match Body::parse(Kind::Visit, &visit.record).0 {
        Body::Visit(body) => *body,
        _ => Visit::default(),
    };
    let site = body.site;
    let heading = move || match site {
        Some(key) => format!("Visit of {}", names.site_name(key)),
        None => "Visit".to_owned(),
    };
    let time = span_text(body.begin, body.end);
    let (crew, party) = (body.crew.clone(), body.party.clone());
    let crew = move || {
        [names.of_all(&crew), party.clone()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("; ")
    };
    let work = body.completed_work.clone();
    let done = move || {
        let done = work.iter().map(|code| names.term(COMPLETED_WORK, code));
        done.collect::<Vec<_>>().join(", ")
    };
    let position = body.position.as_ref().and_then(|at| at.distance_to_site_m.as_ref());
    let position = position.map(|m| format!("{} m from the site", m.text())).unwrap_or_default();
    let fact = |name: &'static str, text: String| {
        (!text.trim().is_empty()).then(|| view! { <dt>{name}</dt> <dd>{text}</dd> })
    };
    let warnings = children.iter().flat_map(|(_, item)| &item.warnings).chain(&visit.warnings);
    let warnings =
        warnings.map(|fault| view! { <li>{fault.message.clone()}</li> }).collect::<Vec<_>>();
    let print = |_| {
        if let Some(window) = browser::window() {
            // A browser that cannot print says so itself.
            let _ = window.print();
        }
    };
    let (parent, visit_id) = (visit.id.clone(), visit.id.clone());
    let role = session.who().and_then(|who| who.roles.get(&visit.network).copied());
    let may_change = role.is_some_and(|role| role.may(Deed::Write(Kind::Visit)));
    view! {
        <PageTitle text=Signal::derive(heading) />
        <h1 tabindex="-1">{heading}</h1>
        <p class="lead">{time}</p>
        <p class="actions sheet__actions">
            <button type="button" class="button" on:click=print>
                "Print"
            </button>
            {may_change
                .then(|| {
                    view! {
                        <A href=format!("/field/visits/{visit_id}") attr:class="button button--quiet">
                            "Change it"
                        </A>
                    }
                })}
            {site
                .map(|key| {
                    view! {
                        <A href=format!("/field/sites/{key}") attr:class="button button--quiet">
                            "The site"
                        </A>
                    }
                })}
        </p>
        <dl class="field-facts">
            <dt>"Crew"</dt>
            <dd>{crew}</dd>
            {fact("Weather", body.weather.clone())} {(!body.completed_work.is_empty()).then(|| view! { <dt>"Done"</dt> <dd>{done}</dd> })} {fact("Check-in", position)}
            {fact("State", names.term(VISIT_STATUS, &body.status))} {fact("Remarks", body.remarks.clone())}
        </dl>
        <section aria-labelledby="steps">
            <h2 id="steps">"What was done"</h2>
            {move || steps(&children, names, device)}
        </section>
        {(!warnings.is_empty())
            .then(|| {
                view! {
                    <section aria-labelledby="warnings">
                        <h2 id="warnings">"Noticed"</h2>
                        <ul>{warnings}</ul>
                    </section>
                }
            })}
        <section aria-labelledby="sheet-files">
            <h2 id="sheet-files">"Files"</h2>
            <Files parent />
        </section>
    }
}

/// The steps in the order of their times, each with its lines.
fn steps(children: &[(Kind, RecordBody)], names: Names, device: Device) -> AnyView {
    let mut events: Vec<(Event, Vec<String>, Option<String>)> = children
        .iter()
        .filter_map(|(kind, item)| {
            let (body, _) = Body::parse(*kind, &item.record);
            let step = names.step(item.id.parse().ok()?, &body)?;
            Some((step, verdict_lines(item, &body), device.plot_of(&body)))
        })
        .collect();
    if events.is_empty() {
        return view! { <p>"None recorded."</p> }.into_any();
    }
    events.sort_by_key(|(event, ..)| event.begin.earliest());
    let shown = events.into_iter().map(|(event, verdict, plot)| {
        let lines = event.details.into_iter().chain(verdict);
        let lines = lines.map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
        // Of many steps, each link says where it leads.
        let plot = plot.map(|plot| {
            let label = format!("{} on the plot", event.title);
            view! { " " <a class="sheet__plot" href=plot rel="external" aria-label=label>"On the plot"</a> }
        });
        view! {
            <li>
                <p>
                    <span class="figures">{when_text(event.begin)}</span>
                    " "
                    <strong>{event.title}</strong>
                    {plot}
                </p>
                <ul>{lines}</ul>
            </li>
        }
    });
    view! { <ol class="sheet__steps">{shown.collect::<Vec<_>>()}</ol> }.into_any()
}

/// What a calibration means: how good the record was, whether the sensor passes, from when to when the record needs correction.
fn verdict_lines(item: &RecordBody, body: &Body) -> Vec<String> {
    let verdict = item.computed.as_ref().and_then(|computed| computed.verdict.as_ref());
    let (Some(verdict), Body::Calibration(calibration)) = (verdict, body) else {
        return Vec::new();
    };
    let lines = verdict.judged(calibration).into_iter();
    lines.chain(verdict.period(calibration)).collect()
}
