//! Stopping the requests of a page that is left.

use leptos::prelude::{StoredValue, WithValue, on_cleanup};
use web_sys::{AbortController, AbortSignal};

/// Aborts its requests when the owner in which it was made is cleaned up, or when asked to.
#[derive(Clone, Copy)]
pub struct AbortHandle {
    controller: StoredValue<Option<AbortController>, leptos::prelude::LocalStorage>,
}

impl AbortHandle {
    /// A handle for the current owner (component, effect or resource).
    pub fn of_owner() -> Self {
        let controller = StoredValue::new_local(AbortController::new().ok());
        let handle = Self { controller };
        on_cleanup(move || handle.abort());
        handle
    }

    /// What a request takes; `None` once the owner is gone.
    pub fn signal(self) -> Option<AbortSignal> {
        self.controller.try_with_value(|held| held.as_ref().map(AbortController::signal)).flatten()
    }

    /// Stops every request that has the signal.
    pub fn abort(self) {
        let _ = self.controller.try_with_value(|held| held.as_ref().map(AbortController::abort));
    }
}
