//! A list of records as a table that is fetched page by page, with search and files of all of it.

use crate::api::abort::AbortHandle;
use crate::api::error::ApiError;
use crate::api::http::sleep;
use crate::api::records::{Asked, list, list_address};
use crate::browser;
use crate::components::error_state::ErrorState;
use crate::components::loading_state::LoadingState;
use crate::field::columns::{columns, widths};
use crate::field::components::record_rows::{Row, RowGroup};
use crate::field::session::use_session;
use gagehouse_chart::format::count;
use gagehouse_records::{Kind, form};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// Rows of a page.
const PAGE: u64 = 100;
/// Rows that are made at once, and laid out when they are near: few enough for a frame.
const GROUP: usize = 20;
/// How near the end of the list may come before more is asked for, in pixels: some screens, for those who scroll fast.
const AHEAD_PX: u32 = 3_000;

/// Where a record's own page is, for the kinds that have one.
pub fn page_of(kind: Kind, id: &str) -> Option<String> {
    match kind {
        Kind::Equipment => Some(format!("/field/equipment/{id}")),
        Kind::Visit => Some(format!("/field/visits/{id}/sheet")),
        _ if !form::fields(kind).is_empty() => Some(format!("/field/records/{kind}/{id}")),
        _ => None,
    }
}

/// Where the list of a kind is.
pub fn list_of(kind: Kind) -> String {
    match kind {
        Kind::Equipment => "/field/equipment".to_owned(),
        _ => format!("/field/records/{kind}"),
    }
}

/// Some rows of the list. They are made once: more rows do not touch them.
#[derive(Debug, Clone)]
struct Group {
    serial: usize,
    rows: Arc<[Row]>,
}

/// What of the list is here.
#[derive(Debug, Clone, Default)]
struct Held {
    total: u64,
    groups: Vec<Group>,
    /// Groups that were ever made.
    made: usize,
    /// What the next page is asked for with; nothing at the end.
    next: Option<String>,
    failed: Option<ApiError>,
    is_loading: bool,
    is_asked: bool,
}

impl Held {
    fn push(&mut self, rows: Vec<Row>) {
        self.made += 1;
        self.groups.push(Group { serial: self.made, rows: rows.into() });
    }
}

/// The table. More rows come when the end of those that are here is near.
#[component]
pub fn RecordTable(
    /// The kind.
    kind: Kind,
    /// What it is a list of.
    #[prop(into)]
    asked: Signal<Asked>,
    /// Whether what follows from each record is shown.
    #[prop(optional)]
    with_computed: bool,
    /// What the table is called, for those who do not see its heading.
    label: &'static str,
) -> impl IntoView {
    let session = use_session();
    let held = RwSignal::new(Held::default());
    let abort = StoredValue::new_local(None::<AbortHandle>);
    let whole = move || match with_computed {
        true => asked.get_untracked().with("computed", true),
        false => asked.get_untracked(),
    };
    let fetch = move |after: Option<String>| {
        let Some(abort) = abort.get_value() else { return };
        held.update(|held| (held.is_loading, held.failed) = (true, None));
        let of = asked.get_untracked();
        let page = whole().with("limit", PAGE).with("after", after.clone().unwrap_or_default());
        spawn_local(async move {
            let outcome = list(kind, &page, abort).await;
            if asked.try_get_untracked().as_ref() != Some(&of) {
                return;
            }
            if let Err(error) = &outcome {
                session.note(error);
            }
            let page = match outcome {
                Ok(page) => page,
                Err(error) => {
                    let _ = held.try_update(|held| {
                        (held.is_loading, held.is_asked) = (false, true);
                        held.failed = Some(error).filter(|error| *error != ApiError::Aborted);
                    });
                    return;
                }
            };
            let _ = held.try_update(|held| {
                (held.is_asked, held.total) = (true, page.total);
                if after.is_none() {
                    held.groups.clear();
                }
            });
            let mut items = page.items.into_iter();
            loop {
                let rows: Vec<Row> =
                    items.by_ref().take(GROUP).map(|item| Row::new(kind, item)).collect();
                if rows.is_empty() {
                    break;
                }
                let _ = held.try_update(|held| held.push(rows));
                sleep(0).await;
                if asked.try_get_untracked().as_ref() != Some(&of) {
                    return;
                }
            }
            let _ = held.try_update(|held| (held.next, held.is_loading) = (page.next, false));
        });
    };
    Effect::new(move |_| {
        asked.track();
        abort.set_value(Some(AbortHandle::of_owner()));
        // What is here stays until the new rows come.
        held.update_untracked(|held| held.next = None);
        fetch(None);
    });
    let next = Memo::new(move |_| held.with(|held| held.next.clone()));
    let end = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let (Some(after), Some(end)) = (next.get(), end.get()) else { return };
        browser::when_near(&end, AHEAD_PX, move || {
            if !held.with_untracked(|held| held.is_loading || held.failed.is_some()) {
                fetch(Some(after.clone()));
            }
        });
    });
    let is_empty = Memo::new(move |_| held.with(|held| held.is_asked && held.groups.is_empty()));
    let has_rows = Memo::new(move |_| held.with(|held| !held.groups.is_empty()));
    let summary = move || {
        held.with(|held| match (held.is_asked, held.total) {
            (false, _) => String::new(),
            (true, 0) => "None.".to_owned(),
            (true, 1) => "1 record.".to_owned(),
            (true, total) => format!("{} records.", count(total)),
        })
    };
    let heads = move || {
        let heads = columns(kind)
            .iter()
            .map(|(head, _)| view! { <th scope="col" role="columnheader">{*head}</th> });
        heads.collect::<Vec<_>>()
    };
    let file = move |format: &'static str| {
        browser::under_base(&list_address(kind, &asked.get().with("format", format)))
    };
    let failed = move || {
        held.with(|held| held.failed.clone()).map(|error| {
            let retry = Callback::new(move |()| {
                let after = held.with_untracked(|held| held.next.clone());
                fetch(after.filter(|_| has_rows.get_untracked()));
            });
            view! { <ErrorState title="The list could not be loaded" error retry /> }
        })
    };
    view! {
        <div class="record-list">
            <p class="record-list__head">
                <span role="status">{summary}</span>
                <Show when=move || has_rows.get()>
                    <a href=move || file("csv") download rel="external">
                        "Save as CSV"
                    </a>
                    <a href=move || file("json-file") download rel="external">
                        "Save as JSON"
                    </a>
                </Show>
            </p>
            <Show when=move || !is_empty.get()>
                // Rows are blocks, which takes the roles of a table from its elements.
                <table class="record-list__table" role="table" aria-label=label style:--columns=move || widths(kind)>
                    <thead role="rowgroup">
                        <tr role="row">{heads()}</tr>
                    </thead>
                    <For
                        each=move || held.with(|held| held.groups.clone())
                        key=|group| group.serial
                        children=move |group| view! { <RowGroup kind rows=group.rows /> }
                    />
                </table>
            </Show>
            {failed}
            <div node_ref=end class="record-list__end">
                <Show when=move || held.with(|held| held.is_loading)>
                    <LoadingState text="Loading records" />
                </Show>
            </div>
        </div>
    }
}
