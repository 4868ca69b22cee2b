//! Small pieces of SQL that every part of the compiler uses.

use gagehouse_sensorthings::query::EntityKind;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement};

/// The alias of a table in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TableAlias(pub u32);

impl TableAlias {
    pub(super) fn iden(self) -> Alias {
        Alias::new(format!("e{}", self.0))
    }

    /// A column of the table.
    pub(super) fn col(self, name: &'static str) -> Expr {
        Expr::col((self.iden(), Alias::new(name)))
    }
}

/// The table that holds entities of a type.
pub(super) fn table(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Thing => "thing",
        EntityKind::Location => "location",
        EntityKind::HistoricalLocation => "historical_location",
        EntityKind::Datastream => "datastream",
        EntityKind::Sensor => "sensor",
        EntityKind::ObservedProperty => "observed_property",
        EntityKind::Observation => "observation",
        EntityKind::FeatureOfInterest => "feature_of_interest",
    }
}

/// A function of the database by its name.
pub(super) fn call(name: &'static str, args: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::from(Func::cust(Alias::new(name)).args(args))
}

/// `CAST(expr AS name)`
pub(super) fn cast(expr: Expr, name: &'static str) -> Expr {
    expr.cast_as(Alias::new(name))
}

/// `SELECT column FROM table WHERE key = value`, every column named with its table.
pub(super) fn pick(
    table: &'static str,
    column: &'static str,
    key: &'static str,
    value: Expr,
) -> SelectStatement {
    let of = |name| Expr::col((Alias::new(table), Alias::new(name)));
    Query::select().expr(of(column)).from(Alias::new(table)).and_where(of(key).eq(value)).to_owned()
}

/// A select as a value.
pub(super) fn scalar(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}

/// A condition that always or never holds.
pub(super) fn constant(holds: bool) -> Expr {
    Expr::val(i32::from(holds)).eq(1)
}

/// All of the conditions; true when there are none.
pub(super) fn all(conditions: impl IntoIterator<Item = Expr>) -> Expr {
    conditions.into_iter().reduce(|a, b| a.and(b)).unwrap_or_else(|| constant(true))
}

/// Any of the conditions; false when there are none.
pub(super) fn any(conditions: impl IntoIterator<Item = Expr>) -> Expr {
    conditions.into_iter().reduce(|a, b| a.or(b)).unwrap_or_else(|| constant(false))
}
