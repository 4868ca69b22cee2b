//! Ids that a device makes by itself: UUIDs of version 7 (RFC 9562), in the order of their time.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The id of a record or of an operation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
pub struct RecordId([u8; 16]);

impl RecordId {
    /// An id from Unix milliseconds and random bytes, both the caller's.
    pub fn new(unix_ms: u64, random: [u8; 10]) -> Self {
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&unix_ms.to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        Self(bytes)
    }
}

impl FromStr for RecordId {
    type Err = RecordIdError;

    fn from_str(text: &str) -> Result<Self, RecordIdError> {
        let error = || RecordIdError(text.chars().take(60).collect());
        if text.len() != 36 || !text.is_ascii() {
            return Err(error());
        }
        let mut bytes = [0; 16];
        let mut digits = 0;
        for (at, byte) in text.bytes().enumerate() {
            if matches!(at, 8 | 13 | 18 | 23) {
                if byte != b'-' {
                    return Err(error());
                }
                continue;
            }
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                // One record has one id: capitals would be a second text for it.
                _ => return Err(error()),
            };
            bytes[digits / 2] = bytes[digits / 2] << 4 | digit;
            digits += 1;
        }
        let is_version_7 = bytes[6] >> 4 == 7 && bytes[8] >> 6 == 2;
        if is_version_7 { Ok(Self(bytes)) } else { Err(error()) }
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for RecordId {
    type Error = RecordIdError;

    fn try_from(text: String) -> Result<Self, RecordIdError> {
        text.parse()
    }
}

impl From<RecordId> for String {
    fn from(id: RecordId) -> Self {
        id.to_string()
    }
}

/// The text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not an id; expected a UUID of version 7 in small letters")]
pub struct RecordIdError(pub String);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn other_uuids_and_other_texts_are_refused() {
        for text in [
            "",
            "0190c0de",
            "0190c0de-0000-4000-8000-000000000000",
            "0190c0de-0000-7000-0000-000000000000",
            "0190C0DE-0000-7000-8000-000000000000",
            "0190c0de00000-7000-8000-000000000000",
            "'; drop table record; --------------",
        ] {
            assert!(text.parse::<RecordId>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn ids_read_as_they_are_written_and_sort_by_time(
            ms in 0u64..1 << 48, later in 1u64..1 << 20, random: [u8; 10], other: [u8; 10],
        ) {
            let id = RecordId::new(ms, random);
            prop_assert_eq!(id.to_string().parse::<RecordId>(), Ok(id));
            if ms + later < 1 << 48 {
                prop_assert!(id < RecordId::new(ms + later, other));
                prop_assert!(id.to_string() < RecordId::new(ms + later, other).to_string());
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,40}") {
            let _ = text.parse::<RecordId>();
        }
    }
}
