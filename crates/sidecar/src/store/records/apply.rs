//! Deciding an operation: applied once, or refused with everything that speaks against it.
//!
//! One transaction holds the decision, the record, its audit entry and the answer under the operation's id. Whoever
//! sends the same operation again, after a lost answer or by mistake, gets that answer. [`queue`] puts operations that
//! wait at the same time into one transaction.

mod answered;
mod decision;
mod delete;
mod queue;
mod write;

use super::audit::Log;
use crate::store::entities::{operation, record};
use crate::store::{Store, StoreError, Write};
use answered::Answered;
use decision::Decision;
use gagehouse_model::TimeUs;
use gagehouse_records::fault::{Fault, Severity};
pub use gagehouse_records::operation::Current;
use gagehouse_records::operation::{Operation, Receipt};
use gagehouse_records::role::Role;
use gagehouse_records::{Body, rules};
pub(in crate::store) use queue::Queue;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Who changes records.
#[derive(Debug, Clone)]
pub struct Author {
    /// What the audit log calls them.
    pub name: String,
    /// Role by our key of the network; `None` of the program itself, which may do all.
    pub roles: Option<BTreeMap<i32, Role>>,
}

/// An operation with who sent it, and when it came.
#[derive(Debug, Clone, Copy)]
struct Sent<'a> {
    operation: &'a Operation,
    author: &'a Author,
    now: TimeUs,
}

/// What came of an operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// It was applied, now or before.
    Applied(Receipt),
    /// It was refused, and would be again.
    Refused(Refusal),
}

/// Why an operation was refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    pub why: Why,
    /// For a person.
    pub detail: String,
    /// What is wrong, field by field.
    pub faults: Vec<Fault>,
    /// The record as it is, where that is what speaks against it.
    pub current: Option<Current>,
}

/// The kind of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// The record has faults.
    Faults,
    /// It names records that are not there yet, and has no other fault: the same operation may be sent again after theirs.
    Waits,
    /// Other records speak against it, or the operation's id was used for something else.
    Conflict,
    /// The record was changed meanwhile, or is there already.
    Changed,
    /// The record was deleted.
    Gone,
    /// There is no such record for this author.
    Missing,
    /// The author's role does not allow it.
    Forbidden,
}

impl Store {
    /// Decides many operations one after the other, all in one transaction; `keep` says whether what they did stays.
    pub async fn apply_all(
        &self,
        operations: &[Operation],
        author: &Author,
        now: TimeUs,
        keep: bool,
    ) -> Result<Vec<Answer>, StoreError> {
        let write = self.begin().await?;
        let sent = operations.iter().map(|operation| Sent { operation, author, now });
        let answers = self.decide_all(&write, &sent.collect::<Vec<_>>()).await?;
        if keep {
            write.commit().await?;
        }
        Ok(answers)
    }

    /// Forgets the answers to operations of before a time; returns how many.
    pub async fn forget_operations(&self, before: TimeUs) -> Result<u64, StoreError> {
        let write = self.begin().await?;
        let old = operation::Column::RecordedUs.lt(before.0);
        let forgotten = operation::Entity::delete_many().filter(old).exec(&*write).await?;
        write.commit().await?;
        Ok(forgotten.rows_affected)
    }

    /// Decides operations one after the other within a transaction. What they add to the log, and their answers, are
    /// written at the end, so that an operation costs few statements of its own.
    async fn decide_all(
        &self,
        write: &Write,
        sent: &[Sent<'_>],
    ) -> Result<Vec<Answer>, StoreError> {
        let mut log = Log::open(&**write).await?;
        let mut answered = Answered::of(write, sent).await?;
        let mut answers = Vec::with_capacity(sent.len());
        for sent in sent {
            answers.push(self.decide(write, &mut log, &mut answered, sent).await?);
        }
        log.close(&**write).await?;
        answered.close(write).await?;
        Ok(answers)
    }

    async fn decide(
        &self,
        write: &Write,
        log: &mut Log,
        answered: &mut Answered,
        &Sent { operation, author, now }: &Sent<'_>,
    ) -> Result<Answer, StoreError> {
        let request = request_hash(operation)?;
        let id = operation.id.to_string();
        if let Some(known) = answered.get(&id) {
            if known.request != request || known.account != author.name {
                let detail = format!("operation {id} was sent before with something else in it");
                return Ok(Answer::Refused(Refusal::new(Why::Conflict, detail)));
            }
            return serde_json::from_str(&known.answer).map_err(unreadable);
        }
        let (body, faults) = Body::parse(operation.kind, &operation.draft.record);
        let network = match &operation.draft.network {
            Some(name) => Some(self.network_named(name).await?.map(|row| row.id)),
            None => None,
        };
        let decision = Decision { operation, author, network, body, now };
        let answer = match decision.decide(write, log, faults).await? {
            Ok(receipt) => Answer::Applied(receipt),
            Err(refusal) => Answer::Refused(refusal),
        };
        // What depends on who asks, or on what is still to come, may be answered otherwise when asked again.
        let depends =
            |refusal: &Refusal| matches!(refusal.why, Why::Forbidden | Why::Missing | Why::Waits);
        if matches!(&answer, Answer::Refused(refusal) if depends(refusal)) {
            return Ok(answer);
        }
        answered.add(operation::Model {
            id,
            account: author.name.clone(),
            request,
            answer: serde_json::to_string(&answer).map_err(unreadable)?,
            recorded_us: now.0,
        });
        Ok(answer)
    }
}

impl Refusal {
    fn new(why: Why, detail: impl Into<String>) -> Self {
        Self { why, detail: detail.into(), faults: Vec::new(), current: None }
    }

    fn current(why: Why, detail: impl Into<String>, row: &record::Model) -> Self {
        let record = serde_json::from_str(&row.body).unwrap_or_default();
        let current = Current { version: row.version, deleted: row.deleted, record };
        Self { current: Some(current), ..Self::new(why, detail) }
    }

    fn of(faults: Vec<Fault>) -> Self {
        let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
        let conflicts = |fault: &Fault| {
            matches!(fault.code.as_str(), "duplicate" | "deployed" | "retrieved" | "in-use")
        };
        let waits = |fault: &Fault| fault.code == rules::UNKNOWN_RECORD;
        let why = match () {
            () if errors.clone().all(waits) => Why::Waits,
            () if errors.clone().all(conflicts) => Why::Conflict,
            () => Why::Faults,
        };
        let messages: Vec<&str> = errors.map(|fault| fault.message.as_str()).collect();
        Self { faults: faults.clone(), ..Self::new(why, messages.join("; ")) }
    }
}

/// What decides whether two requests with one operation id are the same.
fn request_hash(operation: &Operation) -> Result<String, StoreError> {
    let text = serde_json::to_string(operation).map_err(unreadable)?;
    Ok(sha256(text.as_bytes()))
}

/// SHA-256, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Unfit(format!("the answer of an operation is unreadable: {error}"))
}
