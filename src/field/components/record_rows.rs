//! Rows of a list of records that are made and laid out together.

use super::record_table::page_of;
use crate::browser;
use crate::field::columns::{Shown, columns};
use crate::field::names::use_names;
use gagehouse_records::listed::RecordBody;
use gagehouse_records::{Body, Kind, RecordId};
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

    /// Its own page, or that of what tells of it: the visit on which it was done, the item on which.
    fn page(&self, kind: Kind) -> Option<String> {
        let index = self.body.index();
        let of = |kind, id: Option<RecordId>| page_of(kind, &id?.to_string());
        page_of(kind, &self.item.id)
            .or_else(|| of(Kind::Visit, index.visit))
            .or_else(|| of(Kind::Equipment, index.equipment))
    }
}

/// The rows; what they say of other records is said again when names come.
#[component]
pub fn RowGroup(kind: Kind, rows: Arc<[Row]>) -> impl IntoView {
    let names = use_names();
    let row = move |row: &Row| {
        let shown = Shown { item: &row.item, body: &row.body, names };
        let page = row.page(kind).map(|page| browser::under_base(&page));
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
