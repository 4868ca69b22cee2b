//! A site: what it is, its current conditions, its series.

use crate::components::page_title::PageTitle;
use leptos::prelude::*;

/// The page.
#[component]
pub fn SitePage() -> impl IntoView {
    view! {
        <div class="column">
            <PageTitle text="Site" />
            <h1 tabindex="-1">"Site"</h1>
        </div>
    }
    .into_any()
}
