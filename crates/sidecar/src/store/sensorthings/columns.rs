//! Where the values of [`Column`]s stand in the tables.

use super::compiler::Compiler;
use super::record::{CellType, Column};
use super::sql::{TableAlias, cast};
use crate::store::Dialect;
use gagehouse_sensorthings::query::EntityKind;
use sea_orm::sea_query::Expr;

impl Compiler<'_> {
    /// A column of an entity, cast so that both databases give the same type.
    pub(super) fn column(
        &self,
        kind: EntityKind,
        alias: TableAlias,
        column: Column,
    ) -> (Expr, CellType) {
        let integer = |name| (self.as_integer(alias.col(name)), CellType::Integer);
        let text = |name| (alias.col(name), CellType::Text);
        let json = |name| (self.as_text(alias.col(name)), CellType::Text);
        let side = |name| (self.as_integer(self.side_column(alias, name)), CellType::Integer);
        let side_json = |name| (self.as_text(self.side_column(alias, name)), CellType::Text);
        let observation = kind == EntityKind::Observation;
        match column {
            Column::Id => integer("id"),
            Column::Name => text("name"),
            Column::Description => text("description"),
            Column::Definition => text("definition"),
            Column::EncodingType => text("encoding_type"),
            Column::Properties => json("properties"),
            Column::Body => json(body_column(kind)),
            Column::Code => text("code"),
            Column::Visibility => integer("visibility"),
            Column::NetworkId => integer("network_id"),
            Column::Start if kind == EntityKind::Datastream => integer("phenomenon_start_us"),
            Column::Start => integer("time_us"),
            Column::End if observation => side("time_end_us"),
            Column::End => integer("phenomenon_end_us"),
            Column::ResultStart if observation => side("result_time_us"),
            Column::ResultStart => integer("result_start_us"),
            Column::ResultEnd => integer("result_end_us"),
            Column::ObservationType => text("observation_type"),
            Column::UnitName => text("unit_name"),
            Column::UnitSymbol => text("unit_symbol"),
            Column::UnitDefinition => text("unit_definition"),
            Column::ProcessingLevel => text("processing_level"),
            Column::NoDataValue => (alias.col("no_data_value"), CellType::Real),
            Column::ObservationCount => integer("observation_count"),
            Column::Revision => integer("revision"),
            Column::ResultsVisible => {
                // PostgreSQL casts a boolean to INTEGER only, not to BIGINT.
                let value = cast(alias.col("results_visible"), "INTEGER");
                (self.as_integer(value), CellType::Integer)
            }
            Column::ThingId => integer("thing_id"),
            Column::SensorId => integer("sensor_id"),
            Column::ObservedPropertyId => integer("observed_property_id"),
            Column::DatastreamId => integer("datastream_id"),
            Column::Result => (alias.col("result"), CellType::Real),
            Column::ResultJson => side_json("result"),
            Column::Quality => (self.quality_words(alias), CellType::Text),
            Column::ValidStart => side("valid_start_us"),
            Column::ValidEnd => side("valid_end_us"),
            Column::Parameters => side_json("parameters"),
            Column::FeatureId => side("feature_id"),
        }
    }

    pub(super) fn as_integer(&self, expr: Expr) -> Expr {
        match self.dialect {
            Dialect::Sqlite => expr,
            Dialect::Postgres => cast(expr, "BIGINT"),
        }
    }

    fn as_text(&self, expr: Expr) -> Expr {
        match self.dialect {
            Dialect::Sqlite => expr,
            Dialect::Postgres => cast(expr, "TEXT"),
        }
    }
}

/// The column of the JSON for which a type has a name of its own.
pub(super) fn body_column(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Location => "location",
        EntityKind::Datastream => "observed_area",
        EntityKind::Sensor => "metadata",
        _ => "feature",
    }
}
