//! The map of every site, with a list of the same sites.

use crate::components::page_title::PageTitle;
use leptos::prelude::*;

/// The page.
#[component]
pub fn MapPage() -> impl IntoView {
    view! {
        <div class="column">
            <PageTitle text="Map" />
            <h1 tabindex="-1">"Map"</h1>
        </div>
    }
    .into_any()
}
