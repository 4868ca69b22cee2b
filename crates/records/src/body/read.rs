//! Reading a record field by field: what cannot be read is told, and the rest is kept.
//!
//! Messages are serde's, and so is how texts, numbers and flags are read. Structs and lists are read here, since a derived deserializer
//! stops at the first fault and has many times the code, in the field app too.

use crate::fault::Faults;
use crate::{Decimal, RecordId, When};
use serde::Deserialize;
use serde::de::{Error as _, Unexpected};
use serde_json::{Error, Map, Value};

/// Most faults that are told of one record's reading.
const MOST_UNREAD: usize = 100;

/// A type that is read as far as it can be.
pub(crate) trait Read: Sized {
    /// Reads a value; nothing when it is told to be unreadable as a whole.
    fn read(json: &Value, faults: &mut Faults) -> Option<Self>;
}

macro_rules! leaves {
    ($($type:ty),*) => {$(
        impl Read for $type {
            fn read(json: &Value, faults: &mut Faults) -> Option<Self> {
                Self::deserialize(json).map_err(|error| tell(&error, "type", faults)).ok()
            }
        }
    )*};
}

leaves!(String, bool, i32, i64, u64, Decimal, RecordId, When);

impl<T: Read> Read for Option<T> {
    fn read(json: &Value, faults: &mut Faults) -> Option<Self> {
        if json.is_null() { Some(None) } else { T::read(json, faults).map(Some) }
    }
}

impl<T: Read> Read for Box<T> {
    fn read(json: &Value, faults: &mut Faults) -> Option<Self> {
        T::read(json, faults).map(Self::new)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(json: &Value, faults: &mut Faults) -> Option<Self> {
        let Some(list) = json.as_array() else {
            return other(json, "a sequence", faults);
        };
        let items = list.iter().enumerate();
        Some(items.filter_map(|(at, item)| faults.at(at, |faults| T::read(item, faults))).collect())
    }
}

/// The fields of a struct that are there.
pub(crate) struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// Those of an object; `names` are those that the struct has.
    pub(crate) fn of(
        json: &'a Value,
        what: &str,
        names: &'static [&'static str],
        faults: &mut Faults,
    ) -> Option<Self> {
        let Some(fields) = json.as_object() else {
            return other(json, what, faults);
        };
        for name in fields.keys().filter(|name| !names.contains(&name.as_str())) {
            let error = Error::unknown_field(name, names);
            faults.at(escaped(name), |faults| tell(&error, "unknown", faults));
        }
        Some(Self(fields))
    }

    /// A field; its default when it is absent or cannot be read.
    #[inline(never)]
    pub(crate) fn read<T: Read + Default>(&self, name: &str, faults: &mut Faults) -> T {
        let Some(json) = self.0.get(name) else { return T::default() };
        faults.at(name, |faults| T::read(json, faults)).unwrap_or_default()
    }
}

/// A character that no database keeps in a text.
pub(super) fn refuse_nul(json: &Value, faults: &mut Faults) {
    match json {
        Value::String(text) if text.contains('\0') => {
            let error = Error::custom("a text has no character of code 0");
            tell(&error, "character", faults);
        }
        Value::Array(list) => {
            for (at, item) in list.iter().enumerate() {
                faults.at(at, |faults| refuse_nul(item, faults));
            }
        }
        Value::Object(object) => {
            for (name, item) in object {
                faults.at(escaped(name), |faults| refuse_nul(item, faults));
            }
        }
        _ => {}
    }
}

/// A value of another kind than expected.
fn other<T>(json: &Value, expected: &str, faults: &mut Faults) -> Option<T> {
    let found = match json {
        Value::Null => Unexpected::Unit,
        Value::Bool(flag) => Unexpected::Bool(*flag),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => Unexpected::Unsigned(number),
            (None, Some(number)) => Unexpected::Signed(number),
            (None, None) => Unexpected::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    };
    tell(&Error::invalid_type(found, &expected), "type", faults);
    None
}

fn tell(error: &Error, code: &str, faults: &mut Faults) {
    if faults.found.len() < MOST_UNREAD {
        faults.error("", code, error.to_string());
    }
}

/// A name as a step of a JSON pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::Action;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(json: &Value) -> (Option<Action>, Vec<(String, String)>) {
        let mut faults = Faults::default();
        let action = Action::read(json, &mut faults);
        (action, faults.found.into_iter().map(|fault| (fault.field, fault.message)).collect())
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_place_and_the_rest_is_kept() {
        let (action, faults) = read(&json!({
            "description": "pumped", "by": "me", "readings": [7, {"unit": "m", "value": [], "a/b~": 1}], "begin": "soon",
        }));
        let action = action.unwrap();
        assert_eq!(action.description, "pumped");
        assert_eq!(action.readings.iter().map(|r| &*r.unit).collect::<Vec<_>>(), ["m"]);
        let told = |field: &str| {
            faults.iter().find(|fault| fault.0 == field).map(|fault| fault.1.as_str())
        };
        assert_eq!(told("/by"), Some("invalid type: string \"me\", expected a sequence"));
        assert_eq!(told("/readings/0"), Some("invalid type: integer `7`, expected struct Reading"));
        assert!(
            told("/readings/1/a~1b~0")
                .unwrap()
                .starts_with("unknown field `a/b~`, expected one of `")
        );
        assert!(
            told("/readings/1/value").unwrap().starts_with("invalid type: sequence, expected ")
        );
        assert!(told("/begin").is_some());
        assert_eq!(faults.len(), 5);
    }

    #[test]
    fn a_record_of_nothing_but_faults_tells_the_first_hundred() {
        let (action, faults) = read(&json!({"by": vec![1; 100_000], "description": "kept"}));
        assert_eq!((action.unwrap().description.as_str(), faults.len()), ("kept", MOST_UNREAD));
    }

    proptest! {
        #[test]
        fn what_serde_reads_is_read_the_same_and_what_it_refuses_is_told(json in crate::body::tests::any_json()) {
            let (ours, faults) = read(&json);
            match serde_json::from_value::<Action>(json) {
                // By position, which is not how records are sent.
                Ok(_) if faults.iter().any(|fault| fault.1.starts_with("invalid type: sequence, expected struct")) => {}
                Ok(theirs) => prop_assert_eq!((ours, faults), (Some(theirs), Vec::new())),
                Err(error) => prop_assert!(!faults.is_empty(), "{}", error),
            }
        }
    }
}
