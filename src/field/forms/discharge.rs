//! A discharge measurement: how it was done, how good it is, the stage during it, and both beside the record.

use super::fields::Fields;
use super::placing::streams;
use super::recorded::Recorded;
use super::{number, offer};
use crate::api::device::Stream;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_model::{TimeUs, Unit};
use gagehouse_records::event::about::{DISCHARGE, GAGE_HEIGHT, is_of};
use gagehouse_records::kinds::{Action, Discharge};
use gagehouse_records::{Body, Kind, form};
use leptos::prelude::*;
use serde_json::{Value, json};

/// A new one, in the units of the last one at the site, else in those of its datastreams.
pub fn new(visit: OpenVisit) -> Part {
    let last = untrack(|| last(visit, None)).and_then(|action| action.discharge);
    let of_last = |unit: fn(&Discharge) -> &String| last.as_ref().map(|last| unit(last).clone());
    let unit = of_last(|last| &last.unit).or_else(|| unit_of(visit, DISCHARGE));
    let gage_height_unit = of_last(|last| &last.gage_height_unit);
    let gage_height_unit = gage_height_unit.filter(|unit| !unit.is_empty());
    let gage_height_unit = gage_height_unit.or_else(|| unit_of(visit, GAGE_HEIGHT));
    let record = json!({"site": visit.site(), "visit": visit.draft.with_untracked(|draft| draft.id()),
        "action_type": "dischargeMeasurement", "begin": visit.now(), "equipment": [null],
        "discharge": {"unit": unit, "gage_height_unit": gage_height_unit}});
    Part { form: Form::Discharge, sheets: vec![Sheet::new(Kind::Action, record)] }
}

/// The unit of the site's record of a quantity, by the symbol that forms offer where it is known.
pub fn unit_of(visit: OpenVisit, quantity: &[&str]) -> Option<String> {
    let symbol = untrack(|| stream_of(visit, quantity))?.unit_symbol?;
    let unit = Unit { symbol: Some(symbol.clone()), ..Unit::default() };
    Some(unit.known().map_or(symbol, |unit| unit.symbol.to_owned()))
}

/// The site's datastream of a quantity: what comes from the instrument is the lowest level. Tracked.
fn stream_of(visit: OpenVisit, quantity: &[&str]) -> Option<Stream> {
    let all = streams(visit).into_iter().filter(|stream| is_of(&stream.variable_name, quantity));
    all.min_by_key(|stream| stream.processing_level.clone())
}

/// The last measurement at the site before this one; tracked.
fn last(visit: OpenVisit, entry: Option<Entry>) -> Option<Action> {
    let site = visit.site()?;
    let (id, before) = (entry.map(|entry| entry.id), entry.and_then(|entry| entry.when("/begin")));
    visit.device.replica.with(|replica| {
        replica.last_action(site, id, before, |action| action.discharge.is_some()).cloned()
    })
}

/// The form.
#[component]
pub fn DischargeForm(entry: Entry) -> impl IntoView {
    let visit = entry.visit;
    let last: Memo<Option<Value>> = Memo::new(move |_| {
        last(visit, Some(entry)).map(|action| Body::Action(Box::new(action)).to_json())
    });
    let span = move || Some((entry.when("/begin")?.earliest(), entry.when("/end")?.earliest()));
    offer(entry, "/discharge/duration_h".to_owned(), move || {
        let (begin, end) = span().filter(|(begin, end)| begin <= end)?;
        Some(number(((end.0 - begin.0) as f64 / 36e6).round() / 100.0))
    });
    let middle = Memo::new(move |_| {
        let begin = entry.when("/begin")?.earliest();
        Some(span().map_or(begin, |(begin, end)| TimeUs(begin.0 + (end.0 - begin.0) / 2)))
    });
    let measured = move |value: &'static str, unit: &'static str| {
        Signal::derive(move || Some((entry.number(value)?, entry.text(unit))))
    };
    let discharge = Memo::new(move |_| stream_of(visit, DISCHARGE));
    let stage = Memo::new(move |_| stream_of(visit, GAGE_HEIGHT));
    let what = move |stream: Memo<Option<Stream>>| {
        Signal::derive(move || {
            let name = stream.get().map(|stream| stream.variable_name).unwrap_or_default();
            format!("Record of {} midway", name.to_lowercase())
        })
    };
    // What follows from the values stands right below them.
    let fields = form::DISCHARGE_MEASUREMENT;
    let end = fields.iter().position(|field| field.name == "discharge").map_or(0, |at| at + 1);
    let (measurement, rest) = fields.split_at(end);
    let heights = move || {
        let Some(Body::Action(action)) = entry.body() else { return None };
        let discharge = action.discharge?;
        let (begin, end) = discharge.gage_heights()?;
        Some(format!(
            "Gage height from {} to {} {}, had it changed evenly",
            begin.text(),
            end.text(),
            discharge.gage_height_unit
        ))
    };
    view! {
        <Fields entry fields=measurement last />
        <p class="field-result" role="status">{heights}</p>
        <Recorded entry stream=discharge at=middle what=what(discharge) measured=measured("/discharge/value", "/discharge/unit") in_percent=true />
        <Recorded entry stream=stage at=middle what=what(stage) measured=measured("/discharge/gage_height", "/discharge/gage_height_unit") />
        <Fields entry fields=rest />
    }
}
