//! A record of any kind.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub kind: String,
    pub network_id: i32,
    pub visibility: i16,
    pub version: i64,
    pub seq: i64,
    pub site_id: Option<i32>,
    pub visit_id: Option<String>,
    pub equipment_id: Option<String>,
    pub parent_id: Option<String>,
    pub begin_us: Option<i64>,
    pub end_us: Option<i64>,
    pub title: String,
    pub term: String,
    pub body: String,
    pub warnings: String,
    pub deleted: bool,
    pub reason: String,
    pub created_us: i64,
    pub created_by: String,
    pub changed_us: i64,
    pub changed_by: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
