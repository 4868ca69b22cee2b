//! Who changed what, from what, to what.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub network_id: Option<i32>,
    pub kind: String,
    pub subject: String,
    pub version: i64,
    pub action: String,
    pub account: String,
    pub operation_id: Option<String>,
    pub reason: String,
    pub old: Option<String>,
    pub new: Option<String>,
    pub recorded_us: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
