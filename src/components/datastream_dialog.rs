//! Everything the catalog knows of one series, in groups, with the ways on.

use crate::browser;
use crate::catalog::cells::{NOTHING, grouped, level_text, quantity_text};
use crate::catalog::state::{CatalogPageState, History};
use crate::conditions::{ago_text, time_text, value_text};
use crate::links;
use gagehouse_catalog::facet::spacing_label;
use gagehouse_catalog::{Datastream, Status};
use gagehouse_model::TimeUs;
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos_router::components::A;

/// The dialog; open while the URL names a series of the catalog. Escape and Back close it.
#[component]
pub fn DatastreamDialog(
    /// Of which page.
    state: CatalogPageState,
) -> impl IntoView {
    let node = NodeRef::<Dialog>::new();
    let opened = Memo::new(move |_| state.query.with(|query| query.details.clone()));
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (opened.with(Option::is_some), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let close = move || state.change(History::Push, |query| query.details = None);
    let body = move || {
        let name = opened.get()?;
        let index = state.index.get()?;
        Some(match index.catalog().find_datastream(&name) {
            Some(series) => details(state, &series).into_any(),
            None => view! {
                <h2 id="series-title">"No such series"</h2>
                <p>{format!("The catalog has no series {name}. It may have been removed at its source.")}</p>
            }
            .into_any(),
        })
    };
    view! {
        <dialog
            node_ref=node
            class="series-dialog"
            aria-labelledby="series-title"
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                close();
            }
            on:click=move |event| {
                // On the backdrop the dialog itself is the target.
                let target = event.target().map(wasm_bindgen::JsValue::from);
                let dialog = node.get_untracked().map(wasm_bindgen::JsValue::from);
                if target.is_some() && target == dialog {
                    close();
                }
            }
        >
            <div class="series-dialog__inner">
                <button
                    type="button"
                    class="icon-button series-dialog__close"
                    aria-label="Close"
                    on:click=move |_| close()
                >
                    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
                        <path d="M5 5l14 14M19 5 5 19" stroke="currentColor" stroke-width="2.5" />
                    </svg>
                </button>
                {body}
            </div>
        </dialog>
    }
}

type Fact = (&'static str, Option<String>);

fn details(state: CatalogPageState, series: &Datastream) -> impl IntoView + use<> {
    let now = state.now.get_untracked();
    let site = series.site();
    let site_name = site.map_or(NOTHING, |site| site.name()).to_owned();
    let status = crate::conditions::series_status(series, now);
    let toggled = series.reference();
    let reference = series.reference();
    let is_selected =
        Memo::new(move |_| state.selected.with(|selected| selected.contains(&reference)));
    let hidden = series.results_hidden();
    view! {
        <h2 id="series-title">
            <bdi>{series.variable_name().to_owned()}</bdi>
            " at "
            <bdi>{site_name}</bdi>
        </h2>
        <p>
            <span class=format!("series-status series-status--{}", status.key())>
                {status.label()}
            </span>
            " "
            {age_sentence(series, status, now)}
        </p>
        {site.filter(|site| site.synthetic()).map(|_| {
            view! { <p class="badge">"Synthetic: an invented series"</p> }
        })}
        {hidden.then(|| view! { <p>"Its owner hides the values; only this description is public."</p> })}
        <p class="actions">
            <A href=links::plot_of([series]) attr:class="button">
                "Plot"
            </A>
            <A
                href=format!("{}#{}", links::plot_of([series]), links::EXPORT)
                attr:class="button button--quiet"
            >
                "Download"
            </A>
            <button
                type="button"
                class="button button--quiet"
                aria-pressed=move || is_selected.get().to_string()
                on:click=move |_| {
                    let toggled = toggled.clone();
                    state.change(History::Replace, move |query| query.toggle_selected(&toggled));
                }
            >
                {move || if is_selected.get() { "Remove from the plot" } else { "Add to the plot" }}
            </button>
            {site.map(|site| {
                view! {
                    <A href=links::site_page(&site) attr:class="button button--quiet">
                        "Site page"
                    </A>
                }
            })}
        </p>
        {group("General", general(series, now))}
        {group("Location", location(series))}
        {group("Variable", variable(series))}
        {group("Time support", time_support(series))}
        {group("Method", method(series))}
        {group("Processing level", level(series))}
        <section class="series-dialog__group">
            <h3>"API"</h3>
            <p>
                <a href=api_url(series) rel="noopener">
                    {api_url(series)}
                </a>
            </p>
        </section>
    }
}

fn age_sentence(series: &Datastream, status: Status, now: TimeUs) -> String {
    match (series.end(), status) {
        (Some(end), _) => format!("Last value {}.", ago_text(end, now)),
        (None, _) => "No value is known.".to_owned(),
    }
}

/// What the source says, in two columns; what it does not say is left out.
fn group(title: &'static str, facts: Vec<Fact>) -> impl IntoView {
    let facts: Vec<_> = facts
        .into_iter()
        .filter_map(|(name, text)| Some((name, text.filter(|text| !text.is_empty())?)))
        .map(|(name, text)| view! { <dt>{name}</dt><dd>{text}</dd> })
        .collect();
    (!facts.is_empty()).then(|| {
        view! {
            <section class="series-dialog__group">
                <h3>{title}</h3>
                <dl class="series-facts">{facts}</dl>
            </section>
        }
    })
}

fn general(series: &Datastream, now: TimeUs) -> Vec<Fact> {
    let zone = series.site().and_then(|site| site.zone());
    let at = |time: TimeUs| time_text(time, zone.as_ref());
    let latest = series.latest().map(|(time, value)| {
        format!("{}, {} ({})", value_text(series, value), ago_text(time, now), at(time))
    });
    vec![
        ("Name", Some(series.name().into_owned())),
        ("Latest value", latest),
        ("Begin", series.begin().map(at)),
        ("End", series.end().map(at)),
        ("Values", series.value_count().map(grouped)),
        ("Years of data", series.years_of_data().map(|years| format!("{years:.1}"))),
        ("Source", Some(series.source().name.clone())),
        ("Network", owned(series.network_name())),
        ("Status at the source", owned(series.status())),
        ("Kind of values", owned(series.value_type())),
        ("Description", owned(series.description())),
        ("Tags", some_lines(series.tags().collect())),
        ("Terms", owned(series.site().and_then(|site| site.disclaimer()))),
        ("Licence", owned(series.site().and_then(|site| site.licence()))),
        ("Citation", owned(series.site().and_then(|site| site.citation()))),
        ("Id", Some(series.reference().to_string())),
    ]
}

fn location(series: &Datastream) -> Vec<Fact> {
    let Some(site) = series.site() else { return Vec::new() };
    let place = site.position().map(|(longitude, latitude)| {
        format!("{latitude:.5}° north, {longitude:.5}° east").replace('-', "\u{2212}")
    });
    let elevation = site.elevation_m().map(|elevation_m| {
        let datum = site.elevation_datum().map_or(String::new(), |datum| format!(" ({datum})"));
        format!("{elevation_m} m{datum}")
    });
    vec![
        ("Site", Some(site.name().to_owned())),
        ("Code", owned(site.code())),
        ("Kind", owned(site.site_type())),
        ("Coordinates", place.or_else(|| Some("not stated".to_owned()))),
        ("Elevation", elevation),
        ("Watershed", owned(site.watershed())),
        ("County", owned(site.admin_area_2())),
        ("State or province", owned(site.admin_area_1())),
        ("Country", owned(site.country())),
    ]
}

fn method(series: &Datastream) -> Vec<Fact> {
    let offset = series.vertical_offset_m().map(|offset_m| match offset_m < 0.0 {
        true => format!("{} m below the surface", -offset_m),
        false => format!("{offset_m} m above the surface"),
    });
    vec![
        ("Name", owned(series.method_name())),
        ("Code", owned(series.method_code())),
        ("Kind", owned(series.method_type())),
        ("Sensor model", owned(series.sensor_model())),
        ("Position", offset),
        ("Description", owned(series.method_description())),
        ("Link", owned(series.method_link())),
        ("Id at the source", owned(series.method_id())),
    ]
}

fn level(series: &Datastream) -> Vec<Fact> {
    vec![
        ("Level", Some(level_text(series))),
        ("Explanation", owned(series.processing_level_explanation())),
    ]
}

/// Some texts as one, if there are any.
fn some_lines(texts: Vec<&str>) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join("; "))
}

fn variable(series: &Datastream) -> Vec<Fact> {
    let unit = series.unit();
    let unit = match (unit.name, unit.symbol) {
        (Some(name), Some(symbol)) if name != symbol => Some(format!("{name} ({symbol})")),
        (name, symbol) => name.or(symbol),
    };
    let quantity = Some(quantity_text(series)).filter(|name| name != series.variable_name());
    vec![
        ("Name", Some(series.variable_name().to_owned())),
        ("Same as", quantity),
        ("Code", owned(series.variable_code())),
        ("Definition", owned(series.variable_definition())),
        ("Category", owned(series.variable_category())),
        ("Unit", unit),
        ("Medium", owned(series.sampled_medium())),
        ("Kind of result", owned(series.result_type())),
        ("No-data value", series.no_data_value().map(crate::conditions::number_text)),
    ]
}

fn time_support(series: &Datastream) -> Vec<Fact> {
    let zone = series.site().and_then(|site| site.zone());
    let clock = zone.map(|zone| match zone.iana {
        Some(iana) => format!(
            "{iana}, standard time UTC{}",
            gagehouse_model::zone::offset_text(zone.standard_offset_minutes)
        ),
        None => format!("UTC{}", zone.standard_offset_text()),
    });
    vec![
        ("Interval", series.spacing().map(spacing_label)),
        ("Values are over", series.aggregation().map(spacing_label)),
        ("Statistic", owned(series.aggregation_statistic())),
        ("Clock of the site", clock),
    ]
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

/// The series at its SensorThings service. A numeric id stands bare, another in quotes.
fn api_url(series: &Datastream) -> String {
    let base = &series.source().observations_url;
    let base = if base.starts_with('/') { browser::under_base(base) } else { base.clone() };
    let id = series.external_id();
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let id = if is_number { id.to_owned() } else { format!("'{}'", id.replace('\'', "''")) };
    let id = String::from(js_sys::encode_uri_component(&id));
    format!("{}/Datastreams({id})", base.trim_end_matches('/'))
}
