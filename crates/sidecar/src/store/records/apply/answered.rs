//! Which operations were decided before, with their answers.

use super::Sent;
use crate::store::entities::operation;
use crate::store::records::audit::ROWS_AT_ONCE;
use crate::store::{StoreError, Write};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::collections::HashMap;

/// The answers known to one transaction: of before, and those that it adds.
#[derive(Debug)]
pub(super) struct Answered {
    known: HashMap<String, operation::Model>,
    added: Vec<String>,
}

impl Answered {
    /// What is known of operations that were sent.
    pub(super) async fn of(write: &Write, sent: &[Sent<'_>]) -> Result<Self, StoreError> {
        let mut known = HashMap::new();
        for some in sent.chunks(ROWS_AT_ONCE) {
            let ids = some.iter().map(|sent| sent.operation.id.to_string());
            let rows = operation::Entity::find().filter(operation::Column::Id.is_in(ids));
            let rows = rows.all(&**write).await?;
            known.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
        }
        Ok(Self { known, added: Vec::new() })
    }

    pub(super) fn get(&self, id: &str) -> Option<&operation::Model> {
        self.known.get(id)
    }

    pub(super) fn add(&mut self, row: operation::Model) {
        self.added.push(row.id.clone());
        self.known.insert(row.id.clone(), row);
    }

    /// Writes what was added.
    pub(super) async fn close(mut self, write: &Write) -> Result<(), StoreError> {
        for some in self.added.chunks(ROWS_AT_ONCE) {
            let rows: Vec<_> = some.iter().filter_map(|id| self.known.remove(id)).collect();
            let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
            operation::Entity::insert_many(rows).exec_without_returning(&**write).await?;
        }
        Ok(())
    }
}
