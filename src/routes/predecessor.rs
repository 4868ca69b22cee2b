//! Addresses of the programs before this one: looks up what they mean and goes there.

use crate::api::catalog::use_catalog;
use crate::browser;
use crate::components::catalog_gate::{Body, CatalogGate};
use crate::components::loading_state::LoadingState;
use gagehouse_catalog::predecessor::{Meant, meaning};
use gagehouse_catalog::{CatalogIndex, CatalogQuery};
use gagehouse_model::TimeUs;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map};
use std::sync::Arc;

/// The page; it is there only until the catalog is.
#[component]
pub fn PredecessorPage() -> impl IntoView {
    let catalog = use_catalog();
    // As it was when the page was opened: where it leads has another search text, which means nothing here.
    let search = use_location().search.get_untracked();
    let thing = use_params_map().with_untracked(|params| params.get("thing"));
    let navigate = use_navigate();
    Effect::new(move |_| {
        let Some(catalog) = catalog.catalog() else { return };
        let now = TimeUs((browser::now_ms() * 1e3) as i64);
        let index = CatalogIndex::new(&catalog, now);
        let path = match meaning(&index, &search, thing.as_deref()) {
            Meant::Catalog(query) => format!("/catalog?{}", query.render()),
            Meant::Plot(selected) => {
                let query = CatalogQuery { selected, ..CatalogQuery::default() };
                format!("/plot?{}", query.render())
            }
        };
        navigate(
            path.trim_end_matches('?'),
            NavigateOptions { replace: true, ..NavigateOptions::default() },
        );
    });
    let body: Body = Arc::new(|_| {
        view! { <LoadingState text="Looking up what this address means" /> }.into_any()
    });
    view! { <CatalogGate title="Catalog" body /> }.into_any()
}
