//! The source that stands for the embedded service, and the networks it keeps.

use super::LOCAL_SOURCE;
use crate::store::StoreError;
use crate::store::entities::{network, source};
use crate::store::visible;
use gagehouse_model::Viewer;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// Codes of the networks that the embedded service keeps.
pub async fn local_network_codes<C: ConnectionTrait>(
    db: &C,
    viewer: &Viewer,
) -> Result<Vec<String>, StoreError> {
    let local = source::Entity::find().filter(source::Column::Key.eq(LOCAL_SOURCE)).one(db).await?;
    let Some(local) = local else { return Ok(Vec::new()) };
    let networks = network::Entity::find()
        .filter(network::Column::SourceId.eq(local.id))
        .filter(visible::<network::Entity>(viewer))
        .all(db)
        .await?;
    Ok(networks.into_iter().map(|network| network.external_id).collect())
}
