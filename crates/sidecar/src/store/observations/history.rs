//! What changed when: the batch log, and the values that batches replaced.

use crate::store::entities::{batch, datastream, observation_past};
use crate::store::{Store, StoreError};
use gagehouse_model::{Changes, Coverage, TimeRange, TimeUs, Viewer};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

impl Store {
    /// The batches of a datastream after a revision, oldest first.
    pub async fn batches_since(
        &self,
        viewer: &Viewer,
        datastream_id: i32,
        revision: i64,
    ) -> Result<Vec<batch::Model>, StoreError> {
        self.must_see_results(viewer, datastream_id).await?;
        Ok(batch::Entity::find()
            .filter(batch::Column::DatastreamId.eq(datastream_id))
            .filter(batch::Column::Sequence.gt(revision))
            .order_by_asc(batch::Column::Sequence)
            .all(&self.read)
            .await?)
    }

    /// The stretches of a datastream that changed after a revision, and its revision now.
    pub async fn changes_since(
        &self,
        viewer: &Viewer,
        datastream_id: i32,
        revision: i64,
    ) -> Result<Changes, StoreError> {
        self.must_see_results(viewer, datastream_id).await?;
        let now: Option<i64> = datastream::Entity::find_by_id(datastream_id)
            .select_only()
            .column(datastream::Column::Revision)
            .into_tuple()
            .one(&self.read)
            .await?;
        let batches: Vec<(i64, i64)> = batch::Entity::find()
            .select_only()
            .columns([batch::Column::StartUs, batch::Column::EndUs])
            .filter(batch::Column::DatastreamId.eq(datastream_id))
            .filter(batch::Column::Sequence.gt(revision))
            .into_tuple()
            .all(&self.read)
            .await?;
        // Both bounds of a batch are inside.
        let ranges = batches.into_iter().map(|(start_us, end_us)| TimeRange {
            start: TimeUs(start_us),
            end: TimeUs(end_us.saturating_add(1)),
        });
        let changed = ranges.collect::<Coverage>().ranges().to_vec();
        Ok(Changes { revision: now.unwrap_or_default(), changed })
    }

    /// Values that no longer stand, by time and then by the batch that replaced them.
    pub async fn past(
        &self,
        viewer: &Viewer,
        datastream_id: i32,
    ) -> Result<Vec<observation_past::Model>, StoreError> {
        self.must_see_results(viewer, datastream_id).await?;
        Ok(observation_past::Entity::find()
            .filter(observation_past::Column::DatastreamId.eq(datastream_id))
            .order_by_asc(observation_past::Column::TimeUs)
            .order_by_asc(observation_past::Column::Id)
            .order_by_asc(observation_past::Column::Sequence)
            .all(&self.read)
            .await?)
    }
}
