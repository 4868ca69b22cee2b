//! The filters of the catalog: one group for each facet, and the range in which there must be data.

use super::facet_group::FacetGroup;
use super::length_filter::LengthFilter;
use super::range_filter::RangeFilter;
use crate::catalog::state::{CatalogPageState, History};
use gagehouse_catalog::Facet;
use leptos::prelude::*;

/// Facets that are open when the page is.
const OPEN: [Facet; 5] =
    [Facet::Status, Facet::Network, Facet::Variable, Facet::Site, Facet::Level];

/// Every facet that the catalog has values for. On narrow screens the panel is a drawer.
#[component]
pub fn FacetPanel(
    /// What it filters.
    state: CatalogPageState,
) -> impl IntoView {
    let is_filtered = Memo::new(move |_| state.query.with(|query| query.is_filtered()));
    let present = Memo::new(move |_| {
        let ticked: Vec<Facet> = state.query.with(|query| query.ticked.keys().copied().collect());
        let has_values = |facet: &Facet| {
            state.index.with(|index| {
                let column = index.as_ref().and_then(|index| index.facet(*facet));
                column.is_some_and(|column| !column.values.is_empty())
            })
        };
        Facet::ALL
            .into_iter()
            .filter(|facet| has_values(facet) || ticked.contains(facet))
            .collect::<Vec<_>>()
    });
    view! {
        <div class="facet-panel">
            <div class="facet-panel__head">
                <h2 class="facet-panel__title">"Filters"</h2>
                <button
                    type="button"
                    class="link-button"
                    disabled=move || !is_filtered.get()
                    on:click=move |_| {
                        state.change(History::Push, |query| *query = query.without_filters());
                    }
                >
                    "Clear all"
                </button>
            </div>
            <For
                each=move || present.get()
                key=|facet| *facet
                children=move |facet| {
                    view! { <FacetGroup state facet starts_open=OPEN.contains(&facet) /> }
                }
            />
            <RangeFilter state />
            <LengthFilter state />
        </div>
    }
}
