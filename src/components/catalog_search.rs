//! The catalog's search box: every word must occur, in any column.

use crate::catalog::state::{CatalogPageState, History};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::time::Duration;

/// Pause in typing after which the rows follow.
const PAUSE: Duration = Duration::from_millis(150);

/// The box. What is typed reaches the URL after a pause; what comes by Back or a link reaches the box.
#[component]
pub fn CatalogSearch(
    /// What it searches.
    state: CatalogPageState,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let sent = StoredValue::new(String::new());
    Effect::new(move |_| {
        let text = state.query.with(|query| query.text.clone());
        if sent.get_value() != text {
            sent.set_value(text.clone());
            typed.set(text);
        }
    });
    let mut send = debounce(PAUSE, move |text: String| {
        if sent.try_set_value(text.clone()).is_none() {
            state.change(History::Replace, |query| query.text = text);
        }
    });
    view! {
        <div class="catalog-search">
            <label for="catalog-search" class="visually-hidden">
                "Search the catalog"
            </label>
            <input
                id="catalog-search"
                type="search"
                autocomplete="off"
                placeholder="Search site, code, variable, method…"
                aria-describedby="catalog-search-help"
                prop:value=typed
                on:input:target=move |event| {
                    let text = event.target().value();
                    typed.set(text.clone());
                    send(text);
                }
            />
            <p id="catalog-search-help" class="visually-hidden">
                "Every word must occur, in any order and any column. Put a phrase in double quotes."
            </p>
        </div>
    }
}
