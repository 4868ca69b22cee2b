//! Of a visit as a whole: who was there, what was done, where the device was.

use crate::browser;
use crate::field::device::draft::VisitDraft;
use crate::field::entry::Entry;
use crate::field::forms::choices::terms_of;
use gagehouse_catalog::spatial::distance_km;
use gagehouse_records::vocabulary::COMPLETED_WORK;
use gagehouse_records::{Decimal, Kind};
use leptos::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen_futures::spawn_local;

/// Who of the network's people was there.
#[component]
pub fn Crew(entry: Entry) -> impl IntoView {
    let device = entry.visit.device;
    let people = Memo::new(move |_| {
        let network = entry.visit.network();
        device.replica.with(|replica| {
            let own = replica.of(Kind::Person).filter(|(_, record)| record.network == network);
            own.map(|(id, record)| (id.to_string(), record.body.index().title)).collect::<Vec<_>>()
        })
    });
    move || {
        let people = people.get();
        (!people.is_empty()).then(|| view! { <Checks entry pointer="/crew" legend="Crew, of the network's people" all=people /> })
    }
}

/// What was done, as a checklist.
#[component]
pub fn CompletedWork(entry: Entry) -> impl IntoView {
    let work = Memo::new(move |_| terms_of(entry.visit, COMPLETED_WORK));
    move || view! { <Checks entry pointer="/completed_work" legend="Completed work" all=work.get() /> }
}

/// Any of several, kept as a list.
#[component]
fn Checks(
    entry: Entry,
    pointer: &'static str,
    legend: &'static str,
    all: Vec<(String, String)>,
) -> impl IntoView {
    let listed = move |draft: &VisitDraft| -> Vec<String> {
        let list = draft
            .sheet(entry.id)
            .and_then(|sheet| sheet.record.pointer(pointer).and_then(Value::as_array).cloned());
        list.unwrap_or_default()
            .iter()
            .filter_map(|code| code.as_str().map(str::to_owned))
            .collect()
    };
    let check = move |(code, name): (String, String)| {
        let held = code.clone();
        let is_checked = move || entry.visit.draft.with(|draft| listed(draft).contains(&held));
        let toggle = move |event| {
            let mut list = entry.visit.draft.with_untracked(listed);
            list.retain(|known| *known != code);
            if event_target_checked(&event) {
                list.push(code.clone());
            }
            entry.set(pointer, json!(list));
        };
        view! {
            <label class="field-check">
                <input type="checkbox" prop:checked=is_checked on:change=toggle />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field-checks">
            <legend>{legend}</legend>
            {all.into_iter().map(check).collect_view()}
        </fieldset>
    }
}

/// Where the device is, with the distance to the site.
#[component]
pub fn CheckIn(entry: Entry) -> impl IntoView {
    let device = entry.visit.device;
    let problem = RwSignal::new(None::<String>);
    let check_in = move |_| {
        problem.set(None);
        spawn_local(async move {
            match browser::position_of_device().await {
                Err(error) => drop(problem.try_set(Some(error))),
                Ok((latitude, longitude, accuracy_m)) => {
                    let site = entry.visit.site();
                    let there = device.sites.with_untracked(|sites| {
                        let site = sites.value.iter().find(|known| Some(known.key) == site)?;
                        Some((site.longitude?, site.latitude?))
                    });
                    let distance = there.map(|there| {
                        Decimal::new(distance_km((longitude, latitude), there) * 1000.0, 0)
                    });
                    let (latitude, longitude) =
                        (Decimal::new(latitude, 6), Decimal::new(longitude, 6));
                    let accuracy = Decimal::new(accuracy_m, 0);
                    entry.set("/position", json!({"latitude": latitude, "longitude": longitude, "accuracy_m": accuracy, "distance_to_site_m": distance}));
                }
            }
        });
    };
    let place = move || {
        let (latitude, longitude) =
            (entry.text("/position/latitude"), entry.text("/position/longitude"));
        (!latitude.is_empty()).then(|| {
            let distance = entry.text("/position/distance_to_site_m");
            let far = if distance.is_empty() {
                "distance to the site not available".to_owned()
            } else {
                format!("{distance} m from the site")
            };
            format!(
                "{latitude}, {longitude} (WGS 84, ±{} m): {far}",
                entry.text("/position/accuracy_m")
            )
        })
    };
    view! {
        <p class="actions">
            <button type="button" class="button button--quiet" on:click=check_in>"Check in by position"</button>
            <span class="field-result" role="status">{place}</span>
        </p>
        <p role="alert" class="field-problem">{move || problem.get()}</p>
    }
}
