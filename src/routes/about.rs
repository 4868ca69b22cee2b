//! What Gagehouse is, where its data come from, how to use it by keyboard, and what it is not.

use crate::components::page_title::PageTitle;
use leptos::prelude::*;

/// The page.
#[component]
pub fn AboutPage() -> impl IntoView {
    view! {
        <div class="column">
            <PageTitle text="About" />
            <h1 tabindex="-1">"About Gagehouse"</h1>
            <p class="lead">
                "A gage house is the small shelter over a stilling well where a stream gage keeps its instruments. "
                "This one is software: the place where a network's gages and their data live together."
            </p>
        </div>
    }
    .into_any()
}
