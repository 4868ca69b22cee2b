//! Small questions to the tables that harvest and the pass-through ask.

use crate::store::entities::{catalog_datastream, catalog_site, datastream, source, thing};
use crate::store::{Store, StoreError, results_visible, visible};
use gagehouse_model::Viewer;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

/// What the embedded service holds, as far as it shows whether something was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalMark {
    things: u64,
    datastreams: u64,
    revisions: i64,
}

impl Store {
    /// Whether a viewer may see the Observations of a source's datastream.
    pub async fn sees_observations(
        &self,
        viewer: &Viewer,
        source_key: &str,
        external_id: &str,
    ) -> Result<bool, StoreError> {
        let by_key = source::Entity::find().filter(source::Column::Key.eq(source_key));
        let Some(source) = by_key.one(self.read()).await? else { return Ok(false) };
        let datastreams = catalog_datastream::Entity::find()
            .filter(catalog_datastream::Column::SourceId.eq(source.id))
            .filter(catalog_datastream::Column::ExternalId.eq(external_id))
            .filter(catalog_datastream::Column::GoneUs.is_null())
            .filter(visible::<catalog_datastream::Entity>(viewer))
            .filter(results_visible::<catalog_datastream::Entity>(
                viewer,
                catalog_datastream::Column::ResultsVisible,
            ))
            .all(self.read())
            .await?;
        let sites: Vec<i32> = datastreams.iter().map(|row| row.catalog_site_id).collect();
        let seen = catalog_site::Entity::find()
            .filter(catalog_site::Column::Id.is_in(sites))
            .filter(visible::<catalog_site::Entity>(viewer))
            .count(self.read())
            .await?;
        Ok(seen > 0)
    }

    /// A mark that differs after something was loaded into the embedded service, by whatever process.
    pub async fn local_mark(&self) -> Result<LocalMark, StoreError> {
        let things = thing::Entity::find().count(self.read()).await?;
        let datastreams = datastream::Entity::find().count(self.read()).await?;
        let revisions = datastream::Entity::find()
            .select_only()
            .column_as(Expr::cust("CAST(COALESCE(SUM(revision), 0) AS BIGINT)"), "revisions")
            .into_tuple::<i64>()
            .one(self.read())
            .await?;
        Ok(LocalMark { things, datastreams, revisions: revisions.unwrap_or(0) })
    }
}
