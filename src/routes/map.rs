//! The map of every site, with a list of the same sites and the card of the one selected.

use crate::api::catalog::{CatalogState, use_catalog};
use crate::chunks;
use crate::components::address_problems::AddressProblems;
use crate::components::empty_state::EmptyState;
use crate::components::error_state::ErrorState;
use crate::components::later::Later;
use crate::components::leaflet_map::LeafletMap;
use crate::components::loading_state::LoadingState;
use crate::components::page_title::PageTitle;
use crate::components::site_list::SiteList;
use crate::components::synthetic_notice::{self, SyntheticNotice};
use crate::map::state::MapState;
use leptos::prelude::*;

/// The page.
#[component]
pub fn MapPage() -> impl IntoView {
    let catalog = use_catalog();
    let state = MapState::of_page();
    let list_is_open = RwSignal::new(false);
    let asks_for_legend = RwSignal::new(false);
    // On a phone the list lies over the map: who picks a site wants to see its card.
    Effect::new(move |_| {
        if state.selected.get().is_some() {
            list_is_open.set(false);
        }
    });
    let message = move || {
        catalog.state.with(|loading| match loading {
            CatalogState::Loading => {
                Some(view! { <LoadingState text="Loading the sites" /> }.into_any())
            }
            CatalogState::Failed(error) => {
                let retry = Callback::new(move |()| catalog.reload());
                let error = error.clone();
                Some(
                    view! { <ErrorState title="The sites could not be loaded" error retry /> }
                        .into_any(),
                )
            }
            CatalogState::Ready(loaded) | CatalogState::Stale(loaded, _) => {
                (loaded.catalog.site_count() == 0).then(|| {
                    view! {
                        <EmptyState title="No sites yet">
                            <p>
                                "No source has sites so far. Load files with "
                                <code>"gagehouse import csv"</code>
                                " or "
                                <code>"gagehouse import sites"</code>
                                ", or name a SensorThings service in "
                                <code>"gagehouse.toml"</code>
                                "."
                            </p>
                        </EmptyState>
                    }
                    .into_any()
                })
            }
        })
    };
    view! {
        <SyntheticNotice networks=synthetic_notice::of_whole_catalog() />
        <AddressProblems problems=state.problems />
        <div class="map-page" class:map-page--list-open=move || list_is_open.get()>
            <PageTitle text="Map" />
            <h1 class="visually-hidden" tabindex="-1">
                "Map of sites"
            </h1>
            <section class="map-page__list" aria-label="List of sites">
                <button
                    type="button"
                    class="map-page__drawer"
                    aria-expanded=move || list_is_open.get().to_string()
                    on:click=move |_| list_is_open.update(|open| *open = !*open)
                >
                    {move || if list_is_open.get() { "Hide the list" } else { "List and search" }}
                </button>
                <div class="map-page__list-body">
                    <SiteList state />
                </div>
            </section>
            <div class="map-page__stage">
                <LeafletMap state />
                <div class="map-panels">
                    <details class="map-legend" on:toggle=move |_| asks_for_legend.set(true)>
                        <summary>"Legend"</summary>
                        <Later
                            state
                            fetch=chunks::map_legend
                            is_wanted=asks_for_legend
                            text="Loading the legend"
                        />
                    </details>
                    <Later
                        state
                        fetch=chunks::map_layers
                        is_wanted=state.has_layers
                        text="Loading the layers"
                    />
                </div>
                <Later
                    state
                    fetch=chunks::map_card
                    is_wanted=Signal::derive(move || state.selected.with(Option::is_some))
                    text="Loading the site"
                />
                <Later
                    state
                    fetch=chunks::map_here
                    is_wanted=Signal::derive(move || state.here.with(Option::is_some))
                    text="Loading the sites at this place"
                />
                <div class="map-page__message">{message}</div>
            </div>
        </div>
    }
    .into_any()
}
