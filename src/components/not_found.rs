//! The body of a page whose subject does not exist.

use super::page_title::PageTitle;
use leptos::prelude::*;
use leptos_router::components::A;

/// Says what was not found and leads on to the map and the catalog.
#[component]
pub fn NotFound(
    /// What was not found, a heading.
    #[prop(into)]
    title: String,
    /// Why that may be.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="column">
            <PageTitle text=title.clone() />
            <h1 tabindex="-1">{title}</h1>
            <p class="lead">{text}</p>
            <p class="actions">
                <A href="/" attr:class="button">
                    "Open the map"
                </A>
                <A href="/catalog" attr:class="button button--quiet">
                    "Search the catalog"
                </A>
            </p>
        </div>
    }
}
