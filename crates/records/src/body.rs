//! Any record: reading it with every fault at once, and what the store needs to know of it.

use crate::fault::{Fault, Faults, Severity};
use crate::kinds::{
    Action, Annotation, Attachment, Calibration, DataloggerProgram, Deployment, Equipment,
    EquipmentModel, Method, Organization, Person, ReferenceMaterial, ReferencePoint, Relation,
    Term, Visit,
};
use crate::limits::Limits;
use crate::vocabulary::{self as v, Vocabulary};
use crate::{Kind, RecordId, When};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;
use std::collections::HashMap;

macro_rules! bodies {
    ($($name:ident),*) => {
        /// A record of any kind.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "the variants are the kinds, described there")]
        pub enum Body { $($name(Box<$name>),)* }

        impl Body {
            /// Its kind.
            pub fn kind(&self) -> Kind {
                match self { $(Self::$name(_) => Kind::$name,)* }
            }

            /// As it is kept and sent: every field in the order of the names, absent ones with their defaults.
            pub fn to_json(&self) -> Value {
                match self { $(Self::$name(body) => serde_json::to_value(body),)* }.unwrap_or_default()
            }

            fn check(&self, faults: &mut Faults) {
                match self { $(Self::$name(body) => body.check(faults),)* }
            }

            fn read(kind: Kind, json: Value, faults: &mut Vec<Fault>) -> Self {
                match kind { $(Kind::$name => Self::$name(Box::new(lenient(json, faults))),)* }
            }
        }
    };
}

bodies!(
    Term,
    Limits,
    Organization,
    Person,
    Method,
    EquipmentModel,
    Equipment,
    ReferenceMaterial,
    ReferencePoint,
    Visit,
    Deployment,
    Action,
    Calibration,
    DataloggerProgram,
    Attachment,
    Annotation,
    Relation
);

/// Another record that a record names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The field that names it, as a JSON pointer.
    pub field: String,
    /// Its id.
    pub id: RecordId,
    /// What it may be.
    pub kinds: &'static [Kind],
}

/// What lists are made and sorted by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Index {
    /// Our key of the site.
    pub site: Option<i32>,
    /// The visit it belongs to.
    pub visit: Option<RecordId>,
    /// The item it is about.
    pub equipment: Option<RecordId>,
    /// The record it hangs on, whose place and visibility it shares.
    pub parent: Option<RecordId>,
    /// Begin, or the one time it has.
    pub begin: Option<When>,
    /// End.
    pub end: Option<When>,
    /// What a list shows first.
    pub title: String,
    /// Type of an action, status of a visit, type of an item.
    pub term: String,
}

impl Body {
    /// Reads a record and lists everything that is wrong with it alone. What could not be read is left out of the body.
    pub fn parse(kind: Kind, json: &Value) -> (Self, Faults) {
        let mut faults = Faults::default();
        if !json.is_object() {
            faults.error("", "type", format!("a {} is an object with fields", kind.one()));
            return (Self::read(kind, Value::Object(Default::default()), &mut Vec::new()), faults);
        }
        let mut unread = Vec::new();
        refuse_nul(json, "", &mut unread);
        let body = Self::read(kind, json.clone(), &mut unread);
        body.check(&mut faults);
        // A field that could not be read is not missing as well.
        let is_known = |fault: &Fault| {
            fault.code == "required"
                && unread.iter().any(|known: &Fault| known.field == fault.field)
        };
        faults.found.retain(|fault| !is_known(fault));
        unread.append(&mut faults.found);
        faults.found = unread;
        (body, faults)
    }

    /// The records that this one names.
    pub fn references(&self) -> Vec<Reference> {
        use Kind as K;
        const PERSON: &[Kind] = &[K::Person];
        const ORGANIZATION: &[Kind] = &[K::Organization];
        const METHOD: &[Kind] = &[K::Method];
        const EQUIPMENT: &[Kind] = &[K::Equipment];
        const VISIT: &[Kind] = &[K::Visit];
        const POINT: &[Kind] = &[K::ReferencePoint];
        let mut all = Collected::default();
        match self {
            Self::Term(_) | Self::Limits(_) | Self::ReferencePoint(_) => {}
            Self::Organization(b) => all.one("/parent", b.parent, ORGANIZATION),
            Self::Person(b) => {
                for (at, affiliation) in b.affiliations.iter().enumerate() {
                    let field = format!("/affiliations/{at}/organization");
                    all.one(&field, affiliation.organization, ORGANIZATION);
                }
            }
            Self::Method(b) => all.one("/organization", b.organization, ORGANIZATION),
            Self::EquipmentModel(b) => {
                all.one("/manufacturer", b.manufacturer, ORGANIZATION);
                for (at, output) in b.output_variables.iter().enumerate() {
                    all.one(&format!("/output_variables/{at}/method"), output.method, METHOD);
                }
            }
            Self::Equipment(b) => {
                all.one("/model", b.model, &[K::EquipmentModel]);
                all.one("/owner", b.owner, &[K::Person, K::Organization]);
                all.one("/vendor", b.vendor, ORGANIZATION);
            }
            Self::ReferenceMaterial(b) => all.one("/organization", b.organization, ORGANIZATION),
            Self::Visit(b) => {
                all.many("/crew", &b.crew, PERSON);
                all.one("/lead", b.lead, PERSON);
            }
            Self::Deployment(b) => {
                all.one("/visit", b.visit, VISIT);
                all.one("/equipment", b.equipment, EQUIPMENT);
                all.one("/attached_to", b.attached_to, EQUIPMENT);
                all.one("/method", b.method, METHOD);
                all.many("/by", &b.by, PERSON);
            }
            Self::Action(b) => {
                all.one("/visit", b.visit, VISIT);
                all.one("/method", b.method, METHOD);
                all.many("/by", &b.by, PERSON);
                all.many("/equipment", &b.equipment, EQUIPMENT);
                all.one("/deployment", b.deployment, &[K::Deployment]);
                for (at, reading) in b.readings.iter().enumerate() {
                    all.one(
                        &format!("/readings/{at}/reference_point"),
                        reading.reference_point,
                        POINT,
                    );
                    all.one(&format!("/readings/{at}/device"), reading.device, EQUIPMENT);
                }
                if let Some(levels) = &b.levels {
                    all.one("/levels/origin", levels.origin, POINT);
                    for (at, point) in levels.points.iter().enumerate() {
                        let field = format!("/levels/points/{at}/reference_point");
                        all.one(&field, point.reference_point, POINT);
                    }
                }
            }
            Self::Calibration(b) => {
                all.one("/visit", b.visit, VISIT);
                all.one("/equipment", b.equipment, EQUIPMENT);
                all.one("/method", b.method, METHOD);
                all.many("/by", &b.by, PERSON);
                all.many("/reference_equipment", &b.reference_equipment, EQUIPMENT);
                for (at, check) in b.standards.iter().enumerate() {
                    let field = format!("/standards/{at}/material");
                    all.one(&field, check.material, &[K::ReferenceMaterial]);
                }
            }
            Self::DataloggerProgram(b) => {
                all.one("/logger", b.logger, EQUIPMENT);
                all.one("/visit", b.visit, VISIT);
                all.one("/author", b.author, PERSON);
                all.one("/previous", b.previous, &[K::DataloggerProgram]);
                for (at, column) in b.columns.iter().enumerate() {
                    all.one(&format!("/columns/{at}/equipment"), column.equipment, EQUIPMENT);
                }
            }
            Self::Attachment(b) => all.one("/of", b.of, Kind::ALL),
            Self::Annotation(b) => all.one("/of", b.of, Kind::ALL),
            Self::Relation(b) => {
                all.one("/from", b.from, Kind::ALL);
                all.one("/to", b.to, Kind::ALL);
            }
        }
        all.0
    }

    /// The terms that it uses, each with its field.
    pub fn terms(&self) -> Vec<(String, Vocabulary, &str)> {
        let mut all: Vec<(String, Vocabulary, &str)> = Vec::new();
        let mut add = |field: &str, vocabulary: Vocabulary, code| {
            all.push((field.to_owned(), vocabulary, code))
        };
        match self {
            Self::Organization(b) => {
                add("/organization_type", v::ORGANIZATION_TYPE, &b.organization_type)
            }
            Self::Method(b) => add("/method_type", v::METHOD_TYPE, &b.method_type),
            Self::Equipment(b) => {
                add("/equipment_type", v::EQUIPMENT_TYPE, &b.equipment_type);
                add("/status", v::EQUIPMENT_STATUS, &b.status);
            }
            Self::ReferenceMaterial(b) => add("/medium", v::MEDIUM, &b.medium),
            Self::ReferencePoint(b) => add("/datum", v::ELEVATION_DATUM, &b.datum),
            Self::Visit(b) => {
                add("/status", v::VISIT_STATUS, &b.status);
                for (at, work) in b.completed_work.iter().enumerate() {
                    add(&format!("/completed_work/{at}"), v::COMPLETED_WORK, work);
                }
            }
            Self::Deployment(b) => {
                for (at, fed) in b.datastreams.iter().enumerate() {
                    add(&format!("/datastreams/{at}/medium"), v::MEDIUM, &fed.medium);
                }
            }
            Self::Action(b) => {
                add("/action_type", v::ACTION_TYPE, &b.action_type);
                for (at, reading) in b.readings.iter().enumerate() {
                    add(
                        &format!("/readings/{at}/reading_type"),
                        v::READING_TYPE,
                        &reading.reading_type,
                    );
                }
                if let Some(d) = &b.discharge {
                    add("/discharge/discharge_method", v::DISCHARGE_METHOD, &d.discharge_method);
                    add("/discharge/quality_rating", v::QUALITY_RATING, &d.quality_rating);
                    add("/discharge/control_condition", v::CONTROL_CONDITION, &d.control_condition);
                }
            }
            Self::Calibration(b) => add("/place", v::CALIBRATION_PLACE, &b.place),
            Self::Attachment(b) => add("/attachment_kind", v::ATTACHMENT_KIND, &b.attachment_kind),
            Self::Annotation(b) => add("/annotation_type", v::ANNOTATION_TYPE, &b.annotation_type),
            Self::Relation(b) => {
                add("/relationship_type", v::RELATIONSHIP_TYPE, &b.relationship_type)
            }
            Self::DataloggerProgram(b) => {
                for (at, column) in b.columns.iter().enumerate() {
                    if !column.aggregation.is_empty() {
                        let field = format!("/columns/{at}/aggregation");
                        add(&field, v::AGGREGATION_STATISTIC, &column.aggregation);
                    }
                }
            }
            Self::Term(_) | Self::Limits(_) | Self::Person(_) | Self::EquipmentModel(_) => {}
        }
        all.retain(|(_, _, code)| !code.is_empty());
        all
    }

    /// The datastreams that it names by our keys, each with its field.
    pub fn datastreams(&self) -> Vec<(String, i32)> {
        let at = |list: &str, at: usize, key: Option<i32>| {
            key.map(|key| (format!("/{list}/{at}/datastream"), key))
        };
        match self {
            Self::Deployment(b) => (b.datastreams.iter().enumerate())
                .filter_map(|(n, fed)| at("datastreams", n, fed.datastream))
                .collect(),
            Self::Action(b) => (b.readings.iter().enumerate())
                .filter_map(|(n, reading)| at("readings", n, reading.datastream))
                .collect(),
            Self::DataloggerProgram(b) => (b.columns.iter().enumerate())
                .filter_map(|(n, column)| at("columns", n, column.datastream))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Leaves out what is said of datastreams that somebody may not see.
    pub fn keep_datastreams(&mut self, keep: impl Fn(i32) -> bool) {
        let is_kept = |key: &Option<i32>| key.is_none_or(&keep);
        match self {
            Self::Deployment(b) => b.datastreams.retain(|fed| is_kept(&fed.datastream)),
            Self::Action(b) => b.readings.retain(|reading| is_kept(&reading.datastream)),
            Self::DataloggerProgram(b) => b.columns.retain(|column| is_kept(&column.datastream)),
            _ => {}
        }
    }

    /// What no other record of the network and kind may have too: the field that says it, and the value.
    pub fn unique(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Term(b) => vec![("/code", format!("{}\u{1f}{}", b.vocabulary, b.code))],
            Self::Limits(_) => vec![("", "limits".to_owned())],
            Self::Organization(b) => vec![("/code", b.code.clone())],
            Self::Method(b) => vec![("/code", b.code.clone())],
            Self::ReferenceMaterial(b) => vec![("/code", b.code.clone())],
            Self::Equipment(b) => {
                let model = b.model.map(String::from).unwrap_or_default();
                vec![
                    ("/code", format!("code\u{1f}{}", b.code)),
                    ("/serial_number", format!("serial\u{1f}{model}\u{1f}{}", b.serial_number)),
                ]
            }
            Self::ReferencePoint(b) => {
                vec![("/name", format!("{}\u{1f}{}", b.site.unwrap_or_default(), b.name))]
            }
            // A deployment is ended by one retrieval.
            Self::Action(b) => match b.deployment.filter(|_| b.is_retrieval()) {
                Some(deployment) => vec![("/deployment", deployment.to_string())],
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// What lists are made and sorted by.
    pub fn index(&self) -> Index {
        match self {
            Self::Term(b) => {
                Index { title: b.name.clone(), term: b.vocabulary.clone(), ..Index::default() }
            }
            Self::Limits(_) => Index { title: "limits".to_owned(), ..Index::default() },
            Self::Organization(b) => Index {
                title: b.name.clone(),
                term: b.organization_type.clone(),
                ..Index::default()
            },
            Self::Person(b) => Index { title: b.name(), ..Index::default() },
            Self::Method(b) => {
                Index { title: b.name.clone(), term: b.method_type.clone(), ..Index::default() }
            }
            Self::EquipmentModel(b) => Index { title: b.name.clone(), ..Index::default() },
            Self::Equipment(b) => Index {
                title: format!("{} {} {}", b.code, b.name, b.serial_number),
                term: b.equipment_type.clone(),
                begin: b.purchased,
                ..Index::default()
            },
            Self::ReferenceMaterial(b) => {
                Index { title: format!("{} {}", b.name, b.lot), end: b.expires, ..Index::default() }
            }
            Self::ReferencePoint(b) => Index {
                site: b.site,
                title: b.name.clone(),
                begin: b.periods.first().and_then(|period| period.from),
                end: b.decommissioned,
                ..Index::default()
            },
            Self::Visit(b) => Index {
                site: b.site,
                begin: b.begin,
                end: b.end,
                title: b.remarks.chars().take(80).collect(),
                term: b.status.clone(),
                ..Index::default()
            },
            Self::Deployment(b) => Index {
                site: b.site,
                visit: b.visit,
                parent: b.visit,
                equipment: b.equipment,
                begin: b.begin,
                end: b.end,
                title: b.description.chars().take(80).collect(),
                term: b.action_type.clone(),
            },
            Self::Action(b) => Index {
                site: b.site,
                visit: b.visit,
                parent: b.visit,
                equipment: b.equipment.first().copied(),
                begin: b.begin,
                end: b.end,
                title: b.description.chars().take(80).collect(),
                term: b.action_type.clone(),
            },
            Self::Calibration(b) => Index {
                site: b.site,
                visit: b.visit,
                parent: b.visit,
                equipment: b.equipment,
                begin: b.begin,
                end: b.end,
                title: b.output_variable.clone(),
                term: b.place.clone(),
            },
            Self::DataloggerProgram(b) => Index {
                visit: b.visit,
                parent: b.visit,
                equipment: b.logger,
                begin: b.begin,
                end: b.end,
                title: format!("{} {}", b.name, b.version),
                ..Index::default()
            },
            Self::Attachment(b) => Index {
                parent: b.of,
                begin: b.taken,
                title: b.file_name.clone(),
                term: b.attachment_kind.clone(),
                ..Index::default()
            },
            Self::Annotation(b) => Index {
                parent: b.of,
                begin: b.when,
                title: b.text.chars().take(80).collect(),
                term: b.annotation_type.clone(),
                ..Index::default()
            },
            Self::Relation(b) => Index {
                parent: b.from,
                begin: b.begin,
                end: b.end,
                term: b.relationship_type.clone(),
                ..Index::default()
            },
        }
    }

    /// When it was done, of what belongs inside a visit.
    pub fn interval(&self) -> Option<(Option<When>, Option<When>)> {
        match self {
            Self::Deployment(b) => Some((b.begin, None)),
            Self::Action(b) => Some((b.begin, b.end)),
            Self::Calibration(b) => Some((b.begin, b.end)),
            Self::DataloggerProgram(b) => Some((b.begin, None)),
            _ => None,
        }
    }
}

/// A character that no database keeps in a text.
fn refuse_nul(json: &Value, path: &str, faults: &mut Vec<Fault>) {
    match json {
        Value::String(text) if text.contains('\0') => faults.push(Fault {
            field: path.to_owned(),
            code: "character".to_owned(),
            message: "a text has no character of code 0".to_owned(),
            severity: Severity::Error,
        }),
        Value::Array(list) => {
            for (at, item) in list.iter().enumerate() {
                refuse_nul(item, &format!("{path}/{at}"), faults);
            }
        }
        Value::Object(object) => {
            for (name, item) in object {
                refuse_nul(item, &format!("{path}{}", pointer(std::slice::from_ref(name))), faults);
            }
        }
        _ => {}
    }
}

#[derive(Default)]
struct Collected(Vec<Reference>);

impl Collected {
    fn one(&mut self, field: &str, id: Option<RecordId>, kinds: &'static [Kind]) {
        self.0.extend(id.map(|id| Reference { field: field.to_owned(), id, kinds }));
    }

    fn many(&mut self, field: &str, ids: &[RecordId], kinds: &'static [Kind]) {
        for (at, id) in ids.iter().enumerate() {
            self.one(&format!("{field}/{at}"), Some(*id), kinds);
        }
    }
}

/// Most fields that are told to be unreadable.
const MOST_UNREAD: usize = 100;

/// Reads a type whose fields may all be absent: what cannot be read is told and taken out, until the rest can be.
fn lenient<T: DeserializeOwned + Default>(mut json: Value, faults: &mut Vec<Fault>) -> T {
    // Elements that were taken out of lists, so that later ones keep the index they were sent with.
    let mut removed: HashMap<String, Vec<usize>> = HashMap::new();
    while faults.len() < MOST_UNREAD {
        let error = match serde_path_to_error::deserialize::<_, T>(&json) {
            Ok(read) => return read,
            Err(error) => error,
        };
        let mut steps = Vec::new();
        for segment in error.path().iter() {
            match segment {
                Segment::Seq { index } => steps.push(index.to_string()),
                Segment::Map { key } => steps.push(key.clone()),
                Segment::Enum { .. } | Segment::Unknown => {}
            }
        }
        let message = error.inner().to_string();
        let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
        let code = if message.starts_with("unknown field") { "unknown" } else { "type" };
        if code == "unknown" && !names_unknown(&json, &steps, &message) {
            steps.extend(message.split('`').nth(1).map(str::to_owned));
        }
        let field = as_sent(&steps, &removed);
        faults.push(Fault { field, code: code.to_owned(), message, severity: Severity::Error });
        if !take_out(&mut json, &steps, &mut removed) {
            break;
        }
    }
    T::default()
}

/// Whether the path of an unknown field ends with its name already.
fn names_unknown(json: &Value, steps: &[String], message: &str) -> bool {
    let name = message.split('`').nth(1);
    let parent =
        json.pointer(&pointer(steps.get(..steps.len().saturating_sub(1)).unwrap_or_default()));
    steps.last().map(String::as_str) == name && parent.is_some_and(Value::is_object)
}

fn pointer(steps: &[String]) -> String {
    steps.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect()
}

/// The pointer with the indices that the elements had when they were sent.
fn as_sent(steps: &[String], removed: &HashMap<String, Vec<usize>>) -> String {
    let mut sent = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let gone = removed.get(&pointer(&steps[..at]));
        let index = gone.zip(step.parse::<usize>().ok()).map(|(gone, mut index)| {
            for taken in gone {
                index += usize::from(*taken <= index);
            }
            index.to_string()
        });
        sent.push(index.unwrap_or_else(|| step.clone()));
    }
    pointer(&sent)
}

fn take_out(json: &mut Value, steps: &[String], removed: &mut HashMap<String, Vec<usize>>) -> bool {
    let Some((last, parents)) = steps.split_last() else { return false };
    let parent = pointer(parents);
    match json.pointer_mut(&parent) {
        Some(Value::Object(object)) => object.remove(last).is_some(),
        Some(Value::Array(list)) => {
            let Some(index) = last.parse::<usize>().ok().filter(|at| *at < list.len()) else {
                return false;
            };
            list.remove(index);
            let gone = removed.entry(parent).or_default();
            let mut sent = index;
            for taken in gone.iter() {
                sent += usize::from(*taken <= sent);
            }
            gone.push(sent);
            gone.sort_unstable();
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn faults(kind: Kind, json: Value) -> Vec<(String, String)> {
        let (_, faults) = Body::parse(kind, &json);
        faults.found.into_iter().map(|fault| (fault.field, fault.code)).collect()
    }

    #[test]
    fn every_fault_is_listed_at_once_with_its_field() {
        let found = faults(
            Kind::Visit,
            json!({
                "site": "seven", "begin": "2026-05-03T10:15-07:00", "end": "2026-05-03T09:00-07:00",
                "crew": ["nobody", 7], "status": "final", "wether": "rain",
                "position": {"latitude": "95", "longitude": "12,5"},
            }),
        );
        let expected = [
            ("/crew/0", "type"),
            ("/crew/1", "type"),
            ("/position/longitude", "type"),
            ("/site", "type"),
            ("/wether", "unknown"),
            ("/end", "before-begin"),
            ("/crew", "required"),
            ("/position/latitude", "range"),
        ];
        let mut found: Vec<_> = found.iter().map(|(f, c)| (f.as_str(), c.as_str())).collect();
        found.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn faults_deep_in_lists_keep_the_index_that_was_sent() {
        let found = faults(
            Kind::Action,
            json!({"action_type": "observation", "begin": "2026-05-03-07:00", "readings": [
                {"variable": "Stage", "value": "1.2", "unit": "m", "when": "2026-05-03", "reading_type": "routine"},
                7,
                {"variable": "Stage", "value": "=1+1", "unit": "m", "when": "2026-05-03T10:00Z", "reading_type": "routine"},
            ]}),
        );
        let found: Vec<_> = found.iter().map(|(f, c)| (f.as_str(), c.as_str())).collect();
        assert!(found.contains(&("/readings/0/when", "type")), "{found:?}");
        assert!(found.contains(&("/readings/1", "type")), "{found:?}");
        assert!(found.contains(&("/readings/2/value", "type")), "{found:?}");
    }

    #[test]
    fn what_is_no_record_at_all_is_one_fault() {
        for json in [json!(null), json!([]), json!("x"), json!(7)] {
            assert_eq!(faults(Kind::Equipment, json), [(String::new(), "type".to_owned())]);
        }
    }

    #[test]
    fn sending_a_program_before_its_tables_are_retrieved_needs_a_reason() {
        let id = "0190c0de-0000-7000-8000-000000000000";
        let hash = "a".repeat(64);
        let mut program = json!({
            "logger": id, "name": "stream.cr1x", "version": "3", "sha256": hash, "previous": id,
            "begin": "2026-05-03T11:00-07:00",
            "retrieved": [{"table": "Min15", "newest_in_logger": 500, "newest_in_file": 499, "sha256": hash}],
        });
        let code = |json: &Value| faults(Kind::DataloggerProgram, json.clone());
        assert_eq!(
            code(&program),
            [("/retrieved/0/newest_in_file".to_owned(), "not-retrieved".to_owned())]
        );
        program["retrieved"][0]["newest_in_file"] = json!(500);
        assert_eq!(code(&program), []);
        program["retrieved"] = json!([]);
        assert_eq!(code(&program), [("/retrieved".to_owned(), "not-retrieved".to_owned())]);
        program["not_retrieved_reason"] = json!("logger destroyed by lightning");
        assert_eq!(code(&program), []);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let names = prop_oneof![
            Just("site"),
            Just("begin"),
            Just("end"),
            Just("crew"),
            Just("readings"),
            Just("value"),
            Just("standards"),
            Just("cleaning"),
            Just("status"),
            Just("x"),
            Just("a/b~"),
        ];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(|n| json!(n)),
            any::<f64>().prop_map(|n| json!(n)),
            ".{0,12}".prop_map(|s| json!(s)),
            Just(json!("2026-05-03T10:15-07:00")),
            Just(json!("7.00")),
        ];
        leaf.prop_recursive(4, 40, 5, move |inner| {
            prop_oneof![
                proptest::collection::btree_map(
                    names.clone().prop_map(str::to_owned),
                    inner.clone(),
                    0..5
                )
                .prop_map(|m| json!(m)),
                proptest::collection::vec(inner, 0..5).prop_map(|v| json!(v)),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_read_or_refused_and_what_is_kept_reads_the_same(json in any_json()) {
            for kind in Kind::ALL {
                let (body, faults) = Body::parse(*kind, &json);
                let kept = body.to_json();
                let (again, _) = Body::parse(*kind, &kept);
                prop_assert_eq!(&again, &body);
                prop_assert!(faults.stop() || json.is_object());
                let _ = (body.references(), body.terms(), body.index(), body.unique());
            }
        }
    }
}
