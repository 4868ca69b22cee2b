//! A site of any source; `id` is our own key.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "catalog_site")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub source_id: i32,
    pub network_id: i32,
    pub visibility: i16,
    pub external_id: String,
    pub code: String,
    pub name: String,
    pub description: String,
    pub site_type: Option<String>,
    pub longitude: Option<f64>,
    pub latitude: Option<f64>,
    pub elevation_m: Option<f64>,
    pub elevation_datum: Option<String>,
    pub admin_area_1: Option<String>,
    pub admin_area_2: Option<String>,
    pub country: Option<String>,
    pub watershed: Option<String>,
    pub zone_iana: Option<String>,
    pub standard_offset_minutes: Option<i32>,
    pub synthetic: bool,
    pub disclaimer: Option<String>,
    pub link: Option<String>,
    pub licence: Option<String>,
    pub citation: Option<String>,
    /// One a line.
    pub tags: String,
    /// As `gagehouse_catalog::lines` writes them.
    pub attachments: String,
    /// As `gagehouse_catalog::lines` writes them.
    pub neighbours: String,
    pub gone_us: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
