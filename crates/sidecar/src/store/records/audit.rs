//! The number of a change, and the append-only log of who changed what.

use crate::store::entities::{audit, record_sequence};
use crate::store::{Store, StoreError};
use gagehouse_model::TimeUs;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, Order, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Rows of one INSERT: a statement has room for 32,766 values on SQLite.
pub(super) const ROWS_AT_ONCE: usize = 500;

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
    fn row(self, seq: i64, now: TimeUs) -> audit::ActiveModel {
        audit::ActiveModel {
            seq: Set(seq),
            network_id: Set(self.network_id),
            kind: Set(self.kind),
            subject: Set(self.subject),
            version: Set(self.version),
            action: Set(self.action.to_owned()),
            account: Set(self.account),
            operation_id: Set(self.operation_id),
            reason: Set(self.reason),
            old: Set(self.old),
            new: Set(self.new),
            recorded_us: Set(now.0),
        }
    }

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

/// What one transaction adds to the log. Its entries are written at the end, in one statement.
#[derive(Debug)]
pub struct Log {
    opened_at: i64,
    entries: Vec<(Entry, TimeUs)>,
}

impl Log {
    /// Waits for every other writer of records. From here to the end of the transaction none, of whatever process, is
    /// between: on SQLite by its immediate transaction, on PostgreSQL by the locked row.
    pub async fn open<C: ConnectionTrait>(db: &C) -> Result<Self, StoreError> {
        let mut row = record_sequence::Entity::find_by_id(1);
        if db.get_database_backend() == DbBackend::Postgres {
            row = row.lock_exclusive();
        }
        let opened_at = row.one(db).await?.map_or(0, |row| row.value);
        Ok(Self { opened_at, entries: Vec::new() })
    }

    /// Adds an entry under a number of its own; returns that.
    pub fn add(&mut self, entry: Entry, now: TimeUs) -> i64 {
        self.entries.push((entry, now));
        self.newest()
    }

    fn newest(&self) -> i64 {
        self.opened_at + self.entries.len() as i64
    }

    /// Writes the entries and the number of the newest.
    pub async fn close<C: ConnectionTrait>(self, db: &C) -> Result<(), StoreError> {
        use record_sequence::Column;
        if self.entries.is_empty() {
            return Ok(());
        }
        record_sequence::Entity::update_many()
            .col_expr(Column::Value, Expr::val(self.newest()))
            .filter(Column::Id.eq(1))
            .exec(db)
            .await?;
        let rows = (self.opened_at + 1..).zip(self.entries);
        let rows: Vec<_> = rows.map(|(seq, (entry, now))| entry.row(seq, now)).collect();
        for some in rows.chunks(ROWS_AT_ONCE) {
            audit::Entity::insert_many(some.to_vec()).exec_without_returning(db).await?;
        }
        Ok(())
    }
}

/// Writes one entry; returns its number.
pub async fn record<C: ConnectionTrait>(
    db: &C,
    entry: Entry,
    now: TimeUs,
) -> Result<i64, StoreError> {
    let mut log = Log::open(db).await?;
    let seq = log.add(entry, now);
    log.close(db).await?;
    Ok(seq)
}

/// The number of the newest change.
pub async fn current<C: ConnectionTrait>(db: &C) -> Result<i64, StoreError> {
    let row = record_sequence::Entity::find_by_id(1).one(db).await?;
    Ok(row.map_or(0, |row| row.value))
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
