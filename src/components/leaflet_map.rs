//! The map itself: an empty element for Leaflet, and what is drawn into it.

use crate::api::abort::AbortHandle;
use crate::api::http;
use crate::browser;
use crate::components::theme_toggle::use_theme_is_dark;
use crate::conditions::ago_text;
use crate::map::basemap::{BaseColors, BaseMap, Detail};
use crate::map::leaflet;
use crate::map::painter::{Drawn, SiteColors, Sprites, draw_sites, nearest};
use crate::map::projection::Bounds;
use crate::map::query::Place;
use crate::map::state::{History, MapState};
use crate::map::surface::{Frame, Listener, Surface};
use crate::map::topojson::Layer;
use gagehouse_catalog::Status;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

const ATTRIBUTION: &str = "Borders: Natural Earth, U.S. Census Bureau · Leaflet";
/// Zoom that a fit to the sites does not exceed, so that one site alone is seen in its surroundings.
const FIT_MAX_ZOOM: f64 = 11.0;
/// Zoom at which a site chosen in the list is shown, unless the map is closer.
const SITE_ZOOM: f64 = 9.0;

/// Width of a map below which the card lies over its lower part.
const CARD_BELOW_PX: f64 = 700.0;
/// What the card covers of a wider map, from the left.
const CARD_PX: f64 = 400.0;

/// What the callbacks of one map share.
struct MapParts {
    surface: RefCell<Option<Surface>>,
    base: RefCell<BaseMap>,
    asked: RefCell<Vec<Detail>>,
    sprites: RefCell<Option<Sprites>>,
    drawn: RefCell<Vec<Drawn>>,
    /// Whether the move under way is the program's, not the reader's.
    own_move: Cell<bool>,
}

/// The site under the pointer and its place in the container.
type Hovered = Option<(usize, f64, f64)>;

/// The map of the page's sites.
#[component]
pub fn LeafletMap(
    /// What it shows.
    state: MapState,
) -> impl IntoView {
    let element = NodeRef::<Div>::new();
    let failed = RwSignal::new(false);
    let hovered = RwSignal::new(Hovered::None);
    let is_dark = use_theme_is_dark();
    let abort = AbortHandle::of_owner();
    let parts = StoredValue::new_local(Rc::new(MapParts {
        surface: RefCell::new(None),
        base: RefCell::new(BaseMap::default()),
        asked: RefCell::new(Vec::new()),
        sprites: RefCell::new(None),
        drawn: RefCell::new(Vec::new()),
        own_move: Cell::new(false),
    }));
    let ready = RwSignal::new(false);
    on_cleanup(move || {
        // The surface's callbacks hold the parts: taking it out ends the circle.
        let _ = parts.try_with_value(|parts| parts.surface.take());
    });

    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        spawn_local(async move {
            let loaded = leaflet::load().await;
            let Some(held) = parts.try_get_value() else { return };
            let made = loaded.and_then(|()| {
                Surface::new(&element, ATTRIBUTION, listener(&held, state, hovered, abort))
            });
            match made {
                Ok(surface) => {
                    *held.surface.borrow_mut() = Some(surface);
                    ready.set(true);
                }
                Err(_) => failed.set(true),
            }
        });
    });

    // Where to look: the URL, else the sites that the search leaves.
    Effect::new(move |_| {
        let (is_ready, place) = (ready.get(), state.query.with(|query| query.view));
        let extent =
            state.index.with(|index| state.shown.with(|shown| index.as_ref()?.extent(shown)));
        if !is_ready {
            return;
        }
        let _ = parts.try_with_value(|parts| parts.look(place, extent));
    });

    // A site chosen elsewhere is brought into view.
    Effect::new(move |_| {
        let place = state.selected.get().filter(|_| ready.get()).and_then(|at| {
            state.index.with_untracked(|index| index.as_ref()?.sites.get(at)?.place)
        });
        if let Some((latitude, longitude)) = place {
            let _ = parts.try_with_value(|parts| parts.bring_into_view(latitude, longitude));
        }
    });

    // New data, another search, another selection, other colours: drawn again.
    Effect::new(move |_| {
        state.index.track();
        state.shown.track();
        state.selected.track();
        is_dark.track();
        if ready.get() {
            let _ = parts.try_with_value(|parts| parts.redraw());
        }
    });

    let tooltip = move || {
        let (at, x, y) = hovered.get()?;
        let index = state.index.get()?;
        let (site, point) = (index.site(at)?, index.sites.get(at)?);
        let status = match point.end {
            Some(end) => format!("{} · {}", point.status.label(), ago_text(end, index.now)),
            None => point.status.label().to_owned(),
        };
        Some(view! {
            <div class="map-tooltip" style:transform=format!("translate({x}px, {y}px)")>
                <strong>{site.name().to_owned()}</strong>
                <span>{status}</span>
            </div>
        })
    };
    view! {
        <div class="map-frame" class:map-frame--pointing=move || hovered.with(Option::is_some)>
            <div
                node_ref=element
                class="map-canvas-host"
                role="application"
                aria-label="Map of sites. Arrow keys move it, plus and minus zoom. The list of sites holds the same."
            ></div>
            {tooltip}
            {move || {
                failed
                    .get()
                    .then(|| {
                        view! {
                            <p class="map-failed" role="alert">
                                "The map could not be loaded. The list holds every site."
                            </p>
                        }
                    })
            }}
        </div>
    }
}

fn listener(
    parts: &Rc<MapParts>,
    state: MapState,
    hovered: RwSignal<Hovered>,
    abort: AbortHandle,
) -> Listener {
    let (for_draw, for_move) = (parts.clone(), parts.clone());
    let (for_hover, for_click) = (parts.clone(), parts.clone());
    Listener {
        draw: Box::new(move |frame| for_draw.draw(frame, state, abort)),
        moved: Box::new(move || {
            let _ = hovered.try_set(None);
            if let Some(place) = for_move.place().filter(|_| !for_move.own_move.get()) {
                state.change(History::Replace, |query| query.view = Some(place));
            }
        }),
        hovered: Box::new(move |point| {
            let now = point.and_then(|(x, y)| for_hover.site_at(x, y, 12.0));
            if hovered.try_get_untracked().is_some_and(|before| before != now) {
                let _ = hovered.try_set(now);
            }
        }),
        clicked: Box::new(move |x, y| {
            let reach_px = if browser::media_matches("(pointer: coarse)") { 24.0 } else { 14.0 };
            state.select(for_click.site_at(x, y, reach_px).map(|(site, _, _)| site));
        }),
    }
}

impl MapParts {
    fn redraw(&self) {
        if let Ok(surface) = self.surface.try_borrow()
            && let Some(surface) = surface.as_ref()
        {
            surface.redraw();
        }
    }

    /// Where the map looks, as the URL writes it.
    fn place(&self) -> Option<Place> {
        let surface = self.surface.try_borrow().ok()?;
        let map = surface.as_ref()?.map();
        let center = map.center();
        let place = Place { latitude: center.lat(), longitude: center.lng(), zoom: map.zoom() };
        Some(place.rounded())
    }

    fn look(&self, place: Option<Place>, extent: Option<[f64; 4]>) {
        let now = self.place();
        let surface = self.surface.borrow();
        let Some(surface) = surface.as_ref() else { return };
        self.own_move.set(true);
        match (place, extent) {
            (Some(place), _) if Some(place.rounded()) != now => {
                surface.map().look_at(place.latitude, place.longitude, place.zoom, false);
            }
            (Some(_), _) => {}
            (None, Some(extent)) => surface.map().fit(extent, FIT_MAX_ZOOM),
            (None, None) => {}
        }
        self.own_move.set(false);
    }

    /// Moves the map when a place lies outside it or under the card, which covers the left of a wide map
    /// and the lower part of a narrow one.
    fn bring_into_view(&self, latitude: f64, longitude: f64) {
        let surface = self.surface.borrow();
        let Some(surface) = surface.as_ref() else { return };
        let size = surface.map().size();
        let (width, height) = (size.x(), size.y());
        let free = if width < CARD_BELOW_PX {
            Bounds { left: 0.05 * width, top: 24.0, right: 0.85 * width, bottom: 0.28 * height }
        } else {
            Bounds { left: CARD_PX, top: 24.0, right: 0.95 * width, bottom: 0.95 * height }
        };
        let (x, y) = surface.container_from_degrees(longitude, latitude);
        if !free.meets(&Bounds { left: x, top: y, right: x, bottom: y }) {
            let zoom = surface.map().zoom().max(SITE_ZOOM);
            let middle = ((free.left + free.right) / 2.0, (free.top + free.bottom) / 2.0);
            surface.look_with((longitude, latitude), zoom, middle);
        }
    }

    fn site_at(&self, x: f64, y: f64, reach_px: f64) -> Hovered {
        let surface = self.surface.try_borrow().ok()?;
        let surface = surface.as_ref()?;
        let (on_canvas_x, on_canvas_y) = surface.canvas_from_container(x, y);
        let drawn = self.drawn.borrow();
        let site = nearest(&drawn, on_canvas_x, on_canvas_y, reach_px)?;
        let at = drawn.iter().find(|drawn| drawn.site == site)?;
        Some((site, x + at.x - on_canvas_x, y + at.y - on_canvas_y))
    }

    fn draw(self: &Rc<Self>, frame: &Frame, state: MapState, abort: AbortHandle) {
        let (base_colors, site_colors) = colors();
        self.base.borrow().draw(&frame.base, &frame.view, &base_colors);
        for detail in Detail::ALL.into_iter().filter(|detail| detail.serves(&frame.view)) {
            self.ask_for(detail, abort);
        }
        let dpr = browser::window().map_or(1.0, |window| window.device_pixel_ratio());
        let mut sprites = self.sprites.borrow_mut();
        if !sprites.as_ref().is_some_and(|sprites| sprites.fit(&site_colors, dpr)) {
            *sprites = Sprites::new(&site_colors, dpr);
        }
        let index = state.index.try_get_untracked().flatten();
        let (Some(index), Some(sprites)) = (index, sprites.as_ref()) else { return };
        let shown = state.shown.try_get_untracked().unwrap_or_default();
        let selected = state.selected.try_get_untracked().flatten();
        let drawn = draw_sites(&frame.sites, &frame.view, &index, &shown, selected, sprites);
        *self.drawn.borrow_mut() = drawn;
    }

    /// Fetches a file of the base map once; the map is drawn again when it is there.
    fn ask_for(self: &Rc<Self>, detail: Detail, abort: AbortHandle) {
        if self.asked.borrow().contains(&detail) {
            return;
        }
        self.asked.borrow_mut().push(detail);
        let parts = Rc::downgrade(self);
        spawn_local(async move {
            // Without it the map is plainer and works; the reader needs no message.
            let Ok(bytes) = http::get_bytes(detail.path(), abort).await else { return };
            let (Some(layer), Some(parts)) =
                (Layer::decode(&bytes, detail.wanted()), parts.upgrade())
            else {
                return;
            };
            parts.base.borrow_mut().insert(detail, layer);
            parts.redraw();
        });
    }
}

fn colors() -> (BaseColors, SiteColors) {
    let color = browser::custom_property;
    let base = BaseColors {
        water: color("--map-water"),
        land: color("--map-land"),
        country: color("--map-country"),
        state: color("--map-state"),
        county: color("--map-county"),
        graticule: color("--map-graticule"),
        label: color("--map-label"),
        halo: color("--map-halo"),
    };
    let sites = SiteColors {
        status: Status::ALL.map(|status| color(&format!("--status-{}", status.key()))),
        halo: color("--map-symbol-halo"),
        selected: color("--focus"),
    };
    (base, sites)
}
