//! The only place with SQL: one store over SQLite (a file, the default) or PostgreSQL (by URL).
//!
//! - [`open`] connects, creates and migrates; [`migrations`] holds the schema, one text for both databases.
//! - [`entities`] are the tables for SeaORM, by which catalog and records are read and written on either database.
//! - [`catalog`] reads and replaces what harvest found at every source.
//! - [`observations`] is the hot path: rusqlite on SQLite, COPY on PostgreSQL. Nothing else touches observation rows.
//! - [`accounts`] holds who may sign in, as what; [`records`] equipment and field visits with their audit log and feed.
//! - [`networks`] writes networks, sites and datastreams from plain descriptions (import, demo).
//! - [`sensorthings`] compiles parsed requests of the embedded service.
//! - [`mod@visible`] turns a [`gagehouse_model::Viewer`] into a condition; every query about rows that a person can see takes a viewer.
//!
//! One writer: [`Store::begin`] and `Store::load` take turns by a gate inside the process and, on SQLite,
//! by immediate transactions between processes. Do not call one while holding the other.

pub mod accounts;
pub mod catalog;
pub mod entities;
mod error;
pub mod migrations;
pub mod networks;
pub mod observations;
mod open;
pub mod records;
pub mod sensorthings;
mod slow;
pub mod visible;

pub use error::{OpenError, StoreError};
pub use visible::{results_visible, visible};

use observations::SqliteFile;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Held by the one writer of this process.
type Gate = OwnedMutexGuard<()>;

/// Which database answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// A connected, migrated database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    dialect: Dialect,
    read: DatabaseConnection,
    write: DatabaseConnection,
    /// The file behind the hot path, on SQLite.
    file: Option<Arc<SqliteFile>>,
    write_gate: Arc<Mutex<()>>,
    operations: Arc<records::apply::Queue>,
    known_qualities: sensorthings::KnownQualities,
}

impl Store {
    /// Which database answers.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// For reading. On SQLite these connections refuse to write.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For writing: waits for the other writer of this process, then begins (immediately, on SQLite).
    pub async fn begin(&self) -> Result<Write, StoreError> {
        let gate = self.gate().await;
        self.begin_behind(gate).await
    }

    /// The turn of one writer of this process.
    async fn gate(&self) -> Gate {
        self.write_gate.clone().lock_owned().await
    }

    async fn begin_behind(&self, gate: Gate) -> Result<Write, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.write.begin_with_options(options).await?;
        Ok(Write { transaction, _gate: gate })
    }

    /// Closes every connection; for programs that end before the process does, such as tests.
    pub async fn close(self) -> Result<(), StoreError> {
        if let Some(file) = &self.file {
            file.close();
        }
        self.read.close().await?;
        self.write.close().await?;
        Ok(())
    }
}

/// An open write transaction; rolled back unless committed. Use it where SeaORM takes a connection.
#[derive(Debug)]
pub struct Write {
    transaction: DatabaseTransaction,
    _gate: Gate,
}

impl Write {
    /// Makes everything written so far durable and visible.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }
}

impl Deref for Write {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.transaction
    }
}
