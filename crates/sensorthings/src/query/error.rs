//! What is wrong with a request, and where.

use std::fmt;

/// The part of a request that an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The path below the service root.
    Path,
    /// A query option, by its name with the dollar sign.
    Option(&'static str),
    /// The list of options as a whole.
    Options,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path => f.write_str("path"),
            Self::Option(name) => f.write_str(name),
            Self::Options => f.write_str("options"),
        }
    }
}

/// What kind of answer an error deserves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request is wrong: status 400.
    Bad,
    /// The path names nothing that exists: status 404.
    NotFound,
    /// SensorThings knows it, this service does not do it yet: status 501.
    NotSupported,
}

/// A request that cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{part}, at {}: {message}", at + 1)]
pub struct QueryError {
    /// Which status fits.
    pub kind: ErrorKind,
    /// The part that is wrong.
    pub part: Part,
    /// Characters of the decoded part before the place; shown counted from 1.
    pub at: usize,
    /// What is wrong, naming the offending text.
    pub message: String,
}

impl QueryError {
    /// An error of the request itself.
    pub fn bad(part: Part, at: usize, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Bad, part, at, message: message.into() }
    }

    /// The path names nothing.
    pub fn not_found(part: Part, at: usize, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::NotFound, part, at, message: message.into() }
    }

    /// Correct, but not done here.
    pub fn not_supported(part: Part, at: usize, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::NotSupported, part, at, message: message.into() }
    }
}
