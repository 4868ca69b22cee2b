//! Pages of the field app that are fetched when they are first shown ([`crate::chunks`] says how), so that signing in need not wait
//! for their code.
//!
//! The service worker keeps all of them with the page. Visits are written without a network also where there is no such worker, so
//! [`fetch_ahead`] fetches them while there is one.

use super::{admin, calendar, equipment, item, lists, log, record, sheet, site, visit};
use crate::chunks::{Fetched, Page, chunks};
use leptos::prelude::IntoAny;
use leptos::wasm_split::SplitLoaderError;
use wasm_bindgen_futures::spawn_local;

chunks! {
    feature = "split";
    visit: visit() as Page = visit::VisitPage;
    records: admin() as Page = admin::AdminPage;
    records: calendar() as Page = calendar::CalendarPage;
    records: equipment() as Page = equipment::EquipmentPage;
    records: item() as Page = item::ItemPage;
    records: list() as Page = lists::ListPage;
    records: lists() as Page = lists::ListsPage;
    records: log() as Page = log::LogPage;
    records: record() as Page = record::RecordPage;
    records: sheet() as Page = sheet::SheetPage;
    records: site() as Page = site::SitePage;
}

/// Fetches the page of a visit. When that fails it is tried again when one is opened.
pub fn fetch_ahead() {
    spawn_local(async {
        let _ = visit().await;
    });
}
