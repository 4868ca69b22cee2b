//! `$expand`: nested options, the slash form, and one navigation named several times.

use super::cursor::Cursor;
use super::entity::{EntityKind, Nav};
use super::error::QueryError;
use super::options::{self, Options};

/// Deepest nesting of expanded entities.
const MAX_EXPAND_DEPTH: usize = 6;
/// Most expanded navigations at one level; no entity type has more than four.
const MAX_ITEMS: usize = 32;

/// A navigation whose entities are written in place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expand {
    /// The navigation.
    pub nav: Nav,
    /// Options of its entities.
    pub options: Options,
}

/// Takes `Item,Item,…` and merges it into `list`.
pub(super) fn list(
    cursor: &mut Cursor<'_>,
    kind: EntityKind,
    list: &mut Vec<Expand>,
) -> Result<(), QueryError> {
    let mut items = 0;
    loop {
        cursor.skip_blanks();
        let at = cursor.at();
        let expand = item(cursor, kind, 1)?;
        merge(list, expand, &|message| cursor.error_at(at, message))?;
        items += 1;
        if items > MAX_ITEMS {
            return Err(cursor.error_at(at, format!("more than {MAX_ITEMS} items")));
        }
        cursor.skip_blanks();
        if !cursor.eat(',') {
            return check_depth(list, 1).then_some(()).ok_or_else(|| too_deep(cursor, at));
        }
    }
}

fn too_deep(cursor: &Cursor<'_>, at: usize) -> QueryError {
    cursor.error_at(at, format!("expanded deeper than {MAX_EXPAND_DEPTH} levels"))
}

fn check_depth(list: &[Expand], level: usize) -> bool {
    level <= MAX_EXPAND_DEPTH + 1
        && (list.is_empty() || level <= MAX_EXPAND_DEPTH)
        && list.iter().all(|expand| check_depth(&expand.options.expand, level + 1))
}

/// `Nav`, `Nav/Nav/…`, each with the options of the last in parentheses.
fn item(cursor: &mut Cursor<'_>, kind: EntityKind, level: usize) -> Result<Expand, QueryError> {
    let at = cursor.at();
    let name = cursor.name()?;
    let Some(nav) = kind.navigation(name) else {
        if name.starts_with("MultiDatastream") {
            return Err(cursor.not_supported_at(at, "MultiDatastreams are not supported yet"));
        }
        let message = format!("'{name}' is no navigation of a {}", kind.name());
        return Err(cursor.error_at(at, message));
    };
    if level > MAX_EXPAND_DEPTH {
        return Err(too_deep(cursor, at));
    }
    cursor.count_node()?;
    let mut options = Options::default();
    if cursor.eat('/') {
        let inner = item(cursor, nav.to, level + 1)?;
        options.expand.push(inner);
    } else if cursor.eat('(') {
        cursor.deeper(|cursor| nested(cursor, nav, &mut options))?;
    }
    Ok(Expand { nav, options })
}

/// `$name=value;$name=value)`
fn nested(cursor: &mut Cursor<'_>, nav: Nav, options: &mut Options) -> Result<(), QueryError> {
    let mut seen = Vec::new();
    loop {
        cursor.skip_blanks();
        if cursor.eat(')') {
            return Ok(());
        }
        let at = cursor.at();
        let name = cursor.name()?;
        let known = options::known_name(name).map_err(|e| cursor.error_at(at, e.message))?;
        if matches!(known, "$resultFormat" | "$skiptoken") {
            return Err(cursor.error_at(at, format!("{known} cannot stand inside $expand")));
        }
        if !nav.many && !matches!(known, "$select" | "$expand") {
            let message = format!("{known} applies to a set, and {} is one entity", nav.name());
            return Err(cursor.error_at(at, message));
        }
        if seen.contains(&known) && known != "$expand" {
            return Err(cursor.error_at(at, format!("{known} is given twice")));
        }
        seen.push(known);
        cursor.expect('=')?;
        options::one(known, cursor, nav.to, options)?;
        cursor.skip_blanks();
        if !cursor.eat(';') {
            return cursor.expect(')');
        }
    }
}

/// Adds an item; if its navigation is there already, the two become one.
fn merge(
    list: &mut Vec<Expand>,
    added: Expand,
    error: &dyn Fn(String) -> QueryError,
) -> Result<(), QueryError> {
    let Some(present) = list.iter_mut().find(|expand| expand.nav == added.nav) else {
        list.push(added);
        return Ok(());
    };
    let name = added.nav.name();
    let (into, from) = (&mut present.options, added.options);
    let clash = |option: &str| error(format!("{name} is expanded twice with different {option}"));
    one_of(&mut into.top, from.top).map_err(|()| clash("$top"))?;
    one_of(&mut into.skip, from.skip).map_err(|()| clash("$skip"))?;
    one_of(&mut into.count, from.count).map_err(|()| clash("$count"))?;
    one_of(&mut into.filter, from.filter).map_err(|()| clash("$filter"))?;
    if into.order.is_empty() {
        into.order = from.order;
    } else if !from.order.is_empty() && from.order != into.order {
        return Err(clash("$orderby"));
    }
    for item in from.select {
        if !into.select.contains(&item) {
            into.select.push(item);
        }
    }
    from.expand.into_iter().try_for_each(|inner| merge(&mut into.expand, inner, error))
}

fn one_of<T: PartialEq>(present: &mut Option<T>, added: Option<T>) -> Result<(), ()> {
    match (&present, added) {
        (_, None) => Ok(()),
        (None, added) => {
            *present = added;
            Ok(())
        }
        (Some(old), Some(new)) => (*old == new).then_some(()).ok_or(()),
    }
}
