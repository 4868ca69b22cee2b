//! The observation hot path, the only code that touches observation rows.
//!
//! Writing: [`Store::load`] takes whole batches and merges them (see [`merge`] for the rules) in one transaction; ids come from
//! [`blocks`]; [`load`] is the one order of steps for both databases, [`sqlite`] and [`postgres`] are the steps.
//! Reading: [`Store::each_row`] runs a compiled query and hands over row by row; [`Store::range`] is the simplest such query.
//! [`history`] tells what changed when, and what stood there before; [`gaps`] where a record has long stretches of nothing.

mod blocks;
mod gaps;
mod history;
mod load;
mod merge;
mod postgres;
mod quality;
mod row;
mod sqlite;

pub use load::{Load, Loaded, Origin};
pub use row::Row;
pub(super) use sqlite::SqliteFile;

use super::entities::{datastream, observation, observation_block};
use super::{Dialect, Store, StoreError, results_visible, visible};
use gagehouse_model::{Quality, TimeRange, Viewer};
use gagehouse_observations::Columns;
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, StatementBuilder};
use std::collections::HashMap;

/// A datastream and the times (both inside) between which one of its rows lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub datastream_id: i32,
    pub start_us: i64,
    pub end_us: i64,
}

impl Store {
    /// Loads batches of observations, all in one transaction: all of them are stored or none.
    ///
    /// Waits for the other writer of this process; must not be called while holding a [`super::Write`].
    pub async fn load(&self, loads: Vec<Load>, origin: Origin) -> Result<Vec<Loaded>, StoreError> {
        let _gate = self.write_gate.clone().lock_owned().await;
        match (&self.file, self.dialect) {
            (Some(file), Dialect::Sqlite) => file.load(loads, origin).await,
            _ => postgres::load(self.write.get_postgres_connection_pool(), loads, origin).await,
        }
    }

    /// Runs a query and hands each row to `visit` together with `state`, which is returned at the end.
    ///
    /// The reader is held while `visit` runs, so `visit` encodes into memory and nothing slower. Dropping the future ends the
    /// query and frees the reader. The query has to respect the viewer: build it with [`super::visible()`].
    pub async fn each_row<Q, T, V>(&self, query: &Q, state: T, visit: V) -> Result<T, StoreError>
    where
        Q: StatementBuilder,
        T: Send + 'static,
        V: FnMut(&mut T, &Row<'_>) -> Result<(), StoreError> + Send + 'static,
    {
        let statement = query.build(&sea_orm::ConnectionTrait::get_database_backend(&self.read));
        match &self.file {
            Some(file) => file.each_row(statement, state, visit).await,
            None => {
                let pool = self.read.get_postgres_connection_pool();
                postgres::each_row(pool, statement, state, visit).await
            }
        }
    }

    /// The observations of a datastream by time, then id; all of them without a range.
    pub async fn range(
        &self,
        viewer: &Viewer,
        datastream_id: i32,
        range: Option<TimeRange>,
    ) -> Result<Columns, StoreError> {
        self.must_see_results(viewer, datastream_id).await?;
        let qualities = self.qualities().await?;
        let mut query = Query::select();
        query
            .columns([
                observation::Column::TimeUs,
                observation::Column::Result,
                observation::Column::QualityId,
            ])
            .from(observation::Entity)
            .and_where(observation::Column::DatastreamId.eq(datastream_id))
            .order_by(observation::Column::TimeUs, sea_orm::Order::Asc)
            .order_by(observation::Column::Id, sea_orm::Order::Asc);
        if let Some(range) = range {
            query.and_where(
                observation::Column::TimeUs
                    .gte(range.start.0)
                    .and(observation::Column::TimeUs.lt(range.end.0)),
            );
        }
        self.each_row(&query, Columns::default(), move |columns, row| {
            let quality = match row.opt_i32(2)?.and_then(|id| qualities.get(&id)) {
                Some(quality) => columns.quality_index(quality),
                None => 0,
            };
            columns.push(row.i64(0)?, row.opt_f64(1)?.unwrap_or(f64::NAN), quality);
            Ok(())
        })
        .await
    }

    /// Times and results of a datastream in some stretches, each by time; what is said of their quality is not among them.
    pub async fn stretches(
        &self,
        viewer: &Viewer,
        datastream_id: i32,
        stretches: Vec<TimeRange>,
    ) -> Result<Columns, StoreError> {
        self.must_see_results(viewer, datastream_id).await?;
        let mut columns = Columns::default();
        for TimeRange { start, end } in stretches {
            let mut query = Query::select();
            query
                .columns([observation::Column::TimeUs, observation::Column::Result])
                .from(observation::Entity)
                .and_where(observation::Column::DatastreamId.eq(datastream_id))
                .and_where(observation::Column::TimeUs.gte(start.0))
                .and_where(observation::Column::TimeUs.lt(end.0))
                .order_by(observation::Column::TimeUs, sea_orm::Order::Asc)
                .order_by(observation::Column::Id, sea_orm::Order::Asc);
            let push = |columns: &mut Columns, row: &Row<'_>| {
                columns.push(row.i64(0)?, row.opt_f64(1)?.unwrap_or(f64::NAN), 0);
                Ok(())
            };
            columns = self.each_row(&query, columns, push).await?;
        }
        Ok(columns)
    }

    /// Where the Observation of an id is to be looked for; `None` when no datastream that the viewer may see has the id's block.
    pub async fn locate(&self, viewer: &Viewer, id: i64) -> Result<Option<Place>, StoreError> {
        let first_id = blocks::first_id_of_block(id);
        let block = observation_block::Entity::find_by_id(first_id).one(&self.read).await?;
        let Some(block) = block.filter(|block| id < block.first_id + i64::from(block.used)) else {
            return Ok(None);
        };
        match self.must_see_results(viewer, block.datastream_id).await {
            Ok(()) => Ok(Some(Place {
                datastream_id: block.datastream_id,
                start_us: block.start_us,
                end_us: block.end_us,
            })),
            Err(StoreError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The whole dictionary of qualities by id.
    pub async fn qualities(&self) -> Result<HashMap<i32, Quality>, StoreError> {
        quality::all(&self.read).await
    }

    /// Fails unless the viewer may see the datastream and its results.
    async fn must_see_results(&self, viewer: &Viewer, id: i32) -> Result<(), StoreError> {
        let is_public = datastream::Column::ResultsVisible;
        let seen: Option<i32> = datastream::Entity::find_by_id(id)
            .filter(visible::<datastream::Entity>(viewer))
            .filter(results_visible::<datastream::Entity>(viewer, is_public))
            .select_only()
            .column(datastream::Column::Id)
            .into_tuple()
            .one(&self.read)
            .await?;
        let missing = || StoreError::NotFound { kind: "datastream", id: id.to_string() };
        seen.map(|_| ()).ok_or_else(missing)
    }
}
