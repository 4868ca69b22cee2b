//! Networks, sites and datastreams of the embedded service, written from plain descriptions.
//!
//! `put_…` makes a row or brings it up to date, found by network and code (sensors and observed properties: by name and
//! variable code), so that an import may be repeated. Everything takes an open [`crate::store::Write`]: a description is stored
//! whole or not at all. Property keys are [`gagehouse_model::keys`].

mod datastream;
mod local;
mod properties;
mod site;
mod sites;

pub use datastream::{NewDatastream, NewObservedProperty, NewSensor, put_datastream};
pub use local::local_network_codes;
pub use site::{NewLocation, NewSite, put_site};
pub use sites::{StoredSites, put_sites};

use super::StoreError;
use super::entities::{network, source};
use gagehouse_model::Visibility;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};

/// Key of the source that stands for the embedded service.
pub use gagehouse_model::ids::LOCAL as LOCAL_SOURCE;

/// A network of the embedded service.
#[derive(Debug, Clone)]
pub struct NewNetwork {
    /// Identity; letters, digits and whatever an operator uses.
    pub code: String,
    pub name: String,
    pub description: String,
    pub link: Option<String>,
    pub visibility: Visibility,
}

/// Makes or updates a network of the embedded service.
pub async fn put_network<C: ConnectionTrait>(
    db: &C,
    new: &NewNetwork,
) -> Result<network::Model, StoreError> {
    let local = source::Entity::find()
        .filter(source::Column::Key.eq(LOCAL_SOURCE))
        .one(db)
        .await?
        .ok_or_else(|| StoreError::NotFound { kind: "source", id: LOCAL_SOURCE.to_owned() })?;
    let known = network::Entity::find()
        .filter(network::Column::SourceId.eq(local.id))
        .filter(network::Column::ExternalId.eq(&new.code))
        .one(db)
        .await?;
    let row = network::ActiveModel {
        source_id: Set(local.id),
        external_id: Set(new.code.clone()),
        name: Set(new.name.clone()),
        description: Set(new.description.clone()),
        link: Set(new.link.clone()),
        visibility: Set(new.visibility.code()),
        ..Default::default()
    };
    Ok(match known {
        Some(known) => network::ActiveModel { id: Set(known.id), ..row }.update(db).await?,
        None => row.insert(db).await?,
    })
}
