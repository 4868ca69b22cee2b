//! What every page must say about its sources: failed, incomplete, or not up to date.

use crate::api::catalog::{CatalogState, use_catalog};
use gagehouse_catalog::{SourceEntry, SourceState};
use leptos::prelude::*;
use leptos_router::components::A;

/// Strips for sources whose harvest failed and for a catalog that could not be loaded whole; nothing otherwise.
#[component]
pub fn SourceNotices() -> impl IntoView {
    let catalog = use_catalog();
    let failing = move |was_read: bool| {
        let is_meant = |entry: &SourceEntry| {
            entry.state == SourceState::Failing && entry.last_success_us.is_some() == was_read
        };
        let catalog = catalog.catalog()?;
        let entries = catalog.sources().iter().map(|source| &source.entry);
        some_joined(entries.filter(|entry| is_meant(entry)).map(|e| e.name.clone()).collect())
    };
    let outdated = move || {
        let names = failing(true)?;
        Some(format!("The last harvest of {names} failed; what an earlier one found is shown. "))
    };
    let unread = move || {
        let names = failing(false)?;
        Some(format!("Nothing could be read from {names} so far. "))
    };
    let missing = move || {
        let problems = catalog.state.with(|state| state.loaded().map(|l| l.problems.clone()))?;
        some_joined(problems.iter().map(|(name, error)| format!("{name} ({error})")).collect())
            .map(|names| format!("Not loaded: {names}. "))
    };
    let stale = move || {
        catalog.state.with(|state| match state {
            CatalogState::Stale(_, error) => {
                Some(format!("The catalog shown was loaded earlier: {error}. "))
            }
            _ => None,
        })
    };
    let sources = || view! { <A href="/about">"State of the sources"</A> }.into_any();
    let again = move || {
        view! {
            <button type="button" class="link-button" on:click=move |_| catalog.reload()>
                "Try again"
            </button>
        }
        .into_any()
    };
    view! {
        <div class="notices">
            {move || outdated().map(|text| strip("Harvest failed. ", text, sources()))}
            {move || unread().map(|text| strip("Harvest failed. ", text, sources()))}
            {move || missing().map(|text| strip("Catalog incomplete. ", text, again()))}
            {move || stale().map(|text| strip("Not refreshed. ", text, again()))}
        </div>
    }
}

/// A strip with what the reader can do.
fn strip(title: &'static str, text: String, action: AnyView) -> AnyView {
    view! {
        <p class="notice notice--stale" role="status">
            <strong>{title}</strong>
            {text}
            {action}
        </p>
    }
    .into_any()
}

fn some_joined(names: Vec<String>) -> Option<String> {
    (!names.is_empty()).then(|| names.join(", "))
}
