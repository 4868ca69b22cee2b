//! The page of what is not there.

use crate::components::page_title::PageTitle;
use leptos::prelude::*;

/// Its heading, and below it the way on.
#[component]
pub fn NoSuch(
    /// What is not there, such as `No such record`.
    what: &'static str,
    /// What there is instead.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="column">
            <PageTitle text=what />
            <h1 tabindex="-1">{what}</h1>
            {children.map(|children| children())}
        </div>
    }
}
