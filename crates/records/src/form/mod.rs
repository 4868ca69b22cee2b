//! How records are entered: the fields of each kind, and of what is done on visits, in the order in which they are asked.

pub mod labels;
mod records;
mod visits;

pub use records::fields;
pub use visits::{
    DISCHARGE_MEASUREMENT, FACTORY_SERVICE, LEVEL_SURVEY, LOGGER_CHECK, MAINTENANCE, OTHER_ACTION,
    OXYGEN,
};

use crate::Kind;
use crate::vocabulary::Vocabulary;

/// A field of a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Its name in the record.
    pub name: &'static str,
    /// What a person reads.
    pub label: &'static str,
    /// How it is entered.
    pub input: Input,
}

/// How a field is entered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Input {
    /// A line of text.
    Text,
    /// Some lines of text.
    Lines,
    /// An exact decimal, with the symbol of its unit where that is always the same.
    Decimal(&'static str),
    /// An exact decimal in the unit that the field of this name beside it says.
    In(&'static str),
    /// The symbol of a unit, one of these as a rule.
    Unit(&'static [&'static str]),
    /// A whole number.
    Whole,
    /// Yes or no.
    Check,
    /// A date, with the time of day where that is known.
    When,
    /// A time to the minute.
    Minute,
    /// A time to the second.
    Second,
    /// A term.
    Term(Vocabulary),
    /// A term: one of these, or one that the network added.
    TermOf(Vocabulary, &'static [&'static str]),
    /// The name of a vocabulary.
    Vocabulary,
    /// Another record, of one of these kinds.
    Record(&'static [Kind]),
    /// A method for the type of action that the record is.
    Method,
    /// The first of a list of items.
    Item(Items),
    /// A site.
    Site,
    /// A datastream of the record's site, or of the network.
    Datastream,
    /// Short texts.
    Texts,
    /// Fields that belong together, in a frame.
    Group(&'static [Field]),
    /// Fields that are kept together, and asked among the others.
    Part(&'static [Field]),
    /// Rows of fields; what one of them is called.
    Rows(&'static str, &'static [Field]),
}

/// Which items are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// Those that are at the site.
    AtSite,
    /// Loggers, those at the site first.
    Loggers,
    /// All of the network.
    All,
}

/// Units of heights.
pub const LENGTHS: &[&str] = &["m", "ft"];
/// Units of discharge.
pub const DISCHARGES: &[&str] = &["m³/s", "L/s", "ft³/s"];

const fn field(name: &'static str, label: &'static str, input: Input) -> Field {
    Field { name, label, input }
}

/// Where a record of a kind has rows and groups that are no part of it while nobody filled in anything.
pub const fn with_rows(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Action => LEVEL_SURVEY,
        kind => fields(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Body;
    use serde_json::{Map, Value};
    use std::collections::BTreeSet;

    /// A record with one row in each list and every group there, so that its defaults show all fields.
    fn skeleton(fields: &[Field]) -> Value {
        let deep = fields.iter().filter_map(|field| match field.input {
            Input::Group(inner) | Input::Part(inner) => {
                Some((field.name.to_owned(), skeleton(inner)))
            }
            Input::Rows(_, inner) => {
                Some((field.name.to_owned(), Value::Array(vec![skeleton(inner)])))
            }
            _ => None,
        });
        Value::Object(deep.collect::<Map<_, _>>())
    }

    /// Whether the fields are there and are entered as what they are; `whole`: and no other is there.
    fn same_names(whole: bool, fields: &[Field], record: &Value, place: &str) {
        let named: BTreeSet<&str> = fields.iter().map(|field| field.name).collect();
        let there: BTreeSet<&str> =
            record.as_object().unwrap().keys().map(String::as_str).collect();
        assert!(named.is_subset(&there), "{place}: {:?}", named.difference(&there));
        assert!(!whole || named == there, "{place}: {:?}", there.difference(&named));
        assert_eq!(named.len(), fields.len(), "{place}");
        for field in fields {
            let place = format!("{place}/{}", field.name);
            let inner = &record[field.name];
            match field.input {
                Input::Group(fields) => same_names(whole, fields, inner, &place),
                // Maintenance is asked for in part: the rest follows from the form.
                Input::Part(fields) => {
                    same_names(whole || field.name != "maintenance", fields, inner, &place);
                }
                Input::Rows(_, fields) => same_names(true, fields, &inner[0], &place),
                Input::Texts | Input::Item(_) => assert!(inner.is_array(), "{place}"),
                Input::Check => assert!(inner.is_boolean(), "{place}"),
                Input::In(unit) => {
                    assert!(inner.is_null() && record[unit].is_string(), "{place}");
                }
                Input::Text
                | Input::Lines
                | Input::Unit(_)
                | Input::Term(_)
                | Input::TermOf(..)
                | Input::Vocabulary => assert!(inner.is_string(), "{place}"),
                Input::Decimal(_)
                | Input::Whole
                | Input::When
                | Input::Minute
                | Input::Second
                | Input::Record(_)
                | Input::Method
                | Input::Site
                | Input::Datastream => assert!(inner.is_null(), "{place}"),
            }
            if let Input::TermOf(vocabulary, codes) = field.input {
                assert!(codes.iter().all(|code| vocabulary.has(code)), "{place}");
            }
        }
    }

    fn read(kind: Kind, record: &Value) -> Value {
        let (body, faults) = Body::parse(kind, record);
        assert!(faults.found.iter().all(|fault| fault.code != "unknown"), "{kind}");
        body.to_json()
    }

    #[test]
    fn a_form_asks_for_every_field_of_its_kind_and_for_no_other() {
        for kind in Kind::ALL {
            let fields = fields(*kind);
            if !fields.is_empty() {
                same_names(true, fields, &read(*kind, &skeleton(fields)), kind.one());
            }
        }
    }

    #[test]
    fn the_form_of_what_is_done_on_a_visit_asks_for_fields_of_its_kind() {
        for fields in [
            MAINTENANCE,
            LOGGER_CHECK,
            FACTORY_SERVICE,
            DISCHARGE_MEASUREMENT,
            LEVEL_SURVEY,
            OTHER_ACTION,
        ] {
            same_names(false, fields, &read(Kind::Action, &skeleton(fields)), "action");
        }
        let oxygen = serde_json::json!({ "oxygen": skeleton(OXYGEN) });
        same_names(true, OXYGEN, &read(Kind::Calibration, &oxygen)["oxygen"], "oxygen");
    }
}
