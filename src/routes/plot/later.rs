//! Parts of the page whose code is fetched when they are first wanted: the first picture does not wait for them.

use super::state::PlotState;
use crate::api::error::ApiError;
use crate::browser;
use crate::chunks::{Fetched, PlotPart};
use crate::components::error_state::ErrorState;
use crate::components::fetched_page::code;
use crate::components::loading_state::LoadingState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// What waits for the first picture waits no longer than this after its first observations, however many follow.
const LONGEST_WAIT: Duration = Duration::from_millis(1_500);

/// A part of the page, from when it is wanted for the first time.
#[component]
pub fn Later(
    /// What the page shares.
    state: PlotState,
    /// Fetches the code, from the second time on without a request.
    fetch: fn() -> Fetched<PlotPart>,
    /// Whether the part is wanted now.
    #[prop(into)]
    is_wanted: Signal<bool>,
    /// What is said while it is fetched.
    text: &'static str,
) -> impl IntoView {
    let part = RwSignal::new(None::<Result<PlotPart, ApiError>>);
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

/// Whether the first picture is drawn: all its rows came, or some, and the others take so long that nothing should
/// wait for them.
pub fn is_drawn(state: PlotState) -> Signal<bool> {
    let has_waited = RwSignal::new(false);
    let has_finished = Memo::new(move |_| state.loader.has_finished());
    let has_rows = Memo::new(move |before| {
        state.store.track();
        let any = state.store.with_all(|held| held.values().any(|held| !held.series.is_empty()));
        before.copied().unwrap_or(false) || any.unwrap_or(false)
    });
    Effect::new(move |_| {
        if has_rows.get() {
            let wait = move || {
                has_waited.try_set(true);
            };
            set_timeout(wait, LONGEST_WAIT);
        }
    });
    Signal::derive(move || has_finished.get() || has_waited.get())
}
