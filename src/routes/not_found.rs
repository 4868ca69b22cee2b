//! The page for an address that leads nowhere.

use crate::components::not_found::NotFound;
use leptos::prelude::*;

/// The page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <NotFound
            title="Page not found"
            text="Nothing lives at this address. It may have been mistyped, or the page has moved."
        />
    }
    .into_any()
}
