//! A service or file set that is harvested; `local` is the embedded service.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub key: String,
    pub kind: String,
    pub name: String,
    pub url: String,
    pub description: String,
    pub synthetic: bool,
    pub last_attempt_us: Option<i64>,
    pub last_success_us: Option<i64>,
    pub last_error: Option<String>,
    pub revision: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
