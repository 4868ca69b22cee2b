//! What stands in the chart when its window holds no observation.

use super::state::PlotState;
use gagehouse_chart::local::span_text;
use leptos::prelude::*;

/// From when to when the series reach, with a button to go there; nothing while rows come or are missing, and
/// where there are some.
#[component]
pub fn NothingHere(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let is_empty = Memo::new(move |_| {
        state.store.track();
        let Some(view) = state.settled.get() else { return false };
        let shown = state.shown();
        !shown.is_empty()
            && shown.iter().all(|info| {
                let is_empty =
                    state.store.with(&info.name, |held| held.series.indices(view).is_empty());
                is_empty == Some(true) && !state.store.is_incomplete(&info.name, view)
            })
    });
    let go = move |_| state.move_view(state.extent());
    move || {
        is_empty.get().then(|| {
            let record = move || state.zone.with(|zone| span_text(zone, state.extent()));
            view! {
                <div class="plot-nothing" role="status">
                    <p>
                        <strong>"No observations in this window."</strong>
                        " The record reaches from "
                        {record}
                        "."
                    </p>
                    <button type="button" class="button" on:click=go>
                        "Show the whole record"
                    </button>
                </div>
            }
        })
    }
}
