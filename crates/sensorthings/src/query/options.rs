//! The query options and their values.

use super::cursor::Cursor;
use super::entity::{EntityKind, Nav, Property};
use super::error::{Part, QueryError};
use super::expand::{self, Expand};
use super::expr::Expr;
use super::filter;
use super::path::{ResourcePath, Tail};
use super::percent::{self, Plus};
use super::property::{self, PropertyPath, Target};

/// Most keys in one `$orderby`.
const MAX_ORDER_KEYS: usize = 8;

/// The options of a request or of one expanded navigation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// `$top`
    pub top: Option<u64>,
    /// `$skip`
    pub skip: Option<u64>,
    /// `$count`
    pub count: Option<bool>,
    /// `$filter`
    pub filter: Option<Expr>,
    /// `$orderby`
    pub order: Vec<OrderKey>,
    /// `$select`; empty means everything.
    pub select: Vec<SelectItem>,
    /// `$expand`, one per navigation.
    pub expand: Vec<Expand>,
    /// `$resultFormat=dataArray`
    pub data_array: bool,
    /// `$skiptoken`: the order values of the last row of the page before, then its id.
    pub skip_token: Option<Vec<TokenValue>>,
}

/// One key of `$orderby`.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderKey {
    /// The property.
    pub path: PropertyPath,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// One item of `$select`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectItem {
    /// A property.
    Property(Property),
    /// The link of a navigation.
    Navigation(Nav),
}

/// A value of a `$skiptoken`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum TokenValue {
    /// No value.
    Null,
    /// A whole number or a time in microseconds.
    Integer(i64),
    /// Any other number.
    Decimal(f64),
    /// Text.
    Text(String),
}

/// Names of all options.
const NAMES: [&str; 9] = [
    "$top",
    "$skip",
    "$count",
    "$filter",
    "$orderby",
    "$select",
    "$expand",
    "$resultFormat",
    "$skiptoken",
];

/// Reads a query string.
pub(super) fn parse(query: &str, kind: EntityKind) -> Result<Options, QueryError> {
    let mut options = Options::default();
    let mut seen = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decoded = |text| percent::decode(text, Plus::Blank);
        let name = decoded(name).unwrap_or_default();
        let known = known_name(name.trim())?;
        let Some(value) = decoded(value) else {
            let message = "the value is not percent-encoded UTF-8";
            return Err(QueryError::bad(Part::Option(known), 0, message));
        };
        if seen.contains(&known) && known != "$expand" {
            let message = format!("{known} is given twice");
            return Err(QueryError::bad(Part::Option(known), 0, message));
        }
        seen.push(known);
        let mut cursor = Cursor::new(&value, Part::Option(known));
        one(known, &mut cursor, kind, &mut options)?;
        cursor.skip_blanks();
        if !cursor.is_done() {
            return Err(cursor.unexpected("the end of the option"));
        }
    }
    Ok(options)
}

/// The option of this name, or an error that lists them.
pub(super) fn known_name(name: &str) -> Result<&'static str, QueryError> {
    NAMES.into_iter().find(|known| *known == name).ok_or_else(|| {
        let shown: String = name.chars().take(40).collect();
        let message = format!("there is no option '{shown}'; known are {}", NAMES.join(" "));
        QueryError::bad(Part::Options, 0, message)
    })
}

/// Takes the value of one option, up to the end or to what cannot belong to it.
pub(super) fn one(
    name: &str,
    cursor: &mut Cursor<'_>,
    kind: EntityKind,
    options: &mut Options,
) -> Result<(), QueryError> {
    cursor.skip_blanks();
    match name {
        "$top" => options.top = Some(whole_number(cursor)?),
        "$skip" => options.skip = Some(whole_number(cursor)?),
        "$count" => options.count = Some(boolean(cursor)?),
        "$filter" => options.filter = Some(filter::expression(cursor, kind)?),
        "$orderby" => options.order = order(cursor, kind)?,
        "$select" => options.select = select(cursor, kind)?,
        "$expand" => expand::list(cursor, kind, &mut options.expand)?,
        "$resultFormat" => options.data_array = result_format(cursor, kind)?,
        _ => options.skip_token = Some(skip_token(cursor)?),
    }
    Ok(())
}

fn whole_number(cursor: &mut Cursor<'_>) -> Result<u64, QueryError> {
    let digits = cursor.rest().bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return Err(cursor.unexpected("a whole number of 0 or more"));
    }
    let value = cursor.rest()[..digits].parse().unwrap_or(u64::MAX);
    cursor.advance(digits);
    Ok(value)
}

fn boolean(cursor: &mut Cursor<'_>) -> Result<bool, QueryError> {
    if cursor.eat_word("true") {
        Ok(true)
    } else if cursor.eat_word("false") {
        Ok(false)
    } else {
        Err(cursor.unexpected("true or false"))
    }
}

fn order(cursor: &mut Cursor<'_>, kind: EntityKind) -> Result<Vec<OrderKey>, QueryError> {
    let mut keys: Vec<OrderKey> = Vec::new();
    loop {
        cursor.skip_blanks();
        let at = cursor.at();
        let Target::Property(path) = property::path(cursor, kind)? else {
            return Err(cursor.error_at(at, "any() gives no order"));
        };
        if path.navs.iter().any(|nav| nav.many) {
            let message = format!("'{}' has several values and gives no order", path.to_text());
            return Err(cursor.error_at(at, message));
        }
        cursor.skip_blanks();
        let descending = cursor.eat_word("desc");
        if !descending {
            cursor.eat_word("asc");
        }
        keys.push(OrderKey { path, descending });
        if keys.len() > MAX_ORDER_KEYS {
            return Err(cursor.error_at(at, format!("more than {MAX_ORDER_KEYS} order keys")));
        }
        cursor.skip_blanks();
        if !cursor.eat(',') {
            return Ok(keys);
        }
    }
}

fn select(cursor: &mut Cursor<'_>, kind: EntityKind) -> Result<Vec<SelectItem>, QueryError> {
    let mut items = Vec::new();
    loop {
        cursor.skip_blanks();
        let at = cursor.at();
        let name = cursor.name()?;
        let item = match kind.navigation(name) {
            Some(nav) => SelectItem::Navigation(nav),
            None => SelectItem::Property(property::property_named(cursor, kind, name, at)?),
        };
        if matches!(cursor.peek(), Some('/' | '[')) {
            let message = format!("selecting a part of '{name}' is not supported yet");
            return Err(cursor.not_supported_at(at, message));
        }
        if !items.contains(&item) {
            items.push(item);
        }
        cursor.skip_blanks();
        if !cursor.eat(',') {
            return Ok(items);
        }
    }
}

fn result_format(cursor: &mut Cursor<'_>, kind: EntityKind) -> Result<bool, QueryError> {
    let at = cursor.at();
    let name = cursor.name()?;
    if !name.eq_ignore_ascii_case("dataArray") {
        let message = format!("the result format '{name}' is not supported; known is dataArray");
        return Err(cursor.not_supported_at(at, message));
    }
    if kind != EntityKind::Observation {
        return Err(cursor.error_at(at, "dataArray is a format of Observations only"));
    }
    Ok(true)
}

fn skip_token(cursor: &mut Cursor<'_>) -> Result<Vec<TokenValue>, QueryError> {
    let token = serde_json::from_str(cursor.rest())
        .map_err(|_| cursor.error_here("this token was not made by this service"))?;
    cursor.advance(cursor.rest().len());
    Ok(token)
}

/// Refuses options that mean nothing for what the path addresses.
pub(super) fn check_against_path(options: &Options, path: &ResourcePath) -> Result<(), QueryError> {
    let only_for_sets = [
        ("$top", options.top.is_some()),
        ("$skip", options.skip.is_some()),
        ("$count", options.count.is_some()),
        ("$filter", options.filter.is_some()),
        ("$orderby", !options.order.is_empty()),
        ("$resultFormat", options.data_array),
        ("$skiptoken", options.skip_token.is_some()),
    ];
    let only_for_entities =
        [("$select", !options.select.is_empty()), ("$expand", !options.expand.is_empty())];
    if !path.is_set()
        && let Some((name, _)) = only_for_sets.iter().find(|(_, given)| *given)
    {
        let message = format!("{name} applies to a set, and the path addresses one entity");
        return Err(QueryError::bad(Part::Option(name), 0, message));
    }
    if path.tail != Tail::Entities
        && let Some((name, _)) = only_for_entities.iter().find(|(_, given)| *given)
    {
        let message = format!("{name} applies to entities, not to links or properties");
        return Err(QueryError::bad(Part::Option(name), 0, message));
    }
    if options.data_array && !options.expand.is_empty() {
        let message = "dataArray rows cannot hold expanded entities";
        return Err(QueryError::bad(Part::Option("$expand"), 0, message));
    }
    if options.data_array && path.tail != Tail::Entities {
        let message = "dataArray is a format of Observations, not of links";
        return Err(QueryError::bad(Part::Option("$resultFormat"), 0, message));
    }
    Ok(())
}
