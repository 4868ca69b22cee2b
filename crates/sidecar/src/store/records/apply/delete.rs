//! Deleting a record: a tombstone, unless other records name it.

use super::Refusal;
use super::decision::{Decided, Decision, refuse};
use super::write::{release, set_end};
use crate::store::entities::{record, record_reference};
use crate::store::records::audit::{Entry, Log};
use crate::store::records::{body, known};
use crate::store::{StoreError, Write};
use gagehouse_records::fault::Faults;
use gagehouse_records::operation::Operation;
use gagehouse_records::{Body, RecordId};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
};
use std::collections::BTreeMap;

impl Decision<'_> {
    /// Leaves a tombstone, unless other records name this one.
    pub(super) async fn delete(&self, write: &Write, log: &mut Log, row: record::Model) -> Decided {
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
        let entry = Entry {
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
        let seq = log.add(entry, self.now);
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
}
