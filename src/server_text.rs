//! The text of a site or network that the server wrote into the page: it stays until the app's own page is there, so
//! that a reader sees no emptiness between the two.

use crate::browser;
use leptos::prelude::*;
use std::cell::RefCell;

/// What the server writes carries this attribute.
const SELECTOR: &str = "#page-text > [data-page]";

thread_local! {
    /// The text as HTML, and the path that it belongs to.
    static HELD: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

/// Keeps the text, if there is one; before the app empties the page.
pub fn keep() {
    let found = browser::window().and_then(|window| {
        let element = window.document()?.query_selector(SELECTOR).ok().flatten()?;
        Some((window.location().pathname().ok()?, element.outer_html()))
    });
    HELD.with(|held| *held.borrow_mut() = found);
}

/// The text of the page that is asked for, while the app has no own one yet.
pub fn held() -> Option<AnyView> {
    let here = browser::window().and_then(|window| window.location().pathname().ok());
    let html = HELD.with(|held| {
        let mut held = held.borrow_mut();
        if held.as_ref().map(|(path, _)| path) != here.as_ref() {
            // Another page was opened meanwhile; it will not come back.
            *held = None;
        }
        held.as_ref().map(|(_, html)| html.clone())
    })?;
    // In the same turn as what it replaces: elements that are put there later leave a frame without them.
    Some(view! { <div inner_html=html></div> }.into_any())
}

/// Forgets the text: the app's own page is there.
pub fn release() {
    HELD.with(|held| *held.borrow_mut() = None);
}
