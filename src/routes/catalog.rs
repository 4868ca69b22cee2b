//! The faceted catalog of every datastream.

use crate::components::page_title::PageTitle;
use leptos::prelude::*;

/// The page.
#[component]
pub fn CatalogPage() -> impl IntoView {
    view! {
        <div class="column">
            <PageTitle text="Catalog" />
            <h1 tabindex="-1">"Catalog"</h1>
        </div>
    }
    .into_any()
}
