//! An item of equipment: what it is, where it is and was, how its calibrations went, what was done to it, its files.

use super::answer::Answer;
use super::clock;
use super::columns::{Shown, whereabouts};
use super::components::files::Files;
use super::components::record_buttons::ChangeRecord;
use super::components::record_table::RecordTable;
use super::components::timeline::{Span, Timeline};
use super::device::draft::{Form, Sheet, VisitDraft};
use super::device::{Device, use_device};
use super::forms::{calibration, service};
use super::names::{Names, use_names};
use super::session::use_session;
use super::words::when_text;
use crate::api::records::{Asked, list, one};
use crate::browser;
use crate::components::figure::Figure;
use crate::components::page_title::PageTitle;
use gagehouse_chart::calibrations::{self, Found};
use gagehouse_chart::xy::XyChart;
use gagehouse_model::ZoneOffsets;
use gagehouse_records::kinds::Equipment;
use gagehouse_records::listed::RecordBody;
use gagehouse_records::role::Deed;
use gagehouse_records::vocabulary::EQUIPMENT_TYPE;
use gagehouse_records::{Body, Kind, RecordId, When};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map};
use std::collections::BTreeMap;

/// Most calibrations and deployments of an item that are shown; an item lives some years.
const MOST: u64 = 200;
/// Width by which dates under a chart are spaced.
const CHART_WIDTH_PX: f64 = 700.0;

/// The page.
#[component]
pub fn ItemPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let item = Answer::to(id, |id, abort| async move { one(Kind::Equipment, &id, abort).await });
    view! {
        <div class="column">
            {item
                .show("the item", |item| {
                    match Body::parse(Kind::Equipment, &item.record).0 {
                        Body::Equipment(body) => view! { <Item item body=*body /> }.into_any(),
                        _ => ().into_any(),
                    }
                })}
        </div>
    }
}

#[component]
fn Item(item: RecordBody, body: Equipment) -> impl IntoView {
    let (names, device) = (use_names(), use_device());
    let name = format!("{} {}", body.code, body.name);
    let id = item.id.clone();
    let asked = move || Asked::default().with("equipment", &id).with("limit", MOST);
    let deployments = {
        let asked = asked.clone();
        Answer::to(
            move || asked().with("computed", true),
            |asked, abort| async move { list(Kind::Deployment, &asked, abort).await },
        )
    };
    let calibrations = {
        let asked = asked.clone();
        Answer::to(
            move || asked().with("computed", true),
            |asked, abort| async move { list(Kind::Calibration, &asked, abort).await },
        )
    };
    let of_item = {
        let id = item.id.clone();
        Signal::derive(move || Asked::default().with("equipment", &id))
    };
    let parent = item.id.clone();
    view! {
        <PageTitle text=name.clone() />
        <h1 tabindex="-1">{name}</h1>
        <Facts item=item.clone() body />
        <ChangeRecord kind=Kind::Equipment item=item.clone() />
        {item.id.parse().ok().map(|id| view! { <WithoutVisit item=id network=item.network.clone() /> })}
        <section aria-labelledby="deployed">
            <h2 id="deployed">"Where it was"</h2>
            {deployments
                .show("its deployments", move |page| {
                    let spans = move || spans(&page.items, names, device);
                    view! { <Timeline spans=Signal::derive(spans) label="Deployments of the item" /> }
                })}
        </section>
        <section aria-labelledby="calibrated">
            <h2 id="calibrated">"Calibrations"</h2>
            {calibrations
                .show("its calibrations", |page| {
                    let charts = charts(&page.items)
                        .into_iter()
                        .map(|chart| {
                            view! { <Figure title=chart.title.clone() chart=Signal::stored(Some(chart)) /> }
                        });
                    let nothing = page.items.is_empty().then(|| view! { <p>"None recorded."</p> });
                    view! {
                        {nothing}
                        {charts.collect::<Vec<_>>()}
                    }
                })}
            // Long after some years; the charts come first.
            <details>
                <summary>"Each of them"</summary>
                <RecordTable kind=Kind::Calibration asked=of_item label="Calibrations of the item" />
            </details>
        </section>
        <section aria-labelledby="done">
            <h2 id="done">"What was done to it"</h2>
            <RecordTable kind=Kind::Action asked=of_item label="Actions on the item" />
        </section>
        <section aria-labelledby="files">
            <h2 id="files">"Files"</h2>
            <Files parent />
        </section>
    }
}

/// What is done to an item on no visit, for those who may write it down.
#[component]
fn WithoutVisit(item: RecordId, network: String) -> impl IntoView {
    let (device, session) = (use_device(), use_session());
    let navigate = use_navigate();
    let network = StoredValue::new(network);
    let author = Memo::new(move |_| {
        let who = session.who()?;
        let role = network.with_value(|network| who.roles.get(network).copied())?;
        role.may(Deed::Write(Kind::Calibration)).then_some(who.name)
    });
    let is_instrument = Memo::new(move |_| {
        device
            .replica
            .with(|replica| replica.model_of(item).is_some_and(|model| model.is_instrument))
    });
    let begin = move |form: Form, new: fn(RecordId, &str) -> Sheet| {
        let navigate = navigate.clone();
        move |_| {
            let Some(author) = author.get_untracked() else { return };
            let offset_minutes = clock::device_offset_minutes();
            let draft = VisitDraft {
                author,
                network: network.get_value(),
                offset_minutes,
                is_open: true,
                changed_ms: browser::now_ms(),
                visit: new(item, &clock::now(offset_minutes).to_string()),
                parts: Vec::new(),
                alone: Some(form),
                visibility: None,
            };
            device.keep_draft(&draft);
            navigate(&format!("/field/visits/{}", draft.id()), Default::default());
        }
    };
    move || {
        author.get().is_some().then(|| {
            let calibrate = begin(Form::Calibration, calibration::at_bench);
            let serve = begin(Form::FactoryService, service::new);
            let bench = is_instrument.get().then(|| view! {
                <button type="button" class="button button--quiet" on:click=calibrate>"Bench calibration"</button>
            });
            view! {
                <p class="actions">
                    {bench}
                    <button type="button" class="button button--quiet" on:click=serve>"Factory service"</button>
                </p>
            }
        })
    }
}

#[component]
fn Facts(item: RecordBody, body: Equipment) -> impl IntoView {
    let names = use_names();
    let at_site = item.computed.as_ref().and_then(|computed| computed.deployed.as_ref());
    let at_site = at_site.map(|at| at.site);
    let (serial, tag) = (body.serial_number.clone(), body.asset_tag.clone());
    let kind = body.equipment_type.clone();
    let (model, owner, vendor) = (body.model, body.owner, body.vendor);
    let bought = body.purchased.map(|purchased| {
        let order = body.order_number.as_str();
        let order = if order.is_empty() { String::new() } else { format!(", order {order}") };
        format!("{}{order}", when_text(purchased))
    });
    let reason = match (body.status_since, body.status_reason.as_str()) {
        (Some(since), reason) => format!("since {} {reason}", when_text(since)),
        (None, reason) => reason.to_owned(),
    };
    let (link, description) = (body.link.clone(), body.description.clone());
    let place = move || {
        let shown = Shown { item: &item, body: &Body::Equipment(Box::new(body.clone())), names };
        whereabouts(&body, &shown)
    };
    let fact = |name: &'static str, text: String| {
        (!text.trim().is_empty()).then(|| view! { <dt>{name}</dt> <dd>{text}</dd> })
    };
    view! {
        <dl class="field-facts">
            <dt>"Where"</dt>
            <dd>
                {place}
                {at_site
                    .map(|site| {
                        view! {
                            ". "
                            <A href=format!("/field/sites/{site}")>"What is at this site"</A>
                        }
                    })}
            </dd>
            {fact("Serial number", serial)} {fact("Label", tag)}
            <dt>"Type"</dt>
            <dd>{move || names.term(EQUIPMENT_TYPE, &kind)}</dd>
            <dt>"Model"</dt>
            <dd>{move || names.of(model)}</dd>
            <dt>"Owner"</dt>
            <dd>{move || names.of(owner)}</dd>
            {vendor
                .map(|vendor| {
                    view! {
                        <dt>"Sold by"</dt>
                        <dd>{move || names.of(Some(vendor))}</dd>
                    }
                })} {fact("Bought", bought.unwrap_or_default())} {fact("State", reason)}
            {fact("About it", description)}
            {(!link.is_empty())
                .then(|| {
                    view! {
                        <dt>"Papers"</dt>
                        <dd>
                            <a href=link.clone() rel="noopener external">
                                {link.clone()}
                            </a>
                        </dd>
                    }
                })}
        </dl>
    }
}

fn spans(items: &[RecordBody], names: Names, device: Device) -> Vec<Span> {
    let span = |item: &RecordBody| {
        let Body::Deployment(body) = Body::parse(Kind::Deployment, &item.record).0 else {
            return None;
        };
        let ended = item.computed.as_ref().and_then(|computed| computed.ended.as_ref());
        let carried = body.attached_to.map(|by| format!("on {}", names.of(Some(by))));
        let fed = body.datastreams.iter().filter(|fed| fed.datastream.is_some());
        let fed = match fed.count() {
            0 => String::new(),
            1 => "feeds 1 datastream".to_owned(),
            more => format!("feeds {more} datastreams"),
        };
        let words = [carried.unwrap_or_default(), fed, body.description.clone()];
        let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
        Some(Span {
            name: body.site.map(|site| names.site_name(site)).unwrap_or_default(),
            begin: body.begin?,
            end: ended.and_then(|ended| ended.parse::<When>().ok()).or(body.end),
            words: words.join("; "),
            plot: device.plot_of(&Body::Deployment(body)),
        })
    };
    items.iter().filter_map(span).collect()
}

/// A chart for each output variable that was calibrated, of fouling and drift.
fn charts(items: &[RecordBody]) -> Vec<XyChart> {
    let mut found: BTreeMap<(String, String), Vec<Found>> = BTreeMap::new();
    for item in items {
        let Body::Calibration(body) = Body::parse(Kind::Calibration, &item.record).0 else {
            continue;
        };
        let (Some(begin), Some(verdict)) =
            (body.begin, item.computed.as_ref().and_then(|computed| computed.verdict.as_ref()))
        else {
            continue;
        };
        let found = found.entry((body.output_variable, body.unit)).or_default();
        let (fouling, drift) = (verdict.fouling, verdict.drift);
        found.push(Found { at: begin.earliest(), fouling, drift });
    }
    let charts = found.into_iter().filter_map(|((variable, unit), mut found)| {
        found.sort_by_key(|found| found.at);
        let zone = ZoneOffsets::utc();
        calibrations::chart(&found, variable, &unit, &zone, CHART_WIDTH_PX)
    });
    charts.collect()
}
