//! A network: who operates it and its sites.

use crate::components::page_title::PageTitle;
use leptos::prelude::*;

/// The page.
#[component]
pub fn NetworkPage() -> impl IntoView {
    view! {
        <div class="column">
            <PageTitle text="Network" />
            <h1 tabindex="-1">"Network"</h1>
        </div>
    }
    .into_any()
}
