//! SQLite through rusqlite: prepared multi-row inserts by one writer, and a pool of readers.

use super::blocks::{BLOCK_IDS, Block};
use super::load::{BatchLine, Extent, Load, LoadSteps, Loaded, Origin, load_all};
use super::merge::{Reading, Revision, Stored};
use super::row::Row;
use crate::store::StoreError;
use crate::store::open::BUSY_TIMEOUT;
use rusqlite::types::Value as SqlValue;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension, Statement, Transaction, TransactionBehavior,
};
use rusqlite::{params, params_from_iter};
use sea_orm::Value;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

const READERS: usize = 8;
/// Rows of one INSERT. More gains nothing and costs a longer statement.
const INSERT_ROWS: usize = 256;
/// Memory-mapped part of the file, for readers.
const MMAP_BYTES: i64 = 1 << 30;

/// Steps of a query between two looks at whether anybody still waits for it: well under a millisecond.
const PROGRESS_STEPS: i32 = 10_000;

/// Tells a query that nobody waits for it: dropped with the future of a request that timed out or whose
/// client went away.
#[derive(Debug, Default)]
struct GivenUp(Arc<AtomicBool>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

/// A database file with its readers.
#[derive(Debug)]
pub struct SqliteFile {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    readers: Arc<Semaphore>,
}

impl SqliteFile {
    pub fn new(path: PathBuf) -> Arc<Self> {
        let readers = Arc::new(Semaphore::new(READERS));
        Arc::new(Self { path, idle: Mutex::default(), readers })
    }

    pub(super) async fn load(
        &self,
        loads: Vec<Load>,
        origin: Origin,
    ) -> Result<Vec<Loaded>, StoreError> {
        let path = self.path.clone();
        let runtime = tokio::runtime::Handle::current();
        tokio::task::spawn_blocking(move || {
            let mut connection = Connection::open_with_flags(
                path,
                OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?;
            connection.busy_timeout(BUSY_TIMEOUT)?;
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection.pragma_update(None, "cache_size", -65_536)?;
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut steps = SqliteSteps { transaction: &transaction };
            // The steps never wait: each future is ready when it is made.
            let loaded = runtime.block_on(load_all(&mut steps, loads, &origin))?;
            transaction.commit()?;
            Ok(loaded)
        })
        .await?
    }

    pub(super) async fn each_row<T, V>(
        self: &Arc<Self>,
        statement: sea_orm::Statement,
        mut state: T,
        mut visit: V,
    ) -> Result<T, StoreError>
    where
        T: Send + 'static,
        V: FnMut(&mut T, &Row<'_>) -> Result<(), StoreError> + Send + 'static,
    {
        let closed = |_| StoreError::Unfit("the store is closed".to_owned());
        let permit = self.readers.clone().acquire_owned().await.map_err(closed)?;
        let file = self.clone();
        let given_up = GivenUp::default();
        let is_given_up = given_up.0.clone();
        let read = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let connection = file.take_reader()?;
            // Nobody waits any more: SQLite ends the query, before its first row too.
            connection.progress_handler(PROGRESS_STEPS, Some(move || is_given_up.load(Relaxed)))?;
            let values = statement.values.map(|values| values.0).unwrap_or_default();
            let values = values.into_iter().map(sqlite_value).collect::<Result<Vec<_>, _>>()?;
            let mut query = connection.prepare_cached(&statement.sql)?;
            let mut rows = query.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                visit(&mut state, &Row::Sqlite(row))?;
            }
            drop(rows);
            drop(query);
            file.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            Ok(state)
        });
        let read = read.await;
        drop(given_up);
        read?
    }

    fn take_reader(&self) -> Result<Connection, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(connection) = idle {
            return Ok(connection);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "mmap_size", MMAP_BYTES)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    }

    /// Closes idle readers and refuses new ones.
    pub fn close(&self) {
        self.readers.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn sqlite_value(value: Value) -> Result<SqlValue, StoreError> {
    Ok(match value {
        Value::Bool(v) => v.map_or(SqlValue::Null, |v| SqlValue::Integer(v.into())),
        Value::TinyInt(v) => v.map_or(SqlValue::Null, |v| SqlValue::Integer(v.into())),
        Value::SmallInt(v) => v.map_or(SqlValue::Null, |v| SqlValue::Integer(v.into())),
        Value::Int(v) => v.map_or(SqlValue::Null, |v| SqlValue::Integer(v.into())),
        Value::BigInt(v) => v.map_or(SqlValue::Null, SqlValue::Integer),
        Value::TinyUnsigned(v) => v.map_or(SqlValue::Null, |v| SqlValue::Integer(v.into())),
        Value::SmallUnsigned(v) => v.map_or(SqlValue::Null, |v| SqlValue::Integer(v.into())),
        Value::Unsigned(v) => v.map_or(SqlValue::Null, |v| SqlValue::Integer(v.into())),
        Value::BigUnsigned(v) => match v.map(i64::try_from).transpose() {
            Ok(v) => v.map_or(SqlValue::Null, SqlValue::Integer),
            Err(_) => return Err(StoreError::Unfit("a number in a query is too large".to_owned())),
        },
        Value::Float(v) => v.map_or(SqlValue::Null, |v| SqlValue::Real(v.into())),
        Value::Double(v) => v.map_or(SqlValue::Null, SqlValue::Real),
        Value::String(v) => v.map_or(SqlValue::Null, SqlValue::Text),
        Value::Char(v) => v.map_or(SqlValue::Null, |v| SqlValue::Text(v.to_string())),
        Value::Bytes(v) => v.map_or(SqlValue::Null, SqlValue::Blob),
        Value::Json(v) => v.map_or(SqlValue::Null, |v| SqlValue::Text(v.to_string())),
        other => return Err(StoreError::Unfit(format!("{other:?} cannot be asked of SQLite"))),
    })
}

struct SqliteSteps<'a> {
    transaction: &'a Transaction<'a>,
}

impl LoadSteps for SqliteSteps<'_> {
    async fn extent(&mut self, datastream_id: i32) -> Result<Option<Extent>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT phenomenon_start_us, phenomenon_end_us, observation_count, revision FROM datastream WHERE id = ?1",
        )?;
        let extent = query.query_row([datastream_id], |row| {
            Ok(Extent {
                start_us: row.get(0)?,
                end_us: row.get(1)?,
                count: row.get(2)?,
                revision: row.get(3)?,
            })
        });
        Ok(extent.optional()?)
    }

    async fn quality_id(&mut self, words: &str) -> Result<i32, StoreError> {
        let known = self
            .transaction
            .prepare_cached("SELECT id FROM quality WHERE words = ?1")?
            .query_row([words], |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
        let mut insert = self
            .transaction
            .prepare_cached("INSERT INTO quality (words) VALUES (?1) RETURNING id")?;
        Ok(insert.query_row([words], |row| row.get(0))?)
    }

    async fn stored(
        &mut self,
        datastream_id: i32,
        first_us: i64,
        last_us: i64,
    ) -> Result<Vec<Stored>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT time_us, id, result, quality_id FROM observation \
             WHERE datastream_id = ?1 AND time_us BETWEEN ?2 AND ?3 ORDER BY time_us, id",
        )?;
        let rows = query.query_map(params![datastream_id, first_us, last_us], |row| {
            let result: Option<f64> = row.get(2)?;
            let reading = Reading {
                time_us: row.get(0)?,
                result: result.unwrap_or(f64::NAN),
                quality_id: row.get(3)?,
            };
            Ok(Stored { id: row.get(1)?, reading })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    async fn open_block(&mut self, datastream_id: i32) -> Result<Option<Block>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT first_id, used, start_us, end_us FROM observation_block \
             WHERE datastream_id = ?1 ORDER BY first_id DESC LIMIT 1",
        )?;
        let block = query.query_row([datastream_id], |row| {
            Ok(Block {
                first_id: row.get(0)?,
                used: row.get(1)?,
                start_us: row.get(2)?,
                end_us: row.get(3)?,
            })
        });
        Ok(block.optional()?)
    }

    async fn new_blocks(&mut self, count: usize) -> Result<Vec<i64>, StoreError> {
        let last: Option<i64> = self
            .transaction
            .prepare_cached("SELECT max(first_id) FROM observation_block")?
            .query_row([], |row| row.get(0))?;
        let next = last.map_or(1, |last| last + BLOCK_IDS);
        Ok((0..count as i64).map(|n| next + n * BLOCK_IDS).collect())
    }

    async fn write_blocks(
        &mut self,
        datastream_id: i32,
        blocks: &[Block],
    ) -> Result<(), StoreError> {
        let mut upsert = self.transaction.prepare_cached(
            "INSERT INTO observation_block (first_id, datastream_id, used, start_us, end_us) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (first_id) DO UPDATE SET used = excluded.used, start_us = excluded.start_us, end_us = excluded.end_us",
        )?;
        for block in blocks {
            upsert.execute(params![
                block.first_id,
                datastream_id,
                block.used,
                block.start_us,
                block.end_us
            ])?;
        }
        Ok(())
    }

    async fn insert(
        &mut self,
        datastream_id: i32,
        ids: &[i64],
        rows: &[Reading],
    ) -> Result<(), StoreError> {
        let full = insert_statement(INSERT_ROWS);
        let mut full = self.transaction.prepare_cached(&full)?;
        for (ids, rows) in ids.chunks(INSERT_ROWS).zip(rows.chunks(INSERT_ROWS)) {
            if rows.len() == INSERT_ROWS {
                insert_rows(&mut full, datastream_id, ids, rows)?;
            } else {
                let mut rest = self.transaction.prepare(&insert_statement(rows.len()))?;
                insert_rows(&mut rest, datastream_id, ids, rows)?;
            }
        }
        Ok(())
    }

    async fn revise(
        &mut self,
        datastream_id: i32,
        sequence: i64,
        revisions: &[Revision],
    ) -> Result<(), StoreError> {
        let mut keep = self.transaction.prepare_cached(
            "INSERT INTO observation_past (datastream_id, time_us, id, sequence, result, quality_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let mut change = self.transaction.prepare_cached(
            "UPDATE observation SET result = ?4, quality_id = ?5 WHERE datastream_id = ?1 AND time_us = ?2 AND id = ?3",
        )?;
        for Revision { old, new } in revisions {
            let (time_us, before) = (old.reading.time_us, old.reading);
            keep.execute(params![
                datastream_id,
                time_us,
                old.id,
                sequence,
                before.result,
                before.quality_id
            ])?;
            change.execute(params![datastream_id, time_us, old.id, new.result, new.quality_id])?;
        }
        Ok(())
    }

    async fn log(&mut self, line: &BatchLine<'_>) -> Result<(), StoreError> {
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO batch (datastream_id, sequence, kind, start_us, end_us, rows_added, rows_revised, rows_deleted, \
             actor, source_file, recorded_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10)",
        )?;
        insert.execute(params![
            line.datastream_id,
            line.sequence,
            line.kind,
            line.start_us,
            line.end_us,
            line.added as i64,
            line.revised as i64,
            line.origin.actor,
            line.origin.source_file,
            line.recorded_us
        ])?;
        Ok(())
    }

    async fn write_extent(&mut self, datastream_id: i32, extent: Extent) -> Result<(), StoreError> {
        let mut update = self.transaction.prepare_cached(
            "UPDATE datastream SET phenomenon_start_us = ?2, phenomenon_end_us = ?3, observation_count = ?4, revision = ?5 WHERE id = ?1",
        )?;
        update.execute(params![
            datastream_id,
            extent.start_us,
            extent.end_us,
            extent.count,
            extent.revision
        ])?;
        Ok(())
    }
}

/// `?1` is the datastream; each row takes four more.
fn insert_statement(rows: usize) -> String {
    let mut sql = String::from(
        "INSERT INTO observation (datastream_id, time_us, id, result, quality_id) VALUES ",
    );
    for row in 0..rows {
        let at = 2 + row * 4;
        let comma = if row == 0 { "" } else { "," };
        sql.push_str(&format!("{comma}(?1,?{},?{},?{},?{})", at, at + 1, at + 2, at + 3));
    }
    sql
}

fn insert_rows(
    statement: &mut Statement<'_>,
    datastream_id: i32,
    ids: &[i64],
    rows: &[Reading],
) -> Result<(), StoreError> {
    statement.raw_bind_parameter(1, datastream_id)?;
    let mut at = 2;
    for (id, row) in ids.iter().zip(rows) {
        statement.raw_bind_parameter(at, row.time_us)?;
        statement.raw_bind_parameter(at + 1, id)?;
        // SQLite stores a NaN as NULL.
        statement.raw_bind_parameter(at + 2, row.result)?;
        statement.raw_bind_parameter(at + 3, row.quality_id)?;
        at += 4;
    }
    statement.raw_execute()?;
    Ok(())
}
