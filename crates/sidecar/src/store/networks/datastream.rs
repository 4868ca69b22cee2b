//! A datastream with the sensor and the observed property it needs.

use super::properties::Properties;
use crate::store::StoreError;
use crate::store::entities::{
    datastream, location, network, observed_property, sensor, thing, thing_location,
};
use gagehouse_model::{Spacing, Unit, Visibility, keys};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};
use serde_json::{Map, Value, json};

const MEASUREMENT: &str = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement";

/// What measures. Found again by its name within the network.
#[derive(Debug, Clone)]
pub struct NewSensor {
    pub name: String,
    pub description: String,
    /// `Instrument deployment`, `Simulation`, …
    pub method_type: String,
    pub method_link: Option<String>,
    pub model: Option<String>,
    pub manufacturer: Option<String>,
}

/// What is measured. Found again by its name and code within the network.
#[derive(Debug, Clone)]
pub struct NewObservedProperty {
    pub code: String,
    pub name: String,
    pub definition: String,
    pub description: String,
    pub category: Option<String>,
}

/// A datastream of the embedded service.
#[derive(Debug, Clone)]
pub struct NewDatastream {
    /// Identity within the network.
    pub code: String,
    pub name: String,
    pub description: String,
    /// Its own visibility; what is stored is the stricter of this and the site's.
    pub visibility: Visibility,
    /// Whether those who see the datastream see its observations.
    pub results_visible: bool,
    pub unit: Unit,
    pub result_type: Option<String>,
    pub sampled_medium: Option<String>,
    pub processing_level: Option<String>,
    pub processing_level_definition: Option<String>,
    pub no_data_value: Option<f64>,
    pub spacing: Option<Spacing>,
    pub aggregation_statistic: Option<String>,
    pub aggregation_interval: Option<Spacing>,
    pub status: Option<String>,
    /// Further keys of `properties`.
    pub extra: Map<String, Value>,
}

/// Makes or updates a datastream, its sensor and its observed property. Observations, extents and revision stay.
pub async fn put_datastream<C: ConnectionTrait>(
    db: &C,
    network: &network::Model,
    site: &thing::Model,
    sensor: &NewSensor,
    observed_property: &NewObservedProperty,
    new: &NewDatastream,
) -> Result<datastream::Model, StoreError> {
    let sensor = put_sensor(db, network, sensor).await?;
    let observed_property = put_observed_property(db, network, observed_property).await?;
    let visibility = Visibility::from_code(site.visibility).and(new.visibility);
    let known = datastream::Entity::find()
        .filter(datastream::Column::NetworkId.eq(network.id))
        .filter(datastream::Column::Code.eq(&new.code))
        .one(db)
        .await?;
    let row = datastream::ActiveModel {
        network_id: Set(network.id),
        visibility: Set(visibility.code()),
        results_visible: Set(new.results_visible),
        code: Set(new.code.clone()),
        thing_id: Set(site.id),
        sensor_id: Set(sensor.id),
        observed_property_id: Set(observed_property.id),
        name: Set(new.name.clone()),
        description: Set(new.description.clone()),
        observation_type: Set(MEASUREMENT.to_owned()),
        unit_name: Set(new.unit.name.clone()),
        unit_symbol: Set(new.unit.symbol.clone()),
        unit_definition: Set(new.unit.definition.clone()),
        observed_area: Set(observed_area(db, site).await?),
        processing_level: Set(new.processing_level.clone()),
        no_data_value: Set(new.no_data_value),
        properties: Set(datastream_properties(network, new, visibility)),
        ..Default::default()
    };
    Ok(match known {
        Some(known) => datastream::ActiveModel { id: Set(known.id), ..row }.update(db).await?,
        None => {
            let row =
                datastream::ActiveModel { observation_count: Set(0), revision: Set(0), ..row };
            row.insert(db).await?
        }
    })
}

fn datastream_properties(
    network: &network::Model,
    new: &NewDatastream,
    visibility: Visibility,
) -> Option<Value> {
    let mut properties = Properties::with(&new.extra);
    let level_definition = new.processing_level_definition.clone();
    properties
        .set_some(keys::RESULT_TYPE, new.result_type.clone())
        .set_some(keys::SAMPLED_MEDIUM, new.sampled_medium.clone())
        .set_some(keys::PROCESSING_LEVEL_CODE, new.processing_level.clone())
        .set_some(keys::PROCESSING_LEVEL_DEFINITION, level_definition)
        .set_some(keys::NO_DATA_VALUE, new.no_data_value)
        .set_some(keys::AGGREGATION_STATISTIC, new.aggregation_statistic.clone())
        .set_some(keys::STATUS, new.status.clone())
        .set(keys::IS_PRIVATE, visibility == Visibility::Private)
        .set(keys::IS_VISIBLE, new.results_visible)
        .workspace(network);
    if let Some((amount, unit)) = new.spacing.map(Spacing::amount) {
        properties
            .set(keys::INTENDED_TIME_SPACING, amount)
            .set(keys::INTENDED_TIME_SPACING_UNIT, unit);
    }
    if let Some((amount, unit)) = new.aggregation_interval.map(Spacing::amount) {
        properties
            .set(keys::TIME_AGGREGATION_INTERVAL, amount)
            .set(keys::TIME_AGGREGATION_INTERVAL_UNIT, unit);
    }
    properties.into_json()
}

/// The site's point.
async fn observed_area<C: ConnectionTrait>(
    db: &C,
    site: &thing::Model,
) -> Result<Option<Value>, StoreError> {
    let placed = thing_location::Entity::find()
        .filter(thing_location::Column::ThingId.eq(site.id))
        .one(db)
        .await?;
    let Some(placed) = placed else { return Ok(None) };
    let place = location::Entity::find_by_id(placed.location_id).one(db).await?;
    let point = place.and_then(|place| place.longitude.zip(place.latitude));
    Ok(point.map(
        |(longitude, latitude)| json!({"type": "Point", "coordinates": [longitude, latitude]}),
    ))
}

async fn put_sensor<C: ConnectionTrait>(
    db: &C,
    network: &network::Model,
    new: &NewSensor,
) -> Result<sensor::Model, StoreError> {
    let known = sensor::Entity::find()
        .filter(sensor::Column::NetworkId.eq(network.id))
        .filter(sensor::Column::Name.eq(&new.name))
        .one(db)
        .await?;
    let mut model = Properties::default();
    model
        .set_some("sensorModelName", new.model.clone())
        .set_some("sensorManufacturer", new.manufacturer.clone());
    let mut metadata = Properties::default();
    metadata
        .set("methodType", new.method_type.clone())
        .set_some("methodLink", new.method_link.clone())
        .set_some("sensorModel", model.into_json());
    let mut properties = Properties::default();
    properties.workspace(network);
    let row = sensor::ActiveModel {
        network_id: Set(network.id),
        visibility: Set(network.visibility),
        name: Set(new.name.clone()),
        description: Set(new.description.clone()),
        encoding_type: Set("application/json".to_owned()),
        metadata: Set(metadata.into_json()),
        properties: Set(properties.into_json()),
        ..Default::default()
    };
    Ok(match known {
        Some(known) => sensor::ActiveModel { id: Set(known.id), ..row }.update(db).await?,
        None => row.insert(db).await?,
    })
}

async fn put_observed_property<C: ConnectionTrait>(
    db: &C,
    network: &network::Model,
    new: &NewObservedProperty,
) -> Result<observed_property::Model, StoreError> {
    let mut properties = Properties::default();
    properties
        .set(keys::VARIABLE_CODE, new.code.clone())
        .set_some(keys::VARIABLE_TYPE, new.category.clone())
        .workspace(network);
    let properties = properties.into_json();
    let same_name = observed_property::Entity::find()
        .filter(observed_property::Column::NetworkId.eq(network.id))
        .filter(observed_property::Column::Name.eq(&new.name))
        .all(db)
        .await?;
    let code = |row: &observed_property::Model| {
        let code = row.properties.as_ref()?.get(keys::VARIABLE_CODE)?.as_str()?;
        Some(code.to_owned())
    };
    let known = same_name.into_iter().find(|row| code(row).as_deref() == Some(new.code.as_str()));
    let row = observed_property::ActiveModel {
        network_id: Set(network.id),
        visibility: Set(network.visibility),
        name: Set(new.name.clone()),
        definition: Set(new.definition.clone()),
        description: Set(new.description.clone()),
        properties: Set(properties),
        ..Default::default()
    };
    Ok(match known {
        Some(known) => {
            observed_property::ActiveModel { id: Set(known.id), ..row }.update(db).await?
        }
        None => row.insert(db).await?,
    })
}
