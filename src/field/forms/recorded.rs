//! What the record of a datastream has at a time, between the values around it, beside what somebody read or measured then.

use super::{number, signed};
use crate::api::abort::AbortHandle;
use crate::api::device::{self as api, Stream};
use crate::field::entry::Entry;
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_records::words::percent_text;
use gagehouse_records::{arithmetic, nearest};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What was answered.
#[derive(Clone)]
enum Found {
    Value(f64, Stream),
    Nothing(String),
}

/// The line; nothing where there is no datastream or no time.
#[component]
pub fn Recorded(
    /// The record.
    entry: Entry,
    /// The datastream.
    stream: Memo<Option<Stream>>,
    /// The time.
    at: Memo<Option<TimeUs>>,
    /// What is looked up.
    #[prop(into)]
    what: Signal<String>,
    /// What was measured then, with its unit: it is held against the record.
    #[prop(optional, into)]
    measured: Option<Signal<Option<(f64, String)>>>,
    /// Whether what lies between is told in percent too, as of a quantity whose zero means none.
    #[prop(optional)]
    in_percent: bool,
) -> impl IntoView {
    let abort = AbortHandle::of_owner();
    let found = RwSignal::new(None::<Found>);
    let max_lag_us = {
        let network = entry.visit.network();
        entry.visit.device.replica.with_untracked(|replica| replica.limits(&network).max_lag_us())
    };
    Effect::new(move |_| {
        let (Some(stream), Some(at)) = (stream.get(), at.get()) else { return };
        found.set(Some(Found::Nothing("asking…".to_owned())));
        spawn_local(async move {
            let answered = look(&stream, at, max_lag_us, abort).await;
            let answered = match answered {
                Ok(value) => Found::Value(value, stream),
                Err(why) => Found::Nothing(format!("not available: {why}")),
            };
            let _ = found.try_set(Some(answered));
        });
    });
    let text = move || {
        let said = match found.get()? {
            Found::Nothing(said) => said,
            Found::Value(value, stream) => {
                let unit = stream.unit_symbol.unwrap_or_default();
                let beside = measured.and_then(|measured| measured.get());
                let beside =
                    beside.and_then(|measured| against(measured, value, &unit, in_percent));
                let value = format!("{} {unit}", number(value));
                format!("{}{}", value.trim_end(), beside.unwrap_or_default())
            }
        };
        Some(format!("{}: {said}", what.get()))
    };
    view! { <p class="field-result">{text}</p> }
}

/// The record's value at the time, or why there is none.
async fn look(
    stream: &Stream,
    at: TimeUs,
    max_lag_us: i64,
    abort: AbortHandle,
) -> Result<f64, String> {
    let window = TimeRange { start: TimeUs(at.0 - max_lag_us), end: TimeUs(at.0 + max_lag_us) };
    match api::rows(stream, window, abort).await {
        Ok(Some((times, values))) => nearest::sensor_at(&times, &values, at, max_lag_us)
            .ok_or_else(|| {
                format!("no values within {} min on both sides yet", max_lag_us / 60_000_000)
            }),
        Ok(None) => Err("another service has it".to_owned()),
        Err(_) => Err("the server does not answer".to_owned()),
    }
}

/// What was measured less the record, in the unit of what was measured.
fn against(
    (measured, unit): (f64, String),
    recorded: f64,
    recorded_unit: &str,
    in_percent: bool,
) -> Option<String> {
    let off = arithmetic::departure(measured, arithmetic::in_unit(recorded, recorded_unit, &unit)?);
    let percent = off.percent.filter(|_| in_percent);
    let percent = percent.map(|p| format!(" ({})", percent_text(p))).unwrap_or_default();
    Some(format!(". Measured − record: {}{percent}", signed(off.value, &unit)))
}
