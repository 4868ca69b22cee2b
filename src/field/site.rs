//! A site for those who look after it: what is there now or was there on a day, and its visits.

use super::answer::Answer;
use super::components::no_such::NoSuch;
use super::components::record_table::RecordTable;
use super::device::{Device, use_device};
use super::names::{Names, use_names};
use super::words::span_text;
use crate::api::records::{Asked, list};
use crate::browser;
use crate::components::page_title::PageTitle;
use crate::links;
use gagehouse_model::TimeUs;
use gagehouse_model::time::DAY_US;
use gagehouse_records::listed::RecordBody;
use gagehouse_records::{Body, Kind, When};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::{query_signal, use_params_map};

/// Most items that hang at one site at once.
const MOST: u64 = 200;

/// The page.
#[component]
pub fn SitePage() -> impl IntoView {
    let params = use_params_map();
    let key = move || params.with(|params| params.get("key")?.parse::<i32>().ok());
    move || match key() {
        Some(key) => view! { <Site key=key /> }.into_any(),
        None => view! {
            <NoSuch what="No such site">
                <p>
                    <A href="/field">"Sites near you"</A>
                </p>
            </NoSuch>
        }
        .into_any(),
    }
}

#[component]
fn Site(key: i32) -> impl IntoView {
    let (names, device) = (use_names(), use_device());
    let (on, set_on) = query_signal::<String>("on");
    let offset = Memo::new(move |_| {
        let offset = names.site(key).and_then(|site| site.standard_utc_offset);
        offset.unwrap_or_else(|| "Z".to_owned())
    });
    // A day of the site's clock, or now.
    let day = Memo::new(move |_| {
        let day = on.get().and_then(|day| format!("{day}{}", offset.get()).parse::<When>().ok());
        day.map(|day| (day.earliest(), day.end()))
    });
    let there = Answer::to(
        move || {
            let now = browser::now();
            // Now is asked for by the minute, so that the question stays the same for that long.
            let now = TimeUs(now.0 - now.0.rem_euclid(DAY_US / 1_440));
            let (from, to) = day.get().unwrap_or((now, TimeUs(now.0 + 1_000_000)));
            Asked::default()
                .with("site", key)
                .with("from", from.to_rfc3339())
                .with("to", to.to_rfc3339())
                .with("limit", MOST)
                .with("computed", true)
        },
        |asked, abort| async move { list(Kind::Deployment, &asked, abort).await },
    );
    let of_site = Signal::stored(Asked::default().with("site", key));
    let name = move || names.site_name(key);
    let public = move || {
        names.site(key).map(|site| {
            let address = browser::under_base(&links::site_path(&site.source, &site.code));
            view! {
                <a href=address rel="external">
                    "Public page of the site"
                </a>
            }
        })
    };
    let heading = move || match on.get() {
        Some(day) => format!("Equipment on {day}"),
        None => "Equipment now".to_owned(),
    };
    let changed = move |event: web_sys::Event| {
        set_on.set(Some(event_target_value(&event)).filter(|day| !day.is_empty()));
    };
    view! {
        <div class="column">
            <PageTitle text=Signal::derive(name) />
            <h1 tabindex="-1">{name}</h1>
            <p>{public}</p>
            <section aria-labelledby="there">
                <h2 id="there">{heading}</h2>
                <label class="field-label field-narrow">
                    {move || format!("On a day (clock of the site, UTC{})", offset.get().replace('Z', "").replace('-', "−"))}
                    <input type="date" prop:value=move || on.get().unwrap_or_default() on:change=changed />
                </label>
                {there.show("the equipment", move |page| hanging(&page.items, names, device))}
            </section>
            <section aria-labelledby="visits">
                <h2 id="visits">"Visits"</h2>
                <RecordTable kind=Kind::Visit asked=of_site label="Visits of the site" />
            </section>
        </div>
    }
}

fn hanging(items: &[RecordBody], names: Names, device: Device) -> AnyView {
    if items.is_empty() {
        return view! { <p>"None recorded."</p> }.into_any();
    }
    let row = |item: &RecordBody| {
        let Body::Deployment(body) = Body::parse(Kind::Deployment, &item.record).0 else {
            return None;
        };
        let ended = item.computed.as_ref().and_then(|computed| computed.ended.as_ref());
        let end = ended.and_then(|ended| ended.parse::<When>().ok()).or(body.end);
        let (equipment, carrier) = (body.equipment?, body.attached_to);
        let (begin, body) = (body.begin, Body::Deployment(body));
        let plot = move || {
            device
                .plot_of(&body)
                .map(|plot| view! { " " <a href=plot rel="external">"On the plot"</a> })
        };
        let on = move || carrier.map(|by| format!(", on {}", names.of(Some(by))));
        Some(view! {
            <li>
                <A href=format!("/field/equipment/{equipment}")>
                    {move || names.of(Some(equipment))}
                </A>
                {on}
                <br />
                <span class="small quiet">{span_text(begin, end)}</span>
                {plot}
            </li>
        })
    };
    view! { <ul class="field-links">{items.iter().filter_map(row).collect::<Vec<_>>()}</ul> }
        .into_any()
}
