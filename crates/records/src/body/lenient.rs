//! Reading a type field by field: what cannot be read is told, and the rest is kept.

use crate::fault::{Fault, Severity};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;
use std::collections::HashMap;

/// A character that no database keeps in a text.
pub(super) fn refuse_nul(json: &Value, path: &str, faults: &mut Vec<Fault>) {
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

/// Most fields that are told to be unreadable.
const MOST_UNREAD: usize = 100;

/// Reads a type whose fields may all be absent: what cannot be read is told and taken out, until the rest can be.
pub(super) fn lenient<T: DeserializeOwned + Default>(
    mut json: Value,
    faults: &mut Vec<Fault>,
) -> T {
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
