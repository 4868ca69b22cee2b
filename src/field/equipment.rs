//! All equipment of one's networks: found by code, name or serial number, typed or scanned.

use super::columns;
use super::components::record_buttons::NewRecord;
use super::components::record_table::RecordTable;
use super::components::scan_button::ScanButton;
use super::names::use_names;
use crate::api::abort::AbortHandle;
use crate::api::error::ApiError;
use crate::api::records::{Asked, list};
use crate::components::page_title::PageTitle;
use gagehouse_records::kinds::Equipment;
use gagehouse_records::vocabulary::EQUIPMENT_TYPE;
use gagehouse_records::{Body, Kind};
use leptos::prelude::*;
use leptos_router::hooks::{query_signal, use_navigate};
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// How long somebody may pause while typing.
const PAUSE: Duration = Duration::from_millis(250);

/// The page.
#[component]
pub fn EquipmentPage() -> impl IntoView {
    use_names();
    let (words, set_words) = query_signal::<String>("q");
    let (term, set_term) = query_signal::<String>("type");
    let typed = RwSignal::new(words.get_untracked().unwrap_or_default());
    let problem = RwSignal::new(None::<String>);
    let pause = StoredValue::new(None::<TimeoutHandle>);
    let told = move |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let changed = move |event: web_sys::Event| {
        typed.set(event_target_value(&event));
        problem.set(None);
        // The page may have been left by then.
        let after = move || {
            if let Some(text) = typed.try_get_untracked() {
                set_words.set(told(text));
            }
        };
        if let Some(before) = pause.get_value() {
            before.clear();
        }
        pause.set_value(set_timeout_with_handle(after, PAUSE).ok());
    };
    let navigate = use_navigate();
    let abort = AbortHandle::of_owner();
    // Scanners type what they read and end with Enter.
    let find = move |text: String| {
        let Some(code) = told(text) else { return };
        if let Some(before) = pause.get_value() {
            before.clear();
        }
        set_words.set(Some(code.clone()));
        let navigate = navigate.clone();
        spawn_local(async move {
            let asked = Asked::default().with("q", &code);
            let text = match list(Kind::Equipment, &asked, abort).await {
                Ok(page) => {
                    let is_it = |body: &Equipment| {
                        [&body.serial_number, &body.asset_tag, &body.code]
                            .iter()
                            .any(|own| own.eq_ignore_ascii_case(&code))
                    };
                    let found = page.items.iter().filter(|item| {
                        matches!(Body::parse(Kind::Equipment, &item.record).0, Body::Equipment(b) if is_it(&b))
                    });
                    match found.collect::<Vec<_>>().as_slice() {
                        [item] => {
                            navigate(&format!("/field/equipment/{}", item.id), Default::default());
                            return;
                        }
                        [] => format!("No item has the code, label or serial number '{code}'."),
                        more => {
                            format!("{} items have '{code}'; they are listed below.", more.len())
                        }
                    }
                }
                Err(ApiError::Aborted) => return,
                Err(error) => format!("{error}."),
            };
            let _ = problem.try_set(Some(text));
        });
    };
    let find = StoredValue::new_local(find);
    let open = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        find.with_value(|find| find(typed.get_untracked()));
    };
    let scanned = Callback::new(move |text: String| {
        typed.set(text.clone());
        find.with_value(|find| find(text));
    });
    let asked = Signal::derive(move || {
        Asked::default()
            .with("q", words.get().unwrap_or_default())
            .with("term", term.get().unwrap_or_default())
    });
    let types = EQUIPMENT_TYPE.terms().iter().map(|known| {
        let code = known.code.clone();
        let is_it = move || term.get().as_deref() == Some(code.as_str());
        view! {
            <option value=known.code.clone() selected=is_it>
                {known.name.clone()}
            </option>
        }
    });
    view! {
        <div class="column column--wide">
            <PageTitle text="Equipment" />
            <h1 tabindex="-1">{columns::title(Kind::Equipment)}</h1>
            <NewRecord kind=Kind::Equipment />
            <form class="field-search" role="search" on:submit=open>
                <label class="field-label">
                    "Serial number, code, name or label"
                    <input
                        type="search"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        prop:value=typed
                        on:input=changed
                    />
                </label>
                <label class="field-label">
                    "Type"
                    <select on:change=move |event| set_term.set(told(event_target_value(&event)))>
                        <option value="">"All types"</option>
                        {types.collect::<Vec<_>>()}
                    </select>
                </label>
                <button type="submit" class="button">
                    "Open"
                </button>
            </form>
            <ScanButton read=scanned />
            <p class="small quiet">"Type or scan; Enter opens the item that has exactly this serial number, code or label."</p>
            <p class="field-problem" role="alert">
                {move || problem.get()}
            </p>
            <RecordTable kind=Kind::Equipment asked with_computed=true label="Equipment" />
        </div>
    }
}
