//! What must be said about the address and the data.

use super::state::PlotState;
use crate::components::address_problems::AddressProblems;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Parts of the address that could not be used, and series that are not there.
#[component]
pub fn PlotNotices(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let problems = Signal::derive(move || {
        state.problems.with(|problems| problems.iter().map(ToString::to_string).collect())
    });
    let refused = move || {
        let items = state.refused.get().into_iter().map(|why| view! { <li>{why} "."</li> });
        let items: Vec<_> = items.collect();
        (!items.is_empty()).then(|| {
            view! {
                <div class="notice notice--stale" role="status">
                    <strong>"Not computed."</strong>
                    <ul>{items}</ul>
                </div>
            }
        })
    };
    let unknown = move || {
        let unknown = state.unknown.get();
        let items: Vec<_> = unknown
            .into_iter()
            .map(|name| {
                let text = name.to_string();
                let remove = move |_| state.change(|query| query.remove(&name));
                view! {
                    <li>
                        <code>{text}</code>
                        " "
                        <button type="button" class="link-button" on:click=remove>"Remove"</button>
                    </li>
                }
            })
            .collect();
        (!items.is_empty()).then(|| {
            view! {
                <div class="notice notice--stale" role="status">
                    <strong>"The catalog does not list these series."</strong>
                    " They may have been removed, or their source was not reached."
                    <ul>{items}</ul>
                </div>
            }
        })
    };
    view! { <div class="plot-notices"><AddressProblems problems /> {unknown} {refused}</div> }
}

/// Words of caution that stand beside the data.
#[component]
pub fn Cautions(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    move || {
        let shown = state.shown();
        let unreviewed = shown.iter().any(|info| info.unreviewed);
        let disclaimers: BTreeSet<String> =
            shown.iter().filter_map(|info| info.disclaimer.clone()).collect();
        let disclaimers =
            disclaimers.into_iter().map(|text| view! { <p class="small quiet">{text}</p> });
        view! {
            {unreviewed
                .then(|| {
                    view! {
                        <p class="small quiet">
                            "Raw or provisional data have not been reviewed and may be wrong or revised."
                        </p>
                    }
                })}
            {disclaimers.collect::<Vec<_>>()}
        }
    }
}
