//! Dictionary of qualities: canonical JSON of `gagehouse_model::Quality`.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quality")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub words: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
