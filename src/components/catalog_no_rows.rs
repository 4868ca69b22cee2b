//! No series passes the filters: which of them to relax.

use super::empty_state::EmptyState;
use crate::catalog::cells::series_count;
use crate::catalog::state::{CatalogPageState, History};
use leptos::prelude::*;

/// Names each filter whose removal alone would bring series back, with how many.
#[component]
pub fn CatalogNoRows(
    /// Of which page.
    state: CatalogPageState,
) -> impl IntoView {
    let helping = move || {
        state.answer.with(|answered| {
            let helping = answered.answer.relaxed.iter().filter(|(_, rows)| *rows > 0).copied();
            helping.collect::<Vec<_>>()
        })
    };
    view! {
        <EmptyState title="No series fits">
            <p>
                {move || {
                    if helping().is_empty() {
                        "No single filter is the reason; several exclude each other."
                    } else {
                        "Relax one of these:"
                    }
                }}
            </p>
            <p class="actions">
                {move || {
                    helping()
                        .into_iter()
                        .map(|(filter, rows)| {
                            view! {
                                <button
                                    type="button"
                                    class="button button--quiet"
                                    on:click=move |_| {
                                        state.change(History::Push, |query| *query = query.without(filter));
                                    }
                                >
                                    {format!("Clear {}: {}", filter.label(), series_count(rows))}
                                </button>
                            }
                        })
                        .collect_view()
                }}
                <button
                    type="button"
                    class="button"
                    on:click=move |_| {
                        state.change(History::Push, |query| *query = query.without_filters());
                    }
                >
                    "Clear all filters"
                </button>
            </p>
        </EmptyState>
    }
}
