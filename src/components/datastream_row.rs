//! One series in the catalog's table: a row, on narrow screens a card.

use crate::catalog::cells::RowCells;
use crate::catalog::state::{CatalogPageState, History};
use gagehouse_catalog::catalog::DatastreamRow;
use leptos::prelude::*;

/// Checkbox, texts, and a button that opens the details.
#[component]
pub fn DatastreamTableRow(
    /// Of which page.
    state: CatalogPageState,
    /// Place in the order, from 0.
    at: usize,
    /// Which series.
    row: DatastreamRow,
    /// Whether made-up and real sites are side by side, so that a row has to say which its own is.
    is_mixed: Memo<bool>,
) -> impl IntoView {
    let index = state.index.get_untracked()?;
    let series = index.catalog().datastream(row);
    let cells = RowCells::of(&series, state.now.get_untracked());
    let reference = series.reference();
    let toggled = reference.clone();
    let is_selected =
        Memo::new(move |_| state.query.with(|query| query.selected.contains(&reference)));
    let toggle = move |_| {
        let toggled = toggled.clone();
        state.change(History::Replace, move |query| query.toggle_selected(&toggled));
    };
    let open = move |_| state.open_details(row);
    let status = move || {
        let index = state.index.get()?;
        let cells = RowCells::of(&index.catalog().datastream(row), state.now.get());
        Some(view! {
            <span class=format!("series-status series-status--{}", cells.status.key())>
                {cells.status.label()}
            </span>
            <span class="series-table__age">{cells.age}</span>
        })
    };
    let label = format!("Select {} at {}", cells.variable, cells.site);
    let details = format!("{} at {}: details", cells.variable, cells.site);
    let (site_title, title) = (cells.site.clone(), cells.variable.clone());
    let sign = move || {
        (cells.synthetic && is_mixed.get()).then(|| {
            view! {
                <abbr class="series-table__synthetic" title="Synthetic: an invented site">
                    "syn."
                </abbr>
            }
        })
    };
    let level_title = cells.level.clone();
    let cell = |class: &'static str, head: &'static str, text: String| {
        let title = text.clone();
        view! {
            <td role="cell" class=format!("series-table__{class}") data-head=head title=title>
                {text}
            </td>
        }
    };
    Some(view! {
        <tr
            role="row"
            aria-rowindex=at + 2
            class="series-row"
            class:series-row--selected=is_selected
            on:click=open
        >
            <td role="cell" class="series-table__select" on:click=|event| event.stop_propagation()>
                <label>
                    <span class="visually-hidden">{label}</span>
                    <input type="checkbox" prop:checked=is_selected on:change=toggle />
                </label>
            </td>
            <td role="cell" class="series-table__site" data-head="Site" title=site_title>
                <span class="series-table__place">
                    <span class="series-table__text">{cells.site}</span>
                    {sign}
                </span>
            </td>
            <td role="cell" class="series-table__variable" data-head="Variable" title=title>
                <button type="button" class="link-button series-table__text" aria-label=details>
                    {cells.variable}
                </button>
            </td>
            {cell("unit", "Unit", cells.unit)}
            {cell("interval", "Interval", cells.interval)}
            <td role="cell" class="series-table__level" data-head="Level" title=level_title>
                <span class="series-table__text">{cells.level}</span>
            </td>
            {cell("begin", "Begin", cells.begin)}
            {cell("end", "End", cells.end)}
            {cell("count", "Values", cells.count)}
            <td role="cell" class="series-table__status" data-head="Status">
                {status}
            </td>
        </tr>
    })
}
