//! A datastream of any source; `id` is our own key.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "catalog_datastream")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    pub source_id: i32,
    pub catalog_site_id: i32,
    pub network_id: i32,
    pub visibility: i16,
    pub results_visible: bool,
    pub external_id: String,
    pub name: String,
    pub description: String,
    pub variable_code: Option<String>,
    pub variable_name: String,
    pub variable_definition: Option<String>,
    pub variable_category: Option<String>,
    pub unit_name: Option<String>,
    pub unit_symbol: Option<String>,
    pub unit_definition: Option<String>,
    pub sampled_medium: Option<String>,
    pub aggregation_statistic: Option<String>,
    pub aggregation_us: Option<i64>,
    pub value_type: Option<String>,
    pub result_type: Option<String>,
    pub observation_type: Option<String>,
    pub processing_level: Option<String>,
    pub processing_level_definition: Option<String>,
    pub processing_level_explanation: Option<String>,
    pub method_id: Option<String>,
    pub method_code: Option<String>,
    pub method_name: Option<String>,
    pub method_description: Option<String>,
    pub method_link: Option<String>,
    pub method_type: Option<String>,
    pub sensor_model: Option<String>,
    pub vertical_offset_m: Option<f64>,
    pub spacing_us: Option<i64>,
    pub no_data_value: Option<f64>,
    pub begin_us: Option<i64>,
    pub end_us: Option<i64>,
    pub value_count: Option<i64>,
    pub revision: Option<i64>,
    pub latest_time_us: Option<i64>,
    pub latest_value: Option<f64>,
    pub arrived_us: Option<i64>,
    pub transmission_us: Option<i64>,
    pub delay_us: Option<i64>,
    /// As `gagehouse_catalog::season` writes it.
    pub pause: Option<i64>,
    /// One a line.
    pub tags: String,
    pub status: Option<String>,
    /// As `gagehouse_catalog::lines` writes them.
    pub thresholds: String,
    /// As `gagehouse_catalog::arrival` writes them.
    pub arrivals: String,
    pub gone_us: Option<i64>,
    pub first_seen_us: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
