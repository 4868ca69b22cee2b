//! Gives the document its title while a page is shown.

use crate::browser;
use leptos::prelude::*;

/// Sets the document's title to `text – Gagehouse`, again whenever the text changes. Draws nothing.
#[component]
pub fn PageTitle(
    /// What the page shows.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    Effect::new(move |_| {
        if let Some(document) = browser::window().and_then(|w| w.document()) {
            document.set_title(&format!("{} – Gagehouse", text.get()));
        }
    });
}
