//! What of an Observation is not a plain number at an instant.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "observation_side")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub datastream_id: i32,
    pub time_end_us: Option<i64>,
    pub result_time_us: Option<i64>,
    pub valid_start_us: Option<i64>,
    pub valid_end_us: Option<i64>,
    pub result: Option<Json>,
    pub parameters: Option<Json>,
    pub feature_id: Option<i32>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
