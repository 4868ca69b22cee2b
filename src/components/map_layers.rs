//! The choice of picture tiles below the sites of the map, and the tiles themselves.

use crate::api::catalog::{CatalogState, use_catalog};
use crate::map::query::MapQuery;
use crate::map::state::{History, MapState};
use crate::map::tiles::{Outcome, Tiles};
use gagehouse_catalog::manifest::{LayerKind, MapLayer};
use leptos::prelude::*;
use std::sync::Arc;

/// What the parts of the choice share.
#[derive(Clone, Copy)]
struct Offer {
    map: MapState,
    /// What the server offers.
    layers: Memo<Arc<[MapLayer]>>,
    /// A layer whose tiles failed, by its key, with what is said of it.
    failed: RwSignal<Option<(String, String)>>,
}

/// Puts the layers of the address on the map, and offers those of the server.
pub fn layers(map: MapState) -> AnyView {
    let catalog = use_catalog();
    let read = Memo::new(move |_| {
        let of_loaded = |state: &CatalogState| {
            let layers = state.loaded()?.layers.read();
            Some(layers.map_or_else(|error| Err(error.to_string()), |all| Ok(all.into())))
        };
        catalog.state.with(of_loaded).unwrap_or_else(|| Ok(Arc::default()))
    });
    let layers = Memo::new(move |_| read.get().unwrap_or_default());
    let unread = move || {
        let error = read.get().err()?;
        Some(
            view! { <p class="notice">{format!("The server's layers cannot be read: {error}.")}</p> },
        )
    };
    let offer = Offer { map, layers, failed: RwSignal::new(None) };
    show_chosen(offer);
    let missing = move || {
        let is_missing = |key: &&String| layers.with(|all| all.iter().all(|it| it.key != **key));
        map.query.with(|query| {
            let missing: Vec<String> = query.layers.iter().filter(is_missing).cloned().collect();
            let text = format!("layers={}: this server has no such layer.", missing.join(","));
            (!missing.is_empty()).then(|| view! { <p class="notice">{text}</p> })
        })
    };
    let failed = move || {
        let (_, text) = offer.failed.get()?;
        let away = move |_| offer.failed.set(None);
        Some(view! {
            <p class="notice">
                {text} " "
                <button type="button" class="link-button" on:click=away>
                    "Close"
                </button>
            </p>
        })
    };
    view! {
        <details class="map-legend">
            <summary>"Layers"</summary>
            {choice(offer)}
        </details>
        <div class="map-panels__failed" role="status">
            {unread}
            {missing}
            {failed}
        </div>
    }
    .into_any()
}

fn choice(offer: Offer) -> AnyView {
    let layers_of_kind = move |kind: LayerKind| {
        let layers = offer.layers.get();
        let rows = layers.iter().filter(|layer| layer.kind == kind);
        rows.map(|layer| row(offer, layer)).collect::<Vec<_>>()
    };
    let bases = move || {
        let rows = layers_of_kind(LayerKind::Base);
        (!rows.is_empty()).then(|| {
            let plain = move || offer.map.query.with(|query| base_of(offer, query).is_none());
            view! {
                <fieldset class="map-layers">
                    <legend>"Ground"</legend>
                    <label>
                        <input
                            type="radio"
                            name="map-ground"
                            prop:checked=plain
                            on:change=move |_| choose_base(offer, None)
                        />
                        "Borders, as they come with this site"
                    </label>
                    {rows}
                </fieldset>
            }
        })
    };
    let overlays = move || {
        let rows = layers_of_kind(LayerKind::Overlay);
        (!rows.is_empty()).then(|| {
            view! {
                <fieldset class="map-layers">
                    <legend>"Over it"</legend>
                    {rows}
                </fieldset>
            }
        })
    };
    let hosts = move || {
        let layers = offer.layers.get();
        let mut hosts: Vec<&str> = layers.iter().map(|layer| host_of(&layer.url)).collect();
        hosts.sort_unstable();
        hosts.dedup();
        hosts.join(", ")
    };
    view! {
        <div class="map-legend__body">
            {bases}
            {overlays}
            <p class="map-legend__note">
                "The pictures come from " {hosts} ", which learns where you look once you choose one."
            </p>
        </div>
    }
    .into_any()
}

/// A layer to choose: a radio button for a base, a check box for what lies over it.
fn row(offer: Offer, layer: &MapLayer) -> AnyView {
    let (is_base, min_zoom) = (layer.kind == LayerKind::Base, f64::from(layer.min_zoom));
    let (key, name) = (layer.key.clone(), layer.name.clone());
    let is_chosen = {
        let key = key.clone();
        move || {
            offer.map.query.with(|query| match is_base {
                true => base_of(offer, query).as_ref() == Some(&key),
                false => query.layers.contains(&key),
            })
        }
    };
    let choose = move |is_checked: bool| match is_base {
        true => choose_base(offer, Some(&key)),
        false => offer.map.change(History::Push, |query| {
            query.layers.retain(|other| *other != key);
            if is_checked {
                query.layers.push(key.clone());
            }
        }),
    };
    let is_too_far = move || {
        // The address changes when the reader has moved the map.
        offer.map.query.with(|_| ());
        offer.map.leaflet.with(|map| map.as_ref().is_some_and(|map| map.zoom().round() < min_zoom))
    };
    view! {
        <label>
            <input
                type=if is_base { "radio" } else { "checkbox" }
                name=if is_base { "map-ground" } else { "" }
                prop:checked=is_chosen
                on:change:target=move |event| choose(event.target().checked())
            />
            <span>
                <bdi>{name}</bdi>
                {move || is_too_far().then(|| view! { <small>" (zoom in to see it)"</small> })}
            </span>
        </label>
    }
    .into_any()
}

/// The base that the address names; the first, should it name several.
fn base_of(offer: Offer, query: &MapQuery) -> Option<String> {
    let layers = offer.layers.get();
    query.layers.iter().find(|key| is_base(&layers, key)).cloned()
}

fn is_base(layers: &[MapLayer], key: &str) -> bool {
    layers.iter().any(|layer| layer.kind == LayerKind::Base && layer.key == key)
}

fn choose_base(offer: Offer, key: Option<&String>) {
    let layers = offer.layers.get_untracked();
    offer.map.change(History::Push, |query| {
        query.layers.retain(|other| !is_base(&layers, other));
        query.layers.splice(0..0, key.cloned());
    });
}

fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// Keeps the map's tiles those that the address names.
fn show_chosen(offer: Offer) {
    let wanted = Memo::new(move |_| {
        let layers = offer.layers.get();
        offer.map.query.with(|query| {
            let base = base_of(offer, query);
            let is_wanted = |layer: &&MapLayer| match layer.kind {
                LayerKind::Base => base.as_ref() == Some(&layer.key),
                LayerKind::Overlay => query.layers.contains(&layer.key),
            };
            layers.iter().filter(is_wanted).cloned().collect::<Vec<_>>()
        })
    });
    let shown = StoredValue::new_local(Vec::<(MapLayer, Tiles)>::new());
    Effect::new(move |_| {
        let (wanted, layers) = (wanted.get(), offer.layers.get());
        let Some(map) = offer.map.leaflet.get() else { return };
        shown.update_value(|shown| {
            shown.retain(|(layer, _)| wanted.contains(layer));
            for layer in &wanted {
                if shown.iter().any(|(there, _)| there == layer) {
                    continue;
                }
                // Bases are below whatever lies over them, in the order of the settings.
                let place = match layer.kind {
                    LayerKind::Base => 0,
                    LayerKind::Overlay => {
                        1 + layers.iter().take_while(|other| other.key != layer.key).count() as u32
                    }
                };
                let tiles = Tiles::show(&map, layer, place, teller(offer, layer));
                shown.push((layer.clone(), tiles));
            }
        });
        offer.failed.update(|failed| {
            let is_there = |(key, _): &(String, String)| wanted.iter().any(|it| it.key == *key);
            *failed = failed.take().filter(is_there);
        });
    });
}

/// Says once that the tiles of a layer failed; takes it back when all of a view came.
fn teller(offer: Offer, layer: &MapLayer) -> impl Fn(Outcome) + 'static {
    let (key, name) = (layer.key.clone(), layer.name.clone());
    let was_told = std::cell::Cell::new(false);
    move |outcome| {
        let text = match outcome {
            Outcome::All => {
                let is_of_this = offer
                    .failed
                    .try_with_untracked(|failed| failed.as_ref().is_some_and(|(of, _)| *of == key));
                if is_of_this == Some(true) {
                    offer.failed.try_set(None);
                }
                return;
            }
            Outcome::None => format!(
                "The pictures of “{name}” could not be loaded. The map shows its own ground."
            ),
            Outcome::Some => format!(
                "Some pictures of “{name}” could not be loaded. There the map shows its own ground."
            ),
        };
        if !was_told.replace(true) {
            offer.failed.try_set(Some((key.clone(), text)));
        }
    }
}
