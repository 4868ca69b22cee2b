//! PostgreSQL: binary COPY for new rows, arrays for revisions, a stream for reading.

use super::blocks::{BLOCK_IDS, Block};
use super::load::{BatchLine, Extent, Load, LoadSteps, Loaded, Origin, load_all};
use super::merge::{Reading, Revision, Stored};
use super::row::Row;
use crate::store::StoreError;
use futures_util::TryStreamExt;
use sea_orm::Value;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgArguments;
use sqlx::{Arguments, AssertSqlSafe, PgConnection, PgPool, Postgres};

/// Bytes of COPY data sent at once.
const COPY_BYTES: usize = 1 << 20;
/// Advisory lock held while blocks of ids are given out ("bloc").
const BLOCK_LOCK: i64 = 0x626c_6f63;

pub(super) async fn load(
    pool: &PgPool,
    loads: Vec<Load>,
    origin: Origin,
) -> Result<Vec<Loaded>, StoreError> {
    let mut transaction = pool.begin().await?;
    let loaded =
        load_all(&mut PostgresSteps { connection: &mut transaction }, loads, &origin).await?;
    transaction.commit().await?;
    Ok(loaded)
}

pub(super) async fn each_row<T, V>(
    pool: &PgPool,
    statement: sea_orm::Statement,
    mut state: T,
    mut visit: V,
) -> Result<T, StoreError>
where
    T: Send + 'static,
    V: FnMut(&mut T, &Row<'_>) -> Result<(), StoreError> + Send + 'static,
{
    let mut arguments = PgArguments::default();
    for value in statement.values.map(|values| values.0).unwrap_or_default() {
        bind(&mut arguments, value)?;
    }
    let mut reader = Lent { connection: pool.acquire().await?, returned: false };
    let mut rows =
        sqlx::query_with(AssertSqlSafe(statement.sql), arguments).fetch(&mut *reader.connection);
    while let Some(row) = rows.try_next().await? {
        visit(&mut state, &Row::Postgres(&row))?;
    }
    drop(rows);
    reader.returned = true;
    Ok(state)
}

/// A connection in the middle of a query. Given up there it is closed, by which the server ends the query
/// (see [`crate::store::open`]); back in the pool it would first have to read every row.
struct Lent {
    connection: PoolConnection<Postgres>,
    returned: bool,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if !self.returned {
            self.connection.close_on_drop();
        }
    }
}

fn bind(arguments: &mut PgArguments, value: Value) -> Result<(), StoreError> {
    let too_large = |_| StoreError::Unfit("a number in a query is too large".to_owned());
    let bound = match value {
        Value::Bool(v) => arguments.add(v),
        Value::SmallInt(v) => arguments.add(v),
        Value::Int(v) => arguments.add(v),
        Value::BigInt(v) => arguments.add(v),
        Value::Unsigned(v) => arguments.add(v.map(i64::from)),
        Value::BigUnsigned(v) => {
            arguments.add(v.map(i64::try_from).transpose().map_err(too_large)?)
        }
        Value::Double(v) => arguments.add(v),
        Value::String(v) => arguments.add(v),
        Value::Json(v) => arguments.add(v.map(|json| *json)),
        other => return Err(StoreError::Unfit(format!("{other:?} cannot be asked of PostgreSQL"))),
    };
    bound.map_err(|error| StoreError::Postgres(sqlx::Error::Encode(error)))
}

struct PostgresSteps<'a> {
    connection: &'a mut PgConnection,
}

impl LoadSteps for PostgresSteps<'_> {
    async fn extent(&mut self, datastream_id: i32) -> Result<Option<Extent>, StoreError> {
        let row: Option<(Option<i64>, Option<i64>, i64, i64)> = sqlx::query_as(
            "SELECT phenomenon_start_us, phenomenon_end_us, observation_count, revision FROM datastream WHERE id = $1 FOR UPDATE",
        )
        .bind(datastream_id)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|(start_us, end_us, count, revision)| Extent {
            start_us,
            end_us,
            count,
            revision,
        }))
    }

    async fn quality_id(&mut self, words: &str) -> Result<i32, StoreError> {
        sqlx::query("INSERT INTO quality (words) VALUES ($1) ON CONFLICT (words) DO NOTHING")
            .bind(words)
            .execute(&mut *self.connection)
            .await?;
        Ok(sqlx::query_scalar("SELECT id FROM quality WHERE words = $1")
            .bind(words)
            .fetch_one(&mut *self.connection)
            .await?)
    }

    async fn stored(
        &mut self,
        datastream_id: i32,
        first_us: i64,
        last_us: i64,
    ) -> Result<Vec<Stored>, StoreError> {
        let rows: Vec<(i64, i64, Option<f64>, Option<i32>)> = sqlx::query_as(
            "SELECT time_us, id, result, quality_id FROM observation \
             WHERE datastream_id = $1 AND time_us BETWEEN $2 AND $3 ORDER BY time_us, id",
        )
        .bind(datastream_id)
        .bind(first_us)
        .bind(last_us)
        .fetch_all(&mut *self.connection)
        .await?;
        let stored = |(time_us, id, result, quality_id): (i64, i64, Option<f64>, Option<i32>)| {
            let result = result.unwrap_or(f64::NAN);
            Stored { id, reading: Reading { time_us, result, quality_id } }
        };
        Ok(rows.into_iter().map(stored).collect())
    }

    async fn open_block(&mut self, datastream_id: i32) -> Result<Option<Block>, StoreError> {
        let row: Option<(i64, i32, i64, i64)> = sqlx::query_as(
            "SELECT first_id, used, start_us, end_us FROM observation_block \
             WHERE datastream_id = $1 ORDER BY first_id DESC LIMIT 1",
        )
        .bind(datastream_id)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|(first_id, used, start_us, end_us)| Block {
            first_id,
            used: used.into(),
            start_us,
            end_us,
        }))
    }

    async fn new_blocks(&mut self, count: usize) -> Result<Vec<i64>, StoreError> {
        if count == 0 {
            return Ok(Vec::new());
        }
        sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(BLOCK_LOCK)
            .execute(&mut *self.connection)
            .await?;
        let last: Option<i64> = sqlx::query_scalar("SELECT max(first_id) FROM observation_block")
            .fetch_one(&mut *self.connection)
            .await?;
        let next = last.map_or(1, |last| last + BLOCK_IDS);
        Ok((0..count as i64).map(|n| next + n * BLOCK_IDS).collect())
    }

    async fn write_blocks(
        &mut self,
        datastream_id: i32,
        blocks: &[Block],
    ) -> Result<(), StoreError> {
        for block in blocks {
            sqlx::query(
                "INSERT INTO observation_block (first_id, datastream_id, used, start_us, end_us) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (first_id) DO UPDATE SET used = excluded.used, start_us = excluded.start_us, end_us = excluded.end_us",
            )
            .bind(block.first_id)
            .bind(datastream_id)
            .bind(block.used as i32)
            .bind(block.start_us)
            .bind(block.end_us)
            .execute(&mut *self.connection)
            .await?;
        }
        Ok(())
    }

    async fn insert(
        &mut self,
        datastream_id: i32,
        ids: &[i64],
        rows: &[Reading],
    ) -> Result<(), StoreError> {
        let mut copy = self
            .connection
            .copy_in_raw(
                "COPY observation (datastream_id, time_us, id, result, quality_id) FROM STDIN WITH (FORMAT binary)",
            )
            .await?;
        let mut bytes = Vec::with_capacity(COPY_BYTES + 64);
        // Signature, flags, and the length of a header extension that there is not.
        bytes.extend_from_slice(b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0");
        for (id, row) in ids.iter().zip(rows) {
            copy_row(&mut bytes, datastream_id, *id, row);
            if bytes.len() >= COPY_BYTES {
                copy.send(bytes.as_slice()).await?;
                bytes.clear();
            }
        }
        bytes.extend_from_slice(&(-1i16).to_be_bytes());
        copy.send(bytes.as_slice()).await?;
        copy.finish().await?;
        Ok(())
    }

    async fn revise(
        &mut self,
        datastream_id: i32,
        sequence: i64,
        revisions: &[Revision],
    ) -> Result<(), StoreError> {
        let times: Vec<i64> = revisions.iter().map(|r| r.old.reading.time_us).collect();
        let ids: Vec<i64> = revisions.iter().map(|r| r.old.id).collect();
        let results: Vec<Option<f64>> = revisions
            .iter()
            .map(|r| Some(r.new.result).filter(|result| !result.is_nan()))
            .collect();
        let qualities: Vec<Option<i32>> = revisions.iter().map(|r| r.new.quality_id).collect();
        sqlx::query(
            "INSERT INTO observation_past (datastream_id, time_us, id, sequence, result, quality_id) \
             SELECT o.datastream_id, o.time_us, o.id, $2, o.result, o.quality_id FROM observation o \
             JOIN unnest($3::bigint[], $4::bigint[]) AS changed (time_us, id) ON o.time_us = changed.time_us AND o.id = changed.id \
             WHERE o.datastream_id = $1",
        )
        .bind(datastream_id)
        .bind(sequence)
        .bind(&times)
        .bind(&ids)
        .execute(&mut *self.connection)
        .await?;
        sqlx::query(
            "UPDATE observation o SET result = changed.result, quality_id = changed.quality_id \
             FROM unnest($2::bigint[], $3::bigint[], $4::double precision[], $5::integer[]) \
             AS changed (time_us, id, result, quality_id) \
             WHERE o.datastream_id = $1 AND o.time_us = changed.time_us AND o.id = changed.id",
        )
        .bind(datastream_id)
        .bind(&times)
        .bind(&ids)
        .bind(&results)
        .bind(&qualities)
        .execute(&mut *self.connection)
        .await?;
        Ok(())
    }

    async fn log(&mut self, line: &BatchLine<'_>) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO batch (datastream_id, sequence, kind, start_us, end_us, rows_added, rows_revised, rows_deleted, \
             actor, source_file, recorded_us) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10)",
        )
        .bind(line.datastream_id)
        .bind(line.sequence)
        .bind(line.kind)
        .bind(line.start_us)
        .bind(line.end_us)
        .bind(line.added as i64)
        .bind(line.revised as i64)
        .bind(&line.origin.actor)
        .bind(&line.origin.source_file)
        .bind(line.recorded_us)
        .execute(&mut *self.connection)
        .await?;
        Ok(())
    }

    async fn write_extent(&mut self, datastream_id: i32, extent: Extent) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE datastream SET phenomenon_start_us = $2, phenomenon_end_us = $3, observation_count = $4, revision = $5 WHERE id = $1",
        )
        .bind(datastream_id)
        .bind(extent.start_us)
        .bind(extent.end_us)
        .bind(extent.count)
        .bind(extent.revision)
        .execute(&mut *self.connection)
        .await?;
        Ok(())
    }
}

/// A row of binary COPY: field count, then length and bytes of each, big-endian; length −1 is NULL.
fn copy_row(bytes: &mut Vec<u8>, datastream_id: i32, id: i64, row: &Reading) {
    bytes.extend_from_slice(&5i16.to_be_bytes());
    bytes.extend_from_slice(&4i32.to_be_bytes());
    bytes.extend_from_slice(&datastream_id.to_be_bytes());
    bytes.extend_from_slice(&8i32.to_be_bytes());
    bytes.extend_from_slice(&row.time_us.to_be_bytes());
    bytes.extend_from_slice(&8i32.to_be_bytes());
    bytes.extend_from_slice(&id.to_be_bytes());
    if row.result.is_nan() {
        bytes.extend_from_slice(&(-1i32).to_be_bytes());
    } else {
        bytes.extend_from_slice(&8i32.to_be_bytes());
        bytes.extend_from_slice(&row.result.to_be_bytes());
    }
    match row.quality_id {
        None => bytes.extend_from_slice(&(-1i32).to_be_bytes()),
        Some(quality_id) => {
            bytes.extend_from_slice(&4i32.to_be_bytes());
            bytes.extend_from_slice(&quality_id.to_be_bytes());
        }
    }
}
