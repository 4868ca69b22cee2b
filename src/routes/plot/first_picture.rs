//! Whether the first picture is drawn: what is fetched after it waits for that.

use super::state::PlotState;
use leptos::prelude::*;
use std::time::Duration;

/// What waits for the first picture waits no longer than this after its first observations, however many follow.
const LONGEST_WAIT: Duration = Duration::from_millis(1_500);

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
