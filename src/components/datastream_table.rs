//! The rows of the catalog as a table of any length: only those in view are in the document.

use super::datastream_row::DatastreamTableRow;
use crate::browser;
use crate::catalog::row_window::{RowWindow, row_window};
use crate::catalog::state::{CatalogPageState, History};
use gagehouse_catalog::catalog::DatastreamRow;
use gagehouse_catalog::{Column, Sort};
use leptos::html::Div;
use leptos::prelude::*;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// Screens on which a row is a card.
const NARROW: &str = "(max-width: 76rem)";
/// Screens on which a card is a narrow one.
const PHONE: &str = "(max-width: 44rem)";
/// Height of a row of the table, as the style sheet has it.
const ROW_REM: f64 = 2.75;
/// Height of a card, as the style sheet has it.
const CARD_REM: f64 = 5.5;
/// Height of a narrow card, as the style sheet has it.
const PHONE_CARD_REM: f64 = 9.75;

/// Rows that are kept though there is nothing for them now.
const MOST_KEPT: usize = 60;

/// Height of a row on this screen.
fn row_rem() -> f64 {
    if browser::media_matches(PHONE) {
        PHONE_CARD_REM
    } else if browser::media_matches(NARROW) {
        CARD_REM
    } else {
        ROW_REM
    }
}

/// The rows in the document.
#[derive(Debug, Default, PartialEq, Eq)]
struct ShownRows {
    first: usize,
    rows: Vec<DatastreamRow>,
    generation: u64,
}

impl ShownRows {
    /// The row at a place of the order, with the generation of the catalog that it is of.
    fn at(&self, at: usize) -> Option<(DatastreamRow, u64)> {
        let row = self.rows.get(at.checked_sub(self.first)?)?;
        Some((*row, self.generation))
    }
}

/// The table. The header stays, its buttons sort; rows have a checkbox and a button for the details.
#[component]
pub fn DatastreamTable(
    /// What it lists.
    state: CatalogPageState,
) -> impl IntoView {
    let scroller = NodeRef::<Div>::new();
    let (scroll_px, set_scroll_px) = signal(0.0);
    let (view_px, set_view_px) = signal(800.0);
    let height_rem = RwSignal::new(row_rem());
    let row_px = RwSignal::new(browser::rem_px() * row_rem());
    for screens in [PHONE, NARROW] {
        browser::on_media_change(screens, move |_| {
            height_rem.set(row_rem());
            row_px.set(browser::rem_px() * row_rem());
        });
    }
    let is_mixed = Memo::new(move |_| {
        state.index.with(|index| {
            index
                .as_ref()
                .is_some_and(|index| index.catalog().sites().any(|site| !site.synthetic()))
        })
    });
    let count = move || state.count();
    let measure = move || {
        if let Some(scroller) = scroller.get_untracked() {
            set_scroll_px.set(f64::from(scroller.scroll_top()));
            set_view_px.set(f64::from(scroller.client_height()));
        }
    };
    Effect::new(move |_| {
        if scroller.get().is_some() {
            measure();
        }
    });
    Effect::new(move |_| {
        // Other rows begin at the top; a row that is ticked, or a minute that passes, does not.
        state.filters.track();
        if scroll_px.get_untracked() == 0.0 {
            // To ask the browser would have it lay out what is only half changed.
            return;
        }
        if let Some(scroller) = scroller.get_untracked() {
            scroller.set_scroll_top(0);
            set_scroll_px.set(0.0);
        }
    });
    let window: Memo<RowWindow> =
        Memo::new(move |_| row_window(scroll_px.get(), view_px.get(), row_px.get(), count()));
    let shown = Memo::new(move |_| {
        let (generation, window) = (state.generation.get(), window.get());
        let rows = state.rows(window.first..window.end);
        ShownRows { first: window.first, rows, generation }
    });
    // Rows that were made stay, hidden while there is nothing for them: a filter that leaves few is soon taken back.
    let places = Memo::new(move |before: Option<&Range<usize>>| {
        let (first, end) = window.with(|window| (window.first, window.end));
        let made = before.map_or(0, ExactSizeIterator::len);
        let kept = if first == 0 { made.min(MOST_KEPT) } else { 0 };
        first..end.max(first + kept)
    });
    // A card has room for the usual ones alone.
    let columns = Memo::new(move |_| match height_rem.get() == ROW_REM {
        true => state.columns(),
        false => Column::USUAL.to_vec(),
    });
    let width = move || columns.with(|columns| columns.len()) + 1;
    let sort = Memo::new(move |_| state.query.with(|query| query.sort));
    view! {
        <div
            class="series-table"
            node_ref=scroller
            tabindex="0"
            role="region"
            aria-labelledby="series-caption"
            on:scroll=move |_| measure()
            on:mouseover=|event| tell_whole(&event)
        >
            <table
                role="table"
                aria-rowcount=move || count() + 1
                style:--columns=move || width().to_string()
            >
                <caption id="series-caption" class="visually-hidden">
                    "Series of the catalog. Begin and End are days in the site's standard time."
                </caption>
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        <th role="columnheader" scope="col" class="series-table__select">
                            <span class="visually-hidden">"Select"</span>
                        </th>
                        <For
                            each=move || columns.get()
                            key=|column| *column
                            children=move |column| view! { <SortHeader state sort column /> }
                        />
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <tr role="presentation" class="series-table__room">
                        <td
                            role="presentation"
                            colspan=width
                            style:height=move || format!("{}px", window.get().before_px)
                        ></td>
                    </tr>
                    // A row stays and its texts change: made anew for each filter, each minute or on scrolling, it
                    // would be slow and lose the focus.
                    {move || {
                        let columns = columns.get();
                        view! {
                            <For
                                each=move || places.get()
                                key=|at| *at
                                children=move |at| {
                                    let columns = columns.clone();
                                    let row = Memo::new(move |_| shown.with(|shown| shown.at(at)));
                                    view! { <DatastreamTableRow state at row columns is_mixed /> }
                                }
                            />
                        }
                    }}
                    <tr role="presentation" class="series-table__room">
                        <td
                            role="presentation"
                            colspan=width
                            style:height=move || format!("{}px", window.get().after_px)
                        ></td>
                    </tr>
                </tbody>
            </table>
        </div>
    }
}

/// A text may be cut off: beside the pointer it is told whole. Few are ever asked for.
fn tell_whole(event: &MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let cell = |target: Element| target.closest("td[data-head]").ok().flatten();
    let Some(cell) = target.and_then(cell) else { return };
    let text = cell.query_selector(".series-table__text").ok().flatten();
    let text = text.as_ref().unwrap_or(&cell).text_content().unwrap_or_default();
    if cell.get_attribute("title").as_ref() != Some(&text) {
        let _ = cell.set_attribute("title", &text);
    }
}

/// A column's heading: pressing it sorts by it, pressing again turns the order, once more takes it back.
#[component]
fn SortHeader(state: CatalogPageState, sort: Memo<Sort>, column: Column) -> impl IntoView {
    let aria_sort = move || match sort.get() {
        Sort { by, descending: true } if by == Some(column) => "descending",
        Sort { by, .. } if by == Some(column) => "ascending",
        _ => "none",
    };
    let mark = move || match aria_sort() {
        "descending" => "\u{a0}↓",
        "ascending" => "\u{a0}↑",
        _ => "",
    };
    view! {
        <th
            role="columnheader"
            scope="col"
            aria-sort=aria_sort
            class=format!("series-table__{}", column.key())
            class:series-table__number=column.is_number()
        >
            <button
                type="button"
                on:click=move |_| {
                    let sort = match aria_sort() {
                        "ascending" => Sort { by: Some(column), descending: true },
                        "descending" => Sort::default(),
                        _ => Sort::by(column),
                    };
                    state.change(History::Push, |query| query.sort = sort);
                }
            >
                {column.label()}
                <span aria-hidden="true">{mark}</span>
            </button>
        </th>
    }
}
