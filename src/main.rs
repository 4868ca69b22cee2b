//! Starts the browser app: panic hook, then the app mounted over the static shell of `index.html`.
#![recursion_limit = "256"]

mod api;
mod app;
mod browser;
mod catalog;
mod chart;
mod chunks;
mod components;
mod conditions;
mod crash;
mod links;
mod map;
mod readings;
mod refresh;
mod routes;
mod server_text;
mod units;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn main() {
    crash::install_hook();
    let Some(root) = browser::element_by_id("app") else { return };
    server_text::keep();
    root.set_inner_html("");
    leptos::mount::mount_to(root, app::App).forget();
}
