//! One facet: its values with their counts, the ticked ones first.

use crate::browser;
use crate::catalog::cells::grouped;
use crate::catalog::state::{CatalogPageState, History};
use gagehouse_catalog::{Choice, Choices, Facet, Wanted};
use leptos::prelude::*;

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
    let shown = move || choices.with(|choices| choices.shown.clone());
    let hidden_count = move || choices.with(|choices| choices.more);
    let can_fold = Memo::new(move |_| {
        choices.with(|choices| choices.more > 0 || (shows_all.get() && choices.shown.len() > FEW))
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
                {move || {
                    let id = search_id.clone();
                    is_long
                        .get()
                        .then(|| {
                            view! {
                                <input
                                    id=id
                                    type="search"
                                    class="facet__search"
                                    autocomplete="off"
                                    aria-label=format!("Search in {name}")
                                    placeholder=format!("Search in {}", name.to_lowercase())
                                    prop:value=searched
                                    on:input:target=move |event| searched.set(event.target().value())
                                />
                            }
                        })
                }}
                <ul id=list_id.clone() class="facet__list">
                    <For
                        each=shown
                        key=|choice| (choice.key.clone(), choice.count, choice.ticked)
                        children=move |choice| view! { <FacetChoice state facet choice /> }
                    />
                </ul>
                <p class="facet__actions">
                    {move || {
                        let controls = list_id.clone();
                        (can_fold.get() && !is_searched())
                            .then(|| {
                                view! {
                                    <button
                                        type="button"
                                        class="link-button"
                                        aria-expanded=move || shows_all.get().to_string()
                                        aria-controls=controls
                                        on:click=move |_| shows_all.update(|all| *all = !*all)
                                    >
                                        {move || {
                                            if shows_all.get() {
                                                "Show fewer".to_owned()
                                            } else {
                                                format!("Show {} more", grouped(hidden_count() as u64))
                                            }
                                        }}
                                        <span class="visually-hidden">{format!(" of {name}")}</span>
                                    </button>
                                }
                            })
                    }}
                    {move || {
                        (ticked_count.get() > 0)
                            .then(|| {
                                view! {
                                    <button
                                        type="button"
                                        class="link-button"
                                        on:click=move |_| {
                                            state
                                                .change(
                                                    History::Push,
                                                    |query| drop(query.ticked.remove(&facet)),
                                                );
                                        }
                                    >
                                        "Clear"
                                        <span class="visually-hidden">{format!(" {name}")}</span>
                                    </button>
                                }
                            })
                    }}
                </p>
                {move || {
                    (most() == MOST && hidden_count() > 0)
                        .then(|| {
                            view! {
                                <p class="quiet small">
                                    {format!("{} more; search to find them.", grouped(hidden_count() as u64))}
                                </p>
                            }
                        })
                }}
            </fieldset>
        </details>
    }
}

/// One value. Ticking it moves it to the top; the focus goes with it.
#[component]
fn FacetChoice(state: CatalogPageState, facet: Facet, choice: Choice) -> impl IntoView {
    let id = format!("facet-{}-{}", facet.key(), choice.key.replace(char::is_whitespace, "_"));
    let focus_id = id.clone();
    let key = choice.key;
    let toggle = move |_| {
        state.change(History::Push, |query| query.toggle(facet, &key));
        let id = focus_id.clone();
        request_animation_frame(move || {
            if let Some(element) = browser::element_by_id(&id) {
                let _ = element.focus();
            }
        });
    };
    view! {
        <li>
            <label class="facet__choice" class:facet__choice--gone=!choice.known>
                <input id=id type="checkbox" prop:checked=choice.ticked on:change=toggle />
                <span class="facet__label" dir="auto">
                    {choice.label}
                    {(!choice.known).then_some(" (not in this catalog)")}
                    {choice.note.map(|note| view! { <span class="facet__note">{note}</span> })}
                </span>
                <span class="facet__count figures">
                    {grouped(u64::from(choice.count))}
                    <span class="visually-hidden">" series"</span>
                </span>
            </label>
        </li>
    }
}
