//! The faceted catalog of every datastream.

use crate::api::catalog::{CatalogState, use_catalog};
use crate::catalog::state::CatalogPageState;
use crate::components::address_problems::AddressProblems;
use crate::components::catalog_no_rows::CatalogNoRows;
use crate::components::catalog_search::CatalogSearch;
use crate::components::catalog_summary::CatalogSummary;
use crate::components::column_chooser::ColumnChooser;
use crate::components::datastream_dialog::DatastreamDialog;
use crate::components::datastream_table::DatastreamTable;
use crate::components::empty_state::EmptyState;
use crate::components::error_state::ErrorState;
use crate::components::facet_panel::FacetPanel;
use crate::components::loading_state::LoadingState;
use crate::components::page_title::PageTitle;
use crate::components::saved_views::SavedViews;
use crate::components::synthetic_notice::{self, SyntheticNotice};
use leptos::prelude::*;

/// How much of the page can be shown.
#[derive(Clone, PartialEq)]
enum Shown {
    Loading,
    Failed(crate::api::error::ApiError),
    Empty,
    Rows,
}

/// The page.
#[component]
pub fn CatalogPage() -> impl IntoView {
    let catalog = use_catalog();
    let state = CatalogPageState::of_page();
    let shown = Memo::new(move |_| {
        catalog.state.with(|loading| match loading {
            CatalogState::Loading => Shown::Loading,
            CatalogState::Failed(error) => Shown::Failed(error.clone()),
            CatalogState::Ready(loaded) | CatalogState::Stale(loaded, _) => {
                if loaded.catalog.is_empty() { Shown::Empty } else { Shown::Rows }
            }
        })
    });
    let problems = Signal::derive(move || {
        state.problems.with(|problems| problems.iter().map(ToString::to_string).collect())
    });
    let body = move || {
        match shown.get() {
        Shown::Loading => view! { <LoadingState text="Loading the catalog" /> }.into_any(),
        Shown::Failed(error) => {
            let retry = Callback::new(move |()| catalog.reload());
            view! { <ErrorState title="The catalog could not be loaded" error retry /> }.into_any()
        }
        Shown::Empty => view! {
            <EmptyState title="No series yet">
                <p>
                    "No source has series so far. Load files with " <code>"gagehouse import csv"</code>
                    ", or name a SensorThings service in " <code>"gagehouse.toml"</code> "."
                </p>
            </EmptyState>
        }
        .into_any(),
        Shown::Rows => view! { <Browse state /> }.into_any(),
    }
    };
    view! {
        <SyntheticNotice networks=synthetic_notice::of_whole_catalog() />
        <AddressProblems problems />
        <div class="catalog-page">
            <PageTitle text="Catalog" />
            <h1 tabindex="-1">"Catalog"</h1>
            {body}
        </div>
    }
    .into_any()
}

/// Filters beside rows; on narrow screens the filters are a drawer above them.
#[component]
fn Browse(state: CatalogPageState) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let has_rows = Memo::new(move |_| state.count() > 0);
    let drawer_text = move || {
        let filters = state.query.with(|query| query.ticked.values().map(Vec::len).sum::<usize>());
        match (is_open.get(), filters) {
            (true, _) => "Hide the filters".to_owned(),
            (false, 0) => "Filters".to_owned(),
            (false, count) => format!("Filters ({count})"),
        }
    };
    view! {
        <div class="catalog" class:catalog--filters-open=is_open>
            <button
                type="button"
                class="button button--quiet catalog__drawer"
                aria-expanded=move || is_open.get().to_string()
                aria-controls="catalog-filters"
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {drawer_text}
            </button>
            <section id="catalog-filters" class="catalog__filters" aria-label="Filters">
                <FacetPanel state />
            </section>
            <section class="catalog__rows" aria-label="Series">
                <CatalogSearch state />
                <CatalogSummary state />
                <div class="catalog__tools">
                    <ColumnChooser state />
                    <SavedViews state />
                </div>
                <Show when=move || has_rows.get() fallback=move || view! { <CatalogNoRows state /> }>
                    <DatastreamTable state />
                    <p class="quiet small">
                        "Begin and End are days in each site's standard time, in UTC where a site states none."
                    </p>
                </Show>
            </section>
            <DatastreamDialog state />
        </div>
    }
}
