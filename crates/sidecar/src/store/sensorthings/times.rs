//! Comparing instants and half-open intervals, as the service's reference behaviour tabulates it.

use super::sql::{all, any, constant};
use gagehouse_sensorthings::query::{Comparison, Function};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait};

/// A time in SQL: microseconds.
#[derive(Debug, Clone)]
pub(super) enum Time {
    /// An instant.
    Instant(Expr),
    /// Start and end.
    Interval(Expr, Expr),
    /// Start and end; an instant where the end is null.
    Either(Expr, Expr),
}

/// How two times are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Before,
    After,
    AtMost,
    AtLeast,
    Same,
    Different,
    Meets,
    During,
    Overlaps,
    Starts,
    Finishes,
}

impl From<Comparison> for Relation {
    fn from(comparison: Comparison) -> Self {
        match comparison {
            Comparison::Eq => Self::Same,
            Comparison::Ne => Self::Different,
            Comparison::Gt => Self::After,
            Comparison::Ge => Self::AtLeast,
            Comparison::Lt => Self::Before,
            Comparison::Le => Self::AtMost,
        }
    }
}

impl Relation {
    /// The relation that a function asks for.
    pub(super) fn of(function: Function) -> Option<Self> {
        Some(match function {
            Function::Before => Self::Before,
            Function::After => Self::After,
            Function::Meets => Self::Meets,
            Function::During => Self::During,
            Function::Overlaps => Self::Overlaps,
            Function::Starts => Self::Starts,
            Function::Finishes => Self::Finishes,
            _ => return None,
        })
    }
}

/// The condition under which `left` and `right` are so related; `None` where the relation means nothing
/// (`during` an instant).
pub(super) fn relate(relation: Relation, left: Time, right: Time) -> Option<Expr> {
    match (left, right) {
        (Time::Either(start, end), right) => {
            let instant = relate(relation, Time::Instant(start.clone()), right.clone())?;
            // The start decides `after` and `at least` alike, whatever the end: an index then suffices.
            if matches!(relation, Relation::After | Relation::AtLeast)
                && matches!(right, Time::Instant(_))
            {
                return Some(instant);
            }
            let interval = relate(relation, Time::Interval(start, end.clone()), right)?;
            // Whatever ends before a time also starts before it, and an index finds what starts there.
            if matches!(relation, Relation::Before | Relation::AtMost) {
                return Some(all([instant.clone(), any([end.is_null(), interval])]));
            }
            Some(either(end, instant, interval))
        }
        (left, Time::Either(start, end)) => {
            let interval = Time::Interval(start.clone(), end.clone());
            let interval = relate(relation, left.clone(), interval)?;
            match relate(relation, left, Time::Instant(start)) {
                Some(instant) => Some(either(end, instant, interval)),
                // Nothing is during an instant.
                None => Some(all([end.is_not_null(), interval])),
            }
        }
        (Time::Instant(x), Time::Instant(t)) => Some(match relation {
            Relation::Before => x.lt(t),
            Relation::After => x.gt(t),
            Relation::AtMost => x.lte(t),
            Relation::AtLeast => x.gte(t),
            Relation::Different => x.ne(t),
            Relation::During => return None,
            _ => x.eq(t),
        }),
        (Time::Interval(s, e), Time::Instant(t)) => Some(match relation {
            Relation::Before | Relation::AtMost => e.lte(t),
            Relation::After => s.gt(t),
            Relation::AtLeast => s.gte(t),
            Relation::Same => constant(false),
            Relation::Different => s.is_not_null(),
            Relation::Meets => any([s.eq(t.clone()), e.eq(t)]),
            Relation::During => return None,
            Relation::Overlaps => all([s.lte(t.clone()), e.gt(t)]),
            Relation::Starts => s.eq(t),
            Relation::Finishes => e.eq(t),
        }),
        (Time::Instant(x), Time::Interval(a, b)) => Some(match relation {
            Relation::Before => x.lt(a),
            Relation::AtMost => x.lte(a),
            Relation::After | Relation::AtLeast => x.gte(b),
            Relation::Same => constant(false),
            Relation::Different => x.is_not_null(),
            Relation::Meets => any([x.clone().eq(a), x.eq(b)]),
            Relation::During | Relation::Overlaps => all([x.clone().gte(a), x.lt(b)]),
            Relation::Starts => x.eq(a),
            Relation::Finishes => x.eq(b),
        }),
        (Time::Interval(s, e), Time::Interval(a, b)) => Some(match relation {
            Relation::Before => e.lte(a),
            Relation::After => s.gte(b),
            Relation::AtMost => all([s.lte(a), e.lte(b)]),
            Relation::AtLeast => all([s.gte(a), e.gte(b)]),
            Relation::Same => all([s.eq(a), e.eq(b)]),
            Relation::Different => any([s.ne(a), e.ne(b)]),
            Relation::Meets => any([e.eq(a), s.eq(b)]),
            Relation::During => all([s.gte(a), e.lte(b)]),
            Relation::Overlaps => all([s.lt(b), e.gt(a)]),
            Relation::Starts => s.eq(a),
            Relation::Finishes => e.eq(b),
        }),
    }
}

fn either(end: Expr, instant: Expr, interval: Expr) -> Expr {
    CaseStatement::new().case(end.is_null(), instant).finally(interval).into()
}
