//! The list beside the map: the same sites by name, for the keyboard, screen readers and narrow screens.

use super::later::Later;
use super::site_glyph::ClassGlyph;
use crate::catalog::cells::grouped;
use crate::chunks;
use crate::conditions::ago_text;
use crate::map::look::{Inside, Tint};
use crate::map::near::distance_text;
use crate::map::points::SiteIndex;
use crate::map::state::{History, MapState};
use crate::map::statuses::Statuses;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows shown at first and added by each press of the button.
const PAGE: usize = 50;

/// Search box, count and rows. Pressing a row opens the site's card and brings the site into view.
#[component]
pub fn SiteList(
    /// What it lists.
    state: MapState,
) -> impl IntoView {
    let limit = RwSignal::new(PAGE);
    let asks_for_tools = RwSignal::new(false);
    Effect::new(move |_| {
        state.shown.track();
        limit.set(PAGE);
    });
    let text = move || state.query.with(|query| query.catalog.text.clone());
    let count = move || {
        let total = state.index.with(|index| index.as_ref().map_or(0, |index| index.len()));
        match (state.shown.with(|shown| shown.len()), total) {
            (_, 0) => "No sites".to_owned(),
            (1, 1) => "1 site".to_owned(),
            (shown, total) if shown == total => format!("{} sites", grouped(total as u64)),
            (shown, total) => {
                format!("{} of {} sites", grouped(shown as u64), grouped(total as u64))
            }
        }
    };
    let without_place = move || {
        state.index.with(|index| {
            let index = index.as_ref()?;
            let lost = |at: &&usize| index.place(**at).is_none();
            let count = state.shown.with(|shown| shown.iter().filter(lost).count());
            (count > 0)
                .then(|| format!(", {} without coordinates, not on the map", grouped(count as u64)))
        })
    };
    let rows = move || {
        let index = state.index.get()?;
        let shown = state.shown.get();
        state.classes.track();
        let rows = shown.iter().take(limit.get());
        Some(rows.map(|at| site_row(state, &index, *at, "row")).collect::<Vec<_>>())
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
                    "Search sites by name, code, kind, network, watershed, county or variable"
                </label>
                <input
                    id="site-search"
                    type="search"
                    placeholder="Search sites and places"
                    autocomplete="off"
                    prop:value=text
                    on:input:target=move |event| {
                        let typed = event.target().value();
                        state.seeks_place.set(false);
                        state.change(History::Replace, |query| query.catalog.text = typed);
                    }
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            state.seeks_place.set(true);
                        }
                    }
                />
                <p class="site-list__count" role="status">
                    {count}
                    {without_place}
                </p>
                <Later
                    state
                    fetch=chunks::map_places
                    is_wanted=Signal::derive(move || {
                        state.query.with(|query| query.catalog.text.trim().chars().count() > 1)
                    })
                    text="Loading places"
                />
                <label class="map-tools__check">
                    <input
                        type="checkbox"
                        prop:checked=move || state.query.with(|query| query.statuses == Statuses::ACTIVE)
                        on:change:target=move |event| {
                            let statuses = if event.target().checked() {
                                Statuses::ACTIVE
                            } else {
                                Statuses::default()
                            };
                            state.change(History::Push, |query| query.statuses = statuses);
                        }
                    />
                    "Hide inactive"
                </label>
                <Later
                    state
                    fetch=chunks::map_chips
                    is_wanted=Signal::derive(move || {
                        state.near.with(Option::is_some)
                            || state
                                .query
                                .with(|query| {
                                    query.catalog.is_filtered() || query.statuses != Statuses::default()
                                })
                    })
                    text="Loading the filters in force"
                />
                <details class="map-more" on:toggle=move |_| asks_for_tools.set(true)>
                    <summary>"Near me and areas"</summary>
                    <Later
                        state
                        fetch=chunks::map_tools
                        is_wanted=asks_for_tools
                        text="Loading"
                    />
                </details>
            </div>
            <ul id="site-rows" class="site-list__rows" aria-label="Sites" tabindex="-1">
                {rows}
            </ul>
            {more}
        </div>
    }
}

/// A row that opens the card of a site; `list` tells the lists of a page apart.
pub fn site_row(
    state: MapState,
    index: &Arc<SiteIndex>,
    at: usize,
    list: &'static str,
) -> Option<AnyView> {
    let site = index.site(at)?;
    let (shape, status) = (*index.shape.get(at)?, *index.status.get(at)?);
    let is_selected = move || state.selected.get() == Some(at);
    let near = state.near.with_untracked(|near| {
        near.as_ref()
            .zip(index.place(at))
            .map(|(near, place)| distance_text(near.distance_km(place)))
    });
    let kind = [near.as_deref(), Some(site.url_code()), site.site_type()].into_iter().flatten();
    let mut words = status.label().to_owned();
    if let Some(end) = index.end(at) {
        words = format!("{words}, last value {}", ago_text(end, index.now));
    }
    if site.position().is_none() {
        words.push_str(", no coordinates");
    }
    // What the colours of the map tell, where that is not the status.
    let class = state.classes.with_untracked(|classes| {
        let classes = classes.as_ref()?;
        let look = classes.look(at)?;
        Some((look.tint, look.inside, look.label.clone()))
    });
    let (tint, inside, label) = class.unwrap_or((
        Tint::Status(status),
        Inside::of_status(status),
        status.label().to_owned(),
    ));
    let class_words = (!matches!(tint, Tint::Status(_)))
        .then(|| view! { <span class="site-row__meta">{label}</span> });
    let view = view! {
        <li>
            <button
                type="button"
                id=format!("site-{list}-{at}")
                class="site-row"
                class:site-row--selected=is_selected
                aria-pressed=move || is_selected().to_string()
                on:click=move |_| state.select((!is_selected()).then_some(at))
            >
                <ClassGlyph shape tint inside />
                <span class="site-row__text">
                    <span class="site-row__name" dir="auto">
                        {site.name().to_owned()}
                    </span>
                    <span class="site-row__meta">{kind.collect::<Vec<_>>().join(" · ")}</span>
                    <span class="site-row__meta">{words}</span>
                    {class_words}
                </span>
            </button>
        </li>
    };
    Some(view.into_any())
}
