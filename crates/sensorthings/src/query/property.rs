//! Paths to a property: across navigation, then into JSON.

use super::cursor::Cursor;
use super::entity::{EntityKind, Nav, Property, ValueKind};
use super::error::QueryError;
use super::expr::At;

/// A step inside a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonStep {
    /// A key of an object.
    Key(String),
    /// A place in an array, from 0.
    Index(u32),
}

/// A property of an entity or of one related to it.
#[derive(Debug, Clone, PartialEq)]
pub struct PropertyPath {
    /// Where it stands.
    pub at: At,
    /// How to reach the entity that has it.
    pub navs: Vec<Nav>,
    /// The type of that entity.
    pub owner: EntityKind,
    /// The property.
    pub property: Property,
    /// Where inside the property's JSON.
    pub json: Vec<JsonStep>,
}

impl PropertyPath {
    /// What kind of value stands at its end.
    pub fn value_kind(&self) -> ValueKind {
        if self.json.is_empty() { self.owner.value_kind(self.property) } else { ValueKind::Json }
    }

    /// The path as it is written.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for nav in &self.navs {
            out.push_str(nav.name());
            out.push('/');
        }
        out.push_str(if self.property == Property::Id { "id" } else { self.property.name() });
        json_text(&self.json, &mut out);
        out
    }
}

/// Appends JSON steps as they are written.
pub(super) fn json_text(steps: &[JsonStep], out: &mut String) {
    for step in steps {
        match step {
            JsonStep::Key(key) => {
                out.push('/');
                out.push_str(key);
            }
            JsonStep::Index(index) => out.push_str(&format!("[{index}]")),
        }
    }
}

/// What a path in an expression leads to.
pub(super) enum Target {
    /// A property.
    Property(PropertyPath),
    /// Related entities, followed by the word `any`, its parenthesis not yet taken.
    Any(Vec<Nav>),
}

/// Takes a path that starts at an entity of type `kind`.
pub(super) fn path(cursor: &mut Cursor<'_>, kind: EntityKind) -> Result<Target, QueryError> {
    let start = cursor.at();
    let at = At(cursor.chars_before(start));
    let mut owner = kind;
    let mut navs = Vec::new();
    loop {
        let name_at = cursor.at();
        let name = cursor.name()?;
        if let Some(nav) = owner.navigation(name) {
            if !cursor.eat('/') {
                let message = format!("'{name}' is an entity; compare one of its properties");
                return Err(cursor.error_at(name_at, message));
            }
            cursor.count_node()?;
            navs.push(nav);
            owner = nav.to;
            continue;
        }
        if name == "any" && !navs.is_empty() && cursor.peek() == Some('(') {
            return Ok(Target::Any(navs));
        }
        let property = property_named(cursor, owner, name, name_at)?;
        if property == Property::SelfLink {
            return Err(cursor.error_at(name_at, "a link cannot be compared or ordered by"));
        }
        let json = json_steps(cursor, owner, property)?;
        return Ok(Target::Property(PropertyPath { at, navs, owner, property, json }));
    }
}

/// The property called `name`, or an error that says what does not have it.
pub(super) fn property_named(
    cursor: &Cursor<'_>,
    owner: EntityKind,
    name: &str,
    at: usize,
) -> Result<Property, QueryError> {
    if let Some(property) = owner.property(name) {
        return Ok(property);
    }
    if matches!(name, "MultiDatastream" | "MultiDatastreams") {
        return Err(cursor.not_supported_at(at, "MultiDatastreams are not supported yet"));
    }
    let article = if owner.name().starts_with('O') { "an" } else { "a" };
    let owner = owner.name();
    Err(cursor.error_at(at, format!("{article} {owner} has no property or navigation '{name}'")))
}

/// Takes `/key` and `[n]` after a JSON property.
pub(super) fn json_steps(
    cursor: &mut Cursor<'_>,
    owner: EntityKind,
    property: Property,
) -> Result<Vec<JsonStep>, QueryError> {
    let mut steps = Vec::new();
    let is_json = matches!(owner.value_kind(property), ValueKind::Json | ValueKind::Result);
    loop {
        let at = cursor.at();
        let step = if cursor.eat('[') {
            JsonStep::Index(index(cursor)?)
        } else if cursor.rest().starts_with("/$") {
            return Ok(steps);
        } else if cursor.eat('/') {
            JsonStep::Key(cursor.name()?.to_owned())
        } else {
            return Ok(steps);
        };
        if !is_json {
            return Err(cursor.error_at(at, format!("'{}' has no parts", property.name())));
        }
        cursor.count_node()?;
        steps.push(step);
    }
}

fn index(cursor: &mut Cursor<'_>) -> Result<u32, QueryError> {
    let digits = cursor.rest().bytes().take_while(u8::is_ascii_digit).count();
    let Ok(value) = cursor.rest()[..digits].parse::<u32>() else {
        return Err(cursor.unexpected("a place in the array, counted from 0"));
    };
    cursor.advance(digits);
    cursor.expect(']')?;
    Ok(value)
}
