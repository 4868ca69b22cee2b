//! Append-only log of every change to observations.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub datastream_id: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub sequence: i64,
    pub kind: String,
    pub start_us: i64,
    pub end_us: i64,
    pub rows_added: i64,
    pub rows_revised: i64,
    pub rows_deleted: i64,
    pub actor: String,
    pub source_file: Option<String>,
    pub recorded_us: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
