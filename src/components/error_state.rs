//! Something failed: what, and what to do.

use crate::api::error::{ApiError, Remedy};
use leptos::prelude::*;

/// A failed request in words, with a button where trying again can help.
#[component]
pub fn ErrorState(
    /// What could not be done, for example `The catalog could not be loaded`.
    #[prop(into)]
    title: String,
    /// Why.
    error: ApiError,
    /// What the button does. Without it there is no button.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let can_retry = error.remedy() == Remedy::Retry;
    view! {
        <section class="state state--error" role="alert">
            <h2 class="state__title">{title}</h2>
            <div class="state__text">
                <p>{error.to_string()} "."</p>
                <p>{error.remedy().text()}</p>
            </div>
            {retry
                .filter(|_| can_retry)
                .map(|retry| {
                    view! {
                        <button type="button" class="button" on:click=move |_| retry.run(())>
                            "Try again"
                        </button>
                    }
                })}
        </section>
    }
}
