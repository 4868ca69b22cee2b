//! SensorThings HistoricalLocation of the embedded service.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "historical_location")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub thing_id: i32,
    pub time_us: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
