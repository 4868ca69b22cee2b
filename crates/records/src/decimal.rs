//! A number as it was typed: 7.00 is not 7, for it was read to the hundredth.

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::str::FromStr;

/// A finite decimal number with the digits it was typed with. In JSON a text (`"7.00"`); a number is read too.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "7.00"))]
pub struct Decimal(String);

impl Decimal {
    /// A number with so many decimals.
    pub fn new(value: f64, decimals: usize) -> Self {
        Self(format!("{value:.decimals$}"))
    }

    /// Its value.
    pub fn value(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// How many decimals it was typed with.
    pub fn decimals(&self) -> usize {
        self.0
            .split_once('.')
            .map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count())
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let trimmed = text.trim();
        let plain = trimmed.len() <= 40
            && trimmed.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'))
            && trimmed.bytes().any(|b| b.is_ascii_digit());
        let finite = trimmed.parse::<f64>().is_ok_and(f64::is_finite);
        let error = || DecimalError(text.chars().take(40).collect());
        if plain && finite { Ok(Self(trimmed.to_owned())) } else { Err(error()) }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DecimalVisitor)
    }
}

struct DecimalVisitor;

impl Visitor<'_> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number such as \"7.00\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Decimal, E> {
        Ok(Decimal(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Decimal, E> {
        Ok(Decimal(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Decimal, E> {
        value.to_string().parse().map_err(E::custom)
    }
}

/// The text is no number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a number; expected for example 7.00, with a point")]
pub struct DecimalError(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stay_as_typed_and_numbers_of_json_are_read() {
        let read = |json: &str| serde_json::from_str::<Decimal>(json).map(|d| d.text().to_owned());
        assert_eq!(read("\"7.00\"").unwrap(), "7.00");
        assert_eq!(read("\" -0.5 \"").unwrap(), "-0.5");
        assert_eq!(read("7.25").unwrap(), "7.25");
        assert_eq!(read("12").unwrap(), "12");
        for bad in ["\"7,25\"", "\"=1+1\"", "\"NaN\"", "\"inf\"", "\"\"", "\"1e999\"", "true"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(Decimal::new(1.005, 1).text(), "1.0");
        for (text, decimals) in [("7.00", 2), ("7", 0), ("-.5", 1), ("1.25e3", 2)] {
            assert_eq!(text.parse::<Decimal>().unwrap().decimals(), decimals, "{text}");
        }
    }
}
