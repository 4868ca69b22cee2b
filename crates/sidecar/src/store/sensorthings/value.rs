//! Operands of an expression as typed SQL.

use super::compiler::{Compiler, Scope};
use super::json::Json;
use super::sql::{call, cast, pick, scalar};
use super::times::Time;
use crate::store::Dialect;
use gagehouse_model::{TimeUs, keys};
use gagehouse_sensorthings::query::{
    Arithmetic, EntityKind, Expr, Function, JsonStep, Literal, Nav, Node, Part, Property,
    PropertyPath, QueryError,
};
use sea_orm::sea_query::{Expr as Sql, ExprTrait};

/// An operand.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Null,
    Text(Sql),
    /// Text that was written in the request: it may stand for a number or a time.
    Quoted(String),
    Number(Sql),
    Bool(Sql),
    Time(Time),
    DurationUs(Sql),
    Json(Json),
    /// An Observation's result: its number, and its JSON when it is none.
    Result(Sql, Option<Json>),
}

impl Value {
    /// What it is, for messages.
    pub(super) fn what(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Text(_) | Self::Quoted(_) => "text",
            Self::Number(_) => "a number",
            Self::Bool(_) => "true or false",
            Self::Time(_) => "a time",
            Self::DurationUs(_) => "a duration",
            Self::Json(_) => "a JSON value",
            Self::Result(..) => "a result",
        }
    }
}

/// The entities that the paths of one condition start at.
#[derive(Debug)]
pub(super) struct Env {
    pub(super) scope: Scope,
    pub(super) related: Vec<(Vec<Nav>, Scope)>,
}

impl Env {
    fn at(&self, navs: &[Nav]) -> Scope {
        let found = self.related.iter().find(|(path, _)| path == navs);
        found.map_or(self.scope, |(_, scope)| *scope)
    }
}

/// `Thing/id` of a Datastream and the like: the column that holds the id already, one step earlier, so that
/// no other table is asked and an index serves.
pub(super) fn own_key(path: &PropertyPath) -> Option<(&[Nav], &'static str)> {
    let (last, navs) = path.navs.split_last()?;
    let column = match (last.from, last.to) {
        _ if last.many || path.property != Property::Id => return None,
        (EntityKind::Observation, EntityKind::Datastream) => "datastream_id",
        (_, EntityKind::Thing) => "thing_id",
        (_, EntityKind::Sensor) => "sensor_id",
        (_, EntityKind::ObservedProperty) => "observed_property_id",
        _ => return None,
    };
    Some((navs, column))
}

/// An error at a node of `$filter`.
pub(super) fn error(expr: &Expr, message: impl Into<String>) -> QueryError {
    QueryError::bad(Part::Option("$filter"), expr.at.0, message)
}

impl Compiler<'_> {
    pub(super) fn value(&self, expr: &Expr, env: &Env) -> Result<Value, QueryError> {
        match &expr.node {
            Node::Literal(literal) => Ok(literal_value(literal)),
            Node::Path(path) => {
                if let Some((navs, column)) = own_key(path) {
                    return Ok(Value::Number(env.at(navs).alias.col(column)));
                }
                self.property(path, env.at(&path.navs)).map_err(|message| error(expr, message))
            }
            Node::Call(Function::Now, _) => Ok(Value::Time(Time::Instant(Sql::val(self.now.0)))),
            Node::Call(function, args) if !function.is_predicate() => {
                self.call(*function, args, env)
            }
            Node::Negate(inner) => match self.value(inner, env)? {
                Value::DurationUs(us) => Ok(Value::DurationUs(Sql::val(0i64).sub(us))),
                other => Ok(Value::Number(Sql::val(0.0).sub(number(other, inner)?))),
            },
            Node::Arithmetic(operation, left, right) => self.arithmetic(
                *operation,
                (left, self.value(left, env)?),
                (right, self.value(right, env)?),
            ),
            _ => Ok(Value::Bool(self.predicate(expr, env.scope)?)),
        }
    }

    fn arithmetic(
        &self,
        operation: Arithmetic,
        (left_expr, left): (&Expr, Value),
        (right_expr, right): (&Expr, Value),
    ) -> Result<Value, QueryError> {
        use Arithmetic as A;
        Ok(match (left, operation, right) {
            (Value::Time(Time::Instant(a)), A::Sub, Value::Time(Time::Instant(b))) => {
                Value::DurationUs(a.sub(b))
            }
            (Value::Time(time), A::Add | A::Sub, Value::DurationUs(us)) => {
                let shift = |t: Sql| {
                    if operation == A::Add { t.add(us.clone()) } else { t.sub(us.clone()) }
                };
                Value::Time(match time {
                    Time::Instant(t) => Time::Instant(shift(t)),
                    Time::Interval(s, e) => Time::Interval(shift(s), shift(e)),
                    Time::Either(s, e) => Time::Either(shift(s), shift(e)),
                })
            }
            (Value::DurationUs(a), A::Add, Value::DurationUs(b)) => Value::DurationUs(a.add(b)),
            (Value::DurationUs(a), A::Sub, Value::DurationUs(b)) => Value::DurationUs(a.sub(b)),
            (left, _, right) => {
                let (a, b) = (number(left, left_expr)?, number(right, right_expr)?);
                let (a, b) = (cast(a, "DOUBLE PRECISION"), cast(b, "DOUBLE PRECISION"));
                // Nothing divides by zero: the quotient is null and matches nothing.
                let divisor = || call("NULLIF", [b.clone(), Sql::val(0.0)]);
                Value::Number(match operation {
                    A::Add => a.add(b),
                    A::Sub => a.sub(b),
                    A::Mul => a.mul(b),
                    A::Div => a.div(divisor()),
                    A::Mod => self.modulo(a, divisor()),
                })
            }
        })
    }

    fn modulo(&self, a: Sql, divisor: Sql) -> Sql {
        match self.dialect {
            // SQLite's own operator works on integers only.
            Dialect::Sqlite => {
                let times = cast(a.clone().div(divisor.clone()), "INTEGER");
                a.sub(divisor.mul(times))
            }
            Dialect::Postgres => {
                let numeric = [cast(a, "NUMERIC"), cast(divisor, "NUMERIC")];
                cast(call("MOD", numeric), "DOUBLE PRECISION")
            }
        }
    }

    /// A property of the entity in `scope`.
    pub(super) fn property(&self, path: &PropertyPath, scope: Scope) -> Result<Value, String> {
        let column = |name| scope.alias.col(name);
        let json = |column| Value::Json(Json::new(self.dialect, column, &path.json));
        let observation = scope.kind == EntityKind::Observation;
        Ok(match path.property {
            Property::Id => Value::Number(column("id")),
            Property::SelfLink => return Err("a link cannot be compared".to_owned()),
            Property::Name => Value::Text(column("name")),
            Property::Description => Value::Text(column("description")),
            Property::EncodingType => Value::Text(column("encoding_type")),
            Property::ObservationType => Value::Text(column("observation_type")),
            Property::Definition => Value::Text(column("definition")),
            Property::Time => Value::Time(Time::Instant(column("time_us"))),
            Property::PhenomenonTime if !observation => Value::Time(Time::Interval(
                column("phenomenon_start_us"),
                column("phenomenon_end_us"),
            )),
            Property::PhenomenonTime if self.side => Value::Time(Time::Either(
                column("time_us"),
                self.side_column(scope.alias, "time_end_us"),
            )),
            Property::PhenomenonTime => Value::Time(Time::Instant(column("time_us"))),
            Property::ResultTime if observation => {
                Value::Time(Time::Instant(self.side_column(scope.alias, "result_time_us")))
            }
            Property::ResultTime => {
                Value::Time(Time::Interval(column("result_start_us"), column("result_end_us")))
            }
            Property::ValidTime => Value::Time(Time::Interval(
                self.side_column(scope.alias, "valid_start_us"),
                self.side_column(scope.alias, "valid_end_us"),
            )),
            Property::Result if path.json.is_empty() => {
                let other = self
                    .side
                    .then(|| Json::new(self.dialect, self.side_column(scope.alias, "result"), &[]));
                Value::Result(column("result"), other)
            }
            Property::Result => json(self.side_column(scope.alias, "result")),
            Property::Parameters => json(self.side_column(scope.alias, "parameters")),
            Property::ResultQuality => json(self.json_from_text(self.quality_words(scope.alias))),
            Property::UnitOfMeasurement => return unit_part(path, scope),
            Property::Properties => match self.live_property(path, scope) {
                Some(value) => value,
                None => json(column("properties")),
            },
            Property::Location => json(column("location")),
            Property::ObservedArea => json(column("observed_area")),
            Property::Metadata => json(column("metadata")),
            Property::Feature => json(column("feature")),
        })
    }

    /// Keys of `properties` that are kept in columns of their own.
    fn live_property(&self, path: &PropertyPath, scope: Scope) -> Option<Value> {
        let column = |name| scope.alias.col(name);
        let names: Vec<&str> = path
            .json
            .iter()
            .map(|step| match step {
                JsonStep::Key(key) => key.as_str(),
                JsonStep::Index(_) => "",
            })
            .collect();
        let datastream = scope.kind == EntityKind::Datastream;
        let thing = scope.kind == EntityKind::Thing;
        Some(match names.as_slice() {
            [keys::IS_PRIVATE] if datastream || thing => Value::Bool(column("visibility").ne(0i16)),
            [keys::SITE_CODE] if thing => Value::Text(column("code")),
            [keys::IS_VISIBLE] if datastream => Value::Bool(column("results_visible").eq(true)),
            [keys::VALUE_COUNT] if datastream => Value::Number(column("observation_count")),
            [keys::REVISION] if datastream => Value::Number(column("revision")),
            [keys::NO_DATA_VALUE] if datastream => Value::Number(column("no_data_value")),
            [keys::PROCESSING_LEVEL_CODE] if datastream => Value::Text(column("processing_level")),
            [keys::WORKSPACE, part @ ("name" | "link")] => {
                let part = if *part == "name" { "name" } else { "link" };
                Value::Text(scalar(pick("network", part, "id", column("network_id"))))
            }
            [keys::WORKSPACE, "id"] => Value::Number(column("network_id")),
            _ => return None,
        })
    }
}

fn unit_part(path: &PropertyPath, scope: Scope) -> Result<Value, String> {
    let part = match path.json.as_slice() {
        [JsonStep::Key(key)] => key.as_str(),
        _ => "",
    };
    Ok(Value::Text(match part {
        "name" => scope.alias.col("unit_name"),
        "symbol" => scope.alias.col("unit_symbol"),
        "definition" => scope.alias.col("unit_definition"),
        _ => return Err("compare unitOfMeasurement/name, /symbol or /definition".to_owned()),
    }))
}

fn literal_value(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(value) => Value::Bool(Sql::val(*value)),
        Literal::Integer(value) => Value::Number(Sql::val(*value)),
        Literal::Decimal(value) => Value::Number(Sql::val(*value)),
        Literal::Text(text) => Value::Quoted(text.clone()),
        Literal::Time(TimeUs(us)) => Value::Time(Time::Instant(Sql::val(*us))),
        Literal::Interval(start, end) => {
            Value::Time(Time::Interval(Sql::val(start.0), Sql::val(end.0)))
        }
        Literal::DurationUs(us) => Value::DurationUs(Sql::val(*us)),
    }
}

/// The operand as a number, or an error that says what it is.
pub(super) fn number(value: Value, expr: &Expr) -> Result<Sql, QueryError> {
    match value {
        Value::Number(number) | Value::Result(number, _) => Ok(number),
        Value::Json(json) => Ok(json.number()),
        Value::Quoted(text) => quoted_number(&text, expr).map(Sql::val),
        other => Err(error(expr, format!("expected a number, not {}", other.what()))),
    }
}

/// The operand as text, or an error that says what it is.
pub(super) fn text(value: Value, expr: &Expr) -> Result<Sql, QueryError> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Quoted(text) => Ok(Sql::val(text)),
        Value::Json(json) | Value::Result(_, Some(json)) => Ok(json.text()),
        other => Err(error(expr, format!("expected text, not {}", other.what()))),
    }
}

/// The operand as a time, or an error that says what it is.
pub(super) fn time(value: Value, expr: &Expr) -> Result<Time, QueryError> {
    match value {
        Value::Time(time) => Ok(time),
        Value::Quoted(text) => match text.parse::<TimeUs>() {
            Ok(time) => Ok(Time::Instant(Sql::val(time.0))),
            Err(_) => Err(error(expr, format!("'{text}' is no time"))),
        },
        other => Err(error(expr, format!("expected a time, not {}", other.what()))),
    }
}

/// A quoted number, as in `result gt '3'`.
pub(super) fn quoted_number(text: &str, expr: &Expr) -> Result<f64, QueryError> {
    let value = text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    value.ok_or_else(|| error(expr, format!("'{text}' is no number")))
}
