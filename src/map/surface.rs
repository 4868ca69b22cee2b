//! A Leaflet map with two canvases of ours: one for the base map, below whatever tiles there are, one for the sites above.
//!
//! Both reach a quarter of the map's size beyond its edges, so that a pan moves them with the pane and costs
//! no drawing until it ends or leaves the margin; a zoom scales them until it ends.
//!
//! Ownership: [`Surface`] holds the map, its closures and the resize observer. Dropping it detaches the
//! observer, then calls `map.off()` and `map.remove()`, and only then lets the closures go.

use super::leaflet::{Map, MapEvent};
use super::projection::{View, degrees_from_world, world_from_degrees};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ResizeObserver};

/// Margin on each side, as a part of the map's size.
const MARGIN: f64 = 0.25;
/// Shown until sites or the URL say where to look.
const WHOLE_WORLD: (f64, f64, f64) = (25.0, 0.0, 2.0);

/// A place of the container, in CSS pixels; `None` where the pointer has left it.
pub type Pointed = Option<(f64, f64)>;

/// What a surface tells its owner.
pub struct Listener {
    /// Both canvases must be drawn: the view changed.
    pub draw: Box<dyn Fn(&Frame)>,
    /// A pan or zoom ended.
    pub moved: Box<dyn Fn()>,
    /// The pointer moved.
    pub hovered: Box<dyn Fn(Pointed)>,
    /// A place of the container was clicked or tapped.
    pub clicked: Box<dyn Fn(f64, f64)>,
}

/// What is to be drawn where.
pub struct Frame {
    /// The base map's canvas, cleared and scaled to CSS pixels.
    pub base: CanvasRenderingContext2d,
    /// The sites' canvas, likewise.
    pub sites: CanvasRenderingContext2d,
    /// What both show.
    pub view: View,
}

/// See the module.
pub struct Surface {
    shared: Rc<Shared>,
    observer: Option<ResizeObserver>,
    _closures: Vec<Closure<dyn FnMut(MapEvent)>>,
    _on_resize: Closure<dyn FnMut()>,
}

struct Shared {
    map: Map,
    base: HtmlCanvasElement,
    sites: HtmlCanvasElement,
    drawn: Cell<Option<View>>,
    /// Whether the element's size changed: Leaflet calls that a move, the reader did not move.
    resizing: Cell<bool>,
    listener: RefCell<Option<Listener>>,
}

impl Surface {
    /// A map in an empty element.
    pub fn new(
        element: &HtmlElement,
        attribution: &str,
        listener: Listener,
    ) -> Result<Self, JsValue> {
        let map = Map::new(element, attribution)?;
        let canvas_in = |pane: &str| make_canvas(&map.pane(pane).ok_or(JsValue::NULL)?);
        let (base, sites) = (canvas_in("tilePane")?, canvas_in("overlayPane")?);
        let shared = Rc::new(Shared {
            map,
            base,
            sites,
            drawn: Cell::new(None),
            resizing: Cell::new(false),
            listener: RefCell::new(Some(listener)),
        });
        let mut closures = Vec::new();
        let mut on = |types: &str, act: fn(&Shared, &MapEvent)| {
            let weak = Rc::downgrade(&shared);
            let closure = Closure::<dyn FnMut(MapEvent)>::new(move |event: MapEvent| {
                if let Some(shared) = weak.upgrade() {
                    act(&shared, &event);
                }
            });
            shared.map.on(types, closure.as_ref().unchecked_ref());
            closures.push(closure);
        };
        on("moveend viewreset resize", |shared, _| {
            // What a pan has moved within the margin is there already.
            if !shared.is_drawn() {
                shared.redraw();
            }
            if !shared.resizing.get() {
                shared.tell(|listener| (listener.moved)());
            }
        });
        on("move", |shared, _| {
            if !shared.is_covered() {
                shared.redraw();
            }
        });
        on("zoom", |shared, _| {
            let origin = shared.map.pixel_origin();
            shared.place(shared.map.zoom(), (origin.x(), origin.y()));
        });
        on("zoomanim", |shared, event| {
            let (zoom, center) = (event.next_zoom(), event.next_center());
            shared.place(zoom, shared.origin_at(&center, zoom));
        });
        on("mousemove", |shared, event| {
            let point = event.container_point().map(|point| (point.x(), point.y()));
            shared.tell(|listener| (listener.hovered)(point));
        });
        on("mouseout", |shared, _| shared.tell(|listener| (listener.hovered)(None)));
        on("click", |shared, event| {
            if let Some(point) = event.container_point() {
                shared.tell(|listener| (listener.clicked)(point.x(), point.y()));
            }
        });
        let weak = Rc::downgrade(&shared);
        let on_resize = Closure::<dyn FnMut()>::new(move || {
            if let Some(shared) = weak.upgrade() {
                shared.resizing.set(true);
                shared.map.invalidate_size(false);
                shared.resizing.set(false);
            }
        });
        let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        let (latitude, longitude, zoom) = WHOLE_WORLD;
        shared.map.look_at(latitude, longitude, zoom, false);
        Ok(Self { shared, observer, _closures: closures, _on_resize: on_resize })
    }

    /// The map itself.
    pub fn map(&self) -> &Map {
        &self.shared.map
    }

    /// Draws again what is shown, for new data or colours.
    pub fn redraw(&self) {
        self.shared.redraw();
    }

    /// Place on the canvases of a place of the container.
    pub fn canvas_from_container(&self, x: f64, y: f64) -> (f64, f64) {
        let Some(view) = self.shared.drawn.get() else { return (x, y) };
        let origin = self.shared.map.pixel_origin();
        let (layer_x, layer_y) = self.shared.map.layer_point(x, y);
        (layer_x + origin.x() - view.left_px, layer_y + origin.y() - view.top_px)
    }

    /// Looks so that a place in degrees lies at a place of the container.
    pub fn look_with(&self, (longitude, latitude): (f64, f64), zoom: f64, (x, y): (f64, f64)) {
        let size = self.shared.map.size();
        let (world_x, world_y) = world_from_degrees(longitude, latitude);
        let (longitude, latitude) = degrees_from_world(
            world_x + (size.x() / 2.0 - x) / zoom.exp2(),
            world_y + (size.y() / 2.0 - y) / zoom.exp2(),
        );
        self.shared.map.look_at(latitude, longitude, zoom, true);
    }

    /// Longitude, latitude of a place of the container.
    pub fn degrees_from_container(&self, x: f64, y: f64) -> (f64, f64) {
        let map = &self.shared.map;
        let (origin, (left, top)) = (map.pixel_origin(), map.layer_point(x, y));
        let scale = map.zoom().exp2();
        degrees_from_world((origin.x() + left) / scale, (origin.y() + top) / scale)
    }

    /// Place in the container of a place in degrees.
    pub fn container_from_degrees(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let map = &self.shared.map;
        let scale = map.zoom().exp2();
        let (x, y) = world_from_degrees(longitude, latitude);
        let origin = map.pixel_origin();
        let (left, top) = map.layer_point(0.0, 0.0);
        (x * scale - origin.x() - left, y * scale - origin.y() - top)
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
        self.shared.listener.take();
        self.shared.map.off_all();
        self.shared.map.remove();
    }
}

impl Shared {
    fn tell(&self, say: impl FnOnce(&Listener)) {
        // Borrowed only while told: a listener may ask for a redraw, never replace itself.
        if let Ok(listener) = self.listener.try_borrow()
            && let Some(listener) = listener.as_ref()
        {
            say(listener);
        }
    }

    /// The view that the container shows.
    fn container_view(&self) -> View {
        let (size, origin) = (self.map.size(), self.map.pixel_origin());
        let (left, top) = self.map.layer_point(0.0, 0.0);
        View {
            zoom: self.map.zoom(),
            left_px: origin.x() + left,
            top_px: origin.y() + top,
            width_px: size.x(),
            height_px: size.y(),
        }
    }

    /// Whether the canvases hold all that the container shows, at its zoom.
    fn is_drawn(&self) -> bool {
        self.drawn.get().is_some_and(|drawn| drawn.covers(&self.container_view()))
    }

    fn is_covered(&self) -> bool {
        self.drawn.get().is_some_and(|drawn| {
            let shown = self.container_view();
            // During a zoom the canvases are scaled; they are drawn again when it ends.
            drawn.zoom != shown.zoom || drawn.covers(&shown)
        })
    }

    fn redraw(&self) {
        let shown = self.container_view();
        if shown.width_px < 1.0 || shown.height_px < 1.0 {
            return;
        }
        let margin_px = ((shown.width_px * MARGIN).round(), (shown.height_px * MARGIN).round());
        let view = View {
            left_px: shown.left_px - margin_px.0,
            top_px: shown.top_px - margin_px.1,
            width_px: shown.width_px + 2.0 * margin_px.0,
            height_px: shown.height_px + 2.0 * margin_px.1,
            ..shown
        };
        self.drawn.set(Some(view));
        let origin = self.map.pixel_origin();
        self.place(view.zoom, (origin.x(), origin.y()));
        let (Some(base), Some(sites)) = (prepare(&self.base, &view), prepare(&self.sites, &view))
        else {
            return;
        };
        let frame = Frame { base, sites, view };
        self.tell(|listener| (listener.draw)(&frame));
    }

    /// Puts both canvases where what they show belongs at a zoom and pixel origin.
    fn place(&self, zoom: f64, origin: (f64, f64)) {
        let Some(drawn) = self.drawn.get() else { return };
        let scale = (zoom - drawn.zoom).exp2();
        let (x, y) = (drawn.left_px * scale - origin.0, drawn.top_px * scale - origin.1);
        let transform = format!("translate3d({x}px,{y}px,0) scale({scale})");
        for canvas in [&self.base, &self.sites] {
            let _ = canvas.style().set_property("transform", &transform);
        }
    }

    /// The pixel origin that the map will have once it shows `center` at `zoom`.
    fn origin_at(&self, center: &super::leaflet::LatLng, zoom: f64) -> (f64, f64) {
        let (x, y) = self.map.projected(center, zoom);
        let size = self.map.size();
        let (left, top) = self.map.layer_point(0.0, 0.0);
        ((x - size.x() / 2.0 - left).round(), (y - size.y() / 2.0 - top).round())
    }
}

fn make_canvas(pane: &HtmlElement) -> Result<HtmlCanvasElement, JsValue> {
    let document = pane.owner_document().ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_class_name("map-canvas leaflet-zoom-animated");
    canvas.set_attribute("aria-hidden", "true")?;
    pane.append_child(&canvas)?;
    Ok(canvas)
}

/// Sizes a canvas for a view at the device's pixels, cleared, and returns its context in CSS pixels.
fn prepare(canvas: &HtmlCanvasElement, view: &View) -> Option<CanvasRenderingContext2d> {
    let dpr = crate::browser::window().map_or(1.0, |window| window.device_pixel_ratio());
    let width = (view.width_px * dpr).round() as u32;
    let height = (view.height_px * dpr).round() as u32;
    if (canvas.width(), canvas.height()) != (width, height) {
        canvas.set_width(width);
        canvas.set_height(height);
        let style = canvas.style();
        style.set_property("width", &format!("{}px", view.width_px)).ok()?;
        style.set_property("height", &format!("{}px", view.height_px)).ok()?;
    }
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.set_transform(dpr, 0.0, 0.0, dpr, 0.0, 0.0).ok()?;
    context.clear_rect(0.0, 0.0, view.width_px, view.height_px);
    Some(context)
}
