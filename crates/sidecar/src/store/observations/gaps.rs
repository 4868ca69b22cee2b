//! Long stretches of a record without observations, found by leaps: whatever a record holds, a year costs some thirty
//! looks into the index.

use super::Row;
use crate::store::entities::observation;
use crate::store::{Store, StoreError};
use gagehouse_model::time::DAY_US;
use gagehouse_model::{TimeRange, TimeUs, Viewer};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, DbBackend, Statement, StatementBuilder, Value};

/// How far a leap goes.
const LEAP_US: i64 = 14 * DAY_US;

/// From its first observation on the first one after each leap. (`$1` is the datastream, `$2` the leap.)
const LEAPS: &str = "\
    WITH RECURSIVE leap (t) AS ( \
        SELECT min(time_us) FROM observation WHERE datastream_id = $1 \
        UNION ALL \
        SELECT (SELECT min(time_us) FROM observation WHERE datastream_id = $1 AND time_us >= leap.t + $2) \
        FROM leap WHERE leap.t IS NOT NULL) \
    SELECT t FROM leap WHERE t IS NOT NULL ORDER BY t";

struct Leaps {
    datastream_id: i32,
}

impl StatementBuilder for Leaps {
    fn build(&self, database: &DbBackend) -> Statement {
        let values: [Value; 2] = [self.datastream_id.into(), LEAP_US.into()];
        Statement::from_sql_and_values(*database, LEAPS, values)
    }
}

impl Store {
    /// The stretches of `least_us` or more between two observations of a datastream, ascending: from the last one before to
    /// the first one after. Shorter ones than a leap (14 days) are not looked for.
    pub async fn long_gaps(
        &self,
        viewer: &Viewer,
        datastream_id: i32,
        least_us: i64,
    ) -> Result<Vec<TimeRange>, StoreError> {
        self.must_see_results(viewer, datastream_id).await?;
        let push = |times: &mut Vec<i64>, row: &Row<'_>| {
            times.push(row.i64(0)?);
            Ok(())
        };
        let times = self.each_row(&Leaps { datastream_id }, Vec::new(), push).await?;
        let mut gaps = Vec::new();
        for pair in times.windows(2) {
            let [before, after] = *pair else { continue };
            // The last observation before the gap lies within the leap.
            if after - before < least_us {
                continue;
            }
            let start = self.last_before(datastream_id, after).await?;
            let gap = start.and_then(|start| TimeRange::new(TimeUs(start), TimeUs(after)));
            gaps.extend(gap.filter(|gap| gap.end.0 - gap.start.0 >= least_us));
        }
        Ok(gaps)
    }

    async fn last_before(
        &self,
        datastream_id: i32,
        time_us: i64,
    ) -> Result<Option<i64>, StoreError> {
        let mut query = Query::select();
        query
            .expr(observation::Column::TimeUs.max())
            .from(observation::Entity)
            .and_where(observation::Column::DatastreamId.eq(datastream_id))
            .and_where(observation::Column::TimeUs.lt(time_us));
        self.each_row(&query, None, |last, row| {
            *last = row.opt_i64(0)?;
            Ok(())
        })
        .await
    }
}
