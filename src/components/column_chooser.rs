//! Which columns the catalog's table has.

use crate::catalog::state::{CatalogPageState, History};
use gagehouse_catalog::Column;
use leptos::prelude::*;

/// A box for each column; they stand in the table in this order. Not on narrow screens, whose cards have room for the
/// usual ones alone.
#[component]
pub fn ColumnChooser(
    /// Of which page.
    state: CatalogPageState,
) -> impl IntoView {
    let set = move |columns: Vec<Column>| {
        let columns = if columns == Column::USUAL { Vec::new() } else { columns };
        state.change(History::Replace, |query| query.columns = columns);
    };
    let box_of = move |column: Column| {
        let is_shown = Memo::new(move |_| state.columns().contains(&column));
        let toggle = move |_| {
            let mut columns = untrack(|| state.columns());
            match columns.iter().position(|shown| *shown == column) {
                // A table has a column at least.
                Some(_) if columns.len() == 1 => {}
                Some(at) => drop(columns.remove(at)),
                None => columns.push(column),
            }
            columns.sort_unstable();
            set(columns);
        };
        view! {
            <label class="column-chooser__column">
                <input type="checkbox" prop:checked=is_shown on:change=toggle />
                {column.label()}
            </label>
        }
    };
    view! {
        <details class="menu column-chooser">
            <summary class="button button--quiet">"Columns"</summary>
            <div class="menu__body">
                <fieldset class="column-chooser__columns">
                    <legend class="visually-hidden">"Columns of the table"</legend>
                    {Column::ALL.into_iter().map(box_of).collect_view()}
                </fieldset>
                <button type="button" class="link-button" on:click=move |_| set(Vec::new())>
                    "Show the usual columns"
                </button>
            </div>
        </details>
    }
}
