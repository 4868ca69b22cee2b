//! What every page must say about its data: made up, or not up to date.

use crate::api::catalog::{CatalogState, use_catalog};
use gagehouse_catalog::{SourceEntry, SourceState};
use leptos::prelude::*;
use leptos_router::components::A;

/// A strip for synthetic data and one for a catalog that could not be refreshed; nothing otherwise.
#[component]
pub fn SourceNotices() -> impl IntoView {
    let catalog = use_catalog();
    let names = move |wanted: fn(&SourceEntry) -> bool| {
        catalog.catalog().map_or_else(Vec::new, |catalog| {
            let entries = catalog.sources().iter().map(|source| &source.entry);
            entries.filter(|entry| wanted(entry)).map(|entry| entry.name.clone()).collect()
        })
    };
    let synthetic = move || some_joined(names(|entry| entry.synthetic));
    let failing = move || some_joined(names(|entry| entry.state == SourceState::Failing));
    let missing = move || {
        let problems = catalog.state.with(|state| state.loaded().map(|l| l.problems.clone()))?;
        some_joined(problems.iter().map(|(name, error)| format!("{name} ({error})")).collect())
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
                                "Places and values of “"
                                {names}
                                "” are made up to show what Gagehouse does."
                            </p>
                        }
                    })
            }}
            {move || {
                failing()
                    .map(|names| {
                        view! {
                            <p class="notice notice--stale">
                                <strong>"Source not reached. "</strong>
                                "The last harvest of "
                                {names}
                                " failed; what was found before is shown. "
                                <A href="/about">"State of the sources"</A>
                            </p>
                        }
                    })
            }}
            {move || {
                missing()
                    .map(|names| {
                        view! {
                            <p class="notice notice--stale" role="status">
                                <strong>"Catalog incomplete. "</strong>
                                "Not loaded: "
                                {names}
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

fn some_joined(names: Vec<String>) -> Option<String> {
    (!names.is_empty()).then(|| names.join(", "))
}
