//! The list beside the map: the same sites by name, for the keyboard, screen readers and narrow screens.

use super::site_glyph::SiteGlyph;
use crate::conditions::ago_text;
use crate::map::points::SiteIndex;
use crate::map::state::{History, MapState};
use leptos::prelude::*;
use std::sync::Arc;

/// Rows shown at first and added by each press of the button.
const PAGE: usize = 100;

/// Search box, count and rows. Pressing a row opens the site's card and brings the site into view.
#[component]
pub fn SiteList(
    /// What it lists.
    state: MapState,
) -> impl IntoView {
    let limit = RwSignal::new(PAGE);
    Effect::new(move |_| {
        state.shown.track();
        limit.set(PAGE);
    });
    let text = move || state.query.with(|query| query.search.clone());
    let count = move || {
        let total = state.index.with(|index| index.as_ref().map_or(0, |index| index.sites.len()));
        match (state.shown.with(|shown| shown.len()), total) {
            (_, 0) => "No sites".to_owned(),
            (1, 1) => "1 site".to_owned(),
            (shown, total) if shown == total => format!("{total} sites"),
            (shown, total) => format!("{shown} of {total} sites"),
        }
    };
    let without_place = move || {
        state.index.with(|index| {
            let index = index.as_ref()?;
            let lost = |at: &&usize| index.sites.get(**at).is_some_and(|p| p.place.is_none());
            let count = state.shown.with(|shown| shown.iter().filter(lost).count());
            (count > 0).then(|| format!(", {count} without coordinates, not on the map"))
        })
    };
    let rows = move || {
        let index = state.index.get()?;
        let shown = state.shown.get();
        let rows = shown.iter().take(limit.get());
        Some(rows.map(|at| row(state, &index, *at)).collect::<Vec<_>>())
    };
    let more = move || {
        let left = state.shown.with(|shown| shown.len().saturating_sub(limit.get()));
        (left > 0).then(|| {
            view! {
                <button
                    type="button"
                    class="button button--quiet site-list__more"
                    on:click=move |_| limit.update(|limit| *limit += PAGE)
                >
                    {format!("Show {} more", left.min(PAGE))}
                </button>
            }
        })
    };
    view! {
        <div class="site-list">
            <div class="site-list__head">
                <label class="visually-hidden" for="site-search">
                    "Search sites by name, code, kind, network, watershed or county"
                </label>
                <input
                    id="site-search"
                    type="search"
                    placeholder="Search sites"
                    autocomplete="off"
                    prop:value=text
                    on:input:target=move |event| {
                        let typed = event.target().value();
                        state.change(History::Replace, |query| query.search = typed);
                    }
                />
                <p class="site-list__count" role="status">
                    {count}
                    {without_place}
                </p>
            </div>
            <ul class="site-list__rows" aria-label="Sites" tabindex="-1">
                {rows}
            </ul>
            {more}
        </div>
    }
}

fn row(state: MapState, index: &Arc<SiteIndex>, at: usize) -> Option<AnyView> {
    let (site, point) = (index.site(at)?, index.sites.get(at)?);
    let is_selected = move || state.selected.get() == Some(at);
    let kind = [Some(site.url_code()), site.site_type()].into_iter().flatten();
    let mut status = point.status.label().to_owned();
    if let Some(end) = point.end {
        status = format!("{status}, last value {}", ago_text(end, index.now));
    }
    if point.place.is_none() {
        status.push_str(", no coordinates");
    }
    let view = view! {
        <li>
            <button
                type="button"
                id=format!("site-row-{at}")
                class="site-row"
                class:site-row--selected=is_selected
                aria-pressed=move || is_selected().to_string()
                on:click=move |_| state.select((!is_selected()).then_some(at))
            >
                <SiteGlyph shape=point.shape status=point.status />
                <span class="site-row__text">
                    <span class="site-row__name">{site.name().to_owned()}</span>
                    <span class="site-row__meta">{kind.collect::<Vec<_>>().join(" · ")}</span>
                    <span class="site-row__meta">{status}</span>
                </span>
            </button>
        </li>
    };
    Some(view.into_any())
}
