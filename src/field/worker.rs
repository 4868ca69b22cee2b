//! The service worker (`public/field-sw.js`), which lets the app open without a server.

use super::device::Device;
use crate::browser;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;

/// Registers it, where the browser has such workers: over https, or on this machine; notes when it keeps the app.
pub fn register(device: Device) {
    let Some(window) = browser::window() else { return };
    let navigator = window.navigator();
    let has = js_sys::Reflect::get(&navigator, &"serviceWorker".into());
    if has.is_ok_and(|container| container.is_undefined()) {
        return;
    }
    let container = navigator.service_worker();
    let options = web_sys::RegistrationOptions::new();
    options.set_scope(&browser::under_base("/field"));
    let registered =
        container.register_with_options(&browser::under_base("/field/field-sw.js"), &options);
    spawn_local(async move {
        // Without it the app works as long as it stays open.
        if JsFuture::from(registered).await.is_err() {
            return;
        }
        let Ok(ready) = container.ready() else { return };
        if JsFuture::from(ready).await.is_ok() {
            let _ = device.is_app_kept.try_set(true);
        }
    });
}
