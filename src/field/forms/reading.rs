//! A reading beside a sensor: what a person read, what the sensor shows and what its record has at that time.

use super::choices::terms_of;
use super::placing::{stream_text, streams};
use super::recorded::Recorded;
use crate::field::components::choice_input::{ChoiceInput, Choices};
use crate::field::components::decimal_input::DecimalInput;
use crate::field::components::text_input::TextInput;
use crate::field::components::time_input::TimeInput;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_model::scale::has_true_zero;
use gagehouse_records::vocabulary::READING_TYPE;
use gagehouse_records::words::percent_behind;
use gagehouse_records::{Body, Kind, arithmetic};
use leptos::prelude::*;
use serde_json::json;

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
    let streams = Memo::new(move |_| streams(entry.visit));
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
        let read = entry.decimal(&field("value"))?;
        let sensor = entry.decimal(&field("sensor_value"))?;
        let (unit, off) = (unit.get(), sensor.minus(&read).signed(&unit.get()));
        let percent = arithmetic::departure(sensor.value(), read.value()).percent;
        // By its name, where the code says nothing.
        let name = stream.with(|stream| stream.as_ref().map(|it| it.variable_name.clone()));
        let is_ratio = has_true_zero(&name.unwrap_or_default(), &unit);
        let variable = entry.text(&field("variable"));
        let percent = percent_behind(percent.filter(|_| is_ratio), &variable, &unit);
        Some(format!("Sensor − reading: {off}{percent}"))
    };
    let last = Signal::derive(move || last_reading(entry, at));
    let time = {
        let when = when.clone();
        Memo::new(move |_| entry.when(&when).map(|when| when.earliest()))
    };
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
        <Recorded entry stream at=time what="Sensor's record at that time" />
    }
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
