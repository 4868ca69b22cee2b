//! A reading beside a sensor: what a person read, what the sensor shows and what its record has at that time.

use super::{signed, terms};
use crate::api::abort::AbortHandle;
use crate::api::device::{self as api, Stream};
use crate::field::components::choice_input::{ChoiceInput, Choices};
use crate::field::components::decimal_input::DecimalInput;
use crate::field::components::text_input::TextInput;
use crate::field::components::time_input::TimeInput;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_records::vocabulary::READING_TYPE;
use gagehouse_records::{Body, Kind, arithmetic, nearest};
use leptos::prelude::*;
use serde_json::json;
use wasm_bindgen_futures::spawn_local;

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let now = visit.now();
    let record = json!({"site": visit.site(), "visit": visit.draft.with_untracked(|draft| draft.id()), "action_type": "observation",
        "begin": now, "readings": [{"reading_type": "routine", "when": now}]});
    Part { form: Form::Reading, sheets: vec![Sheet::new(Kind::Action, record)] }
}

/// The form.
#[component]
pub fn ReadingForm(entry: Entry) -> impl IntoView {
    let device = entry.visit.device;
    let streams = Memo::new(move |_| {
        let site = entry.visit.site().unwrap_or_default();
        device
            .streams
            .with(|all| all.get(&site).map(|site| site.datastreams.clone()).unwrap_or_default())
    });
    let choices = Signal::derive(move || {
        streams.with(|streams| streams.iter().map(choice).collect::<Choices>())
    });
    let stream = Memo::new(move |_| {
        let key = entry.text("/readings/0/datastream");
        streams.with(|streams| streams.iter().find(|stream| stream.key.to_string() == key).cloned())
    });
    let chosen = Callback::new(move |key: String| {
        let found = streams
            .with_untracked(|all| all.iter().find(|stream| stream.key.to_string() == key).cloned());
        let Some(stream) = found else { return };
        entry.set("/readings/0/datastream", json!(stream.key));
        entry.set(
            "/readings/0/variable",
            json!(stream.variable_code.unwrap_or(stream.variable_name)),
        );
        entry.set("/readings/0/unit", json!(stream.unit_symbol.unwrap_or_default()));
    });
    let unit = Signal::derive(move || entry.text("/readings/0/unit"));
    let beside = move || {
        let (read, sensor) =
            (entry.number("/readings/0/value")?, entry.number("/readings/0/sensor_value")?);
        let off = arithmetic::departure(sensor, read);
        let percent = off
            .percent
            .map_or("percentage not available".to_owned(), |percent| signed(percent, "%"));
        Some(format!("Sensor − reading: {} ({percent})", signed(off.value, &unit.get())))
    };
    let last = Signal::derive(move || last_reading(entry));
    view! {
        <div class="field-grid">
            <ChoiceInput entry pointer="/readings/0/datastream" label="Read against" choices chosen />
            <ChoiceInput entry pointer="/readings/0/reading_type" label="Kind of reading" choices=Signal::stored(terms(READING_TYPE)) />
            <TimeInput entry pointer="/begin" label="Read at" also="/readings/0/when" />
            <DecimalInput entry pointer="/readings/0/value" label="Reading, such as of the staff gage" unit last />
            <DecimalInput entry pointer="/readings/0/sensor_value" label="Sensor shows" unit />
            <TextInput entry pointer="/readings/0/method" label="Read with" />
        </div>
        <p class="field-result" role="status">
            {move || beside().unwrap_or_else(|| "Sensor − reading: once both are entered".to_owned())}
        </p>
        <Recorded entry stream />
    }
}

fn choice(stream: &Stream) -> (String, String) {
    let unit = stream.unit_symbol.as_deref().map(|unit| format!(" ({unit})")).unwrap_or_default();
    let level = stream
        .processing_level
        .as_deref()
        .map(|level| format!(", level {level}"))
        .unwrap_or_default();
    (stream.key.to_string(), format!("{}{unit}{level}", stream.variable_name))
}

/// What the sensor's record has at the time of the reading, between the values around it.
#[component]
fn Recorded(entry: Entry, stream: Memo<Option<Stream>>) -> impl IntoView {
    let abort = AbortHandle::of_owner();
    let text = RwSignal::new(String::new());
    let max_lag_us = {
        let network = entry.visit.network();
        entry.visit.device.replica.with_untracked(|replica| replica.limits(&network).max_lag_us())
    };
    let at = Memo::new(move |_| entry.when("/begin").map(|when| when.earliest()));
    Effect::new(move |_| {
        let (Some(stream), Some(at)) = (stream.get(), at.get()) else { return };
        text.set("Sensor's record at that time: asking…".to_owned());
        spawn_local(async move {
            let window =
                TimeRange { start: TimeUs(at.0 - max_lag_us), end: TimeUs(at.0 + max_lag_us) };
            let minutes = max_lag_us / 60_000_000;
            let said = match api::rows(&stream, window, abort).await {
                Ok(Some((times, values))) => {
                    match nearest::sensor_at(&times, &values, at, max_lag_us) {
                        Some(value) => {
                            signed(value, stream.unit_symbol.as_deref().unwrap_or_default())
                                .trim_start_matches('+')
                                .to_owned()
                        }
                        None => format!(
                            "not available: no values within {minutes} min on both sides yet"
                        ),
                    }
                }
                Ok(None) => "not available: another service has it".to_owned(),
                Err(_) => "not available: the server does not answer".to_owned(),
            };
            let _ = text.try_set(format!("Sensor's record at that time: {said}"));
        });
    });
    view! { <p class="field-result">{text}</p> }
}

fn last_reading(entry: Entry) -> Option<String> {
    let (site, variable) = (entry.visit.site(), entry.text("/readings/0/variable"));
    let unit = entry.text("/readings/0/unit");
    entry.visit.device.replica.with(|replica| {
        let readings = replica.of(Kind::Action).filter_map(|(_, record)| match &record.body {
            Body::Action(b) if b.site == site => {
                let reading =
                    b.readings.iter().find(|r| r.variable == variable && r.unit == unit)?;
                Some((reading.when?.earliest(), reading.value.as_ref()?.text().to_owned()))
            }
            _ => None,
        });
        readings.max_by_key(|(at, _)| *at).map(|(_, value)| format!("{value} {unit}"))
    })
}
