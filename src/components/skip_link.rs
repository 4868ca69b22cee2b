//! The first stop of the keyboard: past the navigation, to the page.

use crate::browser;
use leptos::prelude::*;

/// Moves the focus to `<main>`. It does not navigate: with a `<base>` its `#main` would leave the page.
#[component]
pub fn SkipLink() -> impl IntoView {
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        if let Some(main) = browser::element_by_id("main") {
            let _ = main.focus();
        }
    };
    view! {
        <a class="skip-link" href="#main" on:click=skip>
            "Skip to the page"
        </a>
    }
}
