//! A site: what it is, its current conditions, its series. A page left open keeps itself current.

use crate::api::catalog::{CatalogContext, use_catalog};
use crate::browser;
use crate::components::catalog_gate::{Body, CatalogGate};
use crate::components::embed_button::{EmbedButton, Embeddable};
use crate::components::empty_state::EmptyState;
use crate::components::not_found::NotFound;
use crate::components::page_title::PageTitle;
use crate::components::series_table::series_table;
use crate::components::site_cite::site_cite;
use crate::components::site_documents::site_documents;
use crate::components::site_facts::site_facts;
use crate::components::site_glyph::SiteGlyph;
use crate::components::site_history::site_history;
use crate::components::site_near::site_near;
use crate::components::variable_card::VariableCard;
use crate::conditions::{ago_text, by_variable, site_signs, status_sentence};
use crate::links;
use crate::map::points::Shape;
use crate::readings::{Followed, Readings};
use crate::refresh::{interval_text, keep_current, news_text};
use crate::units;
use gagehouse_catalog::site::CHOICE;
use gagehouse_catalog::{Catalog, PartKind, Site, SourceState, Status};
use gagehouse_model::{SiteRef, TimeUs};
use gagehouse_page::card::{Card, cards, leading};
use gagehouse_page::facts::{Notice, notices};
use gagehouse_page::html::latest_text;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// The page.
#[component]
pub fn SitePage() -> impl IntoView {
    let parameters = use_params_map();
    let context = use_catalog();
    let name = Memo::new(move |_| {
        parameters.with(|parameters| {
            let text = |key| parameters.get(key).unwrap_or_default();
            (text("source"), text("code"))
        })
    });
    // The page is built anew for another site and for other words of its source; new values change texts alone.
    let shape = Memo::new(move |_| {
        let (source, code) = name.get();
        let catalog = context.catalog()?;
        let entry =
            catalog.sources().iter().map(|it| &it.entry).find(|it| it.key.as_str() == source)?;
        let meta = entry.part(PartKind::Meta).map(|part| part.hash.clone());
        let failed = (entry.state == SourceState::Failing).then(|| entry.last_error.clone());
        Some((source, code, meta, failed))
    });
    let body: Body = Arc::new(move |catalog| {
        let (source, code) = name.get();
        let reference = source.parse().ok().map(|source| SiteRef { source, code: code.clone() });
        match reference.and_then(|reference| catalog.find_site(&reference)) {
            Some(site) => page(context, catalog, &site),
            None => view! {
                <NotFound
                    title="Site not found"
                    text=format!("No source '{source}' has a site '{code}', or it is not public.")
                />
            }
            .into_any(),
        }
    });
    let shape = Signal::derive(move || shape.with(|shape| format!("{shape:?}")));
    view! { <CatalogGate title="Site" body shape /> }.into_any()
}

/// What is known of a site at a moment, in words.
#[derive(Debug, Clone, PartialEq)]
struct Now {
    status: Status,
    sentence: String,
    latest: Option<String>,
    cards: Vec<Card>,
}

impl Now {
    fn of(catalog: &Catalog, site: &Site, now: TimeUs) -> Self {
        let (signs, zone) = (site_signs(catalog, site, now), site.zone());
        Self {
            status: signs.status(now),
            sentence: status_sentence(&signs, zone.as_ref(), now),
            latest: latest_text(catalog, site, zone.as_ref(), now),
            cards: cards(catalog, site, units::remembered(), now),
        }
    }
}

fn page(context: CatalogContext, catalog: &Catalog, site: &Site) -> AnyView {
    let opened = browser::now();
    let now = RwSignal::new(opened);
    let zone = site.zone();
    let reference = site.reference();
    let first = Now::of(catalog, site, opened);
    let groups = by_variable(catalog, site, opened);
    let newest: Vec<_> = groups.iter().filter_map(|group| group.series.first().copied()).collect();
    let known = {
        let (reference, first) = (reference.clone(), first.clone());
        Memo::new(move |_| {
            let now = now.get();
            let of = |catalog: Catalog| {
                catalog.find_site(&reference).map(|site| Now::of(&catalog, &site, now))
            };
            context.catalog().and_then(of).unwrap_or_else(|| first.clone())
        })
    };
    let card_of = |at: usize, first: &Card| {
        let first = first.clone();
        Memo::new(move |_| {
            let same = |known: &Now| {
                known.cards.get(at).filter(|it| it.variable == first.variable).cloned()
            };
            known.with(same).unwrap_or_else(|| first.clone())
        })
    };
    let followed_of = |card: Memo<Card>| {
        let zone = zone.clone();
        let series = Memo::new(move |_| card.with(|card| card.series.clone()));
        Signal::derive(move || {
            let series = series.get();
            let catalog = context.state.with_untracked(|state| state.catalog().cloned())?;
            Followed::of(&catalog.find_datastream(&series)?, zone.as_ref())
        })
    };
    let parts: Vec<(Memo<Card>, RwSignal<Readings>)> = first
        .cards
        .iter()
        .enumerate()
        .map(|(at, card)| (card_of(at, card), RwSignal::new(Readings::default())))
        .collect();
    let lead = {
        let (parts, zone) = (parts.clone(), zone.clone());
        Memo::new(move |_| {
            let now = now.get();
            known.with(|known| {
                let card = leading(&known.cards)?;
                let at = known.cards.iter().position(|other| other.variable == card.variable)?;
                let (_, readings) = parts.get(at)?;
                readings.with(|it| {
                    let told =
                        it.newest.as_ref().filter(|newest| Some(newest.time) >= card.newest.time());
                    card.sentence((told, it.standing.as_ref()), zone.as_ref(), now)
                })
            })
        })
    };
    let refresh = keep_current(context, now, &first.cards);
    Effect::new(move |before: Option<Vec<Card>>| {
        let cards = known.with(|known| known.cards.clone());
        if let Some(text) = before.and_then(|before| news_text(&before, &cards)) {
            refresh.news.set(text);
        }
        cards
    });
    let speaks = leading(&first.cards).map(|card| card.variable.clone());
    let views = parts.iter().map(|(card, readings)| {
        let (card, readings, zone) = (*card, *readings, zone.clone());
        let at_once = card.with_untracked(|card| Some(&card.variable) == speaks.as_ref());
        view! {
            <VariableCard card followed=followed_of(card) readings zone now=now.into() at_once />
        }
    });
    let conditions = if groups.is_empty() {
        view! {
            <EmptyState title="No series">
                <p>"The source lists this site without any series so far."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <ul class="variable-cards">{views.collect::<Vec<_>>()}</ul>
            <p class="quiet small">{CHOICE}</p>
        }
        .into_any()
    };
    let table = (!groups.is_empty()).then(|| {
        view! {
            <section aria-labelledby="series-title">
                <h2 id="series-title">"Series"</h2>
                {series_table(context, &groups, zone.as_ref(), now.into())}
            </section>
        }
    });
    let shape = Shape::of_site_type(site.site_type());
    let plot = links::plot_of(&newest);
    view! {
        <div class="column site-page">
            <PageTitle text=format!("{} ({})", site.name(), site.url_code()) />
            <header class="site-page__head">
                <h1 tabindex="-1" dir="auto">
                    {site.name().to_owned()}
                </h1>
                <p class="lead" dir="auto">
                    {site.description().filter(|text| *text != site.name()).map(str::to_owned)}
                </p>
                {notices(site).into_iter().map(notice).collect::<Vec<_>>()}
                <p class="actions">
                    {(!newest.is_empty())
                        .then(|| {
                            view! {
                                <A href=plot attr:class="button">
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
                        {move || view! { <SiteGlyph shape status=known.with(|it| it.status) /> }}
                        <span>
                            <strong>{move || known.with(|it| it.status.label())}</strong>
                            ". "
                            {move || known.with(|it| it.sentence.clone())}
                            " "
                            {move || known.with(|it| it.latest.clone())}
                        </span>
                    </p>
                    <p class="site-page__sentence">{move || lead.get()}</p>
                    {conditions}
                    <p class="quiet small">
                        {move || format!("Checked {}. ", ago_text(refresh.checked.get(), now.get()))}
                        {interval_text(refresh.every_us)}
                    </p>
                    <p class="visually-hidden" role="status">
                        {move || refresh.news.get()}
                    </p>
                </section>
                <aside aria-labelledby="facts-title">
                    <h2 id="facts-title">"About this site"</h2>
                    {site_facts(site)}
                    {site_near(catalog, site, opened)}
                </aside>
            </div>
            {table}
            {site_history(site)}
            {site_documents(site)}
            {site_cite(catalog, site, opened)}
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

fn notice(notice: Notice) -> AnyView {
    match notice {
        Notice::Synthetic(text) => view! { <p><span class="badge">{text}</span></p> }.into_any(),
        Notice::Disclaimer(text) => view! { <p class="callout" dir="auto">{text}</p> }.into_any(),
        Notice::Problem(text) => {
            view! { <p class="callout callout--problem">{text}</p> }.into_any()
        }
    }
}
