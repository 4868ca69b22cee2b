//! A site: what it is, its current conditions, its series.

use crate::browser;
use crate::components::catalog_gate::{Body, CatalogGate};
use crate::components::embed_button::{EmbedButton, Embeddable};
use crate::components::empty_state::EmptyState;
use crate::components::not_found::NotFound;
use crate::components::page_title::PageTitle;
use crate::components::series_table::series_table;
use crate::components::site_facts::site_facts;
use crate::components::site_glyph::SiteGlyph;
use crate::components::variable_card::variable_card;
use crate::conditions::{ago_text, by_variable, site_end, site_signs, status_sentence, time_text};
use crate::links;
use crate::map::points::Shape;
use gagehouse_catalog::{Catalog, Site, SourceState};
use gagehouse_model::{SiteRef, TimeUs};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// The page.
#[component]
pub fn SitePage() -> impl IntoView {
    let parameters = use_params_map();
    let body: Body = Arc::new(move |catalog| {
        let (source, code) = parameters.with(|parameters| {
            let text = |key| parameters.get(key).unwrap_or_default();
            (text("source"), text("code"))
        });
        let reference = source.parse().ok().map(|source| SiteRef { source, code: code.clone() });
        match reference.and_then(|reference| catalog.find_site(&reference)) {
            Some(site) => page(catalog, &site),
            None => view! {
                <NotFound
                    title="Site not found"
                    text=format!("No source '{source}' has a site '{code}', or it is not public.")
                />
            }
            .into_any(),
        }
    });
    view! { <CatalogGate title="Site" body /> }.into_any()
}

fn page(catalog: &Catalog, site: &Site) -> AnyView {
    let now = TimeUs((browser::now_ms() * 1e3) as i64);
    let zone = site.zone();
    let signs = site_signs(catalog, site, now);
    let status = signs.status(now);
    let sentence = status_sentence(&signs, zone.as_ref(), now);
    let groups = by_variable(catalog, site, now);
    let newest: Vec<_> = groups.iter().filter_map(|group| group.series.first().copied()).collect();
    let latest = site_end(catalog, site).map(|end| {
        format!(
            "The newest value was measured {}, at {}.",
            ago_text(end, now),
            time_text(end, zone.as_ref())
        )
    });
    let cards = groups
        .iter()
        .filter_map(|group| variable_card(group.name, &group.series, zone.as_ref(), now));
    let conditions = if groups.is_empty() {
        view! {
            <EmptyState title="No series">
                <p>"The source lists this site without any series so far."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <ul class="variable-cards">{cards.collect::<Vec<_>>()}</ul> }.into_any()
    };
    let table = (!groups.is_empty()).then(|| {
        view! {
            <section aria-labelledby="series-title">
                <h2 id="series-title">"Series"</h2>
                {series_table(&groups, zone.as_ref(), now)}
            </section>
        }
    });
    view! {
        <div class="column site-page">
            <PageTitle text=site.name().to_owned() />
            <header class="site-page__head">
                <h1 tabindex="-1">{site.name().to_owned()}</h1>
                <p class="lead">
                    {site.description().filter(|text| *text != site.name()).map(str::to_owned)}
                </p>
                {notices(site)}
                <p class="actions">
                    {(!newest.is_empty())
                        .then(|| {
                            view! {
                                <A href=links::plot_of(&newest) attr:class="button">
                                    "Plot"
                                </A>
                            }
                        })}
                    <A href=links::catalog_of_site(site) attr:class="button button--quiet">
                        "Catalog entries"
                    </A>
                    <A href=links::map_of_site(site) attr:class="button button--quiet">
                        "Show on the map"
                    </A>
                    <EmbedButton subject=embeddable(site) />
                </p>
            </header>
            <div class="site-page__body">
                <section aria-labelledby="conditions-title">
                    <h2 id="conditions-title">"Current conditions"</h2>
                    <p class="site-page__status">
                        <SiteGlyph shape=Shape::of_site_type(site.site_type()) status />
                        <span>
                            <strong>{status.label()}</strong>
                            ". "
                            {sentence}
                            " "
                            {latest}
                        </span>
                    </p>
                    {conditions}
                </section>
                <aside aria-labelledby="facts-title">
                    <h2 id="facts-title">"About this site"</h2>
                    {site_facts(site)}
                </aside>
            </div>
            {table}
        </div>
    }
    .into_any()
}

/// What another page would show of this site.
fn embeddable(site: &Site) -> Embeddable {
    Embeddable::Site {
        source: site.source().key.to_string(),
        code: links::encoded(site.url_code()),
        label: site.name().to_owned(),
    }
}

/// What must stand beside the data of a site.
fn notices(site: &Site) -> Vec<AnyView> {
    let mut notices = Vec::new();
    // The source's own words stand below; ours would only repeat them.
    let is_said = site.disclaimer().is_some_and(|text| text.to_lowercase().contains("synthetic"));
    if site.synthetic() && !is_said {
        let text = "Synthetic: this site and its values are invented";
        notices.push(view! { <p><span class="badge">{text}</span></p> }.into_any());
    }
    if let Some(disclaimer) = site.disclaimer() {
        notices.push(view! { <p class="callout">{disclaimer.to_owned()}</p> }.into_any());
    }
    let source = site.source();
    if source.state == SourceState::Failing {
        let why = source.last_error.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        let as_of = source.last_success_us.map_or(String::new(), |time| {
            format!(" What is shown was found at {}.", time_text(time, None))
        });
        let text = format!("The last harvest of {} failed{why}.{as_of}", source.name);
        notices.push(view! { <p class="callout callout--problem">{text}</p> }.into_any());
    }
    notices
}
