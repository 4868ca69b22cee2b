//! SensorThings Observation of the embedded service: a number at an instant.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "observation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub datastream_id: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub time_us: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub result: Option<f64>,
    pub quality_id: Option<i32>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
