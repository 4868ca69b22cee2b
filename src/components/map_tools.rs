//! What narrows the map beside the search: an area, nearness; and what is in force, each with a way out.

use crate::browser;
use crate::map::near::Near;
use crate::map::state::{History, MapState};
use crate::map::statuses::Statuses;
use gagehouse_catalog::{Area, CatalogQuery, Filter};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

/// Near me, an area by dragging, an area by numbers.
pub fn tools(state: MapState) -> AnyView {
    let problem = RwSignal::new(None::<String>);
    let go_near = move || {
        problem.set(None);
        spawn_local(async move {
            match browser::place_of_device().await {
                Ok((latitude, longitude)) => {
                    let near = Near { name: "where you are".to_owned(), longitude, latitude };
                    let _ = state.near.try_set(Some(near));
                }
                Err(text) => {
                    let _ = problem.try_set(Some(text));
                }
            }
        });
    };
    view! {
        <div class="map-tools">
            <button type="button" class="button button--quiet" on:click=move |_| go_near()>
                "Near me"
            </button>
            <button
                type="button"
                id="mark-area"
                class="button button--quiet"
                aria-pressed=move || state.marks_area.get().to_string()
                on:click=move |_| state.marks_area.update(|marks| *marks = !*marks)
            >
                "Mark an area"
            </button>
        </div>
        {move || problem.get().map(|text| view! { <p class="notice" role="alert">{text}</p> })}
        <AreaByNumbers state />
    }
    .into_any()
}

/// A button for each filter in force; pressing it takes the filter out.
pub fn chips_in_force(state: MapState) -> AnyView {
    let near = move || {
        state.near.get().map(|near| {
            view! {
                <li>
                    <button type="button" class="chip" on:click=move |_| state.near.set(None)>
                        <span class="visually-hidden">"Remove "</span>
                        {format!("Nearest to {}", near.name)}
                        <span aria-hidden="true">" ×"</span>
                    </button>
                </li>
            }
        })
    };
    let statuses = move || {
        let label = state.query.with(|query| query.statuses.label())?;
        let all = move |_| {
            state.change(History::Push, |query| query.statuses = Statuses::default());
        };
        Some(view! {
            <li>
                <button type="button" class="chip" on:click=all>
                    <span class="visually-hidden">"Remove "</span>
                    {label}
                    <span aria-hidden="true">" ×"</span>
                </button>
            </li>
        })
    };
    let filters = move || {
        let query = state.query.with(|query| query.catalog.clone());
        let chips = chips(&query).into_iter().map(|(label, without)| {
            view! {
                <li>
                    <button
                        type="button"
                        class="chip"
                        on:click=move |_| {
                            let without = without.clone();
                            state.change(History::Push, move |query| query.catalog = without);
                        }
                    >
                        <span class="visually-hidden">"Remove "</span>
                        {label}
                        <span aria-hidden="true">" ×"</span>
                    </button>
                </li>
            }
        });
        chips.collect::<Vec<_>>()
    };
    let catalog = move || state.query.with(|query| format!("/catalog?{}", query.catalog.render()));
    let is_filtered = move || state.query.with(|query| query.catalog.is_filtered());
    view! {
        <ul class="chips" aria-label="Filters in force">
            {near}
            {statuses}
            {filters}
        </ul>
        {move || {
            is_filtered()
                .then(|| {
                    view! {
                        <p class="map-tools__catalog">
                            <A href=catalog()>"Series of these sites in the catalog"</A>
                        </p>
                    }
                })
        }}
    }
    .into_any()
}

/// Each filter in words, with the query that lacks it.
fn chips(query: &CatalogQuery) -> Vec<(String, CatalogQuery)> {
    let mut chips = Vec::new();
    for (facet, keys) in &query.ticked {
        for key in keys {
            let mut without = query.clone();
            without.toggle(*facet, key);
            chips.push((format!("{}: {key}", facet.label()), without));
        }
    }
    if query.from.is_some() || query.to.is_some() {
        chips.push(("Data between two times".to_owned(), query.without(Filter::Range)));
    }
    if query.years.is_some() {
        chips.push(("Years of data".to_owned(), query.without(Filter::Years)));
    }
    if query.span.is_some() {
        chips.push(("Years from first to last value".to_owned(), query.without(Filter::Span)));
    }
    if query.only_selected {
        chips.push(("Selected only".to_owned(), query.without(Filter::OnlySelected)));
    }
    if query.area.is_some() {
        chips.push(("Marked area".to_owned(), query.without(Filter::Area)));
    }
    chips
}

/// The same area by numbers, for whoever does not drag.
#[component]
fn AreaByNumbers(state: MapState) -> impl IntoView {
    let [west, south, east, north]: [NodeRef<Input>; 4] = std::array::from_fn(|_| NodeRef::new());
    let edges = [("West", west), ("South", south), ("East", east), ("North", north)];
    let problem = RwSignal::new(false);
    let apply = move || {
        let number =
            |edge: NodeRef<Input>| edge.get_untracked()?.value().trim().parse::<f64>().ok();
        let area = (|| Area::new(number(west)?, number(south)?, number(east)?, number(north)?))();
        problem.set(area.is_none());
        if area.is_some() {
            state.change(History::Push, |query| query.catalog.area = area);
        }
    };
    let value = move |n: usize| {
        state
            .query
            .with(|query| query.catalog.area.map(|area| area.degrees()[n].to_string()))
            .unwrap_or_default()
    };
    view! {
        <details class="map-area">
            <summary>"Area by numbers"</summary>
            <form
                class="map-area__form"
                on:submit=move |event| {
                    event.prevent_default();
                    apply();
                }
            >
                {edges
                    .into_iter()
                    .enumerate()
                    .map(|(n, (name, edge))| {
                        view! {
                            <label>
                                {format!("{name}, °")}
                                <input
                                    node_ref=edge
                                    type="text"
                                    inputmode="decimal"
                                    autocomplete="off"
                                    prop:value=move || value(n)
                                />
                            </label>
                        }
                    })
                    .collect::<Vec<_>>()}
                <button type="submit" class="button button--quiet">
                    "Show this area"
                </button>
            </form>
            {move || {
                problem
                    .get()
                    .then(|| {
                        view! {
                            <p class="notice" role="alert">
                                "Four numbers of degrees are needed, south below north, as −112, 41, −111, 42 with a minus for west and south."
                            </p>
                        }
                    })
            }}
        </details>
    }
}
