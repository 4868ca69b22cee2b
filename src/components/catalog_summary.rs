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
                key=|chip| (chip.of, chip.value.clone())
                children=move |Chip { of, value, without }| {
                    let of = if of.is_empty() { String::new() } else { format!("{of}: ") };
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
                                {of}
                                <bdi>{value}</bdi>
                                <span aria-hidden="true">" ×"</span>
                            </button>
                        </li>
                    }
                }
            />
        </ul>
    }
}

/// A filter in words: of what, and which; with the query that lacks it.
#[derive(Clone, PartialEq)]
struct Chip {
    of: &'static str,
    value: String,
    without: CatalogQuery,
}

/// Each filter.
fn chips(index: Option<&CatalogIndex>, query: &CatalogQuery) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut add = |of, value, without| chips.push(Chip { of, value, without });
    if !query.text.trim().is_empty() {
        add("Search", query.text.trim().to_owned(), query.without(Filter::Text));
    }
    for (facet, keys) in &query.ticked {
        for key in keys {
            let mut without = query.clone();
            without.toggle(*facet, key);
            let label = index.and_then(|index| index.label(*facet, key));
            add(facet.label(), label.unwrap_or_else(|| key.clone()), without);
        }
    }
    if query.from.is_some() || query.to.is_some() {
        let day = |time: Option<gagehouse_model::TimeUs>| {
            time.map_or("…".to_owned(), |time| time.to_rfc3339().chars().take(10).collect())
        };
        let label = format!("Data between {} and {}", day(query.from), day(query.to));
        add("", label, query.without(Filter::Range));
    }
    if let Some(years) = query.years {
        add("", format!("At least {years} years of data"), query.without(Filter::Years));
    }
    if let Some(years) = query.span {
        let label = format!("At least {years} years from first to last value");
        add("", label, query.without(Filter::Span));
    }
    if let Some(area) = query.area {
        add("", area_in_words(area), query.without(Filter::Area));
    }
    if query.only_selected {
        add("", "Selected only".to_owned(), query.without(Filter::OnlySelected));
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
    let selected = state.selected;
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
