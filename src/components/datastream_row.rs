//! One series in the catalog's table: a row, on narrow screens a card.

use crate::catalog::cells::{age_text, cell_text, variable_text};
use crate::catalog::state::{CatalogPageState, History};
use crate::conditions::series_status;
use gagehouse_catalog::Column;
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
    /// What of it is shown.
    columns: Vec<Column>,
    /// Whether made-up and real sites are side by side, so that a row has to say which its own is.
    is_mixed: Memo<bool>,
) -> impl IntoView {
    let index = state.index.get_untracked()?;
    let series = index.catalog().datastream(row);
    let now = state.now.get_untracked();
    let site = cell_text(&series, Column::Site, now);
    let variable = variable_text(&series);
    let is_synthetic = series.site().is_some_and(|site| site.synthetic());
    let reference = series.reference();
    let toggled = reference.clone();
    let is_selected =
        Memo::new(move |_| state.query.with(|query| query.selected.contains(&reference)));
    let toggle = move |_| {
        let toggled = toggled.clone();
        state.change(History::Replace, move |query| query.toggle_selected(&toggled));
    };
    let open = move |_| state.open_details(row);
    let label = format!("Select {variable} at {site}");
    let details = format!("{variable} at {site}: details");
    let has_button = columns.contains(&Column::Variable);
    let cells = columns.into_iter().enumerate().map(|(place, column)| {
        let text = cell_text(&series, column, now);
        let class = format!("series-table__{}", column.key());
        let title = text.clone();
        // Without the variable the first column leads to the details.
        let is_button = column == Column::Variable || (!has_button && place == 0);
        let content = match column {
            Column::Status => status_view(state, row).into_any(),
            _ if is_button => {
                let details = details.clone();
                view! {
                    <button type="button" class="link-button series-table__text" aria-label=details>
                        {text}
                    </button>
                }
                .into_any()
            }
            Column::Site => view! {
                <span class="series-table__place">
                    <span class="series-table__text">{text}</span>
                    {move || (is_synthetic && is_mixed.get()).then(synthetic_sign)}
                </span>
            }
            .into_any(),
            Column::Level => view! { <span class="series-table__text">{text}</span> }.into_any(),
            _ => text.into_any(),
        };
        let title = (column != Column::Status).then_some(title);
        view! {
            <td
                role="cell"
                class=class
                class:series-table__number=column.is_number()
                data-head=column.label()
                title=title
                dir="auto"
            >
                {content}
            </td>
        }
    });
    let cells: Vec<_> = cells.collect();
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
            {cells}
        </tr>
    })
}

fn synthetic_sign() -> impl IntoView {
    view! {
        <abbr class="series-table__synthetic" title="Synthetic: an invented site">
            "syn."
        </abbr>
    }
}

/// Status and age, told anew as the minutes pass.
fn status_view(state: CatalogPageState, row: DatastreamRow) -> impl IntoView {
    move || {
        let index = state.index.get()?;
        let (series, now) = (index.catalog().datastream(row), state.now.get());
        let status = series_status(&series, now);
        Some(view! {
            <span class=format!("series-status series-status--{}", status.key())>
                {status.label()}
            </span>
            <span class="series-table__age">{age_text(&series, now)}</span>
        })
    }
}
