//! `/field/records`: what is kept besides visits and equipment; each kind as a list with files.

use super::columns::title;
use super::components::no_such::NoSuch;
use super::components::record_buttons::NewRecord;
use super::components::record_table::RecordTable;
use crate::api::records::Asked;
use crate::components::page_title::PageTitle;
use gagehouse_records::Kind;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::{query_signal, use_params_map};

/// The kinds that have a list, in the order in which they are offered.
const LISTED: [Kind; 14] = [
    Kind::Visit,
    Kind::Calibration,
    Kind::Deployment,
    Kind::Action,
    Kind::EquipmentModel,
    Kind::ReferenceMaterial,
    Kind::ReferencePoint,
    Kind::Method,
    Kind::Person,
    Kind::Organization,
    Kind::DataloggerProgram,
    Kind::Limits,
    Kind::Term,
    Kind::Relation,
];

/// Which lists there are.
#[component]
pub fn ListsPage() -> impl IntoView {
    let links = LISTED.iter().map(|kind| {
        view! {
            <li>
                <A href=format!("/field/records/{kind}")>{title(*kind)}</A>
            </li>
        }
    });
    view! {
        <div class="column">
            <PageTitle text="Records" />
            <h1 tabindex="-1">"Records"</h1>
            <ul class="field-links">
                <li>
                    <A href="/field/equipment">{title(Kind::Equipment)}</A>
                </li>
                <li>
                    <A href="/field/calendar">"Calendar of visits"</A>
                </li>
                {links.collect::<Vec<_>>()}
                <li>
                    <A href="/field/admin">"Accounts and log of changes"</A>
                </li>
                <li>
                    <a href="./" rel="external">
                        "Public map"
                    </a>
                </li>
            </ul>
        </div>
    }
}

/// The list of a kind.
#[component]
pub fn ListPage() -> impl IntoView {
    let params = use_params_map();
    let kind = Memo::new(move |_| {
        let named = params.with(|params| params.get("kind"))?.parse::<Kind>().ok()?;
        LISTED.contains(&named).then_some(named)
    });
    move || match kind.get() {
        Some(kind) => view! { <ListOf kind /> }.into_any(),
        None => view! {
            <NoSuch what="No such list">
                <p>
                    <A href="/field/records">"The lists that there are"</A>
                </p>
            </NoSuch>
        }
        .into_any(),
    }
}

#[component]
fn ListOf(kind: Kind) -> impl IntoView {
    let (words, set_words) = query_signal::<String>("q");
    let typed = RwSignal::new(words.get_untracked().unwrap_or_default());
    let search = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        set_words.set(Some(typed.get_untracked()).filter(|text| !text.trim().is_empty()));
    };
    let asked = Signal::derive(move || Asked::default().with("q", words.get().unwrap_or_default()));
    // What a deployment's end is follows from its retrieval, a calibration's verdict from the limits and what was before it.
    let with_computed = matches!(kind, Kind::Deployment | Kind::Calibration);
    view! {
        <div class="column column--wide">
            <PageTitle text=title(kind) />
            <h1 tabindex="-1">{title(kind)}</h1>
            <NewRecord kind />
            <form class="field-search" role="search" on:submit=search>
                <label class="field-label">
                    "A word in the record"
                    <input type="search" autocomplete="off" prop:value=typed on:input=move |event| typed.set(event_target_value(&event)) />
                </label>
                <button type="submit" class="button">
                    "Search"
                </button>
            </form>
            <RecordTable kind asked with_computed label=title(kind) />
        </div>
    }
}
