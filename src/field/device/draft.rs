//! A visit as it is being written: the records it will become, with every text as it was typed.

use crate::field::ids;
use gagehouse_model::Visibility;
use gagehouse_records::form::labels::{self, Labels};
use gagehouse_records::form::{self, Field, Input};
use gagehouse_records::operation::{Change, Draft};
use gagehouse_records::outbox::{Finished, canonical};
use gagehouse_records::{Body, Kind, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Version of the form, which records name.
pub const FORM_VERSION: &str = "1";

/// A record that is being written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its id.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// What was typed.
    pub record: Value,
    /// What was last finished.
    pub finished: Option<Value>,
    /// The version that the server has.
    pub version: Option<i64>,
}

/// How a part of a visit is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// What a person read, beside the sensor.
    Reading,
    /// Before and after cleaning, in standards.
    Calibration,
    /// A discharge measurement.
    Discharge,
    /// Levels run between the site's reference points.
    Levels,
    /// One sensor out, another in: a retrieval and a deployment.
    Swap,
    /// An item put in place.
    Deployment,
    /// An item taken out.
    Retrieval,
    /// Cleaning and other maintenance.
    Maintenance,
    /// A logger's clock and batteries.
    Logger,
    /// At the maker: of one item, on no visit.
    FactoryService,
    /// Whatever else was done.
    Other,
    /// A remark.
    Note,
    /// A picture.
    Photo,
    /// A record of its own, such as an item or a standard.
    Record,
}

impl Form {
    /// What a person reads above it.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Reading => "Reading",
            Self::Calibration => "Calibration or check",
            Self::Discharge => "Discharge measurement",
            Self::Levels => "Level survey",
            Self::Swap => "Swap of equipment",
            Self::Deployment => "Deployment",
            Self::Retrieval => "Retrieval",
            Self::Maintenance => "Maintenance",
            Self::Logger => "Check of the logger",
            Self::FactoryService => "Factory service",
            Self::Other => "Other action",
            Self::Note => "Note",
            Self::Photo => "Photo",
            Self::Record => "What is known of it",
        }
    }

    /// What the fields of one of its records are called.
    fn labels(self, at: usize, kind: Kind) -> Labels {
        match (self, at) {
            (Self::Reading, _) => labels::READING,
            (Self::Calibration, _) => labels::CALIBRATION,
            (Self::Discharge, _) => Labels::of(form::DISCHARGE_MEASUREMENT),
            (Self::Levels, _) => Labels::of(form::LEVEL_SURVEY),
            (Self::Swap, 0) => labels::SWAP_OUT,
            (Self::Swap, _) => labels::SWAP_BACK,
            (Self::Deployment, _) => labels::DEPLOYMENT,
            (Self::Retrieval, _) => labels::RETRIEVAL,
            (Self::Maintenance, _) => Labels::of(form::MAINTENANCE),
            (Self::Logger, _) => Labels::of(form::LOGGER_CHECK),
            (Self::FactoryService, _) => Labels::of(form::FACTORY_SERVICE),
            (Self::Other, _) => Labels::of(form::OTHER_ACTION),
            (Self::Note, _) => labels::NOTE,
            (Self::Photo, _) => labels::PHOTO,
            (Self::Record, _) => Labels::of(form::fields(kind)),
        }
    }

    /// The form in which a record that the server has is changed; none of what is entered elsewhere.
    pub fn of(body: &Body) -> Option<Self> {
        match body {
            Body::Calibration(_) => Some(Self::Calibration),
            Body::Deployment(_) => Some(Self::Deployment),
            Body::Annotation(_) => Some(Self::Note),
            Body::Attachment(_) => Some(Self::Photo),
            Body::Action(b) if b.is_retrieval() => Some(Self::Retrieval),
            Body::Action(b) if b.discharge.is_some() => Some(Self::Discharge),
            Body::Action(b) if b.levels.is_some() => Some(Self::Levels),
            Body::Action(b) if b.logger.is_some() => Some(Self::Logger),
            Body::Action(b) if b.maintenance.as_ref().is_some_and(|m| m.is_factory_service) => {
                Some(Self::FactoryService)
            }
            Body::Action(b) if b.action_type == "equipmentMaintenance" => Some(Self::Maintenance),
            Body::Action(b) if !b.readings.is_empty() => Some(Self::Reading),
            Body::Action(_) => Some(Self::Other),
            other if !form::fields(other.kind()).is_empty() => Some(Self::Record),
            _ => None,
        }
    }
}

/// A part of a visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// How it is entered.
    pub form: Form,
    /// Its records; the first names it.
    pub sheets: Vec<Sheet>,
}

/// A visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VisitDraft {
    /// Account of whoever writes it.
    pub author: String,
    /// Its network, `source:id`.
    pub network: String,
    /// Offset of the clock that times are read from, minutes east of UTC.
    pub offset_minutes: i32,
    /// Whether it is being written; else it is finished.
    pub is_open: bool,
    /// When it was last changed, by the device's clock, ms since 1970.
    pub changed_ms: f64,
    /// The visit; of work without one, its only record.
    pub visit: Sheet,
    /// What was done.
    pub parts: Vec<Part>,
    /// Of work without a visit, at the bench or at the maker, and of a record of its own: how that is entered.
    #[serde(default)]
    pub alone: Option<Form>,
    /// Who sees it once it is finished; nothing chosen: whoever its kind is usually shown to.
    #[serde(default)]
    pub visibility: Option<Visibility>,
}

impl Sheet {
    /// A new record.
    pub fn new(kind: Kind, record: Value) -> Self {
        Self { id: ids::fresh(), kind, record, finished: None, version: None }
    }

    /// What was typed, without fields and rows that were left empty.
    pub fn tidy(&self) -> Value {
        self.tidy_rows().0
    }

    /// The same, with where its rows stood.
    pub fn tidy_rows(&self) -> (Value, Rows) {
        let mut record = self.record.clone();
        drop_empty(&mut record);
        let mut rows = Vec::new();
        if let Some(fields) = record.as_object_mut() {
            let is_blank = |value: &Value| value.as_object().is_some_and(Map::is_empty);
            // Of a calibration: what nobody filled in was not done.
            fields.retain(|name, value| {
                !matches!(name.as_str(), "cleaning" | "oxygen") || !is_blank(value)
            });
            let retrieval = fields.contains_key("deployment");
            for (list, filled) in ROWS {
                if list == "readings" && !retrieval {
                    continue;
                }
                let Some(Value::Array(all)) = fields.get_mut(list) else { continue };
                let is_filled = |row: &Value| filled.iter().any(|name| row.get(name).is_some());
                let left = (0..all.len()).filter(|at| is_filled(&all[*at])).collect();
                rows.push((format!("/{list}"), left));
                all.retain(is_filled);
            }
            tidy_form(form::with_rows(self.kind), "", fields, &mut rows);
        }
        (record, Rows(rows))
    }
}

/// Lists whose rows are offered before somebody fills them in, and what of a row makes it a part of the record. Readings: of
/// a swap, the old sensor beside the new one.
const ROWS: [(&str, &[&str]); 3] = [
    ("standards", &["material", "value", "temperature_c", "as_found", "as_left", "millivolts"]),
    ("datastreams", &["datastream"]),
    ("readings", &["value", "sensor_value"]),
];

/// Takes out the groups and rows of a record's form in which nobody filled in anything.
fn tidy_form(
    form: &'static [Field],
    at: &str,
    fields: &mut Map<String, Value>,
    rows: &mut Vec<(String, Vec<usize>)>,
) {
    for field in form {
        match field.input {
            Input::Group(_) if fields.get(field.name).is_some_and(is_nothing) => {
                fields.remove(field.name);
            }
            Input::Part(inner) => {
                if let Some(Value::Object(fields)) = fields.get_mut(field.name) {
                    tidy_form(inner, &format!("{at}/{}", field.name), fields, rows);
                }
            }
            Input::Rows(_, inner) => {
                let Some(Value::Array(all)) = fields.get_mut(field.name) else { continue };
                let filled = |row: &Value| is_filled(inner, row);
                let left = (0..all.len()).filter(|at| filled(&all[*at])).collect();
                rows.push((format!("{at}/{}", field.name), left));
                all.retain(filled);
                // Rows have no rows of their own.
                for row in all.iter_mut().filter_map(Value::as_object_mut) {
                    tidy_form(inner, "", row, &mut Vec::new());
                }
            }
            _ => {}
        }
    }
}

/// Whether somebody filled in a row: its units alone stand there from the beginning.
fn is_filled(fields: &[Field], row: &Value) -> bool {
    let is_unit = |name: &str| {
        let field = fields.iter().find(|field| field.name == name);
        field.is_some_and(|field| matches!(field.input, Input::Unit(_)))
    };
    match row {
        Value::Object(row) => row.iter().any(|(name, value)| !is_unit(name) && !is_nothing(value)),
        other => !is_nothing(other),
    }
}

/// Whether nobody filled in anything.
pub fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(all) => all.iter().all(is_nothing),
        Value::Object(fields) => fields.values().all(is_nothing),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

/// Where the rows of lists stood when they were typed, by the pointers of the lists.
pub struct Rows(Vec<(String, Vec<usize>)>);

impl Rows {
    /// A field of what was typed, told that of the record.
    pub fn typed(&self, field: &str) -> String {
        let at_its_row = self.0.iter().find_map(|(list, rows)| {
            let (row, rest) = split_row(field.strip_prefix(list.as_str())?)?;
            Some(format!("{list}/{}{rest}", rows.get(row)?))
        });
        at_its_row.unwrap_or_else(|| field.to_owned())
    }
}

/// The row that a pointer below a list names, and what follows.
fn split_row(below: &str) -> Option<(usize, &str)> {
    let below = below.strip_prefix('/')?;
    let end = below.find('/').unwrap_or(below.len());
    Some((below[..end].parse().ok()?, &below[end..]))
}

impl VisitDraft {
    /// The visit's id.
    pub fn id(&self) -> RecordId {
        self.visit.id
    }

    /// Our key of the site.
    pub fn site(&self) -> Option<i32> {
        self.visit.record["site"].as_i64().and_then(|site| site.try_into().ok())
    }

    /// Of work without a visit: the item that it is done to.
    pub fn item(&self) -> Option<RecordId> {
        let record = self.alone.map(|_| &self.visit.record)?;
        let item = record["equipment"].as_str().or(record["equipment"][0].as_str());
        item.and_then(|item| item.parse().ok())
    }

    /// All records, the visit first.
    pub fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        std::iter::once(&self.visit).chain(self.parts.iter().flat_map(|part| &part.sheets))
    }

    /// A record.
    pub fn sheet(&self, id: RecordId) -> Option<&Sheet> {
        self.sheets().find(|sheet| sheet.id == id)
    }

    /// What the fields of one of its records are called.
    pub fn labels(&self, id: RecordId) -> Labels {
        if id == self.visit.id {
            return self.alone.map_or(labels::VISIT, |form| form.labels(0, self.visit.kind));
        }
        let found = self.parts.iter().find_map(|part| {
            let at = part.sheets.iter().position(|sheet| sheet.id == id)?;
            Some(part.form.labels(at, part.sheets[at].kind))
        });
        found.unwrap_or(Labels::of(&[]))
    }

    /// The forms on its page, each with its heading and its records; one of several is numbered.
    pub fn forms(&self) -> Vec<(String, Vec<RecordId>)> {
        let whole = self.alone.map_or("The visit", Form::heading).to_owned();
        let mut forms = vec![(whole, vec![self.visit.id])];
        for (at, part) in self.parts.iter().enumerate() {
            let is_same = |other: &&Part| other.form == part.form;
            let several = self.parts.iter().filter(is_same).count() > 1;
            let before = self.parts[..at].iter().filter(is_same).count();
            let number = if several { format!(" {}", before + 1) } else { String::new() };
            let sheets = part.sheets.iter().map(|sheet| sheet.id).collect();
            forms.push((format!("{}{number}", part.form.heading()), sheets));
        }
        forms
    }

    /// A record, to be changed.
    pub fn sheet_mut(&mut self, id: RecordId) -> Option<&mut Sheet> {
        let parts = self.parts.iter_mut().flat_map(|part| &mut part.sheets);
        std::iter::once(&mut self.visit).chain(parts).find(|sheet| sheet.id == id)
    }

    /// Whether something of it was finished at some time.
    pub fn was_finished(&self) -> bool {
        self.sheets().any(|sheet| sheet.finished.is_some())
    }

    /// Finishes it: the changes to be sent, the visit first. `title` names the record for a person.
    pub fn finish(&mut self, title: impl Fn(&Sheet) -> String) -> Vec<Finished> {
        self.is_open = false;
        let (author, network, visit) = (self.author.clone(), self.network.clone(), self.id());
        // What was done on a visit is seen by nobody else than the visit.
        let visibility = self.visibility;
        let parts = self.parts.iter_mut().flat_map(|part| &mut part.sheets);
        let mut changes = Vec::new();
        for sheet in std::iter::once(&mut self.visit).chain(parts) {
            let record = canonical(sheet.kind, &sheet.tidy());
            if sheet.finished.as_ref() == Some(&record) {
                continue;
            }
            let before = sheet.finished.replace(record.clone());
            let reason = if before.is_some() { "changed on the tablet" } else { "" };
            changes.push(Finished {
                operation: ids::fresh(),
                kind: sheet.kind,
                record: sheet.id,
                change: sheet.version.map_or(Change::Create, Change::Update),
                before,
                draft: Draft {
                    network: Some(network.clone()),
                    visibility: visibility.filter(|_| sheet.id == visit && sheet.version.is_none()),
                    reason: reason.to_owned(),
                    record,
                },
                author: author.clone(),
                visit: Some(visit),
                title: title(sheet),
            });
        }
        changes
    }
}

/// Takes out fields and elements that are nothing.
fn drop_empty(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(drop_empty);
        }
        Value::Array(list) => {
            list.retain(|element| !element.is_null());
            list.iter_mut().for_each(drop_empty);
        }
        _ => {}
    }
}

/// The value at a JSON pointer, made on the way; numbers index lists.
pub fn put(record: &mut Value, pointer: &str, value: Value) {
    let mut here = record;
    for name in pointer.split('/').skip(1) {
        here = match name.parse::<usize>() {
            Ok(at) => {
                if !here.is_array() {
                    *here = json!([]);
                }
                let Some(list) = here.as_array_mut() else { return };
                if list.len() <= at {
                    list.resize(at + 1, Value::Null);
                }
                &mut list[at]
            }
            Err(_) => {
                if !here.is_object() {
                    *here = Value::Object(Map::new());
                }
                let Some(fields) = here.as_object_mut() else { return };
                fields.entry(name).or_insert(Value::Null)
            }
        };
    }
    *here = value;
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn visit() -> VisitDraft {
        let record = json!({"site": 1, "begin": "2026-05-03T10:00-07:00", "party": "crew", "status": "final"});
        let visit = Sheet::new(Kind::Visit, record);
        let reading = json!({"visit": visit.id, "action_type": "observation", "begin": "2026-05-03T10:10-07:00"});
        VisitDraft {
            author: "technician".to_owned(),
            network: "local:demo".to_owned(),
            offset_minutes: -420,
            is_open: true,
            changed_ms: 0.0,
            visit,
            parts: vec![Part {
                form: Form::Reading,
                sheets: vec![Sheet::new(Kind::Action, reading)],
            }],
            alone: None,
            visibility: None,
        }
    }

    #[wasm_bindgen_test]
    fn who_sees_a_visit_is_sent_with_it_when_it_is_new() {
        let mut draft = visit();
        draft.visibility = Some(Visibility::Private);
        let sent = |changes: Vec<Finished>| {
            changes.into_iter().map(|change| change.draft.visibility).collect::<Vec<_>>()
        };
        assert_eq!(sent(draft.finish(|_| String::new())), [Some(Visibility::Private), None]);
        put(&mut draft.visit.record, "/remarks", json!("ice"));
        draft.visit.version = Some(1);
        assert_eq!(sent(draft.finish(|_| String::new())), [None]);
    }

    #[wasm_bindgen_test]
    fn forms_are_called_by_their_headings_and_numbered_where_there_are_several() {
        let mut draft = visit();
        let names = |draft: &VisitDraft| {
            draft.forms().into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(names(&draft), ["The visit", "Reading"]);
        draft.parts.push(draft.parts[0].clone());
        assert_eq!(names(&draft), ["The visit", "Reading 1", "Reading 2"]);
    }

    #[wasm_bindgen_test]
    fn a_visit_is_finished_before_what_was_done_on_it_and_later_only_what_changed() {
        let mut draft = visit();
        let first = draft.finish(|sheet| sheet.kind.one().to_owned());
        let kinds: Vec<Kind> = first.iter().map(|change| change.kind).collect();
        assert_eq!(kinds, [Kind::Visit, Kind::Action]);
        assert!(first.iter().all(|change| change.change == Change::Create));
        assert!(draft.finish(|_| String::new()).is_empty());
        put(&mut draft.visit.record, "/remarks", json!("ice"));
        draft.visit.version = Some(3);
        let again = draft.finish(|_| String::new());
        assert_eq!(again.len(), 1);
        assert_eq!(again[0].change, Change::Update(3));
        assert_eq!(again[0].before.as_ref().map(|before| &before["remarks"]), Some(&json!("")));
    }

    #[wasm_bindgen_test]
    fn rows_and_groups_of_a_form_that_are_blank_are_left_out() {
        let record = json!({"max_lag_s": "900", "parameters": [{"name": "", "variables": []},
            {"name": "pH", "absolute": {"good": null}, "criterion": {"absolute": "0.2"}}]});
        let (tidy, rows) = Sheet::new(Kind::Limits, record).tidy_rows();
        let parameters = json!([{"name": "pH", "criterion": {"absolute": "0.2"}}]);
        assert_eq!(tidy, json!({"max_lag_s": "900", "parameters": parameters}));
        assert_eq!(rows.typed("/parameters/0/unit"), "/parameters/1/unit");
    }

    #[wasm_bindgen_test]
    fn rows_of_a_part_are_left_out_while_only_their_unit_stands_there() {
        let record = json!({"levels": {"points": [{"unit": "m"}, {"unit": "m", "name": "bolt"}]}});
        let (tidy, rows) = Sheet::new(Kind::Action, record).tidy_rows();
        assert_eq!(tidy, json!({"levels": {"points": [{"unit": "m", "name": "bolt"}]}}));
        assert_eq!(rows.typed("/levels/points/0/elevation"), "/levels/points/1/elevation");
        assert_eq!(rows.typed("/levels/points"), "/levels/points");
        assert_eq!(rows.typed("/levels/origin"), "/levels/origin");
    }

    #[wasm_bindgen_test]
    fn what_nobody_filled_in_is_not_a_part_of_the_record() {
        let record = json!({"unit": null, "cleaning": {"sensor_before": null},
            "standards": [{"value": null}, {"value": "7.00"}, {}], "equipment": [null]});
        let (tidy, rows) = Sheet::new(Kind::Calibration, record).tidy_rows();
        assert_eq!(tidy, json!({"standards": [{"value": "7.00"}], "equipment": []}));
        // What is wrong with a row is told where it was typed.
        assert_eq!(rows.typed("/standards/0/as_found"), "/standards/1/as_found");
        assert_eq!(rows.typed("/cleaning/meter_after"), "/cleaning/meter_after");
    }

    #[wasm_bindgen_test]
    fn fields_are_made_where_they_are_typed() {
        let mut record = json!({});
        put(&mut record, "/standards/1/value", json!("7"));
        put(&mut record, "/cleaning/meter_before", json!("8.0"));
        assert_eq!(
            record,
            json!({"standards": [null, {"value": "7"}], "cleaning": {"meter_before": "8.0"}})
        );
    }
}
