//! Small questions to the browser that can fail, answered without failing.
//!
//! Storage may be blocked (private windows, frames), `matchMedia` absent; each function says what it
//! answers then. HTTP is not here but in [`crate::api`].

use gagehouse_model::TimeUs;
use leptos::prelude::WithValue;
use leptos::prelude::{StoredValue, on_cleanup};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, EventTarget, HtmlElement, IntersectionObserver, IntersectionObserverEntry,
    IntersectionObserverInit, MediaQueryListEvent, Position, PositionError, Storage, Text, Window,
};

/// The window, absent only outside a page.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The element of this id, if it is an HTML element.
pub fn element_by_id(id: &str) -> Option<HtmlElement> {
    window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// A text, empty as yet, before whatever else an element has.
pub fn text_in(element: &Element) -> Option<Text> {
    let text = Text::new().ok()?;
    element.insert_before(&text, element.first_child().as_ref()).ok()?;
    Some(text)
}

/// The `<html>` element.
pub fn root_element() -> Option<HtmlElement> {
    window()?.document()?.document_element()?.dyn_into().ok()
}

/// Path at which the app is mounted, without a slash at its end: empty at the root of a host.
pub fn base_path() -> String {
    let base_uri = window()
        .and_then(|w| w.document())
        .and_then(|d| d.base_uri().ok().flatten())
        .and_then(|uri| web_sys::Url::new(&uri).ok());
    base_uri.map(|url| url.pathname().trim_end_matches('/').to_owned()).unwrap_or_default()
}

/// Scheme, host and port of the page, `https://example.org`; empty outside a page.
pub fn origin() -> String {
    window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Whether nobody can see the page now.
pub fn is_hidden() -> bool {
    window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

/// A path of the app or its server, `/api/v1/…`, as it is below [`base_path`].
pub fn under_base(path: &str) -> String {
    format!("{}{path}", base_path())
}

/// Puts a text on the clipboard; says whether the browser let it.
pub async fn copy_text(text: &str) -> bool {
    let Some(window) = window() else { return false };
    // Absent on pages that are not served securely.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into());
    if clipboard.is_ok_and(|clipboard| clipboard.is_undefined()) {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

/// Loads the page anew, at the same address.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Milliseconds since 1970, by the device's clock.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Runs something and leaves how long it took among the page's measures, for whoever looks into its performance.
pub fn timed<T>(name: &str, run: impl FnOnce() -> T) -> T {
    let Some(performance) = window().and_then(|window| window.performance()) else { return run() };
    let mark = format!("{name} begins");
    let _ = performance.mark(&mark);
    let result = run();
    let _ = performance.measure_with_start_mark(name, &mark);
    performance.clear_marks_with_mark_name(&mark);
    result
}

/// The present instant, by the device's clock.
pub fn now() -> TimeUs {
    TimeUs((now_ms() * 1e3) as i64)
}

/// Calls `seen` once, when an element is in view or within so many pixels of it; at once where the browser cannot tell.
pub fn when_near(element: &Element, margin_px: u32, seen: impl Fn() + 'static) {
    let seen = std::rc::Rc::new(seen);
    let told = seen.clone();
    let closure = Closure::<dyn Fn(js_sys::Array, IntersectionObserver)>::new(
        move |entries: js_sys::Array, observer: IntersectionObserver| {
            let is_near = entries
                .iter()
                .any(|entry| entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting());
            if is_near {
                observer.disconnect();
                told();
            }
        },
    );
    let options = IntersectionObserverInit::new();
    options.set_root_margin(&format!("{margin_px}px"));
    let made = IntersectionObserver::new_with_options(closure.as_ref().unchecked_ref(), &options);
    let Ok(observer) = made else {
        seen();
        return;
    };
    observer.observe(element);
    let held = StoredValue::new_local((observer, closure));
    on_cleanup(move || {
        let _ = held.try_with_value(|(observer, _)| observer.disconnect());
    });
}

/// A remembered setting; `None` also when storage is blocked.
pub fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Remembers a setting, or forgets it with `None`; nothing happens when storage is blocked or full.
pub fn remember(key: &str, value: Option<&str>) {
    if let Some(storage) = storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

/// Whether a media query matches now; `false` where it cannot be asked.
pub fn media_matches(query: &str) -> bool {
    window().and_then(|w| w.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// Calls `changed` whenever a media query starts or stops matching, for as long as the current owner lives.
pub fn on_media_change(query: &str, changed: impl Fn(bool) + 'static) {
    let Some(list) = window().and_then(|w| w.match_media(query).ok().flatten()) else { return };
    let heard = move |event: Event| {
        changed(event.unchecked_into::<MediaQueryListEvent>().matches());
    };
    listen(list.into(), "change", Box::new(heard));
}

/// Calls `heard` at each event of a name, for as long as the current owner lives.
///
/// Boxed by the caller, so that it is compiled once.
pub fn listen(target: EventTarget, event: &'static str, heard: Box<dyn Fn(Event)>) {
    let closure = Closure::wrap(heard);
    if target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()).is_err() {
        return;
    }
    let held = StoredValue::new_local((target, closure));
    on_cleanup(move || {
        let _ = held.try_with_value(|(target, closure)| {
            let listener = closure.as_ref().unchecked_ref();
            let _ = target.remove_event_listener_with_callback(event, listener);
        });
    });
}

/// The value of a custom property (`--name`) of the theme in force; empty when there is none.
pub fn custom_property(name: &str) -> String {
    let style = root_element()
        .and_then(|root| window()?.get_computed_style(&root).ok().flatten())
        .and_then(|style| style.get_property_value(name).ok());
    style.map(|value| value.trim().to_owned()).unwrap_or_default()
}

/// Whether the focus is on something other than the page as a whole.
pub fn something_is_focused() -> bool {
    let document = window().and_then(|window| window.document());
    let focused = document.and_then(|document| document.active_element());
    focused.is_some_and(|element| !matches!(element.tag_name().as_str(), "BODY" | "HTML"))
}

/// Whether the focus is on this element.
pub fn is_focused(element: &Element) -> bool {
    let document = window().and_then(|window| window.document());
    document.and_then(|document| document.active_element()).as_ref() == Some(element)
}

/// Size of `1rem` in CSS pixels: what the reader chose as text size.
pub fn rem_px() -> f64 {
    let style = root_element().and_then(|root| window()?.get_computed_style(&root).ok().flatten());
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    size.and_then(|size| size.trim_end_matches("px").parse().ok()).unwrap_or(16.0)
}

/// Where the device is: degrees north and east. Asks its owner; the error is a sentence for them.
pub async fn place_of_device() -> Result<(f64, f64), String> {
    position_of_device().await.map(|(latitude, longitude, _)| (latitude, longitude))
}

/// Where the device is: degrees north and east, and the radius in which it believes itself, m.
pub async fn position_of_device() -> Result<(f64, f64, f64), String> {
    const NOT_TOLD: &str = "This browser does not tell where it is.";
    let geolocation = window()
        .and_then(|window| window.navigator().geolocation().ok())
        .ok_or_else(|| NOT_TOLD.to_owned())?;
    let answer = js_sys::Promise::new(&mut |resolve, reject| {
        if geolocation.get_current_position_with_error_callback(&resolve, Some(&reject)).is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    match JsFuture::from(answer).await {
        Ok(position) => {
            let coordinates = position.unchecked_into::<Position>().coords();
            Ok((coordinates.latitude(), coordinates.longitude(), coordinates.accuracy()))
        }
        Err(error) => match error.dyn_ref::<PositionError>().map(|error| error.code()) {
            Some(PositionError::PERMISSION_DENIED) => Err(
                "The browser may not tell where it is. Its settings for this page can allow it."
                    .to_owned(),
            ),
            _ => Err(NOT_TOLD.to_owned()),
        },
    }
}
