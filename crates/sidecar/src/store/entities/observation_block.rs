//! Which datastream owns a block of Observation ids.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "observation_block")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub first_id: i64,
    pub datastream_id: i32,
    pub used: i32,
    pub start_us: i64,
    pub end_us: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
