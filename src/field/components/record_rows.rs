//! Rows of a list of records that are made and laid out together.

use super::record_table::page_of;
use crate::browser;
use crate::field::columns::{Shown, columns};
use crate::field::names::use_names;
use gagehouse_records::listed::RecordBody;
use gagehouse_records::{Body, Kind};
use leptos::prelude::*;
use std::sync::Arc;

/// A record of a list, read.
#[derive(Debug)]
pub struct Row {
    item: RecordBody,
    body: Body,
}

impl Row {
    /// Reads a record as it was answered.
    pub fn new(kind: Kind, item: RecordBody) -> Self {
        let (body, _) = Body::parse(kind, &item.record);
        Self { item, body }
    }
}

/// The rows; what they say of other records is said again when names come.
#[component]
pub fn RowGroup(kind: Kind, rows: Arc<[Row]>) -> impl IntoView {
    let names = use_names();
    let row = move |row: &Row| {
        let shown = Shown { item: &row.item, body: &row.body, names };
        let page = page_of(kind, &row.item.id).map(|page| browser::under_base(&page));
        let cells = columns(kind).iter().enumerate().map(|(at, (head, cell))| {
            let text = cell(&shown);
            match page.as_ref().filter(|_| at == 0) {
                Some(page) => {
                    view! { <th scope="row" role="rowheader"><a href=page.clone()>{text}</a></th> }
                        .into_any()
                }
                None if at == 0 => {
                    view! { <th scope="row" role="rowheader">{text}</th> }.into_any()
                }
                None => view! { <td role="cell" data-head=*head>{text}</td> }.into_any(),
            }
        });
        view! { <tr role="row">{cells.collect::<Vec<_>>()}</tr> }
    };
    let made = move || rows.iter().map(row).collect::<Vec<_>>();
    view! { <tbody role="rowgroup">{made}</tbody> }
}
