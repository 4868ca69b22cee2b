//! The map itself: an empty element for Leaflet, and what is drawn into it.

use crate::api::abort::AbortHandle;
use crate::api::http;
use crate::browser;
use crate::catalog::cells::grouped;
use crate::components::theme_toggle::use_theme_is_dark;
use crate::conditions::ago_text;
use crate::map::basemap::{BaseColors, BaseMap, Detail};
use crate::map::leaflet;
use crate::map::look::{Classes, Tint};
use crate::map::painter::{Drawn, Overlay, SiteColors, Sprites, draw_overlay, draw_sites, nearest};
use crate::map::projection::{Bounds, WORLD_PX, degrees_from_world};
use crate::map::query::Place;
use crate::map::state::{History, MapState};
use crate::map::surface::{Frame, Listener, Surface};
use crate::map::topojson::Layer;
use gagehouse_catalog::Area;
use gagehouse_catalog::spatial::{CLASSES, Extent, Mark};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

const ATTRIBUTION: &str = "Borders and towns: Natural Earth, U.S. Census Bureau · Leaflet";
/// Zoom that a fit to the sites does not exceed, so that one site alone is seen in its surroundings.
const FIT_MAX_ZOOM: f64 = 11.0;
/// Zoom at which a site chosen in the list is shown, unless the map is closer.
const SITE_ZOOM: f64 = 9.0;
/// Zoom at which the surroundings of a place are shown.
const NEAR_ZOOM: f64 = 9.0;
/// Zoom that a fit to a cluster does not exceed.
const CLUSTER_MAX_ZOOM: f64 = 15.0;
/// Sites of a cluster closer than this at its largest zoom are listed, not zoomed to.
const AT_ONE_POINT_PX: f64 = 24.0;

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

/// What is under the pointer, and its place in the container.
type Hovered = Option<(Mark, f64, f64)>;

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
                    let _ = state.leaflet.try_set(Some(surface.map().clone()));
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
        // Asked for only when the URL says nothing: it looks at every site.
        let extent = match place {
            Some(_) => None,
            None => {
                state.index.with(|index| state.shown.with(|shown| index.as_ref()?.extent(shown)))
            }
        };
        if !is_ready {
            return;
        }
        let _ = parts.try_with_value(|parts| parts.look(place, extent));
    });

    // A site chosen elsewhere is brought into view.
    Effect::new(move |_| {
        let place = state
            .selected
            .get()
            .filter(|_| ready.get())
            .and_then(|at| state.index.with_untracked(|index| index.as_ref()?.place(at)));
        if let Some((longitude, latitude)) = place {
            let _ = parts.try_with_value(|parts| parts.bring_into_view(latitude, longitude));
        }
    });

    // Who looks for what is near a place looks there.
    Effect::new(move |_| {
        let near = state.near.get().filter(|_| ready.get());
        if let Some(near) = near {
            let _ = parts.try_with_value(|parts| parts.look_at(near.latitude, near.longitude));
        }
    });

    let area = Memo::new(move |_| state.query.with(|query| query.catalog.area));
    // New data, other filters, another selection, other colours: drawn again.
    Effect::new(move |_| {
        // Read, not only tracked: a memo that nobody has read yet tells nobody of its changes.
        state.counted.with(|_| ());
        state.selected.with(|_| ());
        state.near.track();
        area.with(|_| ());
        is_dark.track();
        if ready.get() {
            let _ = parts.try_with_value(|parts| parts.redraw());
        }
    });

    let tooltip = move || {
        let (mark, x, y) = hovered.get()?;
        let index = state.index.get()?;
        let (title, lines) = match mark {
            Mark::Place { of, .. } => {
                let site = index.site(of)?;
                let status = index.status.get(of)?.label();
                let words = match index.end(of) {
                    Some(end) => format!("{status} · {}", ago_text(end, index.now)),
                    None => status.to_owned(),
                };
                // What the colours tell, where that is not the status.
                let class = state.classes.get().and_then(|classes| {
                    let is_status = matches!(classes.look(of)?.tint, Tint::Status(_));
                    classes.words(of).filter(|_| !is_status)
                });
                (site.name().to_owned(), [Some(words), class].into_iter().flatten().collect())
            }
            Mark::Cluster { by_class, .. } => {
                let classes = state.classes.get()?;
                (
                    format!("{} sites", grouped(u64::from(mark.count()))),
                    shares_in_words(&classes, &by_class),
                )
            }
        };
        let lines = lines.into_iter().map(|line| view! { <span>{line}</span> });
        Some(view! {
            <div class="map-tooltip" style:transform=format!("translate({x}px, {y}px)")>
                <strong dir="auto">{title}</strong>
                {lines.collect::<Vec<_>>()}
            </div>
        })
    };
    let mark_area = move |corners: [(f64, f64); 2]| {
        let area = parts.try_with_value(|parts| parts.area_between(corners)).flatten();
        end_marking(state);
        if area.is_some() {
            state.change(History::Push, |query| query.catalog.area = area);
        }
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
            {move || state.marks_area.get().then(|| view! { <AreaDrawing state done=Callback::new(mark_area) /> })}
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
            let now = point.and_then(|(x, y)| for_hover.mark_at(x, y, 12.0));
            if hovered.try_get_untracked().is_some_and(|before| before != now) {
                let _ = hovered.try_set(now);
            }
        }),
        clicked: Box::new(move |x, y| {
            let reach_px = if browser::media_matches("(pointer: coarse)") { 24.0 } else { 14.0 };
            match for_click.mark_at(x, y, reach_px) {
                Some((Mark::Place { of, .. }, _, _)) => state.select(Some(of)),
                Some((Mark::Cluster { first, end, .. }, _, _)) => {
                    for_click.open_cluster(state, first, end);
                }
                None => state.select(None),
            }
        }),
    }
}

/// How many of each class, in words.
fn shares_in_words(classes: &Classes, by_class: &[u32; CLASSES]) -> Vec<String> {
    let there = classes.looks.iter().zip(by_class).filter(|(_, count)| **count > 0);
    there.map(|(look, count)| format!("{} {}", grouped(u64::from(*count)), look.label)).collect()
}

/// Gives the pointer back to the map, and the focus to the button that took it.
fn end_marking(state: MapState) {
    state.marks_area.set(false);
    if let Some(button) = browser::element_by_id("mark-area") {
        let _ = button.focus();
    }
}

/// Takes the pointer over the map until an area is marked; Escape gives it back.
#[component]
fn AreaDrawing(
    /// Of which page.
    state: MapState,
    /// Told two corners, in CSS pixels of the map.
    done: Callback<[(f64, f64); 2]>,
) -> impl IntoView {
    let from = RwSignal::new(None::<(f64, f64)>);
    let to = RwSignal::new((0.0, 0.0));
    let element = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            let _ = element.focus();
        }
    });
    let at =
        |event: &web_sys::PointerEvent| (f64::from(event.offset_x()), f64::from(event.offset_y()));
    let rectangle = move || {
        let ((x0, y0), (x1, y1)) = (from.get()?, to.get());
        let place = format!("translate({}px, {}px)", x0.min(x1), y0.min(y1));
        Some(view! {
            <div
                class="map-area-drawing__box"
                style:transform=place
                style:width=format!("{}px", (x1 - x0).abs())
                style:height=format!("{}px", (y1 - y0).abs())
            ></div>
        })
    };
    view! {
        <div
            node_ref=element
            class="map-area-drawing"
            role="application"
            tabindex="-1"
            aria-label="Drag over the map to mark an area. Escape ends it. Area by numbers, in the list, does the same."
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    end_marking(state);
                }
            }
            on:pointerdown=move |event| {
                if let Some(element) = element.get() {
                    let _ = element.set_pointer_capture(event.pointer_id());
                }
                from.set(Some(at(&event)));
                to.set(at(&event));
            }
            on:pointermove=move |event| to.set(at(&event))
            on:pointerup=move |event| {
                if let Some(from) = from.get_untracked() {
                    done.run([from, at(&event)]);
                }
            }
        >
            {rectangle}
            <p class="map-area-drawing__help">"Drag over the map to mark an area"</p>
        </div>
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

    fn look(&self, place: Option<Place>, extent: Option<Extent>) {
        let now = self.place();
        let surface = self.surface.borrow();
        let Some(surface) = surface.as_ref() else { return };
        self.own_move.set(true);
        match (place, extent) {
            (Some(place), _) if Some(place.rounded()) != now => {
                surface.map().look_at(place.latitude, place.longitude, place.zoom, false);
            }
            (Some(_), _) => {}
            (None, Some(extent)) => surface.map().fit(centered(extent), FIT_MAX_ZOOM, false),
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

    /// Shows the surroundings of a place.
    fn look_at(&self, latitude: f64, longitude: f64) {
        let surface = self.surface.borrow();
        let Some(surface) = surface.as_ref() else { return };
        surface.map().look_at(latitude, longitude, NEAR_ZOOM, false);
    }

    /// Zooms to the sites of a cluster, or lists those that no zoom would bring apart.
    fn open_cluster(&self, state: MapState, first: usize, end: usize) {
        let Some(index) = state.index.try_get_untracked().flatten() else { return };
        let Some(counted) = state.counted.try_get_untracked() else { return };
        let Some([left, top, right, bottom]) = counted.bounds(&index.spatial, first, end) else {
            return;
        };
        let world_px = WORLD_PX * CLUSTER_MAX_ZOOM.exp2();
        if (right - left).max(bottom - top) * world_px < AT_ONE_POINT_PX {
            let mut sites: Vec<usize> = counted.members(&index.spatial, first, end).collect();
            sites.sort_unstable();
            state.list_here(sites);
            return;
        }
        let (west, north) = degrees_from_world(left * WORLD_PX, top * WORLD_PX);
        let (east, south) = degrees_from_world(right * WORLD_PX, bottom * WORLD_PX);
        let surface = self.surface.borrow();
        if let Some(surface) = surface.as_ref() {
            surface.map().fit(Extent { south, west, north, east }, CLUSTER_MAX_ZOOM, true);
        }
    }

    /// The area between two places of the container; `None` when they are one.
    fn area_between(&self, [from, to]: [(f64, f64); 2]) -> Option<Area> {
        if (from.0 - to.0).abs() < 4.0 || (from.1 - to.1).abs() < 4.0 {
            return None;
        }
        let surface = self.surface.borrow();
        let surface = surface.as_ref()?;
        let (west, north) = surface.degrees_from_container(from.0.min(to.0), from.1.min(to.1));
        let (east, south) = surface.degrees_from_container(from.0.max(to.0), from.1.max(to.1));
        Area::new(west, south.max(-90.0), east, north.min(90.0))
    }

    fn mark_at(&self, x: f64, y: f64, reach_px: f64) -> Hovered {
        let surface = self.surface.try_borrow().ok()?;
        let surface = surface.as_ref()?;
        let (on_canvas_x, on_canvas_y) = surface.canvas_from_container(x, y);
        let at = nearest(&self.drawn.borrow(), on_canvas_x, on_canvas_y, reach_px)?;
        Some((at.mark, x + at.x - on_canvas_x, y + at.y - on_canvas_y))
    }

    fn draw(self: &Rc<Self>, frame: &Frame, state: MapState, abort: AbortHandle) {
        self.base.borrow().draw(&frame.base, &frame.view, &base_colors());
        for detail in Detail::ALL.into_iter().filter(|detail| detail.serves(&frame.view)) {
            self.ask_for(detail, abort);
        }
        let index = state.index.try_get_untracked().flatten();
        let classes = state.classes.try_get_untracked().flatten();
        let (Some(index), Some(classes)) = (index, classes) else { return };
        let dpr = browser::window().map_or(1.0, |window| window.device_pixel_ratio());
        let colors = SiteColors::of(&classes.looks, browser::custom_property);
        let mut sprites = self.sprites.borrow_mut();
        if !sprites.as_ref().is_some_and(|sprites| sprites.fit(&colors, dpr)) {
            *sprites = Sprites::new(&colors, dpr);
        }
        let (Some(sprites), Some(counted)) = (sprites.as_ref(), state.counted.try_get_untracked())
        else {
            return;
        };
        let overlay = Overlay {
            area: state.query.try_with_untracked(|query| query.catalog.area).flatten(),
            near: state
                .near
                .try_get_untracked()
                .flatten()
                .map(|near| (near.longitude, near.latitude)),
        };
        let selected = state.selected.try_get_untracked().flatten();
        let selected = selected.and_then(|at| Some((at, *classes.of.get(at)?)));
        let drawn = draw_sites(&frame.sites, &frame.view, &index, &counted, selected, sprites);
        draw_overlay(&frame.sites, &frame.view, &overlay, &colors);
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

/// The same box with its middle on this side of the globe.
fn centered(extent: Extent) -> Extent {
    let shift = if (extent.west + extent.east) / 2.0 > 180.0 { 360.0 } else { 0.0 };
    Extent { west: extent.west - shift, east: extent.east - shift, ..extent }
}

fn base_colors() -> BaseColors {
    let color = browser::custom_property;
    BaseColors {
        water: color("--map-water"),
        land: color("--map-land"),
        country: color("--map-country"),
        state: color("--map-state"),
        county: color("--map-county"),
        graticule: color("--map-graticule"),
        label: color("--map-label"),
        halo: color("--map-halo"),
    }
}
