//! Order, and continuing after a row by the values it is ordered by.
//!
//! Nulls come first ascending and last descending, text is in byte order: stated the same on both
//! databases. The order is always made total by the id, so that a page ends at exactly one row.

use super::compiler::{Compiler, Scope};
use super::record::CellType;
use super::sql::{all, any, constant, scalar};
use super::times::Time;
use super::value::Value;
use crate::store::Dialect;
use gagehouse_sensorthings::query::{EntityKind, OrderKey, Part, Property, QueryError, TokenValue};
use sea_orm::sea_query::{Expr, ExprTrait, NullOrdering, Order, Query, SelectStatement};

/// One value by which rows are ordered.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) expr: Expr,
    pub(super) cell: CellType,
    pub(super) descending: bool,
    nullable: bool,
    /// Of an observation: which of its own values it is.
    pub(super) own: Option<Own>,
}

/// Values that every observation row carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    Datastream,
    Time,
    Id,
}

impl Compiler<'_> {
    /// The order of a request: what was asked, made total.
    pub(super) fn order(
        &self,
        keys: &[OrderKey],
        scope: Scope,
        within_one_datastream: bool,
    ) -> Result<Vec<Term>, QueryError> {
        let mut terms = Vec::new();
        for key in keys {
            let error =
                |message: String| QueryError::bad(Part::Option("$orderby"), key.path.at.0, message);
            terms.extend(self.terms(key, scope).map_err(error)?);
            if key.path.navs.is_empty() && key.path.property == Property::Id {
                return Ok(terms);
            }
        }
        let descending = terms.last().is_some_and(|term: &Term| term.descending);
        let own = |name, own| Term {
            expr: scope.alias.col(name),
            cell: CellType::Integer,
            descending,
            nullable: false,
            own: Some(own),
        };
        if terms.is_empty() && scope.kind == EntityKind::Observation {
            // The order in which observations are stored.
            if !within_one_datastream {
                terms.push(own("datastream_id", Own::Datastream));
            }
            terms.push(own("time_us", Own::Time));
        }
        terms.push(own("id", Own::Id));
        Ok(terms)
    }

    fn terms(&self, key: &OrderKey, scope: Scope) -> Result<Vec<Term>, String> {
        let navs = &key.path.navs;
        let observation = scope.kind == EntityKind::Observation && navs.is_empty();
        let mut select = Query::select();
        let owner = self.add_path(&mut select, scope, navs, &mut Vec::new());
        let term = |expr: Expr, cell, nullable| {
            let expr =
                if navs.is_empty() { expr } else { scalar(select.clone().expr(expr).take()) };
            let nullable = nullable || !navs.is_empty();
            Term { expr, cell, descending: key.descending, nullable, own: None }
        };
        let own = |expr: Expr, own| Term {
            own: observation.then_some(own),
            ..term(expr, CellType::Integer, false)
        };
        Ok(match (key.path.property, self.property(&key.path, owner)?) {
            (Property::Id, Value::Number(id)) => vec![own(id, Own::Id)],
            (Property::PhenomenonTime, Value::Time(Time::Instant(t) | Time::Either(t, _))) => {
                vec![own(t, Own::Time)]
            }
            (Property::Time, Value::Time(Time::Instant(t))) => {
                vec![term(t, CellType::Integer, false)]
            }
            (_, Value::Time(Time::Instant(t) | Time::Interval(t, _) | Time::Either(t, _))) => {
                vec![term(t, CellType::Integer, true)]
            }
            (_, Value::Text(text)) => vec![term(text, CellType::Text, true)],
            (_, Value::Number(number)) => {
                vec![term(self.as_real(number), CellType::Real, true)]
            }
            (_, Value::Bool(value)) => {
                vec![term(self.as_integer(self.bool_as_integer(value)), CellType::Integer, true)]
            }
            (_, Value::Json(json)) => vec![
                term(json.number(), CellType::Real, true),
                term(json.text(), CellType::Text, true),
            ],
            (_, Value::Result(number, json)) => {
                let mut terms = vec![term(number, CellType::Real, true)];
                terms.extend(json.map(|json| term(json.text(), CellType::Text, true)));
                terms
            }
            (_, other) => return Err(format!("{} gives no order", other.what())),
        })
    }

    fn as_real(&self, expr: Expr) -> Expr {
        super::sql::cast(expr, "DOUBLE PRECISION")
    }

    fn bool_as_integer(&self, expr: Expr) -> Expr {
        super::sql::cast(expr, "INTEGER")
    }

    pub(super) fn add_order(&self, select: &mut SelectStatement, terms: &[Term]) {
        for term in terms {
            let order = if term.descending { Order::Desc } else { Order::Asc };
            // SQLite orders nulls so by itself, and its indexes serve only the plain form.
            if term.nullable && self.dialect == Dialect::Postgres {
                let nulls = if term.descending { NullOrdering::Last } else { NullOrdering::First };
                select.order_by_expr_with_nulls(term.expr.clone(), order, nulls);
            } else {
                select.order_by_expr(term.expr.clone(), order);
            }
        }
    }
}

/// The condition for rows after the one that has these order values.
pub(super) fn after(terms: &[Term], token: &[TokenValue]) -> Result<Expr, QueryError> {
    let error = || {
        let message = "this token does not fit the order of the request";
        QueryError::bad(Part::Option("$skiptoken"), 0, message)
    };
    if terms.len() != token.len() {
        return Err(error());
    }
    let mut values = Vec::new();
    for (term, value) in terms.iter().zip(token) {
        values.push(match (value, term.cell) {
            (TokenValue::Null, _) if term.nullable => None,
            (TokenValue::Integer(value), CellType::Integer) => Some(Expr::val(*value)),
            (TokenValue::Integer(value), CellType::Real) => Some(Expr::val(*value as f64)),
            (TokenValue::Decimal(value), CellType::Real) => Some(Expr::val(*value)),
            (TokenValue::Text(text), CellType::Text) => Some(Expr::val(text.clone())),
            _ => return Err(error()),
        });
    }
    if let Some(condition) = by_row_value(terms, &values) {
        return Ok(condition);
    }
    let mut alternatives = Vec::new();
    for (index, term) in terms.iter().enumerate() {
        let same = terms[..index].iter().zip(&values).map(|(term, value)| match value {
            Some(value) => term.expr.clone().eq(value.clone()),
            None => term.expr.clone().is_null(),
        });
        let beyond = match (&values[index], term.descending) {
            (None, false) => term.expr.clone().is_not_null(),
            (None, true) => constant(false),
            (Some(value), false) => term.expr.clone().gt(value.clone()),
            (Some(value), true) if term.nullable => {
                any([term.expr.clone().lt(value.clone()), term.expr.clone().is_null()])
            }
            (Some(value), true) => term.expr.clone().lt(value.clone()),
        };
        alternatives.push(all(same.chain([beyond])));
    }
    Ok(any(alternatives))
}

/// `(a, b) > (x, y)`, which both databases find by an index, where all keys run one way and none is null.
fn by_row_value(terms: &[Term], values: &[Option<Expr>]) -> Option<Expr> {
    let first = terms.first()?;
    let uniform = terms.iter().all(|t| !t.nullable && t.descending == first.descending);
    if !uniform {
        return None;
    }
    let left = Expr::tuple(terms.iter().map(|term| term.expr.clone()));
    let right = Expr::tuple(values.iter().cloned().collect::<Option<Vec<_>>>()?);
    Some(if first.descending { left.lt(right) } else { left.gt(right) })
}
