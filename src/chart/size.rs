//! How large an element is shown, kept up to date.

use crate::browser;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

/// The size of an element in CSS pixels, for as long as the current owner lives; zero before it is known.
pub fn use_size(node: NodeRef<html::Div>) -> RwSignal<(f64, f64)> {
    let size_px = RwSignal::new((0.0, 0.0));
    let measure = move || {
        if let Some(element) = node.try_get_untracked().flatten() {
            let size = (f64::from(element.client_width()), f64::from(element.client_height()));
            if size_px.try_get_untracked().is_some_and(|before| before != size) {
                size_px.try_set(size);
            }
        }
    };
    let watcher = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn Fn()>)>);
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        // The observer would tell the first size a frame later.
        measure();
        let closure = Closure::<dyn Fn()>::new(measure);
        let Ok(observer) = ResizeObserver::new(closure.as_ref().unchecked_ref()) else { return };
        observer.observe(&element);
        watcher.set_value(Some((observer, closure)));
    });
    // A move to a screen of another density changes no size.
    browser::on_media_change("(resolution: 1dppx)", move |_| {
        size_px.try_update(|_| {});
    });
    on_cleanup(move || {
        let _ = watcher.try_update_value(|watcher| {
            if let Some((observer, _)) = watcher.take() {
                observer.disconnect();
            }
        });
    });
    size_px
}
