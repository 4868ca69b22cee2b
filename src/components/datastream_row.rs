//! One series in the catalog's table: a row, on narrow screens a card.

use crate::browser::text_in;
use crate::catalog::cells::{age_text, cell_text, variable_text};
use crate::catalog::state::{CatalogPageState, History};
use crate::conditions::series_status;
use gagehouse_catalog::catalog::DatastreamRow;
use gagehouse_catalog::{Column, Status};
use gagehouse_model::DatastreamRef;
use leptos::html::Tr;
use leptos::prelude::*;
use std::iter::successors;
use web_sys::{Element, HtmlElement, Text};

/// What a row says.
#[derive(Debug, Clone, Default, PartialEq)]
struct Said {
    reference: Option<DatastreamRef>,
    /// The variable and the site.
    name: String,
    is_synthetic: bool,
    /// Of each column but the status.
    cells: Vec<String>,
    status: Option<(Status, String)>,
}

impl Said {
    /// What is said of a series now: the status and the age are told anew as the minutes pass.
    fn of(state: CatalogPageState, row: DatastreamRow, columns: &[Column]) -> Option<Self> {
        let index = state.index.get_untracked()?;
        let series = index.catalog().datastream(row);
        let now = state.now.get();
        let text = |column: &Column| match column {
            Column::Status => String::new(),
            column => cell_text(&series, *column, now),
        };
        let site = series.site();
        let has_status = columns.contains(&Column::Status);
        Some(Self {
            reference: Some(series.reference()),
            name: format!(
                "{} at {}",
                variable_text(&series),
                cell_text(&series, Column::Site, now)
            ),
            is_synthetic: site.is_some_and(|site| site.synthetic()),
            cells: columns.iter().map(text).collect(),
            status: has_status.then(|| (series_status(&series, now), age_text(&series, now))),
        })
    }
}

/// Where the texts of a row stand, and what they are.
struct Written {
    /// Of each column but the status.
    cells: Vec<Option<Text>>,
    select: Option<Text>,
    button: Option<Element>,
    status: Option<(Element, Text, Text)>,
    is_shown: bool,
    said: Said,
}

impl Written {
    fn of(row: &Element) -> Self {
        let find = |within: &Element, what: &str| within.query_selector(what).ok().flatten();
        let all = successors(row.first_element_child(), Element::next_element_sibling);
        let holder = |cell: Element| {
            let is_status = cell.class_list().contains("series-table__status");
            let within = || find(&cell, ".series-table__text").unwrap_or_else(|| cell.clone());
            if is_status { None } else { text_in(&within()) }
        };
        let status = || {
            let status = find(row, ".series-status")?;
            let (label, age) = (text_in(&status)?, text_in(&find(row, ".series-table__age")?)?);
            Some((status, label, age))
        };
        Self {
            // The first has the checkbox.
            cells: all.skip(1).map(holder).collect(),
            select: find(row, ".series-table__select .visually-hidden").and_then(|e| text_in(&e)),
            button: find(row, ".link-button"),
            status: status(),
            is_shown: true,
            said: Said::default(),
        }
    }

    /// Hides a row that there is no series for, or shows it again.
    fn show(&mut self, row: &HtmlElement, is_shown: bool) {
        if std::mem::replace(&mut self.is_shown, is_shown) != is_shown {
            row.set_hidden(!is_shown);
        }
    }

    /// Writes what differs.
    fn write(&mut self, said: &Said) {
        let before = std::mem::replace(&mut self.said, said.clone());
        for (at, (cell, text)) in self.cells.iter().zip(&said.cells).enumerate() {
            if let Some(cell) = cell.as_ref().filter(|_| before.cells.get(at) != Some(text)) {
                cell.set_data(text);
            }
        }
        if before.name != said.name {
            if let Some(select) = &self.select {
                select.set_data(&format!("Select {}", said.name));
            }
            if let Some(button) = &self.button {
                let _ = button.set_attribute("aria-label", &format!("{}: details", said.name));
            }
        }
        let (Some((element, label, age)), Some((status, ago))) = (&self.status, &said.status)
        else {
            return;
        };
        if before.status.as_ref().map(|(status, _)| status) != Some(status) {
            element.set_class_name(&format!("series-status series-status--{}", status.key()));
            label.set_data(status.label());
        }
        if before.status.as_ref().map(|(_, ago)| ago) != Some(ago) {
            age.set_data(ago);
        }
    }
}

/// Checkbox, texts, and a button that opens the details.
#[component]
pub fn DatastreamTableRow(
    /// Of which page.
    state: CatalogPageState,
    /// Place in the order, from 0.
    at: usize,
    /// Which series, and of which generation of the catalog.
    row: Memo<Option<(DatastreamRow, u64)>>,
    /// What of it is shown.
    columns: Vec<Column>,
    /// Whether made-up and real sites are side by side, so that a row has to say which its own is.
    is_mixed: Memo<bool>,
) -> impl IntoView {
    let shown = columns.clone();
    let said = Memo::new(move |before: Option<&Said>| {
        let now = row.get().and_then(|(row, _)| Said::of(state, row, &shown));
        // A row without a series is hidden or about to go, and keeps its texts.
        now.or_else(|| before.cloned()).unwrap_or_default()
    });
    let is_selected = Memo::new(move |_| {
        said.with(|said| {
            let is_selected = |reference| state.selected.with(|all| all.contains(reference));
            said.reference.as_ref().is_some_and(is_selected)
        })
    });
    let toggle = move |_| {
        let Some(reference) = said.with_untracked(|said| said.reference.clone()) else { return };
        state.change(History::Replace, move |query| query.toggle_selected(&reference));
    };
    let open = move |_| {
        if let Some((row, _)) = row.get_untracked() {
            state.open_details(row);
        }
    };
    let node = NodeRef::<Tr>::new();
    // One effect for all texts of a row: one for each would take the browser longer than the engine takes to filter.
    Effect::new(move |written: Option<Option<Written>>| {
        let element = node.get()?;
        let mut written = written.flatten().unwrap_or_else(|| Written::of(&element));
        written.show(&element, row.with(Option::is_some));
        said.with(|said| written.write(said));
        Some(written)
    });
    let is_synthetic = Memo::new(move |_| said.with(|said| said.is_synthetic) && is_mixed.get());
    let has_button = columns.contains(&Column::Variable);
    let cells = columns.into_iter().enumerate().map(|(place, column)| {
        let class = format!("series-table__{}", column.key());
        // Without the variable the first column leads to the details.
        let is_button = column == Column::Variable || (!has_button && place == 0);
        let content = match column {
            Column::Status => view! {
                <span class="series-status"></span>
                <span class="series-table__age"></span>
            }
            .into_any(),
            _ if is_button => {
                view! { <button type="button" class="link-button series-table__text"></button> }
                    .into_any()
            }
            Column::Site => view! {
                <span class="series-table__place">
                    <span class="series-table__text"></span>
                    {move || is_synthetic.get().then(synthetic_sign)}
                </span>
            }
            .into_any(),
            Column::Level => view! { <span class="series-table__text"></span> }.into_any(),
            _ => ().into_any(),
        };
        view! {
            <td
                role="cell"
                class=class
                class:series-table__number=column.is_number()
                data-head=column.label()
                dir="auto"
            >
                {content}
            </td>
        }
    });
    let cells: Vec<_> = cells.collect();
    view! {
        <tr
            node_ref=node
            role="row"
            aria-rowindex=at + 2
            class="series-row"
            class:series-row--selected=is_selected
            on:click=open
        >
            <td role="cell" class="series-table__select" on:click=|event| event.stop_propagation()>
                <label>
                    <span class="visually-hidden"></span>
                    <input type="checkbox" prop:checked=is_selected on:change=toggle />
                </label>
            </td>
            {cells}
        </tr>
    }
}

fn synthetic_sign() -> impl IntoView {
    view! {
        <abbr class="series-table__synthetic" title="Synthetic: an invented site">
            "syn."
        </abbr>
    }
}
