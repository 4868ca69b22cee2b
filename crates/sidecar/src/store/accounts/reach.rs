//! From roles to rows: whole networks for members, single rows for partners.

use super::{Account, Grant};
use crate::store::entities::{
    catalog_datastream, catalog_site, datastream, membership_grant, source, thing, thing_location,
};
use crate::store::networks::LOCAL_SOURCE;
use crate::store::{Store, StoreError};
use gagehouse_model::{Reach, Viewer};
use gagehouse_records::role::{Deed, Role};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Store {
    /// On whose behalf the queries of an account run.
    pub async fn viewer_of(&self, account: &Account) -> Result<Viewer, StoreError> {
        let mut reach = Reach::default();
        for (network, role) in &account.roles {
            match role {
                role if role.may(Deed::See) => reach.networks.push(*network),
                Role::Partner => self.add_partner(account.id, *network, &mut reach).await?,
                _ => {}
            }
        }
        Ok(if reach == Reach::NOTHING {
            Viewer::Anonymous
        } else {
            Viewer::Member(Arc::new(reach))
        })
    }

    /// The grants of a partner.
    pub async fn grants(&self, account_id: i32, network_id: i32) -> Result<Vec<Grant>, StoreError> {
        let rows = membership_grant::Entity::find()
            .filter(membership_grant::Column::AccountId.eq(account_id))
            .filter(membership_grant::Column::NetworkId.eq(network_id))
            .all(self.read())
            .await?;
        Ok(rows.iter().filter_map(Grant::of).collect())
    }

    async fn add_partner(
        &self,
        account_id: i32,
        network: i32,
        reach: &mut Reach,
    ) -> Result<(), StoreError> {
        use catalog_datastream::Column as D;
        let mut sites = BTreeSet::new();
        let mut named = Condition::any();
        let grants = self.grants(account_id, network).await?;
        if grants.is_empty() {
            return Ok(());
        }
        for grant in grants {
            named = match grant {
                Grant::Site(key) => {
                    sites.insert(key);
                    named.add(D::CatalogSiteId.eq(key))
                }
                Grant::Datastream(key) => named.add(D::Id.eq(key)),
                Grant::Level(level) => named.add(D::ProcessingLevel.eq(level)),
            };
        }
        // Only rows of this very network: a key of another one says nothing here.
        let datastreams = catalog_datastream::Entity::find()
            .filter(D::NetworkId.eq(network))
            .filter(named)
            .all(self.read())
            .await?;
        sites.extend(datastreams.iter().map(|row| row.catalog_site_id));
        let sites = catalog_site::Entity::find()
            .filter(catalog_site::Column::NetworkId.eq(network))
            .filter(catalog_site::Column::Id.is_in(sites))
            .all(self.read())
            .await?;
        let local = source::Entity::find().filter(source::Column::Key.eq(LOCAL_SOURCE));
        let local = local.one(self.read()).await?.map(|row| row.id);
        let number = |text: &String| text.parse::<i32>().ok();
        let things: Vec<i32> = (sites.iter().filter(|row| Some(row.source_id) == local))
            .filter_map(|row| number(&row.external_id))
            .collect();
        let streams: Vec<i32> = (datastreams.iter().filter(|row| Some(row.source_id) == local))
            .filter_map(|row| number(&row.external_id))
            .collect();
        reach.partner_networks.push(network);
        reach.catalog_sites.extend(sites.iter().map(|row| row.id));
        reach.catalog_datastreams.extend(datastreams.iter().map(|row| row.id));
        self.add_local(network, things, streams, reach).await?;
        for list in [
            &mut reach.catalog_sites,
            &mut reach.catalog_datastreams,
            &mut reach.things,
            &mut reach.locations,
            &mut reach.features,
            &mut reach.datastreams,
            &mut reach.sensors,
            &mut reach.observed_properties,
        ] {
            list.sort_unstable();
            list.dedup();
        }
        Ok(())
    }

    /// The entities of the embedded service that belong to sites and datastreams.
    async fn add_local(
        &self,
        network: i32,
        things: Vec<i32>,
        streams: Vec<i32>,
        reach: &mut Reach,
    ) -> Result<(), StoreError> {
        let things = thing::Entity::find()
            .filter(thing::Column::NetworkId.eq(network))
            .filter(thing::Column::Id.is_in(things))
            .all(self.read())
            .await?;
        let ids: Vec<i32> = things.iter().map(|row| row.id).collect();
        let places = thing_location::Entity::find()
            .filter(thing_location::Column::ThingId.is_in(ids.iter().copied()))
            .all(self.read())
            .await?;
        let streams = datastream::Entity::find()
            .filter(datastream::Column::NetworkId.eq(network))
            .filter(datastream::Column::Id.is_in(streams))
            .all(self.read())
            .await?;
        reach.things.extend(ids);
        reach.features.extend(things.iter().filter_map(|row| row.feature_id));
        reach.locations.extend(places.iter().map(|row| row.location_id));
        reach.datastreams.extend(streams.iter().map(|row| row.id));
        reach.sensors.extend(streams.iter().map(|row| row.sensor_id));
        reach.observed_properties.extend(streams.iter().map(|row| row.observed_property_id));
        Ok(())
    }
}
