//! What a plot shows of records: marks and spans on its axis of time, and readings beside its series.
//!
//! [`about`] decides which datastreams a record explains, [`tell`] says in words and values what a record holds. Both look at
//! records as somebody may see them, and at nothing else.

pub mod about;
pub mod tell;

use crate::{Kind, RecordId, When};
use gagehouse_model::DatastreamRef;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What of a record is shown on a plot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// The record.
    pub record: RecordId,
    /// Its kind, as in its address.
    pub record_kind: Kind,
    /// As what it is shown.
    pub kind: EventKind,
    /// The visit it belongs to; of a visit its own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<RecordId>,
    /// Our key of the site.
    pub site: i32,
    /// The item that it was done to, put in place or taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<RecordId>,
    /// When it was, or began.
    pub begin: When,
    /// When it ended; nothing of an instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<When>,
    /// Whether it lasts still.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_open: bool,
    /// What stands in the span of a deployment: the serial number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What it is, in a line.
    pub title: String,
    /// What it holds, line by line, values with their units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
    /// The value that somebody read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<EventReading>,
    /// Those of the datastreams asked for that it is about; none of what concerns the whole site.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub datastreams: Vec<DatastreamRef>,
}

/// A value that somebody read, or measured with an instrument of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventReading {
    /// The value in `unit`.
    pub value: f64,
    /// As it was typed.
    pub text: String,
    /// Symbol of its unit.
    pub unit: String,
    /// Its uncertainty in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<f64>,
}

/// What a plot shows of the records of some datastreams or sites in a range of time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventList {
    /// In the order of their times.
    pub events: Vec<Event>,
    /// Whether there are more in the range than one answer holds. The latest are here; `since` says from when on they are
    /// all here.
    pub more: bool,
    /// From when on nothing is left out, RFC 3339 UTC, where `more` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// As what a record is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EventKind {
    /// Somebody was at the site.
    Visits,
    /// An instrument was checked, and set where needed.
    Calibrations,
    /// Equipment was cleaned or mended.
    Maintenance,
    /// A logger got another program.
    Programs,
    /// An item was put in place, and hung there, or was taken out.
    Deployments,
    /// A value that somebody read.
    Readings,
}

impl EventKind {
    /// All of them, in the order in which they stand from the top of a plot.
    pub const ALL: [Self; 6] = [
        Self::Visits,
        Self::Calibrations,
        Self::Maintenance,
        Self::Programs,
        Self::Deployments,
        Self::Readings,
    ];

    /// Its name in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::Calibrations => "calibrations",
            Self::Maintenance => "maintenance",
            Self::Programs => "programs",
            Self::Deployments => "deployments",
            Self::Readings => "readings",
        }
    }

    /// What a reader calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Visits => "Visits",
            Self::Calibrations => "Calibrations",
            Self::Maintenance => "Cleaning and maintenance",
            Self::Programs => "Logger programs",
            Self::Deployments => "Deployments",
            Self::Readings => "Reference readings",
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Which kinds are shown; all, when nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EventKinds(u8);

impl EventKinds {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Whether a kind is among them.
    pub fn has(self, kind: EventKind) -> bool {
        self.0 & kind.bit() != 0
    }

    /// With a kind more, or without it when it is there.
    #[must_use]
    pub fn toggled(self, kind: EventKind) -> Self {
        Self(self.0 ^ kind.bit())
    }
}

impl Default for EventKinds {
    fn default() -> Self {
        Self(EventKind::ALL.into_iter().fold(0, |all, kind| all | kind.bit()))
    }
}

/// `visits,calibrations`, or `none`.
impl fmt::Display for EventKinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = EventKind::ALL.into_iter().filter(|kind| self.has(*kind)).map(EventKind::word);
        match words.collect::<Vec<_>>().join(",") {
            none if none.is_empty() => f.write_str(NO_WORD),
            words => f.write_str(&words),
        }
    }
}

const NO_WORD: &str = "none";

impl FromStr for EventKinds {
    type Err = EventKindsError;

    fn from_str(text: &str) -> Result<Self, EventKindsError> {
        if text == NO_WORD {
            return Ok(Self::NONE);
        }
        text.split(',').try_fold(Self::NONE, |kinds, word| {
            let kind = EventKind::ALL.into_iter().find(|kind| kind.word() == word);
            let kind = kind.ok_or_else(|| EventKindsError(word.chars().take(40).collect()))?;
            Ok(Self(kinds.0 | kind.bit()))
        })
    }
}

/// The text names no kinds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is none of visits, calibrations, maintenance, programs, deployments and readings; or none alone"
)]
pub struct EventKindsError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_read_as_they_are_written() {
        let all = EventKinds::default();
        assert_eq!(all.to_string().parse(), Ok(all));
        assert_eq!("none".parse(), Ok(EventKinds::NONE));
        assert_eq!(EventKinds::NONE.to_string(), "none");
        let some: EventKinds = "readings,visits,visits".parse().unwrap();
        assert_eq!(some.to_string(), "visits,readings");
        assert_eq!(some.toggled(EventKind::Visits).to_string(), "readings");
        for wrong in ["", "visits,", "none,visits", "Visits", "x"] {
            assert!(wrong.parse::<EventKinds>().is_err(), "{wrong}");
        }
    }
}
