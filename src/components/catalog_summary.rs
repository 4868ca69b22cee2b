//! What stands above the rows: how many there are, which filters are in force, and the selection.

use crate::catalog::cells::{grouped, series_count};
use crate::catalog::state::{CatalogPageState, History};
use crate::links::EXPORT;
use gagehouse_catalog::{Area, CatalogIndex, CatalogQuery, Filter};
use leptos::prelude::*;
use leptos_router::components::A;

/// Count (read out when it changes), a chip for each filter, and what to do with the selection.
#[component]
pub fn CatalogSummary(
    /// Of which page.
    state: CatalogPageState,
) -> impl IntoView {
    let count = move || {
        let (shown, total) = (state.count(), state.total());
        if shown == total {
            series_count(total)
        } else {
            format!("{} of {}", grouped(shown as u64), series_count(total))
        }
    };
    view! {
        <p class="catalog-summary__count" role="status">
            {count}
        </p>
        <Chips state />
        <Selection state />
    }
}

/// A button for each value in force; pressing it takes the value out.
#[component]
fn Chips(state: CatalogPageState) -> impl IntoView {
    let chips = Memo::new(move |_| {
        state.index.with(|index| state.query.with(|query| chips(index.as_deref(), query)))
    });
    view! {
        <ul class="chips" aria-label="Filters in force">
            <For
                each=move || chips.get()
                key=|(label, _)| label.clone()
                children=move |(label, without)| {
                    view! {
                        <li>
                            <button
                                type="button"
                                class="chip"
                                on:click=move |_| {
                                    let without = without.clone();
                                    state
                                        .change(
                                            History::Push,
                                            move |query| {
                                                let selected = query.selected.clone();
                                                *query = CatalogQuery { selected, ..without };
                                            },
                                        );
                                }
                            >
                                <span class="visually-hidden">"Remove "</span>
                                {label}
                                <span aria-hidden="true">" ×"</span>
                            </button>
                        </li>
                    }
                }
            />
        </ul>
    }
}

/// Each filter in words, with the query that lacks it.
fn chips(index: Option<&CatalogIndex>, query: &CatalogQuery) -> Vec<(String, CatalogQuery)> {
    let mut chips = Vec::new();
    if !query.text.trim().is_empty() {
        chips.push((format!("Search: {}", query.text.trim()), query.without(Filter::Text)));
    }
    for (facet, keys) in &query.ticked {
        for key in keys {
            let mut without = query.clone();
            without.toggle(*facet, key);
            let label = index.and_then(|index| index.label(*facet, key));
            let label = label.as_deref().unwrap_or(key);
            chips.push((format!("{}: {label}", facet.label()), without));
        }
    }
    if query.from.is_some() || query.to.is_some() {
        let day = |time: Option<gagehouse_model::TimeUs>| {
            time.map_or("…".to_owned(), |time| time.to_rfc3339().chars().take(10).collect())
        };
        let label = format!("Data between {} and {}", day(query.from), day(query.to));
        chips.push((label, query.without(Filter::Range)));
    }
    if let Some(years) = query.years {
        chips.push((format!("At least {years} years of data"), query.without(Filter::Years)));
    }
    if let Some(years) = query.span {
        let label = format!("At least {years} years from first to last value");
        chips.push((label, query.without(Filter::Span)));
    }
    if let Some(area) = query.area {
        chips.push((area_in_words(area), query.without(Filter::Area)));
    }
    if query.only_selected {
        chips.push(("Selected only".to_owned(), query.without(Filter::OnlySelected)));
    }
    chips
}

/// A box as people read coordinates.
fn area_in_words(area: Area) -> String {
    let [west, south, east, north] = area.degrees();
    let degrees = |degrees: f64| format!("{degrees:.2}°").replace('-', "\u{2212}");
    format!(
        "Area: {} to {} north, {} to {} east",
        degrees(south),
        degrees(north),
        degrees(west),
        degrees(east)
    )
}

/// How many series are selected, and what can be done with them. The selection outlives the filters.
#[component]
fn Selection(state: CatalogPageState) -> impl IntoView {
    let selected = Memo::new(move |_| state.query.with(|query| query.selected.clone()));
    let only = Memo::new(move |_| state.query.with(|query| query.only_selected));
    let plot = move || {
        let query = CatalogQuery { selected: selected.get(), ..CatalogQuery::default() };
        format!("/plot?{}", query.render())
    };
    // The plot page has the values, and says what a file of them is before it writes one.
    let download = move || format!("{}#{EXPORT}", plot());
    let count = move || selected.with(Vec::len);
    view! {
        <div class="selection" class:selection--empty=move || count() == 0>
            <p class="selection__count" role="status">
                {move || match count() {
                    0 => "Nothing selected. Tick series to plot them together.".to_owned(),
                    count => format!("{} selected", series_count(count)),
                }}
            </p>
            {move || {
                (count() > 0)
                    .then(|| {
                        view! {
                            <p class="actions">
                                <A href=plot() attr:class="button">
                                    "Plot selected"
                                </A>
                                <A href=download() attr:class="button button--quiet">
                                    "Download selected"
                                </A>
                                <button
                                    type="button"
                                    class="button button--quiet"
                                    aria-pressed=move || only.get().to_string()
                                    on:click=move |_| {
                                        state
                                            .change(
                                                History::Push,
                                                |query| query.only_selected = !query.only_selected,
                                            );
                                    }
                                >
                                    "Show selected only"
                                </button>
                                <button
                                    type="button"
                                    class="button button--quiet"
                                    on:click=move |_| {
                                        state
                                            .change(
                                                History::Push,
                                                |query| {
                                                    query.selected.clear();
                                                    query.only_selected = false;
                                                },
                                            );
                                    }
                                >
                                    "Clear the selection"
                                </button>
                            </p>
                        }
                    })
            }}
        </div>
    }
}
