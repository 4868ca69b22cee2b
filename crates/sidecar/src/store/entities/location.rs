//! SensorThings Location of the embedded service.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "location")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub network_id: i32,
    pub visibility: i16,
    pub name: String,
    pub description: String,
    pub encoding_type: String,
    pub location: Option<Json>,
    pub longitude: Option<f64>,
    pub latitude: Option<f64>,
    pub properties: Option<Json>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
