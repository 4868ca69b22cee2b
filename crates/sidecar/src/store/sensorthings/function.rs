//! Functions of `$filter` that give a value.

use super::compiler::Compiler;
use super::sql::{call, cast};
use super::times::Time;
use super::value::{Env, Value, number, text, time};
use crate::store::Dialect;
use gagehouse_model::time::{DAY_US, HOUR_US, MINUTE_US, SECOND_US};
use gagehouse_sensorthings::query::{Expr, Function, QueryError};
use sea_orm::sea_query::{Expr as Sql, ExprTrait};

impl Compiler<'_> {
    /// A function of its arguments; the parser has checked how many there are.
    pub(super) fn call(
        &self,
        function: Function,
        args: &[Expr],
        env: &Env,
    ) -> Result<Value, QueryError> {
        use Function as F;
        let texts = || -> Result<Vec<Sql>, QueryError> {
            args.iter().map(|arg| text(self.value(arg, env)?, arg)).collect()
        };
        let Some(first) = args.first() else { return Ok(Value::Null) };
        Ok(match function {
            F::Length => Value::Number(call("LENGTH", texts()?)),
            F::IndexOf => Value::Number(self.position(texts()?).sub(1)),
            F::ToLower => Value::Text(call("LOWER", texts()?)),
            F::ToUpper => Value::Text(call("UPPER", texts()?)),
            F::Trim => Value::Text(call("TRIM", texts()?)),
            F::Concat => {
                let joined = texts()?
                    .into_iter()
                    .reduce(|a, b| a.binary(sea_orm::sea_query::BinOper::Custom("||"), b));
                joined.map_or(Value::Null, Value::Text)
            }
            F::Substring => {
                let mut sql = vec![text(self.value(first, env)?, first)?];
                for (index, arg) in args[1..].iter().enumerate() {
                    let place = number(self.value(arg, env)?, arg)?;
                    // Counted from 0 here, from 1 in SQL.
                    let place = if index == 0 { place.add(1) } else { place };
                    sql.push(cast(place, "INTEGER"));
                }
                Value::Text(call("SUBSTR", sql))
            }
            F::Round | F::Floor | F::Ceiling => {
                let value = number(self.value(first, env)?, first)?;
                Value::Number(self.rounded(function, value))
            }
            _ => {
                let us = match time(self.value(first, env)?, first)? {
                    Time::Instant(us) | Time::Interval(us, _) | Time::Either(us, _) => us,
                };
                Value::Number(self.time_part(function, us))
            }
        })
    }

    /// Where the second text begins in the first, from 1; 0 when it does not occur.
    pub(super) fn position(&self, texts: Vec<Sql>) -> Sql {
        let name = match self.dialect {
            Dialect::Sqlite => "INSTR",
            Dialect::Postgres => "STRPOS",
        };
        call(name, texts)
    }

    fn rounded(&self, function: Function, value: Sql) -> Sql {
        let name = match function {
            Function::Round => "ROUND",
            Function::Floor => "FLOOR",
            _ => "CEIL",
        };
        match (self.dialect, function) {
            (Dialect::Sqlite, Function::Round) => call(name, [value]),
            // SQLite as it is linked has no FLOOR and CEIL, only the cut of a cast.
            (Dialect::Sqlite, _) => {
                let cut = cast(value.clone(), "INTEGER");
                if function == Function::Floor {
                    cut.clone().sub(value.lt(cut))
                } else {
                    cut.clone().add(value.gt(cut))
                }
            }
            // As NUMERIC, halves are rounded away from zero, as SQLite does.
            (Dialect::Postgres, _) => {
                cast(call(name, [cast(value, "NUMERIC")]), "DOUBLE PRECISION")
            }
        }
    }

    fn time_part(&self, function: Function, us: Sql) -> Sql {
        use Function as F;
        match function {
            F::Year => self.calendar("year", "%Y", us),
            F::Month => self.calendar("month", "%m", us),
            F::Day => self.calendar("day", "%d", us),
            F::Hour => floor_mod(us, DAY_US).div(HOUR_US),
            F::Minute => floor_mod(us, HOUR_US).div(MINUTE_US),
            F::Second => floor_mod(us, MINUTE_US).div(SECOND_US),
            F::FractionalSeconds => {
                cast(floor_mod(us, SECOND_US), "DOUBLE PRECISION").div(SECOND_US as f64)
            }
            // Times are kept in UTC.
            _ => us.mul(0i64),
        }
    }

    fn calendar(&self, part: &'static str, format: &'static str, us: Sql) -> Sql {
        let seconds = us.clone().sub(floor_mod(us, SECOND_US)).div(SECOND_US);
        match self.dialect {
            Dialect::Sqlite => {
                let text = [Sql::val(format), seconds, Sql::val("unixepoch")];
                cast(call("STRFTIME", text), "INTEGER")
            }
            Dialect::Postgres => {
                let instant = call("TO_TIMESTAMP", [cast(seconds, "DOUBLE PRECISION")]);
                let civil = call("TIMEZONE", [Sql::val("UTC"), instant]);
                call("DATE_PART", [Sql::val(part), civil])
            }
        }
    }
}

/// The rest of a division, never negative.
fn floor_mod(value: Sql, by: i64) -> Sql {
    value.modulo(by).add(by).modulo(by)
}
