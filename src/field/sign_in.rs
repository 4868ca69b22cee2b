//! Signing in: by a page where nobody works yet, by a bar over the page where a session ended.

use super::session::use_session;
use crate::api::error::ApiError;
use crate::components::page_title::PageTitle;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use wasm_bindgen_futures::spawn_local;

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let navigate = use_navigate();
    let pathname = use_location().pathname;
    let done = Callback::new(move |()| {
        if pathname.get_untracked().ends_with("/sign-in") {
            navigate("/field", Default::default());
        }
    });
    view! {
        <div class="column field-narrow">
            <PageTitle text="Sign in" />
            <h1 tabindex="-1">"Sign in"</h1>
            <p class="lead">"Visits, equipment and records of your networks. Your account comes from an administrator of your network."</p>
            <SignInForm name=String::new() done />
        </div>
    }
}

/// Name and password.
#[component]
pub fn SignInForm(
    /// Whose password is asked for; empty: anybody's.
    name: String,
    /// What follows.
    done: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let fixed = (!name.is_empty()).then(|| name.clone());
    let name = RwSignal::new(name);
    let password = RwSignal::new(String::new());
    let is_busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let outcome =
                session.sign_in(name.get_untracked().trim(), &password.get_untracked()).await;
            is_busy.try_set(false);
            match outcome {
                Ok(()) => {
                    let _ = password.try_set(String::new());
                    done.try_run(());
                }
                Err(error) => {
                    let _ = problem.try_set(Some(in_words(&error)));
                }
            }
        });
    };
    view! {
        <form class="field-form" on:submit=send>
            {match fixed {
                Some(name) => {
                    view! {
                        <p>
                            "Account: " <strong>{name.clone()}</strong>
                            <input type="hidden" autocomplete="username" value=name />
                        </p>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <label class="field-label">
                            "Name"
                            <input
                                type="text"
                                name="username"
                                autocomplete="username"
                                autocapitalize="none"
                                spellcheck="false"
                                required=true
                                bind:value=name
                            />
                        </label>
                    }
                        .into_any()
                }
            }}
            <label class="field-label">
                "Password"
                <input
                    type="password"
                    name="password"
                    autocomplete="current-password"
                    required=true
                    bind:value=password
                />
            </label>
            <p role="alert" class="field-problem">
                {move || problem.get()}
            </p>
            <p class="actions">
                <button type="submit" class="button" aria-disabled=move || is_busy.get().to_string()>
                    {move || if is_busy.get() { "Signing in…" } else { "Sign in" }}
                </button>
            </p>
        </form>
    }
}

fn in_words(error: &ApiError) -> String {
    match error {
        ApiError::Status { status: 401, .. } => "Name or password is wrong.".to_owned(),
        // It says how long.
        ApiError::Status { status: 429, message, .. } if !message.is_empty() => format!("{}.", capital(message)),
        ApiError::NoAnswer { .. } => {
            "The server does not answer. Signing in needs it; what was typed before is kept on this device.".to_owned()
        }
        error => format!("{}. {}", capital(&error.to_string()), error.remedy().text()),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
