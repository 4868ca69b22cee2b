//! A page whose code is fetched when it is first shown.

use super::error_state::ErrorState;
use super::loading_state::LoadingState;
use super::page_title::PageTitle;
use super::route_focus;
use crate::api::error::ApiError;
use crate::api::http;
use crate::browser;
use crate::chunks::{Fetched, Page};
use crate::server_text;
use leptos::html::H1;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What makes a view, once its code is there.
///
/// # Errors
/// The host of the app, when it did not answer.
pub async fn code<V>(fetched: Fetched<V>) -> Result<V, ApiError> {
    fetched.await.map_err(|_| ApiError::NoAnswer { host: http::host_of(&browser::base_path()) })
}

/// Shows the page once its code is there, and its loading or failure before.
#[component]
pub fn FetchedPage(
    /// Fetches the code, from the second time on without a request.
    fetch: fn() -> Fetched,
    /// Heading and title while there is no page yet.
    title: &'static str,
    /// Whether the app is there again after a reload, where that is not sure.
    #[prop(optional)]
    may_reload: Option<Signal<bool>>,
) -> impl IntoView {
    let page = RwSignal::new(None::<Result<Page, ApiError>>);
    let heading = NodeRef::<H1>::new();
    let ask = move || {
        spawn_local(async move {
            let outcome = code(fetch()).await;
            // The focus follows from the heading that is replaced.
            let is_read = heading
                .try_get_untracked()
                .flatten()
                .is_some_and(|heading| browser::is_focused(&heading));
            // The page may have been left by now.
            if page.try_set(Some(outcome)).is_none() && is_read {
                request_animation_frame(|| {
                    route_focus::show_heading();
                });
            }
        });
    };
    ask();
    move || {
        let message = match page.get() {
            Some(Ok(page)) => return page(),
            Some(Err(error)) => {
                // Not only the connection: a new version of the app may have replaced the files of this one.
                let retry = Callback::new(move |()| {
                    if may_reload.is_none_or(|may| may.get_untracked()) {
                        browser::reload();
                    } else {
                        page.set(None);
                        ask();
                    }
                });
                view! { <ErrorState title="This page could not be loaded" error retry /> }
                    .into_any()
            }
            None => match server_text::held() {
                Some(held) => return held,
                None => view! { <LoadingState text="Loading the page" /> }.into_any(),
            },
        };
        view! {
            <div class="column">
                <PageTitle text=title />
                <h1 node_ref=heading tabindex="-1">
                    {title}
                </h1>
                {message}
            </div>
        }
        .into_any()
    }
}
