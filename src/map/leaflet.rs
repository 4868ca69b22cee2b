//! Leaflet 1.9.4: what we use of it, declared; and its loading when a map is first shown.
//!
//! Ownership of callbacks: Leaflet keeps a bare JavaScript function, Rust keeps the [`Closure`] behind it.
//! Whoever calls [`Map::on`] holds the closure for as long as the map lives, and [`Map::off_all`] and
//! [`Map::remove`] come before it is dropped: an earlier drop makes Leaflet call a dead function, and
//! forgetting the closure would leak the map. [`super::surface::Surface`] is the only such owner of the map's, and
//! [`super::tiles::Tiles`] of a layer's.

use crate::browser;
use gagehouse_catalog::spatial::Extent;
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// Where the files are, below the app's base path; the version stands in the path as they carry no hash.
const FOLDER: &str = "/vendor/leaflet-1.9.4";

#[wasm_bindgen]
extern "C" {
    /// `L.Map`.
    #[derive(Clone)]
    pub type Map;
    /// `L.LatLng`.
    pub type LatLng;
    /// `L.Point`.
    pub type Point;
    /// The argument of map events.
    pub type MapEvent;

    #[wasm_bindgen(js_namespace = L, js_name = map, catch)]
    fn make_map(element: &HtmlElement, options: &Object) -> Result<Map, JsValue>;

    #[wasm_bindgen(method, js_name = setView)]
    fn set_view(this: &Map, center: &Array, zoom: f64, options: &Object);
    #[wasm_bindgen(method, js_name = fitBounds)]
    fn fit_bounds_js(this: &Map, bounds: &Array, options: &Object);
    #[wasm_bindgen(method, js_name = getZoom)]
    pub fn zoom(this: &Map) -> f64;
    #[wasm_bindgen(method, js_name = getCenter)]
    pub fn center(this: &Map) -> LatLng;
    #[wasm_bindgen(method, js_name = getSize)]
    pub fn size(this: &Map) -> Point;
    #[wasm_bindgen(method, js_name = getPixelOrigin)]
    pub fn pixel_origin(this: &Map) -> Point;
    #[wasm_bindgen(method, js_name = containerPointToLayerPoint)]
    fn layer_from_container(this: &Map, point: &Array) -> Point;
    #[wasm_bindgen(method)]
    fn project(this: &Map, place: &LatLng, zoom: f64) -> Point;
    #[wasm_bindgen(method, js_name = getPane)]
    pub fn pane(this: &Map, name: &str) -> Option<HtmlElement>;
    #[wasm_bindgen(method, js_name = getContainer)]
    pub fn container(this: &Map) -> HtmlElement;
    #[wasm_bindgen(method)]
    pub fn on(this: &Map, types: &str, callback: &js_sys::Function);
    #[wasm_bindgen(method, js_name = off)]
    pub fn off_all(this: &Map);
    #[wasm_bindgen(method)]
    pub fn remove(this: &Map);
    #[wasm_bindgen(method, js_name = invalidateSize)]
    pub fn invalidate_size(this: &Map, animate: bool);

    #[wasm_bindgen(method, getter)]
    pub fn lat(this: &LatLng) -> f64;
    #[wasm_bindgen(method, getter)]
    pub fn lng(this: &LatLng) -> f64;
    #[wasm_bindgen(method, getter)]
    pub fn x(this: &Point) -> f64;
    #[wasm_bindgen(method, getter)]
    pub fn y(this: &Point) -> f64;
    #[wasm_bindgen(method, getter, js_name = containerPoint)]
    pub fn container_point(this: &MapEvent) -> Option<Point>;
    #[wasm_bindgen(method, getter, js_name = center)]
    pub fn next_center(this: &MapEvent) -> LatLng;
    #[wasm_bindgen(method, getter, js_name = zoom)]
    pub fn next_zoom(this: &MapEvent) -> f64;

    type Control;
    #[wasm_bindgen(js_namespace = ["L", "control"], js_name = scale)]
    fn scale_control(options: &Object) -> Control;
    #[wasm_bindgen(js_namespace = ["L", "control"], js_name = zoom)]
    fn zoom_control(options: &Object) -> Control;
    #[wasm_bindgen(js_namespace = ["L", "control"], js_name = attribution)]
    fn attribution_control(options: &Object) -> Control;
    #[wasm_bindgen(method, js_name = addTo)]
    fn add_to(this: &Control, map: &Map) -> Control;
    #[wasm_bindgen(method, js_name = addAttribution)]
    fn add_attribution(this: &Control, text: &str) -> Control;

    /// `L.TileLayer`.
    pub type TileLayer;
    #[wasm_bindgen(js_namespace = L, js_name = tileLayer)]
    fn make_tile_layer(url: &str, options: &Object) -> TileLayer;
    #[wasm_bindgen(method, js_name = addTo)]
    pub fn add_to_map(this: &TileLayer, map: &Map) -> TileLayer;
    #[wasm_bindgen(method, js_name = on)]
    pub fn on_tiles(this: &TileLayer, types: &str, callback: &js_sys::Function);
    #[wasm_bindgen(method, js_name = off)]
    pub fn off_all_tiles(this: &TileLayer);
    #[wasm_bindgen(method, js_name = remove)]
    pub fn remove_tiles(this: &TileLayer);
}

impl TileLayer {
    /// Tiles of an address with `{z}`, `{x}` and `{y}`; `attribution` is HTML. Tiles finer than `zooms` are enlarged ones.
    pub fn new(url: &str, attribution: &str, zooms: (u8, u8), order: u32) -> Self {
        make_tile_layer(
            url,
            &object(&[
                ("attribution", attribution.into()),
                ("minZoom", zooms.0.into()),
                ("maxNativeZoom", zooms.1.into()),
                ("maxZoom", 24.into()),
                ("zIndex", order.into()),
                // The server of tiles may ask which site shows them; the rest of the address is not its business.
                ("referrerPolicy", "strict-origin".into()),
            ]),
        )
    }
}

impl Map {
    /// A map in an empty element, with zoom buttons, scale bar and attribution; it shows nothing yet.
    pub fn new(element: &HtmlElement, attribution: &str) -> Result<Self, JsValue> {
        let world =
            [[-85.0, -540.0], [85.0, 540.0]].map(|[lat, lng]| Array::of2(&lat.into(), &lng.into()));
        let options = object(&[
            ("zoomControl", false.into()),
            ("attributionControl", false.into()),
            ("zoomSnap", 0.25.into()),
            ("wheelPxPerZoomLevel", 90.into()),
            ("minZoom", 1.into()),
            ("maxZoom", 17.into()),
            ("maxBounds", Array::of2(&world[0], &world[1]).into()),
        ]);
        let map = make_map(element, &options)?;
        zoom_control(&object(&[("position", "topright".into())])).add_to(&map);
        // A bar may be half as long as allowed; its text has to fit all the same.
        scale_control(&object(&[("position", "bottomright".into()), ("maxWidth", 140.into())]))
            .add_to(&map);
        attribution_control(&object(&[("prefix", false.into())]))
            .add_to(&map)
            .add_attribution(attribution);
        Ok(map)
    }

    /// Looks at a place.
    pub fn look_at(&self, latitude: f64, longitude: f64, zoom: f64, animate: bool) {
        let center = Array::of2(&latitude.into(), &longitude.into());
        self.set_view(&center, zoom, &object(&[("animate", animate.into())]));
    }

    /// Shows a box of degrees.
    pub fn fit(&self, extent: Extent, max_zoom: f64, animate: bool) {
        let Extent { south, west, north, east } = extent;
        let corner = |lat: f64, lng: f64| Array::of2(&lat.into(), &lng.into());
        let bounds = Array::of2(&corner(south, west), &corner(north, east));
        // Attribution and scale cover the lower edge. The same is kept above it, so that a site alone is in the
        // middle.
        let padding = Array::of2(&48.into(), &88.into());
        let options = object(&[
            ("padding", padding.into()),
            ("maxZoom", max_zoom.into()),
            ("animate", animate.into()),
        ]);
        self.fit_bounds_js(&bounds, &options);
    }

    /// Coordinates of the layer pane at a place of the container.
    pub fn layer_point(&self, x: f64, y: f64) -> (f64, f64) {
        let point = self.layer_from_container(&Array::of2(&x.into(), &y.into()));
        (point.x(), point.y())
    }

    /// World pixels of a place at a zoom.
    pub fn projected(&self, place: &LatLng, zoom: f64) -> (f64, f64) {
        let point = self.project(place, zoom);
        (point.x(), point.y())
    }
}

/// Loads script and style once; later calls return at once.
pub async fn load() -> Result<(), JsValue> {
    let window = browser::window().ok_or(JsValue::NULL)?;
    if Reflect::has(&window, &"L".into())? {
        return Ok(());
    }
    let document = window.document().ok_or(JsValue::NULL)?;
    let head = document.head().ok_or(JsValue::NULL)?;
    let style = document.create_element("link")?;
    style.set_attribute("rel", "stylesheet")?;
    style.set_attribute("href", &browser::under_base(&format!("{FOLDER}/leaflet.css")))?;
    // Before our own style sheets, so that ours win.
    head.insert_before(&style, head.first_child().as_ref())?;
    let script = document.create_element("script")?;
    script.set_attribute("src", &browser::under_base(&format!("{FOLDER}/leaflet.js")))?;
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        let _ = script.add_event_listener_with_callback("load", &resolve);
        let _ = script.add_event_listener_with_callback("error", &reject);
        let _ = head.append_child(&script);
    }))
    .await?;
    Ok(())
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object
}
