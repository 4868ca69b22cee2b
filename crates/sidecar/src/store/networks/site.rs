//! A site: Thing, its Location, the FeatureOfInterest made from it, and when it came there.

use super::properties::Properties;
use crate::store::StoreError;
use crate::store::entities::{
    feature_of_interest, historical_location, historical_location_location, location, network,
    thing, thing_location,
};
use gagehouse_model::{SiteZone, TimeUs, Visibility, keys};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};
use serde_json::{Map, Value, json};

const GEO_JSON: &str = "application/geo+json";

/// A site of the embedded service.
#[derive(Debug, Clone)]
pub struct NewSite {
    /// Identity within the network.
    pub code: String,
    pub name: String,
    pub description: String,
    /// Its own visibility; what is stored is the stricter of this and the network's.
    pub visibility: Visibility,
    pub site_type: Option<String>,
    pub watershed: Option<String>,
    pub zone: Option<SiteZone>,
    pub disclaimer: Option<String>,
    /// Made up, and to be marked so wherever it is shown.
    pub synthetic: bool,
    /// Without one the site is in the catalog and not on the map.
    pub location: Option<NewLocation>,
    /// Since when the site is at its location.
    pub since: TimeUs,
    /// Further keys of the Thing's `properties`.
    pub extra: Map<String, Value>,
}

/// Where a site is, WGS 84.
#[derive(Debug, Clone, Default)]
pub struct NewLocation {
    pub longitude: f64,
    pub latitude: f64,
    pub elevation_m: Option<f64>,
    pub elevation_datum: Option<String>,
    pub admin_area_1: Option<String>,
    pub admin_area_2: Option<String>,
    pub country: Option<String>,
}

/// Makes or updates a site.
pub async fn put_site<C: ConnectionTrait>(
    db: &C,
    network: &network::Model,
    new: &NewSite,
) -> Result<thing::Model, StoreError> {
    let known = thing::Entity::find()
        .filter(thing::Column::NetworkId.eq(network.id))
        .filter(thing::Column::Code.eq(&new.code))
        .one(db)
        .await?;
    let row = thing_row(network, new);
    let site = match known {
        Some(known) => thing::ActiveModel { id: Set(known.id), ..row }.update(db).await?,
        None => row.insert(db).await?,
    };
    match &new.location {
        Some(place) => put_location(db, network, site, new, place).await,
        None => Ok(site),
    }
}

/// The Thing of a site, without its id.
pub(super) fn thing_row(network: &network::Model, new: &NewSite) -> thing::ActiveModel {
    let visibility = Visibility::from_code(network.visibility).and(new.visibility);
    thing::ActiveModel {
        network_id: Set(network.id),
        visibility: Set(visibility.code()),
        code: Set(new.code.clone()),
        name: Set(new.name.clone()),
        description: Set(new.description.clone()),
        properties: Set(thing_properties(network, new, visibility)),
        ..Default::default()
    }
}

fn thing_properties(
    network: &network::Model,
    new: &NewSite,
    visibility: Visibility,
) -> Option<Value> {
    let mut properties = Properties::with(&new.extra);
    properties
        .set(keys::SITE_CODE, new.code.clone())
        .set(keys::SITE_FEATURE_TYPE, "Site")
        .set_some(keys::SITE_TYPE, new.site_type.clone())
        .set_some(keys::WATERSHED, new.watershed.clone())
        .set_some(keys::DATA_DISCLAIMER, new.disclaimer.clone())
        .set(keys::IS_PRIVATE, visibility == Visibility::Private)
        .workspace(network);
    if new.synthetic {
        properties.set(keys::SYNTHETIC, true);
    }
    if let Some(zone) = &new.zone {
        properties
            .set_some(keys::TIME_ZONE, zone.iana.clone())
            .set(keys::STANDARD_UTC_OFFSET, zone.standard_offset_text());
    }
    properties.into_json()
}

fn point(place: &NewLocation) -> Value {
    json!({"type": "Point", "coordinates": [place.longitude, place.latitude]})
}

/// The Location of a site of this name and visibility, without its id.
pub(super) fn location_row(
    network: &network::Model,
    visibility: i16,
    name: &str,
    place: &NewLocation,
) -> location::ActiveModel {
    let mut properties = Properties::default();
    properties
        .set_some(keys::ELEVATION_M, place.elevation_m)
        .set_some(keys::ELEVATION_DATUM, place.elevation_datum.clone())
        .set_some(keys::ADMIN_AREA_1, place.admin_area_1.clone())
        .set_some(keys::ADMIN_AREA_2, place.admin_area_2.clone())
        .set_some(keys::COUNTRY, place.country.clone())
        .workspace(network);
    location::ActiveModel {
        network_id: Set(network.id),
        visibility: Set(visibility),
        name: Set(format!("Location of {name}")),
        description: Set(name.to_owned()),
        encoding_type: Set(GEO_JSON.to_owned()),
        location: Set(Some(json!({"type": "Feature", "properties": {}, "geometry": point(place)}))),
        longitude: Set(Some(place.longitude)),
        latitude: Set(Some(place.latitude)),
        properties: Set(properties.into_json()),
        ..Default::default()
    }
}

/// The FeatureOfInterest of a site, without its id.
pub(super) fn feature_row(
    network: &network::Model,
    visibility: i16,
    new: &NewSite,
    place: &NewLocation,
) -> feature_of_interest::ActiveModel {
    let mut properties = Properties::default();
    properties.set(keys::SITE_CODE, new.code.clone()).workspace(network);
    feature_of_interest::ActiveModel {
        network_id: Set(network.id),
        visibility: Set(visibility),
        name: Set(new.name.clone()),
        description: Set(format!("Place of {}", new.name)),
        encoding_type: Set(GEO_JSON.to_owned()),
        feature: Set(Some(point(place))),
        properties: Set(properties.into_json()),
        ..Default::default()
    }
}

pub(super) async fn put_location<C: ConnectionTrait>(
    db: &C,
    network: &network::Model,
    site: thing::Model,
    new: &NewSite,
    place: &NewLocation,
) -> Result<thing::Model, StoreError> {
    let current = thing_location::Entity::find()
        .filter(thing_location::Column::ThingId.eq(site.id))
        .one(db)
        .await?;
    let row = location_row(network, site.visibility, &new.name, place);
    let moved = match &current {
        Some(current) => {
            let before = location::Entity::find_by_id(current.location_id).one(db).await?;
            before.is_none_or(|at| {
                (at.longitude, at.latitude) != (Some(place.longitude), Some(place.latitude))
            })
        }
        None => true,
    };
    let Some(current) = current.filter(|_| !moved) else {
        let placed = row.insert(db).await?;
        move_to(db, site.id, placed.id, new.since).await?;
        return put_feature(db, network, site, new, place).await;
    };
    location::ActiveModel { id: Set(current.location_id), ..row }.update(db).await?;
    put_feature(db, network, site, new, place).await
}

/// A Thing gaining a Location leaves a HistoricalLocation.
async fn move_to<C: ConnectionTrait>(
    db: &C,
    thing_id: i32,
    location_id: i32,
    since: TimeUs,
) -> Result<(), StoreError> {
    thing_location::Entity::delete_many()
        .filter(thing_location::Column::ThingId.eq(thing_id))
        .exec(db)
        .await?;
    let now =
        thing_location::ActiveModel { thing_id: Set(thing_id), location_id: Set(location_id) };
    thing_location::Entity::insert(now).exec_without_returning(db).await?;
    let since = historical_location::ActiveModel {
        thing_id: Set(thing_id),
        time_us: Set(since.0),
        ..Default::default()
    };
    let since = since.insert(db).await?;
    let link = historical_location_location::ActiveModel {
        historical_location_id: Set(since.id),
        location_id: Set(location_id),
    };
    historical_location_location::Entity::insert(link).exec_without_returning(db).await?;
    Ok(())
}

async fn put_feature<C: ConnectionTrait>(
    db: &C,
    network: &network::Model,
    site: thing::Model,
    new: &NewSite,
    place: &NewLocation,
) -> Result<thing::Model, StoreError> {
    let row = feature_row(network, site.visibility, new, place);
    match site.feature_id {
        Some(id) => {
            feature_of_interest::ActiveModel { id: Set(id), ..row }.update(db).await?;
            Ok(site)
        }
        None => {
            let feature = row.insert(db).await?;
            let site = thing::ActiveModel {
                id: Set(site.id),
                feature_id: Set(Some(feature.id)),
                ..Default::default()
            };
            Ok(site.update(db).await?)
        }
    }
}
