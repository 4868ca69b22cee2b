//! What stands in place of the chart when none of the plot's series could be loaded.

use super::loader::LoadStatus;
use super::series_info::SeriesInfo;
use super::state::PlotState;
use leptos::prelude::*;

/// The series shown with the reason why each is not there; empty as soon as there is something to draw, or may be.
pub fn failures(state: PlotState) -> Memo<Vec<(String, String)>> {
    Memo::new(move |_| {
        state.store.track();
        let reason = |info: &SeriesInfo| {
            let rows = state.store.with(&info.name, |held| held.series.len()).unwrap_or(0);
            match state.loader.status(&info.name) {
                LoadStatus::Failed(why) if rows == 0 => Some((info.label(), why)),
                _ => None,
            }
        };
        state.shown().iter().map(reason).collect::<Option<Vec<_>>>().unwrap_or_default()
    })
}

/// The reasons, with a button that tries again; nothing while there are none.
#[component]
pub fn PlotFailure(
    /// What the page shares.
    state: PlotState,
    /// From [`failures`].
    failures: Memo<Vec<(String, String)>>,
) -> impl IntoView {
    let retry = move |_| state.shown().iter().for_each(|info| state.loader.retry(info));
    move || {
        let failures = failures.get();
        (!failures.is_empty()).then(|| {
            let reasons =
                failures.into_iter().map(|(series, why)| view! { <p>{series} ": " {why} "."</p> });
            view! {
                <section class="state state--error" role="alert">
                    <h2 class="state__title">"The observations could not be loaded"</h2>
                    <div class="state__text">{reasons.collect::<Vec<_>>()}</div>
                    <button type="button" class="button" on:click=retry>
                        "Try again"
                    </button>
                </section>
            }
        })
    }
}
