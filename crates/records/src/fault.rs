//! What is wrong with a record: every fault at once, each at its field.

use serde::{Deserialize, Serialize};
use std::fmt::Display;

/// Whether a fault stops a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Severity {
    /// The record is refused.
    Error,
    /// The record is kept, and this with it.
    Warning,
}

/// One thing wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fault {
    /// Where, as a JSON pointer (RFC 6901) into the record; empty for the record as a whole.
    #[cfg_attr(feature = "openapi", schema(example = "/readings/0/value"))]
    pub field: String,
    /// A stable word for programs.
    #[cfg_attr(feature = "openapi", schema(example = "before-begin"))]
    pub code: String,
    /// For a person, naming the value.
    pub message: String,
    /// Whether it stops the record.
    pub severity: Severity,
}

/// Collects faults while walking into a record.
#[derive(Debug, Default)]
pub struct Faults {
    path: String,
    /// What was found.
    pub found: Vec<Fault>,
}

impl Faults {
    /// Walks into a field or an element of a list.
    pub fn at<T>(&mut self, field: impl Display, walk: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.path.len();
        self.path.push('/');
        self.path.push_str(&field.to_string());
        let result = walk(self);
        self.path.truncate(before);
        result
    }

    /// Each element of a list, at its index.
    pub fn each<T>(&mut self, field: &str, list: &[T], mut walk: impl FnMut(&mut Self, &T)) {
        self.at(field, |faults| {
            for (index, item) in list.iter().enumerate() {
                faults.at(index, |faults| walk(faults, item));
            }
        });
    }

    /// A fault of a field that stops the record.
    pub fn error(&mut self, field: &str, code: &str, message: impl Into<String>) {
        self.push(field, code, message.into(), Severity::Error);
    }

    /// A fault of a field that is kept with the record.
    pub fn warn(&mut self, field: &str, code: &str, message: impl Into<String>) {
        self.push(field, code, message.into(), Severity::Warning);
    }

    /// A text that must not be empty.
    pub fn need(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.error(field, "required", format!("{} is missing", words(field)));
        }
    }

    /// A value that must be there.
    pub fn need_some<T>(&mut self, field: &str, value: &Option<T>) {
        if value.is_none() {
            self.error(field, "required", format!("{} is missing", words(field)));
        }
    }

    /// A list that must not be empty.
    pub fn need_any<T>(&mut self, field: &str, list: &[T]) {
        if list.is_empty() {
            self.error(field, "required", format!("{} is missing", words(field)));
        }
    }

    /// A text that must not be longer.
    pub fn at_most(&mut self, field: &str, text: &str, most: usize) {
        let length = text.chars().count();
        if length > most {
            let message = format!("{} has {length} characters, {most} fit", words(field));
            self.error(field, "too-long", message);
        }
    }

    /// Whether any fault stops the record.
    pub fn stop(&self) -> bool {
        self.found.iter().any(|fault| fault.severity == Severity::Error)
    }

    fn push(&mut self, field: &str, code: &str, message: String, severity: Severity) {
        let field = match field {
            "" => self.path.clone(),
            _ => format!("{}/{field}", self.path),
        };
        let fault = Fault { field, code: code.to_owned(), message, severity };
        if !self.found.contains(&fault) {
            self.found.push(fault);
        }
    }
}

/// A field's name as words.
fn words(field: &str) -> String {
    field.replace('_', " ")
}
