//! The browser app's two doors: the public app (`index.html`) and the field app (`field.html`, all below `/field`).
//!
//! They share components, style and `api`; each program carries only what its door reaches.
#![recursion_limit = "256"]
// What is there for the field app alone.
#![cfg_attr(not(feature = "field"), allow(dead_code))]

mod api;
mod app;
mod browser;
mod catalog;
mod chart;
mod chunks;
mod components;
mod conditions;
mod crash;
#[cfg(feature = "field")]
mod field;
mod links;
mod map;
mod readings;
mod refresh;
mod routes;
#[cfg(feature = "field")]
mod scroll_places;
mod server_text;
mod units;

use leptos::prelude::IntoView;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Mounts the public app over the static shell of `index.html`.
pub fn start_public() {
    server_text::keep();
    start(app::App);
}

#[cfg(feature = "field")]
/// Mounts the field app over the static shell of `field.html`.
pub fn start_field() {
    start(field::app::FieldApp);
}

fn start<V: IntoView + 'static>(app: impl FnOnce() -> V + 'static) {
    crash::install_hook();
    let Some(root) = browser::element_by_id("app") else { return };
    root.set_inner_html("");
    leptos::mount::mount_to(root, app).forget();
}
