//! A check of one output variable: before and after cleaning, in standards as found and as left, and the verdict before leaving.

use super::choices::items;
use super::offer;
use super::oxygen::OxygenFields;
use super::placing::ShowAll;
use crate::field::components::choice_input::{ChoiceInput, Choices};
use crate::field::components::decimal_input::DecimalInput;
use crate::field::components::field_faults::FieldFaults;
use crate::field::components::text_input::TextInput;
use crate::field::components::time_input::TimeInput;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::kinds::{Calibration, Cleaning, StandardCheck};
use gagehouse_records::verdict::{Verdict, verdict, words};
use gagehouse_records::{Body, Decimal, Kind, RecordId};
use leptos::prelude::*;
use serde_json::json;

/// A new one at the bench, of an item.
pub fn at_bench(item: RecordId, now: &str) -> Sheet {
    let record = json!({"place": "bench", "equipment": item, "begin": now, "standards": [{}, {}]});
    Sheet::new(Kind::Calibration, record)
}

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let record = json!({"site": visit.site(), "visit": visit.draft.with_untracked(|draft| draft.id()), "place": "field",
        "begin": visit.now(), "standards": [{}, {}]});
    Part { form: Form::Calibration, sheets: vec![Sheet::new(Kind::Calibration, record)] }
}

/// The form.
#[component]
pub fn CalibrationForm(entry: Entry) -> impl IntoView {
    let visit = entry.visit;
    let all = RwSignal::new(false);
    // At the bench is whatever is not at a site.
    let is_bench = visit.site().is_none();
    let choices = Signal::derive(move || items(visit, is_bench || all.get()));
    let references = Signal::derive(move || {
        let own = entry.text("/equipment");
        items(visit, true).into_iter().filter(|(id, _)| *id != own).collect::<Choices>()
    });
    let is_oxygen = Memo::new(move |_| {
        let variable = entry.text("/output_variable");
        let limits = visit.device.replica.with(|replica| replica.limits(&visit.network()));
        limits.is_oxygen(&variable)
            || visit.draft.with(|draft| {
                draft.sheet(entry.id).is_some_and(|sheet| sheet.record["oxygen"].is_object())
            })
    });
    let variables = Signal::derive(move || {
        let item = entry.named("/equipment");
        visit.device.replica.with(|replica| {
            let model = item.and_then(|id| replica.model_of(id));
            let outputs = model.map(|model| model.output_variables.as_slice()).unwrap_or_default();
            outputs
                .iter()
                .map(|o| (o.variable.clone(), format!("{} ({})", o.variable, o.unit)))
                .collect::<Choices>()
        })
    });
    let chosen = Callback::new(move |variable: String| {
        let unit = visit.device.replica.with_untracked(|replica| {
            let model =
                entry.text_now("/equipment").parse().ok().and_then(|id| replica.model_of(id));
            model.and_then(|model| model.output(&variable)).map(|output| output.unit.clone())
        });
        entry.set("/unit", json!(unit.unwrap_or_default()));
    });
    let unit = Signal::derive(move || entry.text("/unit"));
    let last = Memo::new(move |_| {
        let item = entry.named("/equipment")?;
        let variable = entry.text("/output_variable");
        visit.device.replica.with(|replica| replica.last_calibration(item, &variable).cloned())
    });
    let last_cleaning = move |of: fn(&Cleaning) -> Option<&Decimal>| {
        Signal::derive(move || {
            let text = last
                .with(|last| of(last.as_ref()?.cleaning.as_ref()?).map(|d| d.text().to_owned()));
            text.map(|text| format!("{text} {}", unit.get()))
        })
    };
    let difference = move |sensor: &'static str, meter: &'static str| {
        move || {
            let off = entry.decimal(sensor)?.minus(&entry.decimal(meter)?);
            Some(format!("Sensor − field meter: {}", off.signed(&unit.get())))
        }
    };
    let (before, after) = (
        difference("/cleaning/sensor_before", "/cleaning/meter_before"),
        difference("/cleaning/sensor_after", "/cleaning/meter_after"),
    );
    let count = Memo::new(move |_| {
        visit.draft.with(|draft| {
            draft
                .sheet(entry.id)
                .and_then(|sheet| sheet.record["standards"].as_array().map(Vec::len))
                .unwrap_or(0)
        })
    });
    let add = move |_| entry.set(&format!("/standards/{}", count.get_untracked()), json!({}));
    view! {
            <div class="field-grid">
                <ChoiceInput entry pointer="/equipment" label="Instrument" choices />
                <ChoiceInput entry pointer="/output_variable" label="Output variable" choices=variables chosen />
                <TimeInput entry pointer="/begin" label="Begun" />
                <ChoiceInput entry pointer="/reference_equipment/0" label="Reference instrument, such as a thermometer" choices=references />
                {(!is_bench).then(|| view! {
    <ShowAll all but="those at the site" />
                })}
            </div>
            <fieldset>
                <legend>"In the water, before and after cleaning"</legend>
                <div class="field-grid">
                    <DecimalInput entry pointer="/cleaning/sensor_before" label="Sensor before" unit last=last_cleaning(|c| c.sensor_before.as_ref()) />
                    <DecimalInput entry pointer="/cleaning/meter_before" label="Field meter before" unit last=last_cleaning(|c| c.meter_before.as_ref()) />
                    <p class="field-result" role="status">{move || before().unwrap_or_else(once_both)}</p>
                    <DecimalInput entry pointer="/cleaning/sensor_after" label="Sensor after" unit last=last_cleaning(|c| c.sensor_after.as_ref()) />
                    <DecimalInput entry pointer="/cleaning/meter_after" label="Field meter after" unit last=last_cleaning(|c| c.meter_after.as_ref()) />
                    <p class="field-result" role="status">{move || after().unwrap_or_else(once_both)}</p>
                </div>
            </fieldset>
            <Show when=move || is_oxygen.get()>
                <OxygenFields entry />
            </Show>
            <For each=move || 0..count.get() key=|at| *at let:at>
                <StandardRow entry at unit last />
            </For>
            <p class="actions">
                <button type="button" class="button button--quiet" on:click=add>
                    {move || if is_temperature(entry) { "Another temperature" } else { "Another standard" }}
                </button>
            </p>
            <TextInput entry pointer="/remarks" label="Remarks" />
            <VerdictBox entry />
        }
}

fn once_both() -> String {
    "Sensor − field meter: once both are entered".to_owned()
}

/// The cleaned sensor in one standard.
#[component]
fn StandardRow(
    entry: Entry,
    at: usize,
    unit: Signal<String>,
    last: Memo<Option<Calibration>>,
) -> impl IntoView {
    let visit = entry.visit;
    let field = move |name: &str| format!("/standards/{at}/{name}");
    let standards = Memo::new(move |_| {
        let variable = entry.text("/output_variable");
        visit.device.replica.with(|replica| replica.standards(&visit.network(), &variable))
    });
    let choices = Signal::derive(move || {
        standards.with(|all| {
            let choice =
                |(id, material): &(RecordId, gagehouse_records::kinds::ReferenceMaterial)| {
                    let lot = if material.lot.is_empty() {
                        String::new()
                    } else {
                        format!(", lot {}", material.lot)
                    };
                    let until = material
                        .expires
                        .map(|expires| format!(", good until {expires}"))
                        .unwrap_or_default();
                    (id.to_string(), format!("{}{lot}{until}", material.name))
                };
            all.iter().map(choice).collect::<Choices>()
        })
    });
    // What the bottle says at that temperature stands there until somebody types something else.
    let (material, temperature, value) =
        (field("material"), field("temperature_c"), field("value"));
    offer(entry, value, move || {
        let (id, at) = (entry.named(&material)?, entry.number(&temperature));
        let variable = entry.text("/output_variable");
        let stated = standards.with(|all| {
            let (_, material) = all.iter().find(|(known, _)| *known == id)?;
            material.value_at(&variable, at)
        });
        stated.map(|stated| format!("{stated:.2}"))
    });
    let was = move |of: fn(&StandardCheck) -> Option<&Decimal>| {
        Signal::derive(move || {
            let text = last
                .with(|last| of(last.as_ref()?.standards.get(at)?).map(|d| d.text().to_owned()));
            text.map(|text| format!("{text} {}", unit.get()))
        })
    };
    let is_ph = move || entry.text("/unit") == "pH";
    let warm = move || is_temperature(entry);
    let celsius = Signal::stored("°C".to_owned());
    let millivolts = Signal::stored("mV".to_owned());
    view! {
        <fieldset>
            <legend>{move || format!("{} {}", if warm() { "Temperature" } else { "Standard" }, at + 1)}</legend>
            <div class="field-grid">
                {move || if warm() {
                    view! {
                        <DecimalInput entry pointer=field("value") label="Reference thermometer shows" unit />
                        <FieldFaults entry pointer=field("material") />
                    }.into_any()
                } else {
                    view! {
                        <ChoiceInput entry pointer=field("material") label="Standard" choices />
                        <DecimalInput entry pointer=field("temperature_c") label="Temperature" unit=celsius />
                        <DecimalInput entry pointer=field("value") label="Its value at that temperature" unit />
                    }.into_any()
                }}
                <DecimalInput entry pointer=field("as_found") label="As found" unit last=was(|c| c.as_found.as_ref()) />
                <DecimalInput entry pointer=field("as_left") label="As left" unit last=was(|c| c.as_left.as_ref()) />
                <Show when=is_ph>
                    <DecimalInput entry pointer=field("millivolts") label="Electrode" unit=millivolts />
                </Show>
            </div>
        </fieldset>
    }
}

/// Whether a thermometer is looked at: what it is held against is another one, not a bottle.
fn is_temperature(entry: Entry) -> bool {
    matches!(entry.text("/unit").as_str(), "°C" | "degC" | "°F")
}

/// Fouling, drift, class and what to do, as the readings stand.
#[component]
fn VerdictBox(entry: Entry) -> impl IntoView {
    let visit = entry.visit;
    let found = Memo::new(move |_| {
        let Some(Body::Calibration(calibration)) = entry.body() else { return None };
        visit.device.replica.with(|replica| {
            let limits = replica.limits(&visit.network());
            let item = calibration.equipment;
            let since =
                item.and_then(|item| replica.last_right(item, &calibration.output_variable));
            let verdict = verdict(&calibration, &limits, since);
            let mut lines = lines(&calibration, &verdict);
            // A verdict does not look as if nothing were missing.
            let lacks = entry.lacks();
            if verdict.sum.is_some() && !lacks.is_empty() {
                lines.push(format!("To be finished it still needs: {}.", lacks.join(", ")));
            }
            Some(lines)
        })
    });
    view! {
        <section class="field-verdict" aria-label="Verdict" role="status">
            {move || found.get().map(|lines| lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view())}
        </section>
    }
}

fn lines(calibration: &Calibration, verdict: &Verdict) -> Vec<String> {
    let mut lines = words::found(calibration);
    lines.extend(verdict.judged(calibration));
    lines.extend(verdict.to_do().into_iter().map(str::to_owned));
    lines.extend(verdict.period(calibration));
    if lines.is_empty() {
        lines.push("Fouling, drift and class: once the readings are entered".to_owned());
    }
    lines
}
