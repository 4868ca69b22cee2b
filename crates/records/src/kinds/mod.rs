//! The types, one file per subject. Every field may be absent: a draft is a record too, and `check` says what is missing.
//!
//! `check` looks at a record alone; [`crate::rules`] looks at it among others.

mod action;
mod calibration;
mod deployment;
mod equipment;
mod note;
mod party;
mod program;
mod reference;
mod visit;

pub use action::{Action, Discharge, LevelSurvey, LoggerCheck, Maintenance, Reading, StaffPoint};
pub use calibration::{Calibration, Cleaning, OxygenCheck, StandardCheck};
pub use deployment::{Deployment, Fed};
pub use equipment::{Equipment, EquipmentModel, OutputVariable};
pub use note::{Annotation, Attachment, Relation, Term};
pub use party::{Affiliation, Method, Organization, Person};
pub use program::{DataloggerProgram, ProgramColumn, RetrievedTable};
pub use reference::{ElevationPeriod, MaterialValue, ReferenceMaterial, ReferencePoint};
pub use visit::{Position, Visit};

use crate::fault::Faults;
use crate::vocabulary::Vocabulary;
use crate::when::When;

/// Gives every type of a record its derives, and how it is read: absent fields are defaults, unknown ones are faults.
macro_rules! records {
    ($($(#[$about:meta])* pub struct $name:ident {
        $($(#[$about_field:meta])* pub $field:ident: $type:ty,)*
    })*) => {$(
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        $(#[$about])*
        pub struct $name { $($(#[$about_field])* pub $field: $type,)* }

        impl crate::body::Read for $name {
            fn read(json: &serde_json::Value, faults: &mut crate::fault::Faults) -> Option<Self> {
                let (what, names) = (concat!("struct ", stringify!($name)), &[$(stringify!($field)),*]);
                let fields = crate::body::Fields::of(json, what, names, faults)?;
                Some(Self { $($field: fields.read(stringify!($field), faults),)* })
            }
        }
    )*};
}
pub(crate) use records;

/// Longest free text.
pub const TEXT: usize = 5000;
/// Longest name.
pub const NAME: usize = 255;
/// Longest code or serial number.
pub const CODE: usize = 50;

/// A code: there, short, and without blanks around it.
fn check_code(faults: &mut Faults, field: &str, code: &str) {
    faults.need(field, code);
    faults.at_most(field, code, CODE);
    if code != code.trim() || code.chars().any(char::is_control) {
        faults.error(field, "blank", format!("'{code}' begins or ends with a blank"));
    }
}

/// A name: there and not too long.
fn check_name(faults: &mut Faults, field: &str, name: &str) {
    faults.need(field, name);
    faults.at_most(field, name, NAME);
}

/// A term's shape; whether the network has it is asked in [`crate::rules`].
fn check_term(faults: &mut Faults, field: &str, code: &str, vocabulary: Vocabulary) {
    if code.is_empty() {
        faults.need(field, code);
    } else if code.chars().count() > NAME || !code.chars().all(|c| c.is_alphanumeric() || c == '_')
    {
        let message = format!("'{code}' is no term of {}", vocabulary.0);
        faults.error(field, "term", message);
    }
}

/// An interval whose end is certainly before its begin.
fn check_interval(faults: &mut Faults, begin: Option<When>, end: Option<When>) {
    if let (Some(begin), Some(end)) = (begin, end)
        && end.is_before(begin)
    {
        faults.error("end", "before-begin", format!("the end {end} is before the begin {begin}"));
    }
}

/// A link that a page may show.
fn check_link(faults: &mut Faults, field: &str, link: &str) {
    faults.at_most(field, link, NAME);
    if !link.is_empty() && !link.starts_with("https://") && !link.starts_with("http://") {
        faults.error(field, "link", format!("'{link}' is no address; expected https://…"));
    }
}
