//! The plot of the datastreams that the URL names.

use crate::components::page_title::PageTitle;
use leptos::prelude::*;

/// The page.
#[component]
pub fn PlotPage() -> impl IntoView {
    view! {
        <div class="column">
            <PageTitle text="Plot" />
            <h1 tabindex="-1">"Plot"</h1>
        </div>
    }
    .into_any()
}
