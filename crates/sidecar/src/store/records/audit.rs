//! The number of a change, and the append-only log of who changed what.

use crate::store::entities::{audit, record_sequence};
use crate::store::{Store, StoreError};
use gagehouse_model::TimeUs;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, Order, QueryFilter,
    QueryOrder, QuerySelect,
};

/// What is written of one change.
#[derive(Debug, Clone)]
pub struct Entry {
    pub network_id: Option<i32>,
    /// Kind of record, or `account`.
    pub kind: String,
    /// Id of the record, or name of the account.
    pub subject: String,
    pub version: i64,
    /// `create`, `update`, `delete`, …
    pub action: &'static str,
    /// Who did it.
    pub account: String,
    pub operation_id: Option<String>,
    pub reason: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

impl Entry {
    /// A change of an account.
    pub fn account(
        name: &str,
        action: &'static str,
        by: &str,
        old: Option<String>,
        new: Option<String>,
    ) -> Self {
        Self {
            network_id: None,
            kind: "account".to_owned(),
            subject: name.to_owned(),
            version: 0,
            action,
            account: by.to_owned(),
            operation_id: None,
            reason: String::new(),
            old,
            new,
        }
    }
}

/// Takes the next number. From here to the end of the transaction no other writer, of whatever process, is between.
pub async fn next<C: ConnectionTrait>(db: &C) -> Result<i64, StoreError> {
    use record_sequence::Column;
    record_sequence::Entity::update_many()
        .col_expr(Column::Value, Expr::col(Column::Value).add(1))
        .filter(Column::Id.eq(1))
        .exec(db)
        .await?;
    current(db).await
}

/// Waits for every other writer of records, without taking a number.
pub async fn lock<C: ConnectionTrait>(db: &C) -> Result<(), StoreError> {
    if db.get_database_backend() == DbBackend::Postgres {
        let row = record_sequence::Entity::find_by_id(1).lock_exclusive();
        row.one(db).await?;
    }
    Ok(())
}

/// The number of the newest change.
pub async fn current<C: ConnectionTrait>(db: &C) -> Result<i64, StoreError> {
    let row = record_sequence::Entity::find_by_id(1).one(db).await?;
    Ok(row.map_or(0, |row| row.value))
}

/// Writes an entry under a number of its own; returns that.
pub async fn record<C: ConnectionTrait>(
    db: &C,
    entry: Entry,
    now: TimeUs,
) -> Result<i64, StoreError> {
    let seq = next(db).await?;
    let row = audit::ActiveModel {
        seq: Set(seq),
        network_id: Set(entry.network_id),
        kind: Set(entry.kind),
        subject: Set(entry.subject),
        version: Set(entry.version),
        action: Set(entry.action.to_owned()),
        account: Set(entry.account),
        operation_id: Set(entry.operation_id),
        reason: Set(entry.reason),
        old: Set(entry.old),
        new: Set(entry.new),
        recorded_us: Set(now.0),
    };
    audit::Entity::insert(row).exec_without_returning(db).await?;
    Ok(seq)
}

/// From where the log is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On from a number.
    After(i64),
    /// Back from a number.
    Before(i64),
}

impl Store {
    /// The log of some networks after a number, oldest first, or before one, newest first; of one subject where it is
    /// named.
    pub async fn audit_log(
        &self,
        networks: &[i32],
        subject: Option<&str>,
        place: Place,
        limit: u64,
    ) -> Result<Vec<audit::Model>, StoreError> {
        let (there, order) = match place {
            Place::After(number) => (audit::Column::Seq.gt(number), Order::Asc),
            Place::Before(number) => (audit::Column::Seq.lt(number), Order::Desc),
        };
        let mut query = audit::Entity::find()
            .filter(there)
            .filter(audit::Column::NetworkId.is_in(networks.iter().copied()));
        if let Some(subject) = subject {
            query = query.filter(audit::Column::Subject.eq(subject));
        }
        Ok(query.order_by(audit::Column::Seq, order).limit(limit).all(self.read()).await?)
    }
}
