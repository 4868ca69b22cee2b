//! A layer of picture tiles on the map, below its sites and above its own ground.
//!
//! Ownership: [`Tiles`] holds the layer and its closures. Dropping it takes the layer off the map, which does no harm to a layer
//! of a map that is gone already, and only then lets the closures go.

use super::leaflet::{Map, TileLayer};
use gagehouse_catalog::manifest::MapLayer;
use gagehouse_page::html::escaped;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Above the canvas of the ground, to which Leaflet's style gives 100.
const ABOVE_GROUND: u32 = 200;

/// How the tiles of a view came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All of them.
    All,
    /// Not all.
    Some,
    /// None.
    None,
}

/// See the module.
pub struct Tiles {
    layer: TileLayer,
    _closures: [Closure<dyn FnMut()>; 3],
}

impl Tiles {
    /// Puts a layer on a map, over those of a lower `place`. Each time that the tiles of a view have come or failed, `tell` is told.
    pub fn show(map: &Map, of: &MapLayer, place: u32, tell: impl Fn(Outcome) + 'static) -> Self {
        let text = escaped(&of.attribution);
        let attribution = match &of.attribution_url {
            Some(url) => format!("<a href=\"{}\" rel=\"noreferrer\">{text}</a>", escaped(url)),
            None => text,
        };
        let zooms = (of.min_zoom, of.max_zoom);
        let layer = TileLayer::new(&of.url, &attribution, zooms, ABOVE_GROUND + place);
        let (came, failed) = (Rc::new(Cell::new(0u32)), Rc::new(Cell::new(0u32)));
        let counting = |count: &Rc<Cell<u32>>| {
            let count = count.clone();
            Closure::<dyn FnMut()>::new(move || count.set(count.get() + 1))
        };
        let on_tile = counting(&came);
        let on_error = counting(&failed);
        let on_over = Closure::<dyn FnMut()>::new(move || {
            tell(match (came.take(), failed.take()) {
                (_, 0) => Outcome::All,
                (0, _) => Outcome::None,
                _ => Outcome::Some,
            });
        });
        layer.on_tiles("tileload", on_tile.as_ref().unchecked_ref());
        layer.on_tiles("tileerror", on_error.as_ref().unchecked_ref());
        layer.on_tiles("load", on_over.as_ref().unchecked_ref());
        layer.add_to_map(map);
        Self { layer, _closures: [on_tile, on_error, on_over] }
    }
}

impl Drop for Tiles {
    fn drop(&mut self) {
        // In this order: Leaflet takes the attribution away when the layer tells that it is removed.
        self.layer.remove_tiles();
        self.layer.off_all_tiles();
    }
}
