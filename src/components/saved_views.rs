//! Views of the catalog by name: open, save, delete. They stay on this device; the address is what one sends to others.

use crate::catalog::saved_views::{self, SavedView};
use crate::catalog::state::CatalogPageState;
use leptos::prelude::*;
use leptos_router::components::A;

/// A menu with the views there are, and a field for the name of this one.
#[component]
pub fn SavedViews(
    /// Of which page.
    state: CatalogPageState,
) -> impl IntoView {
    let views = RwSignal::new(saved_views::all());
    let name = RwSignal::new(String::new());
    let said = RwSignal::new(String::new());
    let change = move |now: Vec<SavedView>| {
        saved_views::keep(&now);
        views.set(now);
    };
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let wanted = name.get_untracked().trim().to_owned();
        if wanted.is_empty() {
            said.set("Give the view a name.".to_owned());
            return;
        }
        let query = state.query.with_untracked(|query| query.render());
        let view = SavedView { name: wanted.clone(), query };
        change(saved_views::with(views.get_untracked(), view.clone()));
        // Read again: a browser that keeps nothing says so here.
        said.set(match saved_views::all().contains(&view) {
            true => format!("Saved as {wanted}."),
            false => "This browser keeps nothing. Copy the address instead.".to_owned(),
        });
        name.set(String::new());
    };
    let row = move |view: SavedView| {
        let SavedView { name, query } = view;
        let removed = name.clone();
        let label = format!("Delete the view {name}");
        let delete = move |_| {
            let left = views.get_untracked();
            change(left.into_iter().filter(|view| view.name != removed).collect());
            said.set(format!("Deleted {removed}."));
        };
        view! {
            <li class="saved-views__view">
                <A href=format!("/catalog?{query}")>{name}</A>
                <button
                    type="button"
                    class="link-button"
                    aria-label=label
                    on:click=delete
                >
                    "Delete"
                </button>
            </li>
        }
    };
    view! {
        <details class="menu saved-views">
            <summary class="button button--quiet">"Saved views"</summary>
            <div class="menu__body">
                <ul class="saved-views__list" aria-label="Saved views">
                    <For each=move || views.get() key=|view| view.clone() children=row />
                </ul>
                {move || {
                    views
                        .with(Vec::is_empty)
                        .then(|| view! { <p class="quiet">"No view is saved on this device yet."</p> })
                }}
                <form class="saved-views__form" on:submit=save>
                    <label for="view-name">"Save this view as"</label>
                    <input
                        id="view-name"
                        type="text"
                        autocomplete="off"
                        maxlength="80"
                        prop:value=name
                        on:input:target=move |event| name.set(event.target().value())
                    />
                    <button type="submit" class="button">
                        "Save"
                    </button>
                </form>
                <p role="status" class="small">
                    {said}
                </p>
            </div>
        </details>
    }
}
