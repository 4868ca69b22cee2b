//! What a page says above made-up data: whose they are.

use crate::api::catalog::use_catalog;
use gagehouse_page::synthetic::{TITLE, networks, sentence};
use leptos::prelude::*;

/// A strip that names the networks of the made-up sites that a page shows; nothing when all are real.
#[component]
pub fn SyntheticNotice(
    /// From [`networks`].
    networks: Signal<Vec<String>>,
) -> impl IntoView {
    move || {
        networks.with(|names| sentence(names)).map(|said| {
            view! {
                <p class="notice notice--synthetic">
                    <strong>{TITLE}</strong>
                    {said}
                </p>
            }
        })
    }
}

/// [`networks`] of everything in the catalog.
pub fn of_whole_catalog() -> Signal<Vec<String>> {
    let context = use_catalog();
    Signal::derive(move || {
        context.catalog().map_or_else(Vec::new, |catalog| networks(catalog.sites()))
    })
}
