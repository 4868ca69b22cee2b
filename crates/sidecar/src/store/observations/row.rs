//! A row of either database, read by position.

use crate::store::StoreError;
use sqlx::{Row as _, TypeInfo, ValueRef};

/// A row while its reader is held. Columns are counted from 0.
#[derive(Clone, Copy)]
pub enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a sqlx::postgres::PgRow),
}

impl Row<'_> {
    /// An integer of any width.
    #[inline]
    pub fn i64(&self, column: usize) -> Result<i64, StoreError> {
        self.opt_i64(column)?.ok_or_else(|| unexpected_null(column))
    }

    /// An integer of any width, or NULL.
    #[inline]
    pub fn opt_i64(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => match row.try_get_raw(column)?.type_info().name() {
                "INT4" => Ok(row.try_get::<Option<i32>, _>(column)?.map(i64::from)),
                "INT2" => Ok(row.try_get::<Option<i16>, _>(column)?.map(i64::from)),
                _ => Ok(row.try_get(column)?),
            },
        }
    }

    /// An integer that fits 32 bits, or NULL.
    #[inline]
    pub fn opt_i32(&self, column: usize) -> Result<Option<i32>, StoreError> {
        Ok(self.opt_i64(column)?.and_then(|value| i32::try_from(value).ok()))
    }

    /// A number, or NULL.
    #[inline]
    pub fn opt_f64(&self, column: usize) -> Result<Option<f64>, StoreError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// A text, or a JSON column as its text, or NULL.
    pub fn opt_text(&self, column: usize) -> Result<Option<String>, StoreError> {
        match self {
            Self::Sqlite(row) => Ok(row.get(column)?),
            Self::Postgres(row) => match row.try_get_raw(column)?.type_info().name() {
                "JSONB" | "JSON" => {
                    let json: Option<serde_json::Value> = row.try_get(column)?;
                    Ok(json.map(|json| json.to_string()))
                }
                _ => Ok(row.try_get(column)?),
            },
        }
    }
}

fn unexpected_null(column: usize) -> StoreError {
    StoreError::Unfit(format!("column {column} of a result is NULL where a number was expected"))
}
