//! One facet: its values with their counts, the ticked ones first.

use super::facet_choice::{FacetChoice, FacetRows};
use crate::browser;
use crate::catalog::cells::grouped;
use crate::catalog::state::{CatalogPageState, History};
use gagehouse_catalog::{Choices, Facet, Wanted};
use leptos::html::Ul;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlUListElement};

/// Values shown before "Show more".
const FEW: usize = 6;
/// Values from which on a facet has a search box of its own.
const LONG: usize = 12;
/// Values in the document at once; the facet's search finds the others.
const MOST: usize = 200;

/// A fieldset of checkboxes in a group that opens and closes.
#[component]
pub fn FacetGroup(
    /// What it filters.
    state: CatalogPageState,
    /// Which facet.
    facet: Facet,
    /// Whether it is open at first; one with ticked values always is.
    starts_open: bool,
) -> impl IntoView {
    let shows_all = RwSignal::new(false);
    let searched = RwSignal::new(String::new());
    let ticked_count = Memo::new(move |_| state.query.with(|query| query.ticked_in(facet).len()));
    let starts_open = starts_open || ticked_count.get_untracked() > 0;
    let is_open = RwSignal::new(starts_open);
    let is_searched = move || searched.with(|text| !text.trim().is_empty());
    let most = move || if shows_all.get() || is_searched() { MOST } else { FEW };
    // A closed facet is not counted.
    let choices = Memo::new(move |_| match is_open.get() {
        false => Choices::default(),
        true => searched.with(|search| state.choices(facet, Wanted { search, most: most() })),
    });
    let is_long = Memo::new(move |_| choices.with(|choices| choices.with_rows > LONG));
    let rows = StoredValue::new(FacetRows::default());
    let shown = move || {
        choices.with(|choices| rows.try_update_value(|rows| rows.show(choices))).unwrap_or_default()
    };
    let hidden_count = Memo::new(move |_| choices.with(|choices| choices.more));
    let can_fold = Memo::new(move |_| {
        choices.with(|choices| choices.more > 0 || (shows_all.get() && choices.shown.len() > FEW))
    });
    let list = NodeRef::<Ul>::new();
    // Ticking a value moves it to the top; the focus goes with it.
    let toggle = Callback::new(move |key: String| {
        state.change(History::Push, |query| query.toggle(facet, &key));
        request_animation_frame(move || {
            let place = rows.try_with_value(|rows| rows.place(&key)).flatten();
            focus_on(list.try_get_untracked().flatten(), place);
        });
    });
    let list_id = format!("facet-{}", facet.key());
    let search_id = format!("facet-{}-search", facet.key());
    let name = facet.label();
    view! {
        <details
            class="facet"
            open=starts_open
            on:toggle:target=move |event| is_open.set(event.target().open())
        >
            <summary>
                <span class="facet__name">{name}</span>
                {move || {
                    let count = ticked_count.get();
                    (count > 0).then(|| view! { <span class="badge">{format!("{count} chosen")}</span> })
                }}
            </summary>
            <fieldset class="facet__values">
                <legend class="visually-hidden">{name}</legend>
                <input
                    id=search_id
                    type="search"
                    class="facet__search"
                    autocomplete="off"
                    aria-label=format!("Search in {name}")
                    placeholder=format!("Search in {}", name.to_lowercase())
                    hidden=move || !is_long.get() && !is_searched()
                    prop:value=searched
                    on:input:target=move |event| searched.set(event.target().value())
                />
                <ul id=list_id.clone() node_ref=list class="facet__list">
                    <For
                        each=shown
                        key=|row| row.id
                        children=move |row| view! { <FacetChoice row toggle /> }
                    />
                </ul>
                <p class="facet__actions">
                    <button
                        type="button"
                        class="link-button"
                        hidden=move || !can_fold.get() || is_searched()
                        aria-expanded=move || shows_all.get().to_string()
                        aria-controls=list_id
                        on:click=move |_| shows_all.update(|all| *all = !*all)
                    >
                        {move || {
                            if shows_all.get() {
                                "Show fewer".to_owned()
                            } else {
                                format!("Show {} more", grouped(hidden_count.get() as u64))
                            }
                        }}
                        <span class="visually-hidden">{format!(" of {name}")}</span>
                    </button>
                    <button
                        type="button"
                        class="link-button"
                        hidden=move || ticked_count.get() == 0
                        on:click=move |_| {
                            state.change(History::Push, |query| drop(query.ticked.remove(&facet)));
                        }
                    >
                        "Clear"
                        <span class="visually-hidden">{format!(" {name}")}</span>
                    </button>
                </p>
                <p class="quiet small" hidden=move || most() != MOST || hidden_count.get() == 0>
                    {move || format!("{} more; search to find them.", grouped(hidden_count.get() as u64))}
                </p>
            </fieldset>
        </details>
    }
}

/// Gives the focus to the checkbox at a place of a list.
fn focus_on(list: Option<HtmlUListElement>, place: Option<usize>) {
    let (Some(list), Some(place)) = (list, place) else { return };
    let input = list.query_selector(&format!("li:nth-child({}) input", place + 1)).ok().flatten();
    let input = input.and_then(|input| input.dyn_into::<HtmlElement>().ok());
    if let Some(input) = input.filter(|input| !browser::is_focused(input)) {
        let _ = input.focus();
    }
}
