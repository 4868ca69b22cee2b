//! Resource paths: `Things(1)/Datastreams(2)/Observations`, properties, `$value` and `$ref`.

use super::cursor::Cursor;
use super::entity::{EntityKind, Nav, Property};
use super::error::QueryError;
use super::expr::At;
use super::literal;
use super::property::{self, PropertyPath};

/// Most navigation steps in one path.
const MAX_STEPS: usize = 16;

/// An id as a path gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Id {
    /// An integer, quoted or not.
    Integer(i64),
    /// Anything else; no entity of the embedded service has such an id.
    Text(String),
}

/// One navigation of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Where it leads.
    pub nav: Nav,
    /// Which of the set, if one is picked.
    pub id: Option<Id>,
}

/// What is asked of the entity or set that the steps lead to.
#[derive(Debug, Clone, PartialEq)]
pub enum Tail {
    /// The entity or the set.
    Entities,
    /// Its links only: `/$ref`.
    Ref,
    /// One property of the entity.
    Property(PropertyPath),
    /// The bare value of a property: `/$value`.
    Value(PropertyPath),
}

/// What a path addresses.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourcePath {
    /// The entity set at its beginning.
    pub set: EntityKind,
    /// Which of the set, if one is picked.
    pub id: Option<Id>,
    /// Navigation from there.
    pub steps: Vec<Step>,
    /// What is asked at the end.
    pub tail: Tail,
}

impl ResourcePath {
    /// The type of entity at the end of the steps.
    pub fn kind(&self) -> EntityKind {
        self.steps.last().map_or(self.set, |step| step.nav.to)
    }

    /// Whether the steps end at a set rather than at one entity.
    pub fn is_set(&self) -> bool {
        match self.steps.last() {
            Some(step) => step.nav.many && step.id.is_none(),
            None => self.id.is_none(),
        }
    }
}

/// Takes a whole path.
pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<ResourcePath, QueryError> {
    let start = cursor.at();
    let name = cursor.name()?;
    let Some(set) = EntityKind::from_set_name(name) else {
        if name == "MultiDatastreams" {
            return Err(cursor.not_supported_at(start, "MultiDatastreams are not supported yet"));
        }
        return Err(cursor.not_found_at(start, format!("there is no entity set '{name}'")));
    };
    let id = id(cursor)?;
    let mut path = ResourcePath { set, id, steps: Vec::new(), tail: Tail::Entities };
    while !cursor.is_done() {
        cursor.expect('/')?;
        if cursor.is_done() {
            break;
        }
        if cursor.eat_word("$ref") {
            path.tail = Tail::Ref;
            break;
        }
        step(cursor, &mut path)?;
        if path.tail != Tail::Entities {
            break;
        }
        if path.steps.len() > MAX_STEPS {
            return Err(cursor.error_here(format!("more than {MAX_STEPS} navigation steps")));
        }
    }
    if cursor.is_done() { Ok(path) } else { Err(cursor.unexpected("the end of the path")) }
}

fn step(cursor: &mut Cursor<'_>, path: &mut ResourcePath) -> Result<(), QueryError> {
    let at = cursor.at();
    let owner = path.kind();
    let name = cursor.name()?;
    if name == "$count" && path.is_set() {
        let message =
            "there is no '/$count'; ask the set with ?$count=true&$top=0 for its '@iot.count'";
        return Err(cursor.not_supported_at(at, message));
    }
    if path.is_set() {
        let message = format!("'{name}' follows a set; pick one entity by its id first");
        return Err(cursor.not_found_at(at, message));
    }
    if let Some(nav) = owner.navigation(name) {
        let id_at = cursor.at();
        let id = id(cursor)?;
        if id.is_some() && !nav.many {
            let message = format!("'{name}' leads to one entity and takes no id");
            return Err(cursor.error_at(id_at, message));
        }
        path.steps.push(Step { nav, id });
        return Ok(());
    }
    let property = property::property_named(cursor, owner, name, at)
        .map_err(|error| cursor.not_found_at(at, error.message))?;
    let json = property::json_steps(cursor, owner, property)?;
    let property =
        PropertyPath { at: At(cursor.chars_before(at)), navs: Vec::new(), owner, property, json };
    path.tail = if cursor.rest().starts_with("/$value") && cursor.eat('/') {
        cursor.eat_word("$value");
        Tail::Value(property)
    } else {
        Tail::Property(property)
    };
    Ok(())
}

/// Takes `(5)`, `('5')` or nothing.
fn id(cursor: &mut Cursor<'_>) -> Result<Option<Id>, QueryError> {
    if !cursor.eat('(') {
        return Ok(None);
    }
    let text = if cursor.peek() == Some('\'') {
        literal::text(cursor)?
    } else {
        let end = cursor.rest().find([')', '/', '\'', '(']).unwrap_or(cursor.rest().len());
        let bare = cursor.rest()[..end].trim().to_owned();
        if bare.is_empty() {
            return Err(cursor.unexpected("an id"));
        }
        cursor.advance(end);
        bare
    };
    cursor.expect(')')?;
    Ok(Some(text.parse().map_or(Id::Text(text), Id::Integer)))
}

/// Properties that `/$value` answers as JSON rather than as text.
impl Property {
    /// Whether its bare value is JSON.
    pub fn value_is_json(self) -> bool {
        matches!(
            self,
            Self::Properties
                | Self::Location
                | Self::UnitOfMeasurement
                | Self::ObservedArea
                | Self::Metadata
                | Self::ResultQuality
                | Self::Parameters
                | Self::Feature
        )
    }
}
