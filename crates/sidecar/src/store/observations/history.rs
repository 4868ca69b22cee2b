//! What changed when: the batch log, and the values that batches replaced.

use crate::store::entities::{batch, observation_past};
use crate::store::{Store, StoreError};
use gagehouse_model::Viewer;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

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
