//! Writing a record with its audit entry, what it names, and what is its alone.

use super::decision::Decision;
use super::{sha256, unreadable};
use crate::store::entities::{record, record_key, record_reference};
use crate::store::records::audit::{Entry, Log};
use crate::store::records::body;
use crate::store::{StoreError, Write};
use gagehouse_model::Visibility;
use gagehouse_records::body::Index;
use gagehouse_records::fault::Fault;
use gagehouse_records::operation::{Operation, Receipt};
use gagehouse_records::{Body, Kind, RecordId};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter,
};

impl Decision<'_> {
    pub(super) async fn put(
        &self,
        write: &Write,
        log: &mut Log,
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
        let entry = Entry {
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
        let seq = log.add(entry, self.now);
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
                release(&**write, *id).await?;
            }
        }
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

    pub(super) fn receipt(
        &self,
        version: i64,
        seq: i64,
        text: &str,
        warnings: Vec<Fault>,
    ) -> Receipt {
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
pub(super) async fn set_end(
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
pub(super) async fn release<C: ConnectionTrait>(db: &C, id: RecordId) -> Result<(), StoreError> {
    let id = id.to_string();
    let references = record_reference::Column::FromId.eq(id.clone());
    record_reference::Entity::delete_many().filter(references).exec(db).await?;
    record_key::Entity::delete_many().filter(record_key::Column::RecordId.eq(id)).exec(db).await?;
    Ok(())
}
