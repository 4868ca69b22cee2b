//! What the server was asked for: on its way, failed, or there.

use crate::api::abort::AbortHandle;
use crate::api::error::ApiError;
use crate::components::error_state::ErrorState;
use crate::components::loading_state::LoadingState;
use crate::field::session::use_session;
use leptos::prelude::*;
use std::future::Future;
use wasm_bindgen_futures::spawn_local;

/// An answer that is asked for again whenever the question changes.
pub struct Answer<T: Send + Sync + 'static> {
    state: RwSignal<Option<Result<T, ApiError>>>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Answer<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Answer<T> {}

impl<T: Clone + Send + Sync + 'static> Answer<T> {
    /// Asks. What comes for a question that is not asked any more is dropped.
    pub fn to<Q, F>(
        question: impl Fn() -> Q + Send + Sync + 'static,
        ask: impl Fn(Q, AbortHandle) -> F + 'static,
    ) -> Self
    where
        Q: Clone + PartialEq + Send + Sync + 'static,
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        let session = use_session();
        let question = Memo::new(move |_| question());
        let answer = Self { state: RwSignal::new(None), again: RwSignal::new(0) };
        Effect::new(move |_| {
            answer.again.track();
            answer.state.set(None);
            let asked = question.get();
            let coming = ask(asked.clone(), AbortHandle::of_owner());
            spawn_local(async move {
                let outcome = coming.await;
                if question.try_get_untracked().as_ref() != Some(&asked) {
                    return;
                }
                match &outcome {
                    Err(ApiError::Aborted) => return,
                    Err(error) => session.note(error),
                    Ok(_) => {}
                }
                let _ = answer.state.try_set(Some(outcome));
            });
        });
        answer
    }

    /// Asks again.
    pub fn ask_again(self) {
        self.again.update(|times| *times += 1);
    }

    /// What of it is shown: a word that it is on its way, why it failed, or `view` of it.
    pub fn show<V: IntoView + 'static>(
        self,
        what: &'static str,
        view: impl Fn(T) -> V + Send + 'static,
    ) -> impl IntoView {
        move || match self.state.get() {
            None => view! { <LoadingState text=format!("Loading {what}") /> }.into_any(),
            Some(Err(error)) => {
                let retry = Callback::new(move |()| self.ask_again());
                let title = format!("{} could not be loaded", capital(what));
                view! { <ErrorState title error retry /> }.into_any()
            }
            Some(Ok(there)) => view(there).into_any(),
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}
