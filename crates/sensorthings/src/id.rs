//! Ids as services write them in JSON, and as they go into URLs.

use crate::percent;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// The id of an entity: a JSON integer or text, kept as text. UUIDs, free text and `"2"` all occur.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct EntityId(pub String);

impl EntityId {
    /// The id's text, without quotes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EntityId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Integer(i64),
            Large(u64),
            Text(String),
        }
        Ok(Self(match Form::deserialize(deserializer)? {
            Form::Integer(number) => number.to_string(),
            Form::Large(number) => number.to_string(),
            Form::Text(text) => text,
        }))
    }
}

/// How an id stands between the parentheses of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// Integers bare, everything else in quotes: what the standard says.
    Standard,
    /// The other way round, for the services that print text ids bare or quote their numbers.
    Reversed,
}

/// The id as a URL path carries it: integers bare, anything else in `'…'` with `'` doubled, percent-encoded.
///
/// ```
/// use gagehouse_sensorthings::id::{Quoting, in_url};
/// assert_eq!(in_url("12", Quoting::Standard), "12");
/// assert_eq!(in_url("o'brien creek", Quoting::Standard), "%27o%27%27brien%20creek%27");
/// ```
pub fn in_url(id: &str, quoting: Quoting) -> String {
    let quoted = is_integer(id) == (quoting == Quoting::Reversed);
    let text = if quoted { format!("'{}'", id.replace('\'', "''")) } else { id.to_owned() };
    percent::encode_segment(&text)
}

/// Whether an id goes bare into a URL.
fn is_integer(id: &str) -> bool {
    let digits = id.strip_prefix('-').unwrap_or(id);
    (1..=19).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The id in the last parentheses of a link such as `…/Datastreams('a''b')` or `Datastreams(12)`.
pub fn in_link(link: &str) -> Option<String> {
    let decoded = percent::decode(link);
    let close = decoded.rfind(')')?;
    let open =
        decoded[..close].rfind('(').filter(|at| !decoded[*at..close].contains('\'')).or_else(
            // A quoted id may hold parentheses of its own: its opening is the first "('".
            || decoded[..close].find("('"),
        )?;
    let inner = &decoded[open + 1..close];
    match inner.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(text) => Some(text.replace("''", "'")),
        None => (!inner.is_empty()).then(|| inner.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hydroserver_uuids_are_quoted() {
        assert_eq!(
            in_url("27c75b6a-6a0b-4d2f-9a07-3b1a4a4a4a4a", Quoting::Standard),
            "%2727c75b6a-6a0b-4d2f-9a07-3b1a4a4a4a4a%27"
        );
        assert_eq!(in_url("weather_1", Quoting::Reversed), "weather_1");
        assert_eq!(in_url("2", Quoting::Reversed), "%272%27");
    }

    #[test]
    fn ids_of_every_kind_are_read_from_json() {
        let ids: Vec<EntityId> =
            serde_json::from_str(r#"[7, "2", "USGS-14152000", 18446744073709551615]"#).unwrap();
        let texts: Vec<&str> = ids.iter().map(EntityId::as_str).collect();
        assert_eq!(texts, ["7", "2", "USGS-14152000", "18446744073709551615"]);
    }

    #[test]
    fn a_link_tells_its_id() {
        for (link, id) in [
            ("http://x/v1.1/Datastreams(12)", Some("12")),
            ("Datastreams('a''b')", Some("a'b")),
            ("http://x/v1.1/Datastreams(%27a%20b%27)", Some("a b")),
            ("Datastreams('a(1)')", Some("a(1)")),
            ("http://x/v1.1/Things(3)/Datastreams(4)", Some("4")),
            ("http://x/v1.1/Observations", None),
            ("Datastreams()", None),
        ] {
            assert_eq!(in_link(link).as_deref(), id, "{link}");
        }
    }
}
