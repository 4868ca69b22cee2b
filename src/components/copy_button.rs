//! A button that copies a text.

use crate::browser;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Copies and says whether the browser took it.
#[component]
pub fn CopyButton(
    /// What it copies, in words.
    label: &'static str,
    /// The text.
    text: String,
) -> impl IntoView {
    let said = RwSignal::new("");
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let words = match browser::copy_text(&text).await {
                true => "Copied.",
                false => "The browser did not allow it; mark the text and copy it.",
            };
            said.try_set(words);
        });
    };
    view! {
        <button type="button" class="button button--quiet" on:click=copy>
            {label}
        </button>
        <span class="small quiet" role="status">
            {move || said.get()}
        </span>
    }
}
