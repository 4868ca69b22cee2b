//! The field app's first page.

use super::session::{Who, use_session};
use crate::api::error::ApiError;
use crate::components::page_title::PageTitle;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The page.
#[component]
pub fn HomePage() -> impl IntoView {
    let session = use_session();
    view! {
        <div class="column">
            <PageTitle text="Field" />
            <h1 tabindex="-1">"Field"</h1>
            {move || session.who().map(|who| view! { <Account who /> })}
        </div>
    }
}

/// Who is signed in, with their networks and roles, and the way out.
#[component]
fn Account(who: Who) -> impl IntoView {
    let session = use_session();
    let problem = RwSignal::new(None::<String>);
    let sign_out = move |_| {
        spawn_local(async move {
            if let Err(error) = session.sign_out().await {
                let text = match error {
                    ApiError::NoAnswer { .. } => {
                        "The server does not answer, so the session there cannot be ended now."
                            .to_owned()
                    }
                    error => format!("{error}."),
                };
                let _ = problem.try_set(Some(text));
            }
        });
    };
    let roles: Vec<_> = who
        .roles
        .iter()
        .map(|(network, role)| view! { <li>{network.clone()} ": " {role.to_string()}</li> })
        .collect();
    view! {
        <section class="card" aria-labelledby="account">
            <h2 id="account">{format!("Signed in as {}", who.display_name)}</h2>
            {if roles.is_empty() {
                view! { <p>"Your account has no role in any network yet; an administrator of a network gives one."</p> }.into_any()
            } else {
                view! { <ul>{roles}</ul> }.into_any()
            }}
            <p role="alert" class="field-problem">
                {move || problem.get()}
            </p>
            <p class="actions">
                <button type="button" class="button button--quiet" on:click=sign_out>
                    "Sign out"
                </button>
            </p>
        </section>
    }
}
