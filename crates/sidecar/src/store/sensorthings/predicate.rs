//! `$filter` as an SQL condition.
//!
//! A condition about related entities holds if one of them fulfils it ("any"): its paths become one
//! `EXISTS` over the tables that they pass. `path eq null` holds if there is no such value at all.

use super::compiler::{Compiler, Scope};
use super::sql::{all, any, call, constant};
use super::times::{Relation, Time, relate};
use super::value::{Env, Value, error, number, own_key, quoted_number, text, time};
use gagehouse_sensorthings::query::{Comparison, Expr, Function, Literal, Nav, Node, QueryError};
use sea_orm::sea_query::{Expr as Sql, ExprTrait, Query};

impl Compiler<'_> {
    /// The condition under which the entity in `scope` fulfils an expression.
    pub(super) fn predicate(&self, expr: &Expr, scope: Scope) -> Result<Sql, QueryError> {
        match &expr.node {
            Node::And(items) => Ok(all(self.predicates(items, scope)?)),
            Node::Or(items) => Ok(any(self.predicates(items, scope)?)),
            Node::Not(inner) => Ok(self.predicate(inner, scope)?.not()),
            Node::Any(navs, _, inner) => {
                let mut select = Query::select().expr(Sql::cust("1")).to_owned();
                let target = self.add_path(&mut select, scope, navs, &mut Vec::new());
                select.and_where(self.predicate(inner, target)?);
                Ok(Sql::exists(select))
            }
            _ => self.atom(expr, scope),
        }
    }

    fn predicates(&self, items: &[Expr], scope: Scope) -> Result<Vec<Sql>, QueryError> {
        items.iter().map(|item| self.predicate(item, scope)).collect()
    }

    /// A condition without `and`, `or` and `not` in it.
    fn atom(&self, expr: &Expr, scope: Scope) -> Result<Sql, QueryError> {
        let mut paths = Vec::new();
        paths_of(expr, &mut paths);
        if paths.is_empty() {
            return self.condition(expr, &Env { scope, related: Vec::new() });
        }
        let mut select = Query::select().expr(Sql::cust("1")).to_owned();
        let mut related = Vec::new();
        for navs in paths {
            self.add_path(&mut select, scope, navs, &mut related);
        }
        let env = Env { scope, related };
        if let Some(operand) = compared_with_null(expr) {
            select.and_where(is_present(self.value(operand, &env)?));
            return Ok(Sql::not_exists(select));
        }
        select.and_where(self.condition(expr, &env)?);
        Ok(Sql::exists(select))
    }

    fn condition(&self, expr: &Expr, env: &Env) -> Result<Sql, QueryError> {
        match &expr.node {
            Node::Compare(comparison, left, right) => self.compare(
                *comparison,
                (left, self.value(left, env)?),
                (right, self.value(right, env)?),
            ),
            Node::In(value, list) => {
                let matches = list.iter().map(|item| {
                    let (value_sql, item_sql) = (self.value(value, env)?, self.value(item, env)?);
                    self.compare(Comparison::Eq, (value, value_sql), (item, item_sql))
                });
                Ok(any(matches.collect::<Result<Vec<_>, _>>()?))
            }
            Node::Call(function, args) if function.is_predicate() => {
                self.predicate_call(*function, args, env)
            }
            _ => match self.value(expr, env)? {
                Value::Bool(condition) => Ok(condition),
                Value::Json(json) | Value::Result(_, Some(json)) => Ok(json.boolean()),
                other => Err(error(expr, format!("expected a condition, not {}", other.what()))),
            },
        }
    }

    fn predicate_call(
        &self,
        function: Function,
        args: &[Expr],
        env: &Env,
    ) -> Result<Sql, QueryError> {
        let [first, second] = args else { return Ok(constant(false)) };
        let (a, b) = (self.value(first, env)?, self.value(second, env)?);
        if let Some(relation) = Relation::of(function) {
            let (left, right) = (time(a, first)?, time(b, second)?);
            let message = format!("{}() needs an interval as its second argument", function.name());
            return relate(relation, left, right).ok_or_else(|| error(second, message));
        }
        let (a, b) = (text(a, first)?, text(b, second)?);
        let length = |text: &Sql| call("LENGTH", [text.clone()]);
        Ok(match function {
            Function::SubstringOf => self.position(vec![b, a]).gt(0),
            Function::StartsWith => call("SUBSTR", [a, Sql::cust("1"), length(&b)]).eq(b),
            Function::EndsWith => {
                let start = length(&a).sub(length(&b)).add(1);
                all([length(&b).lte(length(&a)), call("SUBSTR", [a, start]).eq(b)])
            }
            _ => self.position(vec![a, b]).gt(0),
        })
    }

    fn compare(
        &self,
        comparison: Comparison,
        (left_expr, left): (&Expr, Value),
        (right_expr, right): (&Expr, Value),
    ) -> Result<Sql, QueryError> {
        use Value as V;
        let apply = |a: Sql, b: Sql| operator(comparison, a, b);
        Ok(match (left, right) {
            (V::Null, V::Null) => constant(comparison == Comparison::Eq),
            (value, V::Null) | (V::Null, value) => match comparison {
                Comparison::Eq => is_present(value).not(),
                Comparison::Ne => is_present(value),
                _ => return Err(error(left_expr, "null is compared by eq and ne only")),
            },
            (left @ V::Time(_), right) | (left, right @ V::Time(_)) => {
                let (left, right) = (time(left, left_expr)?, time(right, right_expr)?);
                relate(comparison.into(), left, right).unwrap_or_else(|| constant(false))
            }
            (V::DurationUs(a), V::DurationUs(b)) => apply(a, b),
            (V::Bool(a), V::Bool(b)) => apply(a, b),
            (V::Json(json) | V::Result(_, Some(json)), V::Bool(b)) => apply(json.boolean(), b),
            (V::Bool(a), V::Json(json) | V::Result(_, Some(json))) => apply(a, json.boolean()),
            // A quoted number is a number where the other side is one, and both where it may be either.
            (V::Result(a, json), V::Quoted(text)) => {
                let other = json.map(|json| apply(json.text(), Sql::val(text.clone())));
                match (quoted_number(&text, right_expr), other) {
                    (Ok(b), Some(other)) => any([apply(a, Sql::val(b)), other]),
                    (Ok(b), None) => apply(a, Sql::val(b)),
                    (Err(_), other) => other.unwrap_or_else(|| constant(false)),
                }
            }
            (quoted @ V::Quoted(_), result @ V::Result(..)) => {
                let mirrored = comparison.mirrored();
                return self.compare(mirrored, (right_expr, result), (left_expr, quoted));
            }
            (V::Json(a), V::Json(b)) => any([
                apply(a.number(), b.number()),
                apply(a.boolean(), b.boolean()),
                all([a.number().is_null(), apply(a.text(), b.text())]),
            ]),
            (V::Json(a), b @ (V::Text(_) | V::Quoted(_))) => apply(a.text(), text(b, right_expr)?),
            (a @ (V::Text(_) | V::Quoted(_)), V::Json(b)) => apply(text(a, left_expr)?, b.text()),
            (a @ (V::Text(_) | V::Quoted(_)), b @ (V::Text(_) | V::Quoted(_))) => {
                apply(text(a, left_expr)?, text(b, right_expr)?)
            }
            (a @ V::Text(_), b) | (a, b @ V::Text(_)) => {
                let message = format!("{} cannot be compared with {}", a.what(), b.what());
                return Err(error(left_expr, message));
            }
            (a, b) => apply(number(a, left_expr)?, number(b, right_expr)?),
        })
    }
}

/// Whether an operand has a value.
fn is_present(value: Value) -> Sql {
    match value {
        Value::Null => constant(false),
        Value::Quoted(_) => constant(true),
        Value::Text(sql) | Value::Number(sql) | Value::Bool(sql) | Value::DurationUs(sql) => {
            sql.is_not_null()
        }
        Value::Time(Time::Instant(t) | Time::Interval(t, _) | Time::Either(t, _)) => {
            t.is_not_null()
        }
        Value::Json(json) => json.is_present(),
        Value::Result(number, None) => number.is_not_null(),
        Value::Result(number, Some(json)) => any([number.is_not_null(), json.is_present()]),
    }
}

fn operator(comparison: Comparison, a: Sql, b: Sql) -> Sql {
    match comparison {
        Comparison::Eq => a.eq(b),
        Comparison::Ne => a.ne(b),
        Comparison::Gt => a.gt(b),
        Comparison::Ge => a.gte(b),
        Comparison::Lt => a.lt(b),
        Comparison::Le => a.lte(b),
    }
}

/// The other side of `… eq null`.
fn compared_with_null(expr: &Expr) -> Option<&Expr> {
    let Node::Compare(Comparison::Eq, left, right) = &expr.node else { return None };
    let is_null = |side: &Expr| side.node == Node::Literal(Literal::Null);
    if is_null(right) {
        Some(left)
    } else if is_null(left) {
        Some(right)
    } else {
        None
    }
}

/// The navigation paths that an operand or a condition passes.
fn paths_of<'e>(expr: &'e Expr, out: &mut Vec<&'e [Nav]>) {
    match &expr.node {
        Node::Path(path) => {
            let navs = own_key(path).map_or(path.navs.as_slice(), |(navs, _)| navs);
            if !navs.is_empty() {
                out.push(navs);
            }
        }
        Node::Compare(_, left, right) | Node::Arithmetic(_, left, right) => {
            paths_of(left, out);
            paths_of(right, out);
        }
        Node::Negate(inner) => paths_of(inner, out),
        Node::Call(_, args) => args.iter().for_each(|arg| paths_of(arg, out)),
        Node::In(value, list) => {
            paths_of(value, out);
            list.iter().for_each(|item| paths_of(item, out));
        }
        // These compile to conditions of their own.
        Node::And(_) | Node::Or(_) | Node::Not(_) | Node::Any(..) => {}
        Node::Literal(_) => {}
    }
}
