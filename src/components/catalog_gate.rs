//! Shows a page's body once the catalog is there, and its loading or failure before.

use super::error_state::ErrorState;
use super::loading_state::LoadingState;
use super::page_title::PageTitle;
use crate::api::catalog::{CatalogState, use_catalog};
use gagehouse_catalog::Catalog;
use leptos::prelude::*;
use std::sync::Arc;

/// What a page makes of the catalog.
pub type Body = Arc<dyn Fn(&Catalog) -> AnyView + Send + Sync>;

/// Calls `body` with the catalog, again whenever the catalog was reloaded or what `body` tracks changes.
#[component]
pub fn CatalogGate(
    /// Heading and title while there is no catalog yet.
    title: &'static str,
    /// The page.
    body: Body,
) -> impl IntoView {
    let context = use_catalog();
    move || {
        let state = context.state.get();
        if let Some(catalog) = state.catalog() {
            return body(catalog);
        }
        let message = match state {
            CatalogState::Failed(error) => {
                let retry = Callback::new(move |()| context.reload());
                view! { <ErrorState title="The catalog could not be loaded" error retry /> }
                    .into_any()
            }
            _ => view! { <LoadingState text="Loading the catalog" /> }.into_any(),
        };
        view! {
            <div class="column">
                <PageTitle text=title />
                <h1 tabindex="-1">{title}</h1>
                {message}
            </div>
        }
        .into_any()
    }
}
