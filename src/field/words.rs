//! Words of records for a person.

pub use gagehouse_records::words::{span_text, when_or_dash, when_text};

use gagehouse_records::vocabulary::Vocabulary;

/// A term's name, or its code where a network added it.
pub fn term_text(vocabulary: Vocabulary, code: &str) -> String {
    vocabulary.name(code).unwrap_or(code).to_owned()
}
