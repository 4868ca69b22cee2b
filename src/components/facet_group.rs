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
    let rows = StoredValue::new(Rows::default());
    let shown = move || {
        choices.with(|choices| rows.try_update_value(|rows| rows.show(choices))).unwrap_or_default()
    };
    let hidden_count = Memo::new(move |_| choices.with(|choices| choices.more));
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
                        key=|row| row.id
                        children=move |row| view! { <FacetChoice state facet row /> }
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
                                                format!("Show {} more", grouped(hidden_count.get() as u64))
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
                    (most() == MOST && hidden_count.get() > 0)
                        .then(|| {
                            view! {
                                <p class="quiet small">
                                    {format!("{} more; search to find them.", grouped(hidden_count.get() as u64))}
                                </p>
                            }
                        })
                }}
            </fieldset>
        </details>
    }
}

/// An element of the list, and what stands in it.
#[derive(Clone)]
struct Row {
    /// Tells it apart from the others.
    id: usize,
    value: ArcRwSignal<Value>,
    count: ArcRwSignal<u32>,
    is_ticked: ArcRwSignal<bool>,
}

/// What a row says of its value whatever passes.
#[derive(Clone, PartialEq)]
struct Value {
    key: String,
    label: String,
    note: Option<String>,
    is_known: bool,
}

impl Value {
    fn of(choice: &Choice) -> Self {
        let Choice { key, label, note, known, .. } = choice.clone();
        Self { key, label, note, is_known: known }
    }
}

impl Row {
    fn new(id: usize, choice: &Choice) -> Self {
        Self {
            id,
            value: ArcRwSignal::new(Value::of(choice)),
            count: ArcRwSignal::new(choice.count),
            is_ticked: ArcRwSignal::new(choice.ticked),
        }
    }

    fn has(&self, key: &str) -> bool {
        self.value.with_untracked(|value| value.key == key)
    }

    /// Brings it to another value, or its own to another number.
    fn show(&self, choice: &Choice) {
        let value = Value::of(choice);
        if self.value.with_untracked(|before| *before != value) {
            self.value.set(value);
        }
        if self.count.get_untracked() != choice.count {
            self.count.set(choice.count);
        }
        if self.is_ticked.get_untracked() != choice.ticked {
            self.is_ticked.set(choice.ticked);
        }
    }
}

/// The elements of a facet's list. A ticked value keeps its own, with the focus; the others stay where they are and
/// change what they say, which costs the browser much less than to make and to move them.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    made: usize,
}

impl Rows {
    /// Brings them to what is to be shown now.
    fn show(&mut self, choices: &Choices) -> Vec<Row> {
        let mut before: Vec<Option<Row>> =
            std::mem::take(&mut self.rows).into_iter().map(Some).collect();
        let own = |choice: &Choice| {
            let is_own = |row: &&mut Option<Row>| {
                row.as_ref().is_some_and(|row| choice.ticked && row.has(&choice.key))
            };
            before.iter_mut().find(is_own).and_then(Option::take)
        };
        let own: Vec<Option<Row>> = choices.shown.iter().map(own).collect();
        let mut free = before.into_iter().flatten();
        for (own, choice) in own.into_iter().zip(&choices.shown) {
            let row = own.or_else(|| free.next()).unwrap_or_else(|| {
                self.made += 1;
                Row::new(self.made, choice)
            });
            row.show(choice);
            self.rows.push(row);
        }
        self.rows.clone()
    }
}

/// One value. Ticking it moves it to the top; the focus goes with it.
#[component]
fn FacetChoice(state: CatalogPageState, facet: Facet, row: Row) -> impl IntoView {
    let Row { value, count, is_ticked, .. } = row;
    let id_of = move |value: &Value| {
        format!("facet-{}-{}", facet.key(), value.key.replace(char::is_whitespace, "_"))
    };
    let (id, label, is_gone, note) = (value.clone(), value.clone(), value.clone(), value.clone());
    let is_gone = Memo::new(move |_| is_gone.with(|value| !value.is_known));
    let note = Memo::new(move |_| note.with(|value| value.note.clone()));
    let toggle = move |_| {
        let ticked = value.get_untracked();
        state.change(History::Push, |query| query.toggle(facet, &ticked.key));
        request_animation_frame(move || {
            let moved = browser::element_by_id(&id_of(&ticked));
            if let Some(moved) = moved.filter(|moved| !browser::is_focused(moved)) {
                let _ = moved.focus();
            }
        });
    };
    view! {
        <li>
            <label class="facet__choice" class:facet__choice--gone=is_gone>
                <input
                    id=move || id.with(id_of)
                    type="checkbox"
                    prop:checked=move || is_ticked.get()
                    on:change=toggle
                />
                <span class="facet__label" dir="auto">
                    {move || label.with(|value| value.label.clone())}
                    {move || is_gone.get().then_some(" (not in this catalog)")}
                    {move || note.get().map(|note| view! { <span class="facet__note">{note}</span> })}
                </span>
                <span class="facet__count figures">
                    {move || grouped(u64::from(count.get()))}
                    <span class="visually-hidden">" series"</span>
                </span>
            </label>
        </li>
    }
}
