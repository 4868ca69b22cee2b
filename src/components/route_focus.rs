//! Tells the reader of a screen, and the keyboard, that another page is shown.

use crate::browser;
#[cfg(feature = "field")]
use crate::scroll_places::ScrollPlaces;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// On a change of path (not of query) moves the focus to the page's heading and the view to its top; in the field app to where it was
/// when one goes back. The first page keeps the focus where the browser put it. Draws nothing.
#[component]
pub fn RouteFocus() -> impl IntoView {
    let pathname = use_location().pathname;
    // The long lists are the field app's; the public app's first view has no room for it.
    #[cfg(feature = "field")]
    let places = ScrollPlaces::watch();
    Effect::new(move |previous: Option<String>| {
        let now = pathname.get();
        if previous.is_some_and(|before| before != now) {
            #[cfg(feature = "field")]
            let is_back = places.restore();
            #[cfg(not(feature = "field"))]
            let is_back = false;
            // The new page is in the document only after this turn of effects.
            request_animation_frame(move || {
                if is_back {
                    focus_heading()
                } else {
                    show_heading()
                };
            });
        }
        now
    });
}

/// Moves the focus to the page's heading and the view to its top.
pub fn show_heading() -> Option<()> {
    browser::window()?.scroll_to_with_x_and_y(0.0, 0.0);
    focus_heading()
}

fn focus_heading() -> Option<()> {
    let document = browser::window()?.document()?;
    let heading = document.query_selector("main h1").ok().flatten();
    let target = heading.or_else(|| document.get_element_by_id("main"))?;
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    target.dyn_into::<HtmlElement>().ok()?.focus_with_options(&options).ok()
}
