//! Tells the reader of a screen, and the keyboard, that another page is shown.

use crate::browser;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// On a change of path (not of query) moves the focus to the page's heading and the view to its top.
/// The first page keeps the focus where the browser put it. Draws nothing.
#[component]
pub fn RouteFocus() -> impl IntoView {
    let pathname = use_location().pathname;
    Effect::new(move |previous: Option<String>| {
        let now = pathname.get();
        if previous.is_some_and(|before| before != now) {
            // The new page is in the document only after this turn of effects.
            request_animation_frame(|| {
                focus_heading();
            });
        }
        now
    });
}

/// Moves the focus to the page's heading and the view to its top.
pub fn focus_heading() -> Option<()> {
    let window = browser::window()?;
    window.scroll_to_with_x_and_y(0.0, 0.0);
    let document = window.document()?;
    let heading = document.query_selector("main h1").ok().flatten();
    let target = heading.or_else(|| document.get_element_by_id("main"))?;
    target.dyn_into::<web_sys::HtmlElement>().ok()?.focus().ok()
}
