//! What every page must say about its data: made up, or not up to date.

use crate::api::catalog::{CatalogState, use_catalog};
use leptos::prelude::*;

/// A strip for synthetic data and one for a catalog that could not be refreshed; nothing otherwise.
#[component]
pub fn SourceNotices() -> impl IntoView {
    let catalog = use_catalog();
    let synthetic = move || {
        catalog.state.with(|state| {
            let loaded = state.loaded()?;
            let names: Vec<_> =
                loaded.sources.iter().filter(|s| s.synthetic).map(|s| s.name.clone()).collect();
            (!names.is_empty()).then(|| names.join(", "))
        })
    };
    let stale = move || {
        catalog.state.with(|state| match state {
            CatalogState::Stale(_, error) => Some(error.to_string()),
            _ => None,
        })
    };
    view! {
        <div class="notices">
            {move || {
                synthetic()
                    .map(|names| {
                        view! {
                            <p class="notice notice--synthetic">
                                <strong>"Synthetic data. "</strong>
                                {names}
                                " is made up to show what Gagehouse does; its places and values are invented."
                            </p>
                        }
                    })
            }}
            {move || {
                stale()
                    .map(|why| {
                        view! {
                            <p class="notice notice--stale" role="status">
                                <strong>"Not refreshed. "</strong>
                                "The catalog shown was loaded earlier: "
                                {why}
                                ". "
                                <button
                                    type="button"
                                    class="link-button"
                                    on:click=move |_| catalog.reload()
                                >
                                    "Try again"
                                </button>
                            </p>
                        }
                    })
            }}
        </div>
    }
}
