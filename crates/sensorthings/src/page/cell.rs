//! What the cells of a row mean, decided once for both readers.

use gagehouse_model::{Quality, time};
use serde_json::Value;

/// The datastream that a group's navigation link names; `None` for links of another shape.
pub fn datastream_in_link(link: &str) -> Option<String> {
    link.contains("Datastreams(").then(|| crate::id::in_link(link)).flatten()
}

/// A phenomenonTime as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant, or the start of the interval, in microseconds of UTC.
    pub start_us: i64,
    /// The end of the interval; the instant itself where it is one.
    pub end_us: i64,
    /// Whether the text named its zone.
    pub zone_stated: bool,
}

impl Moment {
    /// Both ends.
    pub fn ends_us(&self) -> (i64, i64) {
        (self.start_us, self.end_us)
    }

    /// Whether it is an interval with two different ends.
    pub fn is_interval(&self) -> bool {
        self.start_us != self.end_us
    }
}

/// Reads an instant, or an interval `start/end`; `None` when either part is no time.
pub fn moment(text: &[u8]) -> Option<Moment> {
    let Some(slash) = text.iter().position(|b| *b == b'/') else {
        let instant = time::parse(text)?;
        return Some(Moment {
            start_us: instant.time.0,
            end_us: instant.time.0,
            zone_stated: instant.zone_stated,
        });
    };
    let (start, end) = (time::parse(&text[..slash])?, time::parse(&text[slash + 1..])?);
    Some(Moment {
        start_us: start.time.0,
        end_us: end.time.0,
        zone_stated: start.zone_stated && end.zone_stated,
    })
}

/// A finite number stays, anything else is a gap.
#[inline]
pub fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

/// Reads a result that came as text: a number, or one of the words for "none" as a gap; `None` when it is
/// a state.
pub fn result_from_text(text: &str) -> Option<f64> {
    let text = text.trim();
    match text {
        "" | "NULL" | "null" | "NA" | "-Inf" | "-Infinity" => Some(f64::NAN),
        _ => text.parse().ok().map(finite),
    }
}

/// Stands for an id that is not an integer: 64 bits of hash (FNV-1a with a final mix).
pub fn id_from_text(text: &str) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    (hash ^ (hash >> 32)).cast_signed()
}

/// Reads resultQuality: HydroServer's object in either spelling, a number, text, or a list of these.
/// Anything else is kept as its JSON text.
pub fn quality(json: &str) -> Quality {
    let Ok(value) = serde_json::from_str::<Value>(json) else {
        return Quality { code: Some(json.to_owned()), qualifiers: Vec::new() };
    };
    let mut quality = Quality::default();
    match &value {
        Value::Object(object) => {
            let code = object.get("quality_code").or_else(|| object.get("qualityCode"));
            let qualifiers =
                object.get("result_qualifiers").or_else(|| object.get("resultQualifiers"));
            if code.is_none() && qualifiers.is_none() {
                quality.code = (!object.is_empty()).then(|| value.to_string());
                return quality;
            }
            quality.code = code.and_then(word);
            match qualifiers {
                Some(Value::Array(list)) => {
                    quality.qualifiers = list.iter().filter_map(word).collect()
                }
                Some(other) => quality.qualifiers = word(other).into_iter().collect(),
                None => {}
            }
        }
        Value::Array(list) => quality.qualifiers = list.iter().filter_map(word).collect(),
        other => quality.code = word(other),
    }
    quality
}

/// The text of one code; `None` for null and empty text.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_and_loose_forms_of_quality_are_understood() {
        for (json, label) in [
            (r#"{"quality_code":null,"result_qualifiers":["A","e"]}"#, "A, e"),
            (r#"{"qualityCode":"good","resultQualifiers":[]}"#, "good"),
            (r#"{"qualityCode":3}"#, "3"),
            ("null", ""),
            (r#""""#, ""),
            ("2", "2"),
            (r#""provisional""#, "provisional"),
            (r#"["P", 1, null]"#, "P, 1"),
            (r#"{"DQ_Result":{"code":"5"}}"#, r#"{"DQ_Result":{"code":"5"}}"#),
            ("{}", ""),
        ] {
            assert_eq!(quality(json).label(), label, "{json}");
        }
    }

    #[test]
    fn text_results_are_numbers_or_gaps_or_states() {
        assert_eq!(result_from_text("70.4000000000"), Some(70.4));
        for gap in ["NaN", "Inf", "-Inf", "", "NULL", "1e999"] {
            assert!(result_from_text(gap).unwrap().is_nan(), "{gap}");
        }
        for state in ["Ice", "1,5", "<0.1"] {
            assert_eq!(result_from_text(state), None);
        }
    }

    #[test]
    fn an_interval_with_equal_ends_is_an_instant() {
        let same = moment(b"2024-01-01T00:00:00Z/2024-01-01T00:00:00Z").unwrap();
        let hour = moment(b"2024-01-01T00:00:00Z/2024-01-01T01:00:00").unwrap();
        assert_eq!((same.start_us, same.is_interval()), (1_704_067_200_000_000, false));
        assert_eq!(hour.ends_us(), (same.start_us, same.start_us + 3_600_000_000));
        assert!(hour.is_interval() && !hour.zone_stated);
        assert_eq!(moment(b"NULL"), None);
        assert_eq!(moment(b"2024-01-01T00:00:00Z/.."), None);
    }
}
