//! There is nothing to show, and that is not an error.

use leptos::prelude::*;

/// Says what is missing and, in its children, what to do next.
#[component]
pub fn EmptyState(
    /// What there is none of.
    #[prop(into)]
    title: String,
    /// Why, and what to do.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="state state--empty">
            <h2 class="state__title">{title}</h2>
            <div class="state__text">{children()}</div>
        </section>
    }
}
