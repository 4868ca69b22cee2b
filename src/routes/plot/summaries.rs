//! Summaries of the window, made between two frames so that millions of rows do not stop the page.

use super::state::PlotState;
use crate::api::http::sleep;
use crate::browser;
use gagehouse_model::{DatastreamRef, TimeRange};
use gagehouse_observations::Summary;
use gagehouse_observations::summary::Summing;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{HashMap, VecDeque};

/// While the view moves the work waits, and looks so often whether it still does.
const WHILE_MOVING_MS: i32 = 60;
/// The page waits no longer than this for a part of the work, but for the longest step.
const SLICE_MS: f64 = 12.0;

/// What is known so far of the view that rests, by series. Begun anew when the view, the rows or what is drawn
/// change, and only once everything has come.
pub fn use_summaries(state: PlotState) -> ReadSignal<HashMap<DatastreamRef, Summary>> {
    let (summaries, set_summaries) = signal(HashMap::new());
    let run = StoredValue::new(0u64);
    let is_loading = Memo::new(move |_| state.loader.is_loading());
    Effect::new(move |_| {
        state.store.track();
        let shown: Vec<DatastreamRef> = state.shown().into_iter().map(|info| info.name).collect();
        let view = state.settled.get();
        run.update_value(|run| *run += 1);
        set_summaries.update(HashMap::clear);
        if let Some(view) = view.filter(|_| !is_loading.get()) {
            let number = run.get_value();
            let is_current = move || run.try_get_value() == Some(number);
            spawn_local(work(state, shown.into(), view, set_summaries, is_current));
        }
    });
    summaries
}

/// Works through the series, a slice at a time, as long as it is what the page wants.
async fn work(
    state: PlotState,
    mut series: VecDeque<DatastreamRef>,
    view: TimeRange,
    found: WriteSignal<HashMap<DatastreamRef, Summary>>,
    is_current: impl Fn() -> bool,
) {
    let mut under_way: Option<(DatastreamRef, Summing)> = None;
    while is_current() {
        if state.view.try_get_untracked() != state.settled.try_get_untracked() {
            sleep(WHILE_MOVING_MS).await;
            continue;
        }
        let begin_ms = browser::now_ms();
        let mut made = Vec::new();
        while browser::now_ms() - begin_ms < SLICE_MS {
            let Some((name, mut summing)) = under_way.take().or_else(|| {
                let name = series.pop_front()?;
                let summing = state.store.with(&name, |held| Summing::new(held.drawn(), view));
                summing.map(|summing| (name, summing))
            }) else {
                break;
            };
            match state.store.with(&name, |held| summing.step(held.drawn())) {
                Some(Some(summary)) => made.push((name, summary)),
                Some(None) => under_way = Some((name, summing)),
                None => {}
            }
        }
        if !made.is_empty() {
            found.try_update(|found| found.extend(made));
        }
        if under_way.is_none() && series.is_empty() {
            return;
        }
        sleep(0).await;
    }
}
