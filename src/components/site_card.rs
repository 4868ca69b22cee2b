//! The card of the site that is selected on the map: who it is, what it says now, where to go on.

use super::site_glyph::{ClassGlyph, SiteGlyph};
use crate::browser;
use crate::conditions::{
    ago_text, by_variable, over_text, site_signs, status_sentence, time_text, value_text,
};
use crate::links;
use crate::map::look::ColorBy;
use crate::map::state::MapState;
use gagehouse_page::facts::level_text;
use leptos::html::H2;
use leptos::prelude::*;
use leptos_router::components::A;

/// Variables listed on the card; the site's page has them all.
const VARIABLES: usize = 6;

/// The card of the site that the map's state says, or nothing while none is selected.
pub fn site_card(state: MapState) -> impl IntoView {
    // The selection alone decides: a refreshed catalog does not move the focus.
    move || state.selected.get().map(|at| card(state, at))
}

fn card(state: MapState, at: usize) -> Option<AnyView> {
    let index = state.index.get_untracked()?;
    let site = index.site(at)?;
    let (shape, status) = (*index.shape.get(at)?, *index.status.get(at)?);
    let catalog = &index.catalog;
    let zone = site.zone();
    let heading = NodeRef::<H2>::new();
    Effect::new(move |_| {
        // From the list or the map the focus follows; a page that opens with a card keeps its own.
        if let Some(heading) = heading.get()
            && browser::something_is_focused()
        {
            let _ = heading.focus();
        }
    });
    let close = move || {
        state.select(None);
        if let Some(row) = browser::element_by_id(&format!("site-row-{at}")) {
            let _ = row.focus();
        }
    };
    let groups = by_variable(catalog, &site, index.now);
    let signs = site_signs(catalog, &site, index.now);
    let sentence = status_sentence(&signs, zone.as_ref(), index.now);
    let more = groups.len().saturating_sub(VARIABLES);
    let newest: Vec<_> = groups.iter().filter_map(|group| group.series.first().copied()).collect();
    let values = groups.iter().take(VARIABLES).filter_map(|group| {
        let series = group.series.first()?;
        let text = match series.latest() {
            Some((_, value)) => value_text(series, value),
            None if series.results_hidden() => "hidden by its owner".to_owned(),
            None => "no value known".to_owned(),
        };
        let newest = series.latest();
        let over = over_text((group.name, series.aggregation_statistic()), series.spacing());
        let over = over.filter(|_| newest.is_some()).map(|over| format!(" {over}"));
        let time = newest.map(|(time, _)| time_text(time, zone.as_ref()));
        let about: Vec<String> = [time, level_text(series)].into_iter().flatten().collect();
        Some(view! {
            <dt>{group.name.to_owned()}</dt>
            <dd class="figures">
                {text} {over} <span class="site-card__about">{about.join(" · ")}</span>
            </dd>
        })
    });
    // How it stands for the date, where the colours of the map tell that; known a little later than the card.
    let standing = move || {
        let is_told = state.query.with(|query| matches!(query.color, ColorBy::Percentile(_)));
        let classes = state.classes.get().filter(|_| is_told)?;
        let (look, words) = (classes.look(at)?.clone(), classes.words(at)?);
        Some(view! {
            <p class="site-card__status">
                <ClassGlyph shape tint=look.tint inside=look.inside />
                <span>{words}</span>
            </p>
        })
    };
    let facts = [
        Some(site.url_code().to_owned()),
        site.site_type().map(str::to_owned),
        site.network_name().map(str::to_owned),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let latest = index.end(at).map(|end| {
        format!("Last value {}, {}", ago_text(end, index.now), time_text(end, zone.as_ref()))
    });
    let view = view! {
        <section
            class="site-card"
            aria-labelledby="site-card-title"
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    close();
                }
            }
        >
            <div class="site-card__head">
                <h2 id="site-card-title" node_ref=heading tabindex="-1" dir="auto">
                    {site.name().to_owned()}
                </h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label="Close"
                    on:click=move |_| close()
                >
                    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
                        <path d="M5 5l14 14M19 5 5 19" stroke="currentColor" stroke-width="2.5" />
                    </svg>
                </button>
            </div>
            <p class="site-card__facts">{facts.join(" · ")}</p>
            {site
                .synthetic()
                .then(|| view! { <p class="badge">"Synthetic: an invented site"</p> })}
            <p class="site-card__status">
                <SiteGlyph shape status />
                <span>
                    <strong>{status.label()}</strong>
                    ". "
                    {sentence}
                    " "
                    {latest}
                </span>
            </p>
            {standing}
            <dl class="site-card__values">{values.collect::<Vec<_>>()}</dl>
            {(more > 0).then(|| view! { <p class="quiet small">{format!("and {more} more")}</p> })}
            <p class="actions">
                <A href=links::site_page(&site) attr:class="button">
                    "Site page"
                </A>
                {(!newest.is_empty())
                    .then(|| {
                        view! {
                            <A href=links::plot_of(&newest) attr:class="button button--quiet">
                                "Plot"
                            </A>
                        }
                    })}
                <A href=links::catalog_of_site(&site) attr:class="button button--quiet">
                    "Catalog"
                </A>
            </p>
        </section>
    };
    Some(view.into_any())
}
