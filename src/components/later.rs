//! Parts of a page whose code is fetched when they are first wanted: the first picture does not wait for them.

use crate::api::error::ApiError;
use crate::browser;
use crate::chunks::{Fetched, Part};
use crate::components::error_state::ErrorState;
use crate::components::fetched_page::code;
use crate::components::loading_state::LoadingState;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A part of the page, from when it is wanted for the first time.
#[component]
pub fn Later<S: Copy + Send + Sync + 'static>(
    /// What the page shares.
    state: S,
    /// Fetches the code, from the second time on without a request.
    fetch: fn() -> Fetched<Part<S>>,
    /// Whether the part is wanted now.
    #[prop(into)]
    is_wanted: Signal<bool>,
    /// What is said while it is fetched.
    text: &'static str,
) -> impl IntoView {
    let part = RwSignal::new(None::<Result<Part<S>, ApiError>>);
    let was_wanted = Memo::new(move |before| before.copied().unwrap_or(false) || is_wanted.get());
    Effect::new(move |_| {
        if was_wanted.get() {
            spawn_local(async move {
                let fetched = code(fetch()).await;
                // The page may have been left by now.
                part.try_set(Some(fetched));
            });
        }
    });
    move || match part.get() {
        Some(Ok(part)) => Some(part(state)),
        Some(Err(error)) => {
            // Not only the connection: a new version of the app may have replaced the files of this one.
            let retry = Callback::new(|()| browser::reload());
            let title = "A part of this page could not be loaded";
            Some(view! { <ErrorState title error retry /> }.into_any())
        }
        None => was_wanted.get().then(|| view! { <LoadingState text /> }.into_any()),
    }
}
