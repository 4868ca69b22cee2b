//! The name and its sign: a gage house over its stilling well.

use leptos::prelude::*;

/// The sign alone, in the colour of the text around it.
#[component]
pub fn Wordmark() -> impl IntoView {
    view! {
        <span class="wordmark">
            <svg class="wordmark__sign" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
                <path
                    d="M5 12 16 4l11 8v3H5z M9 15v13 M23 15v13 M9 28h14"
                    fill="none"
                    stroke="currentColor"
                    stroke-width="2"
                    stroke-linejoin="round"
                    stroke-linecap="round"
                />
                <path
                    class="wordmark__water"
                    d="M2 22c2 0 2-1.5 4.7-1.5S9.300 22 11.500 22s2.500-1.500 4.500-1.500 2.500 1.500 4.500 1.500 2.500-1.500 4.800-1.500S28 22 30 22"
                    fill="none"
                    stroke-width="2"
                    stroke-linecap="round"
                />
            </svg>
            <span class="wordmark__name">"Gagehouse"</span>
        </span>
    }
}
