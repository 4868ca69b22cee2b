//! What was done at a site and what hangs there now, as far as the reader may see its records.

use crate::api::abort::AbortHandle;
use crate::api::error::ApiError;
use crate::api::http;
use crate::links;
use gagehouse_catalog::Site;
use gagehouse_page::History;
use gagehouse_page::history::{Item, Visit};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Visits and equipment, once they have come; nothing where there are none.
pub fn site_history(site: &Site) -> AnyView {
    let code = links::encoded(site.url_code());
    let path = StoredValue::new(format!("/api/v1/sites/{}/{code}/history", site.source().key));
    let found = RwSignal::new(None::<Result<History, ApiError>>);
    let abort = AbortHandle::of_owner();
    let ask = move || {
        found.set(None);
        spawn_local(async move {
            let outcome = http::get_json(&path.get_value(), abort).await;
            let _ = found.try_set(Some(outcome));
        });
    };
    ask();
    let shown = move || match found.get()? {
        Ok(history) if history.is_empty() => None,
        Ok(history) => Some(told(history)),
        Err(ApiError::Aborted) => None,
        Err(error) => Some(
            view! {
                <p class="notice" role="status">
                    {format!("Field visits and equipment could not be loaded: {error}. ")}
                    <button type="button" class="link-button" on:click=move |_| ask()>
                        "Try again"
                    </button>
                </p>
            }
            .into_any(),
        ),
    };
    view! { {shown} }.into_any()
}

fn told(history: History) -> AnyView {
    let earlier = history.earlier_text();
    let item = |item: Item| {
        view! {
            <li>
                <span dir="auto">{item.label()}</span>
                ", since "
                <span class="figures">{item.since}</span>
            </li>
        }
    };
    let visit = |visit: Visit| {
        let done = visit.done_text();
        view! {
            <li>
                <span class="figures">{visit.begin}</span>
                " "
                {done}
                " "
                <span dir="auto">{visit.remarks}</span>
            </li>
        }
    };
    let items: Vec<_> = history.equipment.into_iter().map(item).collect();
    let visits: Vec<_> = history.visits.into_iter().map(visit).collect();
    view! {
        <section aria-labelledby="history-title">
            <h2 id="history-title">"Field visits and equipment"</h2>
            {(!items.is_empty())
                .then(|| {
                    view! {
                        <h3>"Deployed now"</h3>
                        <ul>{items}</ul>
                    }
                })}
            {(!visits.is_empty())
                .then(|| {
                    view! {
                        <h3>"Latest visits"</h3>
                        <ul class="visit-list">{visits}</ul>
                    }
                })}
            {earlier.map(|text| view! { <p class="quiet small">{text}</p> })}
        </section>
    }
    .into_any()
}
