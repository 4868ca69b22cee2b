//! Deciding an operation: applied once, or refused with everything that speaks against it.
//!
//! One transaction holds the decision, the record, its audit entry and the answer under the operation's id. Whoever
//! sends the same operation again, after a lost answer or by mistake, gets that answer.

use super::known::{self, known};
use super::{audit, body};
use crate::store::entities::{catalog_site, operation, record, record_key, record_reference};
use crate::store::{Store, StoreError, Write};
use gagehouse_model::{TimeUs, Visibility};
use gagehouse_records::body::Index;
use gagehouse_records::fault::{Fault, Faults, Severity};
pub use gagehouse_records::operation::Current;
use gagehouse_records::operation::{Change, Operation, Receipt};
use gagehouse_records::role::{Deed, Role};
use gagehouse_records::{Body, Kind, RecordId, rules};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter,
};
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
    /// Decides an operation, or repeats its answer.
    pub async fn apply(
        &self,
        operation: &Operation,
        author: &Author,
        now: TimeUs,
    ) -> Result<Answer, StoreError> {
        let write = self.begin().await?;
        audit::lock(&*write).await?;
        let answer = self.decide(&write, operation, author, now).await?;
        write.commit().await?;
        Ok(answer)
    }

    /// Decides many operations one after the other, all in one transaction; `keep` says whether what they did stays.
    pub async fn apply_all(
        &self,
        operations: &[Operation],
        author: &Author,
        now: TimeUs,
        keep: bool,
    ) -> Result<Vec<Answer>, StoreError> {
        let write = self.begin().await?;
        audit::lock(&*write).await?;
        let mut answers = Vec::with_capacity(operations.len());
        for operation in operations {
            answers.push(self.decide(&write, operation, author, now).await?);
        }
        if keep {
            write.commit().await?;
        }
        Ok(answers)
    }

    async fn decide(
        &self,
        write: &Write,
        operation: &Operation,
        author: &Author,
        now: TimeUs,
    ) -> Result<Answer, StoreError> {
        let request = request_hash(operation)?;
        let id = operation.id.to_string();
        if let Some(known) = operation::Entity::find_by_id(&id).one(&**write).await? {
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
        let answer = match decision.decide(write, faults).await? {
            Ok(receipt) => Answer::Applied(receipt),
            Err(refusal) => Answer::Refused(refusal),
        };
        // What depends on who asks may be answered otherwise when asked again.
        let depends = |refusal: &Refusal| matches!(refusal.why, Why::Forbidden | Why::Missing);
        if matches!(&answer, Answer::Refused(refusal) if depends(refusal)) {
            return Ok(answer);
        }
        let row = operation::ActiveModel {
            id: Set(id),
            account: Set(author.name.clone()),
            request: Set(request),
            answer: Set(serde_json::to_string(&answer).map_err(unreadable)?),
            recorded_us: Set(now.0),
        };
        operation::Entity::insert(row).exec_without_returning(&**write).await?;
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
        let why = if errors.clone().all(conflicts) { Why::Conflict } else { Why::Faults };
        let messages: Vec<&str> = errors.map(|fault| fault.message.as_str()).collect();
        Self { faults: faults.clone(), ..Self::new(why, messages.join("; ")) }
    }
}

struct Decision<'a> {
    operation: &'a Operation,
    author: &'a Author,
    /// The network that the draft names; `Some(None)`: one that is not there.
    network: Option<Option<i32>>,
    body: Body,
    now: TimeUs,
}

type Decided = Result<Result<Receipt, Refusal>, StoreError>;

/// Returns a refusal from a function that may fail otherwise too.
macro_rules! refuse {
    ($refusal:expr) => {
        return Ok(Err($refusal))
    };
}

impl Decision<'_> {
    async fn decide(self, write: &Write, mut faults: Faults) -> Decided {
        let Operation { kind, record: id, .. } = *self.operation;
        let current = record::Entity::find_by_id(id.to_string()).one(&**write).await?;
        if let Some(row) = &current
            && (row.kind != kind.path() || !self.sees(row.network_id))
        {
            refuse!(self.missing());
        }
        let network_id = match &current {
            Some(row) => Some(row.network_id),
            None => self.network_of_new(write).await?.filter(|id| self.sees(*id)),
        };
        let Some(network_id) = network_id else {
            // A network, site or record that is hidden from the author is like one that is not there.
            refuse!(if faults.stop() { Refusal::of(faults.found) } else { self.no_network() });
        };
        if let Err(refusal) = self.check_version(current.as_ref()) {
            refuse!(refusal);
        }
        if !self.may(network_id, current.as_ref()) {
            let what =
                if matches!(self.operation.change, Change::Delete(_)) { "delete" } else { "write" };
            let detail =
                format!("your role in this network does not let you {what} a {}", kind.one());
            refuse!(Refusal::new(Why::Forbidden, detail));
        }
        if let (Change::Delete(_), Some(row)) = (self.operation.change, current) {
            return self.delete(write, row).await;
        } else if matches!(self.operation.change, Change::Delete(_)) {
            refuse!(self.missing());
        }
        let current = record::Entity::find_by_id(id.to_string()).one(&**write).await?;
        let known = known(&**write, network_id, id, &self.body, self.now).await?;
        rules::check(id, &self.body, &known, &mut faults);
        self.check_unique(write, network_id, &mut faults).await?;
        if faults.stop() {
            refuse!(Refusal::of(faults.found));
        }
        let ended = known.retrieved.map(|retrieved| retrieved.end().0);
        self.put(write, network_id, current, ended, faults.found).await.map(Ok)
    }

    fn missing(&self) -> Refusal {
        let Operation { kind, record, .. } = self.operation;
        Refusal::new(Why::Missing, format!("there is no {} {record}", kind.one()))
    }

    fn no_network(&self) -> Refusal {
        let detail = "name a network in which you have a role, or a site or record of it";
        Refusal::new(Why::Missing, detail)
    }

    /// Whether the author may know that a network's private records exist.
    fn sees(&self, network_id: i32) -> bool {
        self.role_allows(network_id, Deed::See)
    }

    fn role_allows(&self, network_id: i32, deed: Deed) -> bool {
        match &self.author.roles {
            None => true,
            Some(roles) => roles.get(&network_id).is_some_and(|role| role.may(deed)),
        }
    }

    fn may(&self, network_id: i32, current: Option<&record::Model>) -> bool {
        let kind = self.operation.kind;
        let deed = match self.operation.change {
            Change::Create | Change::Update(_) => Deed::Write(kind),
            Change::Delete(_) => match current {
                Some(row) if row.created_by == self.author.name => Deed::DeleteOwn(kind),
                _ => Deed::Delete(kind),
            },
        };
        self.role_allows(network_id, deed)
    }

    /// The network that a new record belongs to: the one named, else its site's, else that of what it names.
    async fn network_of_new(&self, write: &Write) -> Result<Option<i32>, StoreError> {
        if let Some(named) = self.network {
            return Ok(named);
        }
        let index = self.body.index();
        if let Some(site) = index.site {
            let site = catalog_site::Entity::find_by_id(site).one(&**write).await?;
            return Ok(site.map(|site| site.network_id));
        }
        let parents =
            index.parent.into_iter().chain(self.body.references().into_iter().map(|r| r.id));
        for parent in parents {
            if let Some(row) = record::Entity::find_by_id(parent.to_string()).one(&**write).await? {
                return Ok(Some(row.network_id));
            }
        }
        Ok(None)
    }

    fn check_version(&self, current: Option<&record::Model>) -> Result<(), Refusal> {
        let one = self.operation.kind.one();
        match (self.operation.change, current) {
            (Change::Create, None) => Ok(()),
            (Change::Create, Some(row)) => {
                let detail = format!("there is a {one} with this id already");
                Err(Refusal::current(Why::Changed, detail, row))
            }
            (_, None) => Err(self.missing()),
            (Change::Update(version) | Change::Delete(version), Some(row))
                if row.version == version =>
            {
                match self.operation.change {
                    Change::Delete(_) if row.deleted => Err(Refusal::current(
                        Why::Gone,
                        format!("the {one} was deleted before"),
                        row,
                    )),
                    _ => Ok(()),
                }
            }
            (_, Some(row)) if row.deleted => {
                let detail = format!("the {one} was deleted by {}: {}", row.changed_by, row.reason);
                Err(Refusal::current(Why::Gone, detail, row))
            }
            (Change::Update(version) | Change::Delete(version), Some(row)) => {
                let detail = format!(
                    "the {one} was changed by {}: it has version {}, not {version}",
                    row.changed_by, row.version
                );
                Err(Refusal::current(Why::Changed, detail, row))
            }
        }
    }

    async fn check_unique(
        &self,
        write: &Write,
        network_id: i32,
        faults: &mut Faults,
    ) -> Result<(), StoreError> {
        let (kind, id) = (self.operation.kind, self.operation.record.to_string());
        for (field, value) in self.body.unique() {
            let key = (network_id, kind.path().to_owned(), value.clone());
            let other = record_key::Entity::find_by_id(key).one(&**write).await?;
            if let Some(other) = other.filter(|other| other.record_id != id) {
                let shown = value.rsplit('\u{1f}').next().unwrap_or(&value);
                let message = match (kind, field) {
                    (Kind::Action, _) => "the deployment was retrieved already".to_owned(),
                    (_, "/serial_number") => {
                        format!("serial number '{shown}' of this model is item {}", other.record_id)
                    }
                    _ => format!("'{shown}' is {} {} already", kind.one(), other.record_id),
                };
                faults.error(field.trim_start_matches('/'), "duplicate", message);
            }
        }
        Ok(())
    }

    async fn put(
        &self,
        write: &Write,
        network_id: i32,
        current: Option<record::Model>,
        ended_us: Option<i64>,
        warnings: Vec<Fault>,
    ) -> Result<Receipt, StoreError> {
        let Operation { kind, record: id, draft, .. } = self.operation;
        let index = self.body.index();
        // A retrieval that names no visit is where its deployment is.
        let ended = match &self.body {
            Body::Action(action) => action.deployment,
            _ => None,
        };
        let parent = match index.parent.or(ended) {
            Some(parent) => record::Entity::find_by_id(parent.to_string()).one(&**write).await?,
            None => None,
        };
        let visit_id = match (index.visit, &parent) {
            (Some(visit), _) => Some(visit.to_string()),
            (None, Some(parent)) if parent.kind == Kind::Visit.path() => Some(parent.id.clone()),
            (None, parent) => parent.as_ref().and_then(|parent| parent.visit_id.clone()),
        };
        let own = draft
            .visibility
            .or_else(|| current.as_ref().map(|row| Visibility::from_code(row.visibility)));
        let text = self.body.to_json().to_string();
        let version = current.as_ref().map_or(1, |row| row.version + 1);
        let action = match &current {
            None => "create",
            Some(row) if row.deleted => "restore",
            Some(_) => "update",
        };
        let entry = audit::Entry {
            network_id: Some(network_id),
            kind: kind.path().to_owned(),
            subject: id.to_string(),
            version,
            action,
            account: self.author.name.clone(),
            operation_id: Some(self.operation.id.to_string()),
            reason: draft.reason.clone(),
            old: current.as_ref().map(|row| row.body.clone()),
            new: Some(text.clone()),
        };
        let seq = audit::record(&**write, entry, self.now).await?;
        let created = current.as_ref().map_or((self.now.0, self.author.name.clone()), |row| {
            (row.created_us, row.created_by.clone())
        });
        let site_id = index.site.or(parent.as_ref().and_then(|parent| parent.site_id));
        let row = record::ActiveModel {
            id: Set(id.to_string()),
            kind: Set(kind.path().to_owned()),
            network_id: Set(network_id),
            visibility: Set(own.unwrap_or(kind.visibility()).code()),
            version: Set(version),
            seq: Set(seq),
            site_id: Set(site_id),
            visit_id: Set(visit_id),
            equipment_id: Set(index.equipment.map(String::from)),
            parent_id: Set(index.parent.map(String::from)),
            begin_us: Set(index.begin.map(|begin| begin.earliest().0)),
            end_us: Set(ended_us.or_else(|| end_us(*kind, &index))),
            title: Set(index.title),
            term: Set(index.term),
            body: Set(text.clone()),
            warnings: Set(serde_json::to_string(&warnings).map_err(unreadable)?),
            deleted: Set(false),
            reason: Set(draft.reason.clone()),
            created_us: Set(created.0),
            created_by: Set(created.1),
            changed_us: Set(self.now.0),
            changed_by: Set(self.author.name.clone()),
        };
        match &current {
            None => {
                record::Entity::insert(row).exec_without_returning(&**write).await?;
            }
            Some(_) => {
                row.update(&**write).await?;
            }
        }
        release(&**write, *id).await?;
        self.hold(write, network_id).await?;
        if let Some(Body::Action(before)) = current.as_ref().map(body).transpose()? {
            set_end(write, before.deployment, None).await?;
        }
        if let Body::Action(action) = &self.body {
            set_end(write, action.deployment, action.begin.map(|begin| begin.end().0)).await?;
        }
        Ok(self.receipt(version, seq, &text, warnings))
    }

    /// What the record names, and what is its alone.
    async fn hold(&self, write: &Write, network_id: i32) -> Result<(), StoreError> {
        let id = self.operation.record.to_string();
        let references =
            self.body.references().into_iter().map(|reference| record_reference::ActiveModel {
                from_id: Set(id.clone()),
                field: Set(reference.field),
                to_id: Set(reference.id.to_string()),
            });
        let references: Vec<_> = references.collect();
        if !references.is_empty() {
            record_reference::Entity::insert_many(references)
                .exec_without_returning(&**write)
                .await?;
        }
        let keys = self.body.unique().into_iter().map(|(_, value)| record_key::ActiveModel {
            network_id: Set(network_id),
            kind: Set(self.operation.kind.path().to_owned()),
            value: Set(value),
            record_id: Set(id.clone()),
        });
        let keys: Vec<_> = keys.collect();
        if !keys.is_empty() {
            record_key::Entity::insert_many(keys).exec_without_returning(&**write).await?;
        }
        Ok(())
    }

    /// Leaves a tombstone, unless other records name this one.
    async fn delete(&self, write: &Write, row: record::Model) -> Decided {
        let Operation { kind, record: id, draft, .. } = self.operation;
        let mut faults = Faults::default();
        if draft.reason.trim().is_empty() {
            faults.error("reason", "required", format!("say why the {} is deleted", kind.one()));
        }
        let naming = record_reference::Entity::find()
            .filter(record_reference::Column::ToId.eq(id.to_string()))
            .all(&**write)
            .await?;
        if !naming.is_empty() {
            let ids: Vec<String> = naming.into_iter().map(|reference| reference.from_id).collect();
            faults.error("", "in-use", self.users(write, ids).await?);
        }
        let reopened = match body(&row)? {
            Body::Action(action) => action.deployment,
            _ => None,
        };
        if let Some(deployment) = reopened {
            self.check_reopened(write, row.network_id, deployment, &mut faults).await?;
        }
        if faults.stop() {
            refuse!(Refusal::of(faults.found));
        }
        set_end(write, reopened, None).await?;
        let version = row.version + 1;
        let entry = audit::Entry {
            network_id: Some(row.network_id),
            kind: kind.path().to_owned(),
            subject: id.to_string(),
            version,
            action: "delete",
            account: self.author.name.clone(),
            operation_id: Some(self.operation.id.to_string()),
            reason: draft.reason.clone(),
            old: Some(row.body.clone()),
            new: None,
        };
        let seq = audit::record(&**write, entry, self.now).await?;
        let text = row.body.clone();
        let mut row = row.into_active_model();
        row.version = Set(version);
        row.seq = Set(seq);
        row.deleted = Set(true);
        row.reason = Set(draft.reason.clone());
        row.changed_us = Set(self.now.0);
        row.changed_by = Set(self.author.name.clone());
        row.update(&**write).await?;
        release(&**write, *id).await?;
        Ok(Ok(self.receipt(version, seq, &text, Vec::new())))
    }

    /// Which records name this one: how many of each kind, and the first ids.
    async fn users(&self, write: &Write, mut ids: Vec<String>) -> Result<String, StoreError> {
        ids.sort();
        ids.dedup();
        let rows = record::Entity::find()
            .filter(record::Column::Id.is_in(ids.iter().take(500).cloned()))
            .all(&**write)
            .await?;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &rows {
            *counts.entry(row.kind.as_str()).or_default() += 1;
        }
        let counts: Vec<String> =
            counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let first: Vec<String> =
            rows.iter().take(3).map(|row| format!("/api/v1/{}/{}", row.kind, row.id)).collect();
        let one = self.operation.kind.one();
        Ok(format!("the {one} is named by {}: {} …", counts.join(", "), first.join(", ")))
    }

    /// Without its retrieval a deployment lasts on: it must not last into another one of the item.
    async fn check_reopened(
        &self,
        write: &Write,
        network_id: i32,
        deployment: RecordId,
        faults: &mut Faults,
    ) -> Result<(), StoreError> {
        let row = record::Entity::find_by_id(deployment.to_string()).one(&**write).await?;
        let item = row.and_then(|row| row.equipment_id).and_then(|id| id.parse().ok());
        let Some(item) = item else { return Ok(()) };
        let spans =
            known::spans(&**write, network_id, &[item], Some(self.operation.record)).await?;
        let Some(open) = spans.iter().find(|span| span.deployment == deployment) else {
            return Ok(());
        };
        if let Some(other) = spans.iter().find(|s| s.deployment != deployment && s.overlaps(open)) {
            let message = format!("the item is deployed again since {}", other.begin);
            faults.error("deployment", "deployed", message);
        }
        Ok(())
    }

    fn receipt(&self, version: i64, seq: i64, text: &str, warnings: Vec<Fault>) -> Receipt {
        let id = self.operation.record;
        Receipt {
            id,
            version,
            sha256: sha256(text.as_bytes()),
            seq,
            received_at: self.now.to_rfc3339(),
            warnings,
        }
    }
}

/// The end by which lists select: what has none was an instant, except what lasts until it is ended.
fn end_us(kind: Kind, index: &Index) -> Option<i64> {
    let is_instant = matches!(kind, Kind::Visit | Kind::Action | Kind::Calibration);
    let end = index.end.or(index.begin.filter(|_| is_instant));
    end.map(|end| end.end().0)
}

/// Gives a deployment the end that its retrieval says, or its own again.
async fn set_end(
    write: &Write,
    deployment: Option<RecordId>,
    end: Option<i64>,
) -> Result<(), StoreError> {
    let Some(deployment) = deployment else { return Ok(()) };
    let row = record::Entity::find_by_id(deployment.to_string()).one(&**write).await?;
    let Some(row) = row else { return Ok(()) };
    let own = body(&row)?.index().end.map(|end| end.end().0);
    let mut row = row.into_active_model();
    row.end_us = Set(end.or(own));
    row.update(&**write).await?;
    Ok(())
}

/// Forgets what a record named and what was its alone.
async fn release<C: ConnectionTrait>(db: &C, id: RecordId) -> Result<(), StoreError> {
    let id = id.to_string();
    let references = record_reference::Column::FromId.eq(id.clone());
    record_reference::Entity::delete_many().filter(references).exec(db).await?;
    record_key::Entity::delete_many().filter(record_key::Column::RecordId.eq(id)).exec(db).await?;
    Ok(())
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
