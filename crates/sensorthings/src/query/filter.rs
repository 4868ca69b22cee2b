//! The expression parser: precedence climbing over a [`Cursor`].
//!
//! From loose to tight: `or`, `and`, `not`, comparisons and `in`, `add sub`, `mul div mod`, unary minus.

use super::cursor::Cursor;
use super::entity::EntityKind;
use super::error::QueryError;
use super::expr::{Arithmetic, At, Comparison, Expr, Node};
use super::property::{self, Target};
use super::{function, literal};

/// What a path may start with.
#[derive(Clone, Copy)]
struct Scope<'s> {
    kind: EntityKind,
    /// Inside `any(d: …)`: the variable with which every path starts.
    variable: Option<&'s str>,
}

/// Takes an expression about entities of type `kind`.
pub(super) fn expression(cursor: &mut Cursor<'_>, kind: EntityKind) -> Result<Expr, QueryError> {
    let expr = or(cursor, Scope { kind, variable: None })?;
    cursor.skip_blanks();
    Ok(expr)
}

fn or(cursor: &mut Cursor<'_>, scope: Scope<'_>) -> Result<Expr, QueryError> {
    chain(cursor, "or", Node::Or, |cursor| chain(cursor, "and", Node::And, |c| not(c, scope)))
}

/// `item word item word item …` as one flat node.
fn chain(
    cursor: &mut Cursor<'_>,
    word: &str,
    make: impl Fn(Vec<Expr>) -> Node,
    mut item: impl FnMut(&mut Cursor<'_>) -> Result<Expr, QueryError>,
) -> Result<Expr, QueryError> {
    cursor.skip_blanks();
    let first = item(cursor)?;
    let at = first.at;
    let mut items = vec![first];
    while operator(cursor, word) {
        cursor.count_node()?;
        items.push(item(cursor)?);
    }
    match items.pop() {
        Some(only) if items.is_empty() => Ok(only),
        last => {
            items.extend(last);
            Ok(Expr { at, node: make(items) })
        }
    }
}

/// Takes an operator word with the blanks before it.
fn operator(cursor: &mut Cursor<'_>, word: &str) -> bool {
    let blanks = cursor.rest().len() - cursor.rest().trim_start().len();
    let found = cursor.rest()[blanks..].strip_prefix(word);
    let found = found.is_some_and(|after| after.starts_with([' ', '(', '\'', '\t']));
    if found {
        cursor.advance(blanks + word.len());
    }
    found
}

fn not(cursor: &mut Cursor<'_>, scope: Scope<'_>) -> Result<Expr, QueryError> {
    cursor.skip_blanks();
    let at = At(cursor.chars_before(cursor.at()));
    if !operator(cursor, "not") {
        return comparison(cursor, scope);
    }
    cursor.count_node()?;
    let inner = cursor.deeper(|cursor| not(cursor, scope))?;
    Ok(Expr { at, node: Node::Not(Box::new(inner)) })
}

fn comparison(cursor: &mut Cursor<'_>, scope: Scope<'_>) -> Result<Expr, QueryError> {
    let left = sum(cursor, scope)?;
    let at = left.at;
    for comparison in Comparison::ALL {
        if operator(cursor, comparison.word()) {
            cursor.count_node()?;
            let right = sum(cursor, scope)?;
            return Ok(Expr { at, node: Node::Compare(comparison, left.into(), right.into()) });
        }
    }
    if operator(cursor, "in") {
        cursor.skip_blanks();
        if cursor.peek() != Some('(') {
            let here = cursor.at();
            let message = "'in' takes a list in parentheses; anything else is not supported yet";
            return Err(cursor.not_supported_at(here, message));
        }
        let list = arguments(cursor, scope)?;
        if list.is_empty() {
            return Err(cursor.error_here("the list after 'in' is empty"));
        }
        return Ok(Expr { at, node: Node::In(left.into(), list) });
    }
    Ok(left)
}

fn sum(cursor: &mut Cursor<'_>, scope: Scope<'_>) -> Result<Expr, QueryError> {
    left_to_right(cursor, &[Arithmetic::Add, Arithmetic::Sub], &mut |cursor| {
        let factors = [Arithmetic::Mul, Arithmetic::Div, Arithmetic::Mod];
        left_to_right(cursor, &factors, &mut |cursor| unary(cursor, scope))
    })
}

fn left_to_right(
    cursor: &mut Cursor<'_>,
    operators: &[Arithmetic],
    item: &mut dyn FnMut(&mut Cursor<'_>) -> Result<Expr, QueryError>,
) -> Result<Expr, QueryError> {
    cursor.skip_blanks();
    let mut left = item(cursor)?;
    while let Some(found) = operators.iter().find(|one| operator(cursor, one.word())) {
        cursor.count_node()?;
        cursor.skip_blanks();
        let right = item(cursor)?;
        left =
            Expr { at: left.at, node: Node::Arithmetic(*found, Box::new(left), Box::new(right)) };
    }
    Ok(left)
}

fn unary(cursor: &mut Cursor<'_>, scope: Scope<'_>) -> Result<Expr, QueryError> {
    let at = At(cursor.chars_before(cursor.at()));
    cursor.count_node()?;
    if let Some(literal) = literal::literal(cursor)? {
        return Ok(Expr { at, node: Node::Literal(literal) });
    }
    if cursor.eat('-') {
        cursor.skip_blanks();
        let inner = cursor.deeper(|cursor| unary(cursor, scope))?;
        return Ok(Expr { at, node: Node::Negate(Box::new(inner)) });
    }
    if cursor.eat('(') {
        let inner = cursor.deeper(|cursor| or(cursor, scope))?;
        cursor.expect(')')?;
        return Ok(inner);
    }
    path_or_call(cursor, scope, at)
}

fn path_or_call(cursor: &mut Cursor<'_>, scope: Scope<'_>, at: At) -> Result<Expr, QueryError> {
    let start = cursor.at();
    let name = cursor.name()?;
    if cursor.peek() == Some('(') {
        let (function, fewest, most) = function::by_name(name, start, cursor)?;
        let list = arguments(cursor, scope)?;
        if !(fewest..=most).contains(&list.len()) {
            let count =
                if fewest == most { most.to_string() } else { format!("{fewest} or {most}") };
            let message = format!("{name}() takes {count} arguments, not {}", list.len());
            return Err(cursor.error_at(start, message));
        }
        return Ok(Expr { at, node: Node::Call(function, list) });
    }
    match scope.variable {
        Some(variable) if name == variable && cursor.eat('/') => {}
        Some(variable) => {
            let message = format!("inside any() a path starts with '{variable}/', not '{name}'");
            return Err(cursor.error_at(start, message));
        }
        None => cursor.rewind(start),
    }
    match property::path(cursor, scope.kind)? {
        Target::Property(path) => Ok(Expr { at, node: Node::Path(path) }),
        Target::Any(navs) => any(cursor, navs, at),
    }
}

/// `(variable: predicate)` after `Path/any`.
fn any(cursor: &mut Cursor<'_>, navs: Vec<super::entity::Nav>, at: At) -> Result<Expr, QueryError> {
    cursor.expect('(')?;
    cursor.skip_blanks();
    let variable = cursor.name()?;
    cursor.expect(':')?;
    let kind = navs.last().map(|nav| nav.to);
    let Some(kind) = kind else { return Err(cursor.unexpected("a path before any()")) };
    let predicate = cursor.deeper(|cursor| or(cursor, Scope { kind, variable: Some(variable) }))?;
    cursor.expect(')')?;
    Ok(Expr { at, node: Node::Any(navs, variable.to_owned(), Box::new(predicate)) })
}

/// `(a, b, …)`
fn arguments(cursor: &mut Cursor<'_>, scope: Scope<'_>) -> Result<Vec<Expr>, QueryError> {
    cursor.expect('(')?;
    cursor.skip_blanks();
    let mut list = Vec::new();
    if cursor.eat(')') {
        return Ok(list);
    }
    loop {
        list.push(cursor.deeper(|cursor| or(cursor, scope))?);
        cursor.skip_blanks();
        if !cursor.eat(',') {
            cursor.expect(')')?;
            return Ok(list);
        }
    }
}
