//! Records from files: tables of equipment, deployments, visits and other kinds ([`table`]), and what the USGS publishes of
//! its field work ([`usgs`]).
//!
//! Everything goes through the one decision of the store, so that a file can do nothing that a form could not. Ids follow
//! from what a row is about: a file that is loaded again changes what changed in it and nothing else.

pub mod command;
pub mod table;
pub mod usgs;

use crate::clock::now;
use crate::store::records::apply::{Answer, Author, sha256};
use crate::store::{Store, StoreError};
use gagehouse_model::Viewer;
use gagehouse_records::operation::{Change, Draft, Operation};
use gagehouse_records::{Body, Fault, Kind, RecordId, Severity};
use serde_json::Value;
use std::fmt;

/// A record that a file holds.
#[derive(Debug, Clone)]
pub struct Row {
    /// Where in the file, for a person.
    pub place: String,
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: RecordId,
    /// The record.
    pub record: Value,
    /// What the file itself has wrong.
    pub faults: Vec<Fault>,
}

/// What came of one row.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A record was made.
    Made,
    /// A record was changed.
    Changed,
    /// The record was like this already.
    Unchanged,
    /// It was refused, for these reasons.
    Refused(Vec<String>),
}

/// What came of a file.
#[derive(Debug, Default)]
pub struct Report {
    /// Row by row.
    pub rows: Vec<(String, Outcome)>,
    /// What was noticed and kept.
    pub warnings: Vec<String>,
    /// Nothing was written.
    pub is_dry_run: bool,
}

impl Report {
    /// How many rows have an outcome.
    pub fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.rows.iter().filter(|(_, outcome)| is(outcome)).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, outcome) in &self.rows {
            if let Outcome::Refused(why) = outcome {
                writeln!(f, "{place}: refused: {}", why.join("; "))?;
            }
        }
        for warning in &self.warnings {
            writeln!(f, "{warning}")?;
        }
        let would = if self.is_dry_run { "would be " } else { "" };
        write!(
            f,
            "{} rows: {} {would}made, {} {would}changed, {} as they were, {} refused",
            self.rows.len(),
            self.count(|outcome| *outcome == Outcome::Made),
            self.count(|outcome| *outcome == Outcome::Changed),
            self.count(|outcome| *outcome == Outcome::Unchanged),
            self.count(|outcome| matches!(outcome, Outcome::Refused(_))),
        )
    }
}

/// An id that follows from what a record is about, in the order of `unix_ms`.
pub fn stable_id(about: &str, unix_ms: i64) -> RecordId {
    let hash = sha256(about.as_bytes());
    let mut bytes = [0; 10];
    for (byte, digits) in bytes.iter_mut().zip(hash.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).unwrap_or_default();
        *byte = u8::from_str_radix(digits, 16).unwrap_or_default();
    }
    RecordId::new(unix_ms.clamp(0, (1 << 48) - 1).unsigned_abs(), bytes)
}

/// Loads rows into a network, or only says what would come of it.
pub async fn load(
    store: &Store,
    network: &str,
    rows: Vec<Row>,
    is_dry_run: bool,
) -> Result<Report, StoreError> {
    let author = Author { name: "import".to_owned(), roles: None };
    let mut report = Report { is_dry_run, ..Report::default() };
    let mut operations = Vec::new();
    let mut of_operations = Vec::new();
    for row in rows {
        let errors: Vec<String> =
            row.faults.iter().map(|fault| format!("{}: {}", fault.field, fault.message)).collect();
        let at = report.rows.len();
        if !errors.is_empty() {
            report.rows.push((row.place, Outcome::Refused(errors)));
            continue;
        }
        let known = store.record(&Viewer::System, row.kind, row.id).await?;
        let same = |body: &str| {
            let kept: Value = serde_json::from_str(body).unwrap_or_default();
            kept == Body::parse(row.kind, &row.record).0.to_json()
        };
        let (change, outcome) = match &known {
            None => (Change::Create, Outcome::Made),
            Some(known) if !known.deleted && same(&known.body) => {
                report.rows.push((row.place, Outcome::Unchanged));
                continue;
            }
            Some(known) => (Change::Update(known.version), Outcome::Changed),
        };
        report.rows.push((row.place, outcome));
        let about = format!("{}\u{1f}{change:?}\u{1f}{}", row.id, row.record);
        let id = stable_id(&about, now().0 / 1000);
        let draft = Draft {
            network: Some(network.to_owned()),
            visibility: None,
            reason: String::new(),
            record: row.record,
        };
        operations.push(Operation { id, kind: row.kind, record: row.id, change, draft });
        of_operations.push(at);
    }
    let answers = store.apply_all(&operations, &author, now(), !is_dry_run).await?;
    for (answer, at) in answers.into_iter().zip(of_operations) {
        let Some((place, outcome)) = report.rows.get_mut(at) else { continue };
        match answer {
            Answer::Applied(receipt) => {
                let words = |fault: &Fault| format!("{place}: {}: {}", fault.field, fault.message);
                report.warnings.extend(receipt.warnings.iter().map(words));
            }
            Answer::Refused(refusal) => {
                let errors =
                    refusal.faults.iter().filter(|fault| fault.severity == Severity::Error);
                let mut why: Vec<String> =
                    errors.map(|fault| format!("{}: {}", fault.field, fault.message)).collect();
                if why.is_empty() {
                    why.push(refusal.detail);
                }
                *outcome = Outcome::Refused(why);
            }
        }
    }
    Ok(report)
}
