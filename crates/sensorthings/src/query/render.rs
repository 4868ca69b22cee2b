//! A query written back as a URL; reading it again gives the same query.

use super::expand::Expand;
use super::expr::{Expr, Literal, Node};
use super::options::{Options, SelectItem};
use super::path::{Id, ResourcePath, Tail};
use super::percent::encode_component;
use super::{Property, Query};

/// Path and options, encoded.
pub(super) fn query(query: &Query) -> String {
    let mut out = String::new();
    encode_component(&path(&query.path), &mut out);
    for (index, (name, value)) in options(&query.options).into_iter().enumerate() {
        out.push(if index == 0 { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        encode_component(&value, &mut out);
    }
    out
}

fn path(path: &ResourcePath) -> String {
    let mut out = path.set.set_name().to_owned();
    id(path.id.as_ref(), &mut out);
    for step in &path.steps {
        out.push('/');
        out.push_str(step.nav.name());
        id(step.id.as_ref(), &mut out);
    }
    match &path.tail {
        Tail::Entities => {}
        Tail::Ref => out.push_str("/$ref"),
        Tail::Property(property) => out.push_str(&format!("/{}", property.to_text())),
        Tail::Value(property) => out.push_str(&format!("/{}/$value", property.to_text())),
    }
    out
}

fn id(id: Option<&Id>, out: &mut String) {
    match id {
        None => {}
        Some(Id::Integer(id)) => out.push_str(&format!("({id})")),
        Some(Id::Text(id)) => out.push_str(&format!("('{}')", id.replace('\'', "''"))),
    }
}

fn options(options: &Options) -> Vec<(&'static str, String)> {
    let mut list = Vec::new();
    let number = |value: Option<u64>| value.map(|value| value.to_string());
    list.extend(number(options.top).map(|value| ("$top", value)));
    list.extend(number(options.skip).map(|value| ("$skip", value)));
    list.extend(options.count.map(|count| ("$count", count.to_string())));
    list.extend(
        options.filter.as_ref().map(|filter| ("$filter", Writer { variable: None }.outer(filter))),
    );
    let order: Vec<String> = options
        .order
        .iter()
        .map(|key| {
            format!("{} {}", key.path.to_text(), if key.descending { "desc" } else { "asc" })
        })
        .collect();
    let select: Vec<&str> = options.select.iter().map(|item| select_name(*item)).collect();
    let expand: Vec<String> = options.expand.iter().map(expand_item).collect();
    for (name, items) in [("$orderby", order.join(",")), ("$select", select.join(","))] {
        if !items.is_empty() {
            list.push((name, items));
        }
    }
    if !expand.is_empty() {
        list.push(("$expand", expand.join(",")));
    }
    if options.data_array {
        list.push(("$resultFormat", "dataArray".to_owned()));
    }
    if let Some(token) = &options.skip_token {
        list.push(("$skiptoken", serde_json::to_string(token).unwrap_or_default()));
    }
    list
}

/// The name under which an item is selected.
fn select_name(item: SelectItem) -> &'static str {
    match item {
        SelectItem::Property(Property::Id) => "id",
        SelectItem::Property(property) => property.name(),
        SelectItem::Navigation(nav) => nav.name(),
    }
}

fn expand_item(expand: &Expand) -> String {
    let nested: Vec<String> = options(&expand.options)
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if nested.is_empty() {
        return expand.nav.name().to_owned();
    }
    format!("{}({})", expand.nav.name(), nested.join(";"))
}

/// Writes expressions, with parentheses around everything that is not single, so that nothing rests on
/// precedence. Inside `any(d: …)` every path starts with its variable.
struct Writer<'v> {
    variable: Option<&'v str>,
}

impl Writer<'_> {
    fn outer(&self, e: &Expr) -> String {
        match &e.node {
            Node::And(items) => self.list(items, " and "),
            Node::Or(items) => self.list(items, " or "),
            Node::Not(item) => format!("not {}", self.inner(item)),
            Node::Compare(comparison, left, right) => {
                format!("{} {} {}", self.inner(left), comparison.word(), self.inner(right))
            }
            Node::Arithmetic(arithmetic, left, right) => {
                format!("{} {} {}", self.inner(left), arithmetic.word(), self.inner(right))
            }
            Node::In(value, items) => {
                format!("{} in ({})", self.inner(value), self.list(items, ","))
            }
            _ => self.inner(e),
        }
    }

    fn list(&self, items: &[Expr], separator: &str) -> String {
        items.iter().map(|item| self.inner(item)).collect::<Vec<_>>().join(separator)
    }

    fn inner(&self, e: &Expr) -> String {
        match &e.node {
            Node::Literal(value) => literal(value),
            Node::Path(path) => self.prefix() + &path.to_text(),
            Node::Negate(item) => format!("-({})", self.outer(item)),
            Node::Call(function, items) => {
                format!("{}({})", function.name(), self.list(items, ","))
            }
            Node::Any(navs, variable, predicate) => {
                let path: Vec<&str> = navs.iter().map(|nav| nav.name()).collect();
                let predicate = Writer { variable: Some(variable) }.outer(predicate);
                format!("{}{}/any({variable}:{predicate})", self.prefix(), path.join("/"))
            }
            _ => format!("({})", self.outer(e)),
        }
    }

    fn prefix(&self) -> String {
        self.variable.map_or(String::new(), |variable| format!("{variable}/"))
    }
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Decimal(value) => format!("{value:?}"),
        Literal::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Literal::Time(time) => time.to_rfc3339(),
        Literal::Interval(start, end) => format!("{start}/{end}"),
        Literal::DurationUs(us) => {
            let sign = if *us < 0 { "-" } else { "" };
            let us = us.unsigned_abs();
            format!("duration'{sign}PT{}.{:06}S'", us / 1_000_000, us % 1_000_000)
        }
    }
}
