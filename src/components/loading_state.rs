//! Something is on its way.

use leptos::prelude::*;

/// Says what is being waited for; read out once, politely.
#[component]
pub fn LoadingState(
    /// What is being loaded, for example `Loading the catalog`.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="state state--loading" role="status">
            <span class="state__pulse" aria-hidden="true"></span>
            <p>{text} "…"</p>
        </div>
    }
}
