//! Names by which sources, sites and datastreams are addressed in URLs and configuration.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The key of the embedded service.
pub const LOCAL: &str = "local";

/// Key of a source in configuration and URLs: 1–40 of `a–z`, `0–9`, `-` and `_`, starting with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SourceKey(String);

impl SourceKey {
    /// Stands in the names of what a plot computes from its series, which no source serves.
    pub fn computed() -> Self {
        Self("computed".to_owned())
    }

    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is that of the embedded service.
    pub fn is_local(&self) -> bool {
        self.0 == LOCAL
    }
}

impl FromStr for SourceKey {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let fits = (1..=40).contains(&text.len())
            && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
            && !text.starts_with(['-', '_']);
        if fits { Ok(Self(text.to_owned())) } else { Err(IdError::SourceKey(text.to_owned())) }
    }
}

impl TryFrom<String> for SourceKey {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<SourceKey> for String {
    fn from(key: SourceKey) -> Self {
        key.0
    }
}

impl fmt::Display for SourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A datastream of a source, written `source:id`; the id is the source's own and may hold any character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DatastreamRef {
    /// The source that serves it.
    pub source: SourceKey,
    /// Its id there, without quotes.
    pub id: String,
}

/// A site of a source by its code (else its Thing id), written `source:code`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteRef {
    /// The source that lists it.
    pub source: SourceKey,
    /// Its code there.
    pub code: String,
}

macro_rules! source_colon_text {
    ($type:ident, $field:ident) => {
        impl FromStr for $type {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let (source, rest) =
                    text.split_once(':').ok_or_else(|| IdError::NoSource(text.to_owned()))?;
                if rest.is_empty() {
                    return Err(IdError::NoId(text.to_owned()));
                }
                Ok(Self { source: source.parse()?, $field: rest.to_owned() })
            }
        }

        impl TryFrom<String> for $type {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.to_string()
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}:{}", self.source, self.$field)
            }
        }
    };
}

source_colon_text!(DatastreamRef, id);
source_colon_text!(SiteRef, code);

/// A text that names no source, site or datastream.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The source key has a character it may not have, or is empty or too long.
    #[error("'{0}' is not a source key; use 1 to 40 of a-z, 0-9, - and _")]
    SourceKey(String),
    /// There is no colon between source and id.
    #[error("'{0}' names no source; expected source:id")]
    NoSource(String),
    /// Nothing follows the colon.
    #[error("'{0}' has no id after its source; expected source:id")]
    NoId(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_every_character_after_the_first_colon() {
        let parsed: DatastreamRef = "usgs:a:b 'c'".parse().unwrap();
        assert_eq!((parsed.source.as_str(), parsed.id.as_str()), ("usgs", "a:b 'c'"));
        assert_eq!(parsed.to_string(), "usgs:a:b 'c'");
    }

    #[test]
    fn broken_references_say_what_is_missing() {
        assert_eq!("12".parse::<DatastreamRef>(), Err(IdError::NoSource("12".into())));
        assert_eq!("local:".parse::<SiteRef>(), Err(IdError::NoId("local:".into())));
        assert_eq!("Local:1".parse::<SiteRef>(), Err(IdError::SourceKey("Local".into())));
    }
}
