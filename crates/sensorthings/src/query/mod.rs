//! The grammar of a SensorThings request, from the service's side: path and options become a typed tree.
//!
//! [`parse`] checks everything that can be known without a database: entity sets, navigation, property
//! names, option values, expression syntax and size. What it returns is ready to be compiled to SQL and
//! can be written back as a URL by [`Query::to_url`]. Nothing here executes a query.

mod cursor;
mod entity;
mod error;
mod expand;
mod expr;
mod filter;
mod function;
mod literal;
mod options;
mod path;
mod percent;
mod property;
mod render;

pub use entity::{EntityKind, Nav, Property, ValueKind};
pub use error::{ErrorKind, Part, QueryError};
pub use expand::Expand;
pub use expr::{Arithmetic, At, Comparison, Expr, Literal, Node};
pub use function::Function;
pub use options::{Options, OrderKey, SelectItem, TokenValue};
pub use path::{Id, ResourcePath, Step, Tail};
pub use percent::encode_component;
pub use property::{JsonStep, PropertyPath};

use cursor::Cursor;

/// Longest accepted request, in bytes of the undecoded URL.
pub const MAX_URL_BYTES: usize = 16 * 1024;

/// A request that was understood: what is addressed and how it shall be answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What the path addresses.
    pub path: ResourcePath,
    /// The options after the question mark.
    pub options: Options,
}

/// Reads a request: the path below the service root (no leading slash needed), `?` and options, all
/// percent-encoded as they came.
///
/// ```
/// use gagehouse_sensorthings::query::{self, EntityKind};
/// let query = query::parse("Things(1)/Datastreams?$filter=name eq 'Stage'&$top=5").unwrap();
/// assert_eq!(query.path.kind(), EntityKind::Datastream);
/// assert_eq!(query.options.top, Some(5));
/// let error = query::parse("Things?$filter=nam eq 'x'").unwrap_err();
/// assert_eq!(error.to_string(), "$filter, at 1: a Thing has no property or navigation 'nam'");
/// ```
pub fn parse(path_and_query: &str) -> Result<Query, QueryError> {
    if path_and_query.len() > MAX_URL_BYTES {
        let message = format!("the request is longer than {MAX_URL_BYTES} bytes");
        return Err(QueryError::bad(Part::Path, 0, message));
    }
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let decoded = percent::decode(path, percent::Plus::Literal)
        .ok_or_else(|| QueryError::bad(Part::Path, 0, "the path is not percent-encoded UTF-8"))?;
    let path = path::parse(&mut Cursor::new(decoded.trim_matches('/'), Part::Path))?;
    let options = options::parse(query, path.kind())?;
    options::check_against_path(&options, &path)?;
    Ok(Query { path, options })
}

impl Query {
    /// The request as a URL relative to the service root, fully percent-encoded.
    pub fn to_url(&self) -> String {
        render::query(self)
    }
}

#[cfg(test)]
mod tests;
