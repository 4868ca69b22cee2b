//! Whether the first picture is drawn: what is fetched or built after it waits for that.

use super::state::PlotState;
use leptos::prelude::*;
use std::time::Duration;

/// What is fetched after the first picture waits no longer than this after its first observations, however many follow.
const LONGEST_WAIT: Duration = Duration::from_millis(1_500);
/// The parts below the plot are built so long after it at the latest.
const REST_AFTER: Duration = Duration::from_millis(250);
/// From the last observations to their picture it takes a frame or two.
const UNTIL_PAINTED: Duration = Duration::from_millis(50);

/// What waits, and for what.
#[derive(Clone, Copy)]
pub struct FirstPicture {
    /// Whether the first picture is drawn: all its rows came, or some, and the others take so long that nothing should
    /// wait for them.
    pub is_drawn: RwSignal<bool>,
    /// Whether it is time for the parts below the plot: it is drawn, or about to wait for observations.
    pub is_time_for_the_rest: RwSignal<bool>,
}

impl FirstPicture {
    /// That of the plot which the current owner builds.
    pub fn of(state: PlotState) -> Self {
        let (is_drawn, is_time_for_the_rest) = (RwSignal::new(false), RwSignal::new(false));
        let has_finished = Memo::new(move |_| state.loader.has_finished());
        let has_rows = Memo::new(move |before| {
            state.store.track();
            let any =
                state.store.with_all(|held| held.values().any(|held| !held.series.is_empty()));
            before.copied().unwrap_or(false) || any.unwrap_or(false)
        });
        Effect::new(move |_| {
            if has_rows.get() {
                let show = move || {
                    is_drawn.try_set(true);
                };
                set_timeout(show, LONGEST_WAIT);
            }
        });
        Effect::new(move |_| {
            if has_finished.get() {
                let show = move || {
                    is_time_for_the_rest.try_set(true);
                    is_drawn.try_set(true);
                };
                set_timeout(show, UNTIL_PAINTED);
            }
        });
        let build = move || {
            is_time_for_the_rest.try_set(true);
        };
        set_timeout(build, REST_AFTER);
        Self { is_drawn, is_time_for_the_rest }
    }
}
