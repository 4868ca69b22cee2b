//! SensorThings Datastream of the embedded service.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "datastream")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub network_id: i32,
    pub visibility: i16,
    pub results_visible: bool,
    pub code: String,
    pub thing_id: i32,
    pub sensor_id: i32,
    pub observed_property_id: i32,
    pub name: String,
    pub description: String,
    pub observation_type: String,
    pub unit_name: Option<String>,
    pub unit_symbol: Option<String>,
    pub unit_definition: Option<String>,
    pub observed_area: Option<Json>,
    pub processing_level: Option<String>,
    pub no_data_value: Option<f64>,
    pub phenomenon_start_us: Option<i64>,
    pub phenomenon_end_us: Option<i64>,
    pub result_start_us: Option<i64>,
    pub result_end_us: Option<i64>,
    pub observation_count: i64,
    pub revision: i64,
    pub properties: Option<Json>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
