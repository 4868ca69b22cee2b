//! A program that acts for an account.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub token_hash: String,
    pub account_id: i32,
    pub name: String,
    pub may_write: bool,
    /// The one network in which it acts; all of its account when it is none.
    pub network_id: Option<i32>,
    pub created_us: i64,
    pub expires_us: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
