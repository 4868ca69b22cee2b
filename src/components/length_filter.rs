//! "At least so many years": of data, or from the first value to the last.

use crate::catalog::state::{CatalogPageState, History};
use gagehouse_catalog::{CatalogQuery, Years};
use leptos::prelude::*;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Data,
    Span,
}

impl Of {
    fn years(self, query: &CatalogQuery) -> Option<Years> {
        match self {
            Self::Data => query.years,
            Self::Span => query.span,
        }
    }

    fn set(self, query: &mut CatalogQuery, years: Option<Years>) {
        (query.years, query.span) = match self {
            Self::Data => (years, None),
            Self::Span => (None, years),
        };
    }
}

/// A number of years and what they are of.
#[component]
pub fn LengthFilter(
    /// What it filters.
    state: CatalogPageState,
) -> impl IntoView {
    let chosen = RwSignal::new(Of::Data);
    let of = Memo::new(move |_| {
        let chosen = chosen.get();
        state.query.with(|query| match (query.years, query.span) {
            (Some(_), _) => Of::Data,
            (None, Some(_)) => Of::Span,
            (None, None) => chosen,
        })
    });
    let years = move || {
        state.query.with(|query| of.get().years(query)).map_or(String::new(), |y| y.to_string())
    };
    view! {
        <fieldset class="range-filter">
            <legend>"At least"</legend>
            <label for="length-years">"Years"</label>
            <input
                id="length-years"
                type="number"
                min="0.01"
                step="any"
                inputmode="decimal"
                prop:value=years
                on:change:target=move |event| {
                    let years = event.target().value().parse().ok();
                    let of = of.get_untracked();
                    state.change(History::Push, |query| of.set(query, years));
                }
            />
            <label for="length-of">"Of"</label>
            <select
                id="length-of"
                prop:value=move || if of.get() == Of::Span { "span" } else { "data" }
                on:change:target=move |event| {
                    let before = of.get_untracked();
                    let now = if event.target().value() == "span" { Of::Span } else { Of::Data };
                    chosen.set(now);
                    state.change(History::Push, |query| now.set(query, before.years(query)));
                }
            >
                <option value="data">"data"</option>
                <option value="span">"record, gaps and all"</option>
            </select>
            <p class="quiet small">
                "Data are values times interval; series without either are left out. A year has 365.25 days."
            </p>
        </fieldset>
    }
}
