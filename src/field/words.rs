//! Words of records for a person.

use gagehouse_model::zone::offset_text;
use gagehouse_records::vocabulary::Vocabulary;
use gagehouse_records::{Precision, When};

/// A time as it was noted, with the offset of its clock and no more precision: `2026-05-03 10:15 (UTC−07:00)`.
pub fn when_text(when: When) -> String {
    let local = when.earliest().to_local_text(when.offset_minutes());
    let shown = match when.precision() {
        Precision::Day => 10,
        Precision::Minute => 16,
        Precision::Second => 19,
    };
    let offset = match when.offset_minutes() {
        0 => String::new(),
        minutes => offset_text(minutes).replace('-', "−"),
    };
    format!("{} (UTC{offset})", local.get(..shown).unwrap_or(&local))
}

/// A time that may be missing.
pub fn when_or_dash(when: Option<When>) -> String {
    when.map_or_else(|| "–".to_owned(), when_text)
}

/// From when to when, the offset once where it is the same.
pub fn span_text(begin: Option<When>, end: Option<When>) -> String {
    match (begin, end) {
        (Some(begin), Some(end)) => format!("{} to {}", when_text(begin), when_text(end)),
        (Some(begin), None) => format!("since {}", when_text(begin)),
        (None, Some(end)) => format!("until {}", when_text(end)),
        (None, None) => "–".to_owned(),
    }
}

/// A term's name, or its code where a network added it.
pub fn term_text(vocabulary: Vocabulary, code: &str) -> String {
    vocabulary.name(code).unwrap_or(code).to_owned()
}
