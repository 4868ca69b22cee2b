//! What Gagehouse is, where its data come from, how to use it by keyboard, and what it is not.

use crate::api::catalog::use_catalog;
use crate::browser;
use crate::components::kept_observations::KeptObservations;
use crate::components::page_title::PageTitle;
use crate::conditions::{ago_text, time_text};
use gagehouse_catalog::catalog::CatalogSource;
use gagehouse_catalog::{Catalog, SourceState, Status};
use gagehouse_model::TimeUs;
use leptos::prelude::*;

/// Keys and what they do, by where they work.
const KEYS: [(&str, &str, &str); 14] = [
    (
        "Everywhere",
        "Tab, Shift+Tab",
        "Move between links, buttons and fields; the first stop skips to the page",
    ),
    ("Map", "Arrow keys", "Move the map"),
    ("Map", "+ and −", "Zoom in and out"),
    ("Map", "Enter on a row of the list", "Open the site's card and bring the site into view"),
    ("Map", "Escape", "Close the card; the focus returns to the list"),
    ("Plot", "Left and Right", "Read the values one by one"),
    ("Plot", "Home and End", "Read the first and the last value of the view"),
    ("Plot", "+ and −", "Zoom in and out, about the value that is read"),
    ("Plot", "Shift+Left, Shift+Right", "Move by a tenth of the view"),
    ("Plot", "Page Up and Page Down", "Move by a whole view"),
    ("Plot", "0", "Show all"),
    ("Plot", "Backspace, Shift+Backspace", "The view before, the view after"),
    ("Plot", "Escape", "Stop reading values"),
    ("Tables", "Arrow keys", "Scroll a table that has the focus"),
];

/// The page.
#[component]
pub fn AboutPage() -> impl IntoView {
    let context = use_catalog();
    let sources = move || match context.catalog() {
        Some(catalog) if !catalog.sources().is_empty() => {
            let now = TimeUs((browser::now_ms() * 1e3) as i64);
            let rows = catalog.sources().iter().map(|source| source_row(&catalog, source, now));
            view! { <ul class="sources">{rows.collect::<Vec<_>>()}</ul> }.into_any()
        }
        _ => view! { <p>"No source is loaded."</p> }.into_any(),
    };
    let keys = KEYS.map(|(place, keys, effect)| {
        view! {
            <tr>
                <td>{place}</td>
                <td>
                    <kbd>{keys}</kbd>
                </td>
                <td>{effect}</td>
            </tr>
        }
    });
    view! {
        <div class="column prose">
            <PageTitle text="About" />
            <h1 tabindex="-1">"About Gagehouse"</h1>
            <p class="lead">
                "A gage house is the small shelter over a stilling well where a stream gage keeps its instruments. "
                "This one is software: the place where a network's gages and their data live together."
            </p>
            <p>
                "The map shows every site, the catalog every series, and the plot draws the observations as they are: "
                "a spike, a gap or a repeated time is drawn as the raw data have it, at every zoom. "
                "The address of a page holds its state, so a copied link shows the same view."
            </p>
            <h2>"Sources"</h2>
            {sources}
            <h2 id="kept-observations">"Kept on this device"</h2>
            <p>
                "Observations that a plot has read are kept in this browser, at most 200 MB, so that the next visit draws at "
                "once and asks only for what is new or was corrected. Where a source does not tell what it corrects, the last "
                "seven days and what was read more than thirty days ago are asked for again."
            </p>
            <KeptObservations />
            <h2>"Reading the data"</h2>
            <p>
                "Times are shown in the standard time of the site all year, as its loggers keep it, with the offset from "
                "UTC beside them; a plot starts with the site's civil time and lets you choose. Values carry the unit and the decimals of their source. "
                "A status is relative to the interval at which values are expected: "
                {statuses_text()}
                ". Out of season is what rests at this time of each year, or whose source says so; the clock is suspect of what "
                "has values of the future. A site is as alive as its most alive series."
            </p>
            <p>
                "The data are also served to programs, through the OGC SensorThings API at "
                <a href=browser::under_base("/sensorthings/v1.1") rel="external">
                    "sensorthings/v1.1"
                </a>
                "."
            </p>
            <h2>"Keyboard"</h2>
            <div class="table-scroller" tabindex="0" role="region" aria-label="Table of keys">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Where"</th>
                            <th scope="col">"Keys"</th>
                            <th scope="col">"What they do"</th>
                        </tr>
                    </thead>
                    <tbody>{Vec::from(keys)}</tbody>
                </table>
            </div>
            <h2>"What it is not"</h2>
            <p>
                "Not a forecast and not a warning service. Not a general charting library, not a geographic information "
                "system, not a runner of numerical models. It talks to such systems by standard protocols. "
                "It sets no cookies; the choice of light or dark colours and the observations that were read are kept on your device."
            </p>
            <p class="quiet small">
                "Map: Leaflet. Borders: Natural Earth (public domain) and the U.S. Census Bureau."
            </p>
        </div>
    }
    .into_any()
}

/// `live, late, stale, … or no data yet`.
fn statuses_text() -> String {
    let names = Status::ALL.map(|status| status.label().to_lowercase());
    names
        .split_last()
        .map_or_else(String::new, |(last, others)| format!("{} or {last}", others.join(", ")))
}

fn source_row(catalog: &Catalog, source: &CatalogSource, now: TimeUs) -> AnyView {
    let entry = &source.entry;
    let state = match entry.state {
        SourceState::Ok => "The last harvest succeeded".to_owned(),
        SourceState::Failing => match &entry.last_error {
            Some(why) => format!("The last harvest failed: {why}"),
            None => "The last harvest failed".to_owned(),
        },
        SourceState::Never => "Not harvested so far".to_owned(),
    };
    let age = entry
        .last_success_us
        .map(|time| format!("Catalog of {} ({})", time_text(time, None), ago_text(time, now)));
    let class = match entry.state {
        SourceState::Failing => "card card--problem",
        SourceState::Ok | SourceState::Never => "card",
    };
    let kind = match entry.kind.as_str() {
        "embedded" => "this server's own data",
        "sensorthings" => "SensorThings service",
        other => other,
    };
    let sites = catalog.sites().filter(|site| site.source().key == entry.key);
    let synthetic = sites.filter(|site| site.synthetic()).count();
    let count = format!("{} sites, {} series", source.site_count(), source.datastream_count());
    view! {
        <li class=class>
            <h3>{entry.name.clone()}</h3>
            {(synthetic > 0)
                .then(|| {
                    let text = if synthetic == source.site_count() {
                        "Synthetic data".to_owned()
                    } else {
                        format!("Synthetic: {synthetic} of its sites")
                    };
                    view! { <p class="badge">{text}</p> }
                })}
            <p>{entry.description.clone()}</p>
            <dl class="fact-list">
                <dt>"State"</dt>
                <dd>{state}</dd>
                <dt>"Age"</dt>
                <dd class="figures">{age.unwrap_or_else(|| "no catalog yet".to_owned())}</dd>
                <dt>"Contents"</dt>
                <dd>{count}</dd>
                <dt>"Kind"</dt>
                <dd>{kind.to_owned()}</dd>
            </dl>
        </li>
    }
    .into_any()
}
