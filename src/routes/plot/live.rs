//! New observations of a plot that reaches to now: asked for at the series' own interval, not while hidden.

use super::series_info::SeriesInfo;
use super::state::PlotState;
use crate::browser;
use gagehouse_model::time::{DAY_US, HOUR_US, MINUTE_US};
use gagehouse_model::{DatastreamRef, TimeUs};
use leptos::prelude::*;
use std::collections::HashMap;
use std::time::Duration;

/// How often it is looked which series are due.
const TICK: Duration = Duration::from_secs(10);
/// Between two requests of one series, whatever its interval.
const SHORTEST_US: i64 = MINUTE_US;
const LONGEST_US: i64 = HOUR_US;
/// When the interval of a series is not known.
const USUAL_US: i64 = 15 * MINUTE_US;
/// A series without news for this long, or for so many of its intervals, has ended.
const ENDED_AFTER_US: i64 = 2 * DAY_US;
const ENDED_AFTER_STEPS: i64 = 20;

/// Keeps the plot live for as long as the current owner lives.
pub fn keep_live(state: PlotState) {
    let now_us = || (browser::now_ms() * 1_000.0) as i64;
    let opened_us = now_us();
    let asked = StoredValue::new(HashMap::<DatastreamRef, i64>::new());
    let tick = move || {
        if browser::is_hidden() {
            return;
        }
        let now_us = now_us();
        for info in untrack(|| state.shown()) {
            // What the page loaded when it was opened is as good as asked.
            let asked_us = asked.with_value(|asked| asked.get(&info.name).copied());
            if is_due(&info, asked_us.unwrap_or(opened_us), now_us)
                && reaches_its_end(state, &info, now_us)
            {
                asked.update_value(|asked| {
                    asked.insert(info.name.clone(), now_us);
                });
                state.loader.look_for_news(&info);
            }
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, TICK) {
        on_cleanup(move || handle.clear());
    }
}

fn is_due(info: &SeriesInfo, asked_us: i64, now_us: i64) -> bool {
    let step_us = info.step_us().unwrap_or(USUAL_US);
    now_us.saturating_sub(asked_us) >= step_us.clamp(SHORTEST_US, LONGEST_US)
}

/// Whether the view shows the end of a series that goes on.
fn reaches_its_end(state: PlotState, info: &SeriesInfo, now_us: i64) -> bool {
    let extent = state.store.with(&info.name, |held| held.series.extent()).flatten();
    let newest = extent.map(|extent| TimeUs(extent.end.0 - 1)).max(info.end);
    let Some((newest, view)) = newest.zip(state.settled.get_untracked()) else { return false };
    let step_us = info.step_us().unwrap_or(USUAL_US);
    let ended_after_us = ENDED_AFTER_US.max(step_us.saturating_mul(ENDED_AFTER_STEPS));
    view.end > newest && now_us.saturating_sub(newest.0) < ended_after_us
}
