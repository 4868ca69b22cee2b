//! The values in a facet's list: a checkbox, a name and a count each.

use crate::browser::text_in;
use crate::catalog::cells::grouped;
use gagehouse_catalog::{Choice, Choices};
use leptos::html::Li;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, Text};

/// Elements of a list that are kept though there is nothing for them now.
const MOST_KEPT: usize = 12;

/// An element of the list, and the value that stands in it; without one it is hidden.
#[derive(Clone)]
pub struct FacetRow {
    /// Tells it apart from the others.
    pub id: usize,
    said: ArcRwSignal<Option<Choice>>,
}

impl FacetRow {
    fn new(id: usize) -> Self {
        Self { id, said: ArcRwSignal::new(None) }
    }

    fn has(&self, key: &str) -> bool {
        self.said.with_untracked(|said| said.as_ref().is_some_and(|said| said.key == key))
    }

    /// Brings it to another value, or its own to another number.
    fn show(&self, choice: Option<&Choice>) {
        if self.said.with_untracked(|said| said.as_ref() != choice) {
            self.said.set(choice.cloned());
        }
    }
}

/// The elements of a facet's list. A ticked value keeps its own, with the focus; the others stay where they are and
/// change what they say, which costs the browser much less than to make, to move and to remove them.
#[derive(Default)]
pub struct FacetRows {
    rows: Vec<FacetRow>,
    made: usize,
}

impl FacetRows {
    /// Brings them to what is to be shown now.
    pub fn show(&mut self, choices: &Choices) -> Vec<FacetRow> {
        let mut before: Vec<Option<FacetRow>> =
            std::mem::take(&mut self.rows).into_iter().map(Some).collect();
        let own = |choice: &Choice| {
            let is_own = |row: &&mut Option<FacetRow>| {
                row.as_ref().is_some_and(|row| choice.ticked && row.has(&choice.key))
            };
            before.iter_mut().find(is_own).and_then(Option::take)
        };
        let own: Vec<Option<FacetRow>> = choices.shown.iter().map(own).collect();
        let mut free = before.into_iter().flatten();
        for (own, choice) in own.into_iter().zip(&choices.shown) {
            let row = own.or_else(|| free.next()).unwrap_or_else(|| {
                self.made += 1;
                FacetRow::new(self.made)
            });
            row.show(Some(choice));
            self.rows.push(row);
        }
        let kept = MOST_KEPT.saturating_sub(self.rows.len());
        self.rows.extend(free.take(kept).inspect(|row| row.show(None)));
        self.rows.clone()
    }

    /// Where the value of a key stands.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.has(key))
    }
}

/// Where the texts of a value stand, and what they are.
struct Written {
    choice: Element,
    input: HtmlInputElement,
    label: Text,
    note: HtmlElement,
    count: Text,
    said: Option<Choice>,
}

impl Written {
    fn of(row: &Element) -> Option<Self> {
        let find = |what: &str| row.query_selector(what).ok().flatten();
        Some(Self {
            choice: find(".facet__choice")?,
            input: find("input")?.dyn_into().ok()?,
            label: text_in(&find(".facet__label")?)?,
            note: find(".facet__note")?.dyn_into().ok()?,
            count: text_in(&find(".facet__count")?)?,
            said: None,
        })
    }

    /// Writes what differs.
    fn write(&mut self, row: &HtmlElement, said: Option<&Choice>) {
        let is_first = self.said.is_none();
        let Some(said) = said else {
            row.set_hidden(true);
            return;
        };
        if row.hidden() {
            row.set_hidden(false);
        }
        let before = self.said.replace(said.clone()).unwrap_or_else(|| said.clone());
        if is_first || (&before.label, before.known) != (&said.label, said.known) {
            let gone = if said.known { "" } else { " (not in this catalog)" };
            self.label.set_data(&format!("{}{gone}", said.label));
            let _ = self.choice.class_list().toggle_with_force("facet__choice--gone", !said.known);
        }
        if is_first || before.note != said.note {
            self.note.set_text_content(said.note.as_deref());
            self.note.set_hidden(said.note.is_none());
        }
        if is_first || before.count != said.count {
            self.count.set_data(&grouped(u64::from(said.count)));
        }
        // Whoever ticked it has changed the box already.
        if self.input.checked() != said.ticked {
            self.input.set_checked(said.ticked);
        }
    }
}

/// One value.
#[component]
pub fn FacetChoice(
    /// Its place in the list.
    row: FacetRow,
    /// Ticks or unticks the value of a key.
    toggle: Callback<String>,
) -> impl IntoView {
    let said = row.said;
    let shown = said.clone();
    let element = NodeRef::<Li>::new();
    // One effect for all texts, as in a row of the table.
    Effect::new(move |written: Option<Option<Written>>| {
        let row = element.get()?;
        let mut written = written.flatten().or_else(|| Written::of(&row))?;
        shown.with(|said| written.write(&row, said.as_ref()));
        Some(written)
    });
    let tick = move |_| {
        if let Some(choice) = said.get_untracked() {
            toggle.run(choice.key);
        }
    };
    view! {
        <li node_ref=element>
            <label class="facet__choice">
                <input type="checkbox" on:change=tick />
                <span class="facet__label" dir="auto">
                    <span class="facet__note" hidden></span>
                </span>
                <span class="facet__count figures">
                    <span class="visually-hidden">" series"</span>
                </span>
            </label>
        </li>
    }
}
