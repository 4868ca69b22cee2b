//! Names of places under the search box: the sites nearest to one.

use crate::api::abort::AbortHandle;
use crate::api::http;
use crate::browser;
use crate::map::near::Near;
use crate::map::places::{self, Town};
use crate::map::state::{History, MapState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Where the names are: not asked for until one first searches a place.
#[derive(Clone)]
enum Towns {
    NotAsked,
    OnTheirWay,
    There(Arc<Vec<Town>>),
    Failed,
}

/// A button that looks for places of the name that was typed, then the places.
pub fn places(state: MapState) -> AnyView {
    let towns = RwSignal::new(Towns::NotAsked);
    let abort = AbortHandle::of_owner();
    let text = Memo::new(move |_| state.query.with(|query| query.catalog.text.trim().to_owned()));
    let ask = move || {
        towns.set(Towns::OnTheirWay);
        spawn_local(async move {
            let outcome = match http::get_bytes(places::PATH, abort).await {
                Ok(bytes) => Towns::There(Arc::new(places::read(&bytes))),
                Err(_) => Towns::Failed,
            };
            let _ = towns.try_set(outcome);
        });
    };
    let go = move |near: Near| {
        state.change(History::Push, |query| query.catalog.text.clear());
        state.near.set(Some(near));
        // The button that was pressed is gone: the focus goes on to the sites.
        request_animation_frame(|| {
            if let Some(rows) = browser::element_by_id("site-rows") {
                let _ = rows.focus();
            }
        });
    };
    let shown = move || {
        let text = text.get();
        if text.chars().count() < 2 {
            return None;
        }
        let view = match towns.get() {
            Towns::NotAsked => view! {
                <button type="button" class="button button--quiet" on:click=move |_| ask()>
                    {format!("Places named “{text}”")}
                </button>
            }
            .into_any(),
            Towns::OnTheirWay => {
                view! { <p class="quiet small">"Loading the names of places"</p> }.into_any()
            }
            Towns::Failed => view! {
                <p class="quiet small" role="alert">
                    "The names of places could not be loaded. "
                    <button type="button" class="link-button" on:click=move |_| ask()>
                        "Try again"
                    </button>
                </p>
            }
            .into_any(),
            Towns::There(towns) => {
                let found = places::find(&towns, &text);
                let none = found.is_empty();
                let rows = found.into_iter().map(|town| {
                    let label = town.label();
                    let name = town.city.clone();
                    let (longitude, latitude) = (town.lng, town.lat);
                    view! {
                        <li>
                            <button
                                type="button"
                                class="place-row"
                                on:click=move |_| {
                                    go(Near { name: name.clone(), longitude, latitude });
                                }
                            >
                                {label}
                            </button>
                        </li>
                    }
                });
                let rows: Vec<_> = rows.collect();
                view! {
                    <ul class="place-list" aria-label="Places">
                        {rows}
                    </ul>
                    {none.then(|| view! { <p class="quiet small">"No place of this name is known"</p> })}
                }
                .into_any()
            }
        };
        Some(view! { <div class="place-search">{view}</div> })
    };
    view! { {shown} }.into_any()
}
