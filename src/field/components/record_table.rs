//! A list of records as a table that is fetched page by page, with search and files of all of it.

use crate::api::abort::AbortHandle;
use crate::api::error::ApiError;
use crate::api::records::{Asked, list, list_address};
use crate::browser;
use crate::components::error_state::ErrorState;
use crate::components::loading_state::LoadingState;
use crate::field::columns::{Shown, columns};
use crate::field::names::use_names;
use crate::field::session::use_session;
use gagehouse_chart::format::count;
use gagehouse_records::listed::RecordBody;
use gagehouse_records::{Body, Kind, form};
use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;
use wasm_bindgen_futures::spawn_local;

/// Rows of a page.
const PAGE: u64 = 100;

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

/// What of the list is here.
#[derive(Debug, Clone, Default)]
struct Held {
    total: u64,
    items: Vec<RecordBody>,
    /// What the next page is asked for with; nothing at the end.
    next: Option<String>,
    failed: Option<ApiError>,
    is_loading: bool,
    is_asked: bool,
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
    let names = use_names();
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
            let _ = held.try_update(|held| {
                (held.is_loading, held.is_asked) = (false, true);
                match outcome {
                    Ok(page) => {
                        (held.total, held.next) = (page.total, page.next);
                        if after.is_none() {
                            held.items.clear();
                        }
                        held.items.extend(page.items);
                    }
                    Err(ApiError::Aborted) => {}
                    Err(error) => held.failed = Some(error),
                }
            });
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
        browser::when_near(&end, move || {
            if !held.with_untracked(|held| held.is_loading || held.failed.is_some()) {
                fetch(Some(after.clone()));
            }
        });
    });
    let is_empty = Memo::new(move |_| held.with(|held| held.is_asked && held.items.is_empty()));
    let has_rows = Memo::new(move |_| held.with(|held| !held.items.is_empty()));
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
    let row = move |item: RecordBody| {
        let (body, _) = Body::parse(kind, &item.record);
        let page = page_of(kind, &item.id);
        let cells = columns(kind).iter().enumerate().map(|(at, (head, cell))| {
            let (item, body) = (item.clone(), body.clone());
            // Again when names come.
            let text = move || cell(&Shown { item: &item, body: &body, names });
            match page.clone().filter(|_| at == 0) {
                Some(page) => {
                    view! { <th scope="row" role="rowheader"><A href=page>{text}</A></th> }
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
                <div class="table-scroll" tabindex="0" role="region" aria-label=label>
                    // Small screens show rows as blocks, which takes the roles of a table from its elements.
                    <table class="record-list__table" role="table">
                        <thead role="rowgroup">
                            <tr role="row">{heads()}</tr>
                        </thead>
                        <tbody role="rowgroup">
                            <For
                                each=move || held.with(|held| held.items.clone())
                                key=|item| (item.id.clone(), item.version)
                                children=row
                            />
                        </tbody>
                    </table>
                </div>
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
