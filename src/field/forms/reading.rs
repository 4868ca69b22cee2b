//! A reading beside a sensor: what a person read, what the sensor shows and what its record has at that time.

use super::choices::terms_of;
use super::placing::stream_text;
use super::signed;
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

/// The form: all readings of the action, of which a new one has one.
#[component]
pub fn ReadingForm(entry: Entry) -> impl IntoView {
    let count = Memo::new(move |_| {
        entry.visit.draft.with(|draft| {
            let list = draft.sheet(entry.id).and_then(|sheet| sheet.record["readings"].as_array());
            list.map_or(1, Vec::len)
        })
    });
    move || (0..count.get()).map(|at| view! { <Read entry at /> }).collect_view()
}

/// One reading; the first one's time is that of the action.
#[component]
fn Read(entry: Entry, at: usize) -> impl IntoView {
    let field = move |name: &str| format!("/readings/{at}/{name}");
    let (when, also) = match at {
        0 => ("/begin".to_owned(), vec![field("when")]),
        _ => (field("when"), Vec::new()),
    };
    let device = entry.visit.device;
    let streams = Memo::new(move |_| {
        let site = entry.visit.site().unwrap_or_default();
        device
            .streams
            .with(|all| all.get(&site).map(|site| site.datastreams.clone()).unwrap_or_default())
    });
    let choices = Signal::derive(move || {
        streams.with(|streams| {
            streams.iter().map(|s| (s.key.to_string(), stream_text(s))).collect::<Choices>()
        })
    });
    let stream = Memo::new(move |_| {
        let key = entry.text(&field("datastream"));
        streams.with(|streams| streams.iter().find(|stream| stream.key.to_string() == key).cloned())
    });
    let chosen = Callback::new(move |key: String| {
        let found = streams
            .with_untracked(|all| all.iter().find(|stream| stream.key.to_string() == key).cloned());
        let Some(stream) = found else { return };
        entry.set(&field("datastream"), json!(stream.key));
        entry.set(&field("variable"), json!(stream.variable_code.unwrap_or(stream.variable_name)));
        entry.set(&field("unit"), json!(stream.unit_symbol.unwrap_or_default()));
    });
    let unit = Signal::derive(move || entry.text(&field("unit")));
    let beside = move || {
        let (read, sensor) =
            (entry.number(&field("value"))?, entry.number(&field("sensor_value"))?);
        let off = arithmetic::departure(sensor, read);
        let percent = off
            .percent
            .map_or("percentage not available".to_owned(), |percent| signed(percent, "%"));
        Some(format!("Sensor − reading: {} ({percent})", signed(off.value, &unit.get())))
    };
    let last = Signal::derive(move || last_reading(entry, at));
    view! {
        <div class="field-grid">
            <ChoiceInput entry pointer=field("datastream") label="Read against" choices chosen />
            <ChoiceInput entry pointer=field("reading_type") label="Kind of reading" choices=Signal::derive(move || terms_of(entry.visit, READING_TYPE)) />
            <TimeInput entry pointer=when.clone() label="Read at" also />
            <DecimalInput entry pointer=field("value") label="Reading, such as of the staff gage" unit last />
            <DecimalInput entry pointer=field("sensor_value") label="Sensor shows" unit />
            <TextInput entry pointer=field("method") label="Read with" />
        </div>
        <p class="field-result" role="status">
            {move || beside().unwrap_or_else(|| "Sensor − reading: once both are entered".to_owned())}
        </p>
        <Recorded entry stream when />
    }
}

/// What the sensor's record has at the time of the reading, between the values around it.
#[component]
fn Recorded(entry: Entry, stream: Memo<Option<Stream>>, when: String) -> impl IntoView {
    let abort = AbortHandle::of_owner();
    let text = RwSignal::new(String::new());
    let max_lag_us = {
        let network = entry.visit.network();
        entry.visit.device.replica.with_untracked(|replica| replica.limits(&network).max_lag_us())
    };
    let at = Memo::new(move |_| entry.when(&when).map(|when| when.earliest()));
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

fn last_reading(entry: Entry, at: usize) -> Option<String> {
    let field = |name: &str| format!("/readings/{at}/{name}");
    let (site, variable) = (entry.visit.site(), entry.text(&field("variable")));
    let unit = entry.text(&field("unit"));
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
