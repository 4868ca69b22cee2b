//! What a person calls a field: what is wrong is told by that name, once, and where it is mended.

use super::{Field, Input};
use crate::Fault;

/// What a form that is no list of fields calls one of them.
#[derive(Debug, Clone, Copy)]
pub struct Called {
    /// The field, as a JSON pointer; `*` stands for any row.
    field: &'static str,
    /// The field at which its faults stand: its own, or that of the choice from which it follows.
    at: &'static str,
    /// What it is called.
    label: &'static str,
    /// What a row of its list is called; empty where the form does not number them.
    row: &'static str,
}

/// The names of a form's fields.
#[derive(Debug, Clone, Copy)]
pub struct Labels {
    /// Those of a form of its own.
    pub called: &'static [Called],
    /// Those of a list of fields.
    pub fields: &'static [Field],
}

const fn own(field: &'static str, label: &'static str) -> Called {
    Called { field, at: field, label, row: "" }
}

const fn follows(field: &'static str, at: &'static str, label: &'static str) -> Called {
    Called { field, at, label, row: "" }
}

const fn standard(field: &'static str, label: &'static str) -> Called {
    Called { field, at: field, label, row: "Standard" }
}

const fn form(called: &'static [Called]) -> Labels {
    Labels { called, fields: &[] }
}

/// The visit itself.
pub const VISIT: Labels = form(&[
    own("/begin", "Begin"),
    own("/end", "End"),
    follows("/crew", "/party", "Crew"),
    own("/party", "Crew"),
    own("/weather", "Weather"),
    own("/remarks", "Remarks"),
]);

/// A reading beside a sensor.
pub const READING: Labels = form(&[
    own("/readings/*/datastream", "Read against"),
    follows("/readings/*/variable", "/readings/*/datastream", "Read against"),
    follows("/readings/*/unit", "/readings/*/datastream", "Read against"),
    own("/readings/*/reading_type", "Kind of reading"),
    own("/begin", "Read at"),
    follows("/readings/0/when", "/begin", "Read at"),
    own("/readings/*/when", "Read at"),
    own("/readings/*/value", "Reading"),
    own("/readings/*/sensor_value", "Sensor shows"),
    own("/readings/*/method", "Read with"),
]);

/// A calibration or check.
pub const CALIBRATION: Labels = form(&[
    own("/equipment", "Instrument"),
    own("/output_variable", "Output variable"),
    follows("/unit", "/output_variable", "Output variable"),
    own("/begin", "Begun"),
    follows("/reference_equipment", "/reference_equipment/0", "Reference instrument"),
    own("/reference_equipment/*", "Reference instrument"),
    own("/cleaning/sensor_before", "Sensor before"),
    own("/cleaning/sensor_after", "Sensor after"),
    own("/cleaning/meter_before", "Field meter before"),
    own("/cleaning/meter_after", "Field meter after"),
    follows("/standards", "/cleaning/sensor_before", "Readings"),
    standard("/standards/*/material", "Standard"),
    standard("/standards/*/temperature_c", "Temperature"),
    standard("/standards/*/value", "Its value"),
    standard("/standards/*/as_found", "As found"),
    standard("/standards/*/as_left", "As left"),
    standard("/standards/*/millivolts", "Electrode"),
    own("/oxygen/temperature_c", "Temperature"),
    own("/oxygen/pressure_mmhg", "Air pressure"),
    own("/oxygen/salinity", "Salinity"),
    own("/oxygen/as_found", "Saturated: as found"),
    own("/oxygen/as_left", "Saturated: as left"),
    own("/remarks", "Remarks"),
]);

/// An item put in place.
pub const DEPLOYMENT: Labels = form(&[
    own("/equipment", "Item"),
    follows("/site", "/equipment", "Item"),
    follows("/action_type", "/equipment", "Item"),
    own("/begin", "In place"),
    own("/attached_to", "Hangs on"),
    own("/method", "Method"),
    own("/override_reason", "Why it is put in place"),
    own("/description", "Remarks"),
]);

/// An item taken out.
pub const RETRIEVAL: Labels = form(&[
    own("/deployment", "Item"),
    follows("/site", "/deployment", "Item"),
    follows("/action_type", "/deployment", "Item"),
    own("/begin", "Taken out"),
    own("/description", "Why it was taken out"),
]);

/// Of a swap, what is taken out.
pub const SWAP_OUT: Labels = form(&[
    own("/deployment", "Old item"),
    follows("/site", "/deployment", "Old item"),
    follows("/action_type", "/deployment", "Old item"),
    own("/begin", "Out of the water"),
    own("/description", "Why it was swapped"),
    follows("/readings/*/when", "/readings/0/when", "Both read"),
    own("/readings/*/sensor_value", "Old shows"),
    own("/readings/*/value", "New shows"),
]);

/// Of a swap, what is put in its place.
pub const SWAP_BACK: Labels = form(&[
    own("/equipment", "New item"),
    follows("/site", "/equipment", "New item"),
    follows("/action_type", "/equipment", "New item"),
    follows("/override_reason", "/equipment", "New item"),
    follows("/attached_to", "/equipment", "New item"),
    follows("/method", "/equipment", "New item"),
    own("/begin", "Back in the water"),
]);

/// A note.
pub const NOTE: Labels = form(&[own("/text", "Note")]);

/// A picture.
pub const PHOTO: Labels = form(&[own("/attachment_kind", "Shows"), own("/caption", "Caption")]);

/// A field by its name.
struct Found {
    at: String,
    label: &'static str,
    row: Option<String>,
}

impl Labels {
    /// The names of a list of fields.
    pub const fn of(fields: &'static [Field]) -> Self {
        Self { called: &[], fields }
    }

    /// What is wrong, each thing once, where it is mended, and what is missing by its name.
    pub fn told(&self, faults: Vec<Fault>) -> Vec<Fault> {
        let mut told: Vec<Fault> = Vec::new();
        for mut fault in faults {
            if let Some(found) = self.find(&fault.field) {
                if is_missing(&fault) {
                    fault.message = format!("{} is missing", found.label);
                }
                fault.field = found.at;
            }
            // What cannot be read is there.
            let is_told = |t: &Fault| {
                t.field == fault.field && (t.message == fault.message || is_missing(&fault))
            };
            if !told.iter().any(is_told) {
                told.push(fault);
            }
        }
        told
    }

    /// A fault away from its field: with the names of its row and field.
    pub fn said(&self, fault: &Fault) -> String {
        let Some(found) = self.find(&fault.field) else { return fault.message.clone() };
        let row = found.row.map(|row| format!("{row}: ")).unwrap_or_default();
        match is_missing(fault) {
            true => format!("{row}{}", fault.message),
            false => format!("{row}{}: {}", found.label, fault.message),
        }
    }

    fn find(&self, pointer: &str) -> Option<Found> {
        let called = self.called.iter().find_map(|called| {
            let row = matching(called.field, pointer)?;
            let at = row.map_or(called.at.to_owned(), |at| called.at.replace('*', &at.to_string()));
            let is_numbered = row.filter(|_| !called.row.is_empty());
            let row = is_numbered.map(|at| format!("{} {}", called.row, at + 1));
            Some(Found { at, label: called.label, row })
        });
        called.or_else(|| {
            let (label, row) = in_fields(self.fields, pointer.strip_prefix('/')?)?;
            Some(Found { at: pointer.to_owned(), label, row })
        })
    }
}

fn is_missing(fault: &Fault) -> bool {
    fault.code == "required" && fault.message.ends_with(" is missing")
}

/// The row at `*`, where a pointer is as the pattern says; within, nothing where that has none.
fn matching(pattern: &str, pointer: &str) -> Option<Option<usize>> {
    let (mut wanted, mut there) = (pattern.split('/'), pointer.split('/'));
    let mut row = None;
    loop {
        match (wanted.next(), there.next()) {
            (None, None) => return Some(row),
            (Some("*"), Some(at)) => row = Some(at.parse().ok()?),
            (Some(wanted), Some(there)) if wanted == there => {}
            _ => return None,
        }
    }
}

/// The label of a field in a list of them, and its row.
fn in_fields(fields: &[Field], pointer: &str) -> Option<(&'static str, Option<String>)> {
    let (name, rest) = match pointer.split_once('/') {
        Some((name, rest)) => (name, Some(rest)),
        None => (pointer, None),
    };
    let field = fields.iter().find(|field| field.name == name)?;
    match (field.input, rest) {
        (Input::Group(inner) | Input::Part(inner), Some(rest)) => in_fields(inner, rest),
        (Input::Rows(one, inner), Some(rest)) => {
            let (row, rest) = rest.split_once('/')?;
            let at = row.parse::<usize>().ok()?;
            let (label, _) = in_fields(inner, rest)?;
            let mut letters = one.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().to_string());
            Some((
                label,
                Some(format!("{}{} {}", first.unwrap_or_default(), letters.as_str(), at + 1)),
            ))
        }
        (Input::Part(_), None) => None,
        _ => Some((short(field.label), None)),
    }
}

/// A label without what explains it: `Code` of `Code, unique in the network`.
fn short(label: &'static str) -> &'static str {
    label.split([',', ';']).next().unwrap_or(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{DISCHARGE_MEASUREMENT, LEVEL_SURVEY, fields};
    use crate::{Body, Kind};
    use serde_json::{Value, json};

    fn told(labels: Labels, kind: Kind, record: Value) -> Vec<(String, String, String)> {
        let faults = labels.told(Body::parse(kind, &record).1.found);
        let told = faults.into_iter().map(|fault| {
            let said = labels.said(&fault);
            (fault.field, fault.message, said)
        });
        told.collect()
    }

    fn has(told: &[(String, String, String)], field: &str, message: &str, said: &str) -> bool {
        told.iter().any(|(f, m, s)| f == field && m == message && s == said)
    }

    #[test]
    fn what_follows_from_one_choice_is_missing_once_and_there() {
        let reading =
            json!({"action_type": "observation", "readings": [{"reading_type": "routine"}]});
        let told = told(READING, Kind::Action, reading);
        let fields: Vec<&str> = told.iter().map(|(field, ..)| field.as_str()).collect();
        assert_eq!(fields, ["/begin", "/readings/0/datastream", "/readings/0/value"], "{told:?}");
        assert_eq!(told[1].1, "Read against is missing");
        assert_eq!(told[2].2, "Reading is missing");
    }

    #[test]
    fn both_records_of_a_swap_are_told_by_the_words_of_its_form() {
        let out = told(SWAP_OUT, Kind::Action, json!({"action_type": "instrumentRetrieval"}));
        assert!(has(&out, "/deployment", "Old item is missing", "Old item is missing"), "{out:?}");
        let back = json!({"site": 1, "action_type": "instrumentDeployment"});
        let back = told(SWAP_BACK, Kind::Deployment, back);
        let water = "Back in the water is missing";
        assert!(has(&back, "/begin", water, water), "{back:?}");
        assert!(back.iter().any(|(field, ..)| field == "/equipment"));
    }

    #[test]
    fn fields_of_rows_are_told_with_their_row() {
        let survey = json!({"action_type": "levelSurvey", "begin": "2026-05-03T10:00-07:00",
            "levels": {"points": [{"name": "bolt", "unit": "m", "elevation": "1.2"}, {"name": "gage", "unit": "m"}]}});
        let survey = told(Labels::of(LEVEL_SURVEY), Kind::Action, survey);
        let (message, said) = ("Height found is missing", "Point 2: Height found is missing");
        assert!(has(&survey, "/levels/points/1/elevation", message, said), "{survey:?}");
        let check =
            json!({"place": "field", "standards": [{}, {"value": "seven", "as_found": "7"}]});
        let check = told(CALIBRATION, Kind::Calibration, check);
        let found = ("As found is missing", "Standard 1: As found is missing");
        assert!(has(&check, "/standards/0/as_found", found.0, found.1), "{check:?}");
        assert!(check.iter().any(|it| it.2.starts_with("Standard 2: Its value: 'seven' is not")));
        assert_eq!(check.iter().filter(|it| it.0 == "/output_variable").count(), 1);
    }

    #[test]
    fn a_list_of_fields_names_each_of_them_shortly() {
        let discharge = json!({"action_type": "dischargeMeasurement", "begin": "2026-05-03T10:00-07:00",
            "discharge": {"is_excluded": true, "unit": "m³/s", "value": "1"}});
        let discharge = told(Labels::of(DISCHARGE_MEASUREMENT), Kind::Action, discharge);
        let why = "Why it is not to be used is missing";
        assert!(has(&discharge, "/discharge/excluded_reason", why, why), "{discharge:?}");
        let standard =
            told(Labels::of(fields(Kind::ReferenceMaterial)), Kind::ReferenceMaterial, json!({}));
        assert!(standard.iter().any(|it| it.1 == "Name is missing"), "{standard:?}");
    }
}
