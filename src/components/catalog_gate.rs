//! Shows a page's body once the catalog is there, and its loading or failure before.

use super::error_state::ErrorState;
use super::loading_state::LoadingState;
use super::page_title::PageTitle;
use crate::api::catalog::{CatalogState, use_catalog};
use crate::server_text;
use gagehouse_catalog::Catalog;
use leptos::prelude::*;
use std::sync::Arc;

/// What a page makes of the catalog.
pub type Body = Arc<dyn Fn(&Catalog) -> AnyView + Send + Sync>;

/// Calls `body` with the catalog, again whenever the catalog was reloaded (or `shape` changes, where it is given) or
/// what `body` tracks changes. Until then the server's text of the page stays, where there is one.
#[component]
pub fn CatalogGate(
    /// Heading and title while there is no catalog yet.
    title: &'static str,
    /// The page.
    body: Body,
    /// What of the catalog the page is made of; a reload that leaves it the same does not make the page anew.
    #[prop(optional, into)]
    shape: Option<Signal<String>>,
) -> impl IntoView {
    let context = use_catalog();
    let is_loaded = Memo::new(move |_| context.state.with(|state| state.catalog().is_some()));
    move || {
        let state = match shape.filter(|_| is_loaded.get()) {
            Some(shape) => {
                shape.track();
                context.state.get_untracked()
            }
            None => context.state.get(),
        };
        if let Some(catalog) = state.catalog() {
            let page = body(catalog);
            server_text::release();
            return page;
        }
        let is_failed = matches!(state, CatalogState::Failed(_));
        let held = server_text::held();
        if let Some(held) = held {
            let failure = is_failed.then(|| {
                let text = "What the server sent is shown; newer values could not be loaded. ";
                view! {
                    <p class="notice notice--stale" role="status">
                        {text}
                        <button type="button" class="link-button" on:click=move |_| context.reload()>
                            "Try again"
                        </button>
                    </p>
                }
            });
            return view! {
                {failure}
                {held}
            }
            .into_any();
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
