//! A number as it was typed: 7.00 is not 7, for it was read to the hundredth.

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::str::FromStr;

/// Most digits that a number keeps: more are not exact in the arithmetic of computers, and no instrument reads them.
pub const MOST_DIGITS: usize = 15;

/// What no number reaches.
const BEYOND: f64 = 1e15;

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

    /// What it is more than another one, with the decimals of the finer of both.
    pub fn minus(&self, other: &Self) -> Self {
        Self::new(self.value() - other.value(), self.places().max(other.places()))
    }

    /// Decimals of its last digit: `1.25e-3` has five.
    fn places(&self) -> usize {
        let exponent = self.0.split_once(['e', 'E']).and_then(|(_, power)| power.parse().ok());
        let decimals = i64::try_from(self.decimals()).unwrap_or(0);
        usize::try_from(decimals - exponent.unwrap_or(0_i64)).unwrap_or(0).min(MOST_DIGITS)
    }

    /// With its sign, a minus that is one, and its unit: `+0.012 m`.
    pub fn signed(&self, unit: &str) -> String {
        let size = self.0.trim_start_matches(['-', '+']).replace('-', "−");
        let value = self.value();
        let sign = if value > 0.0 {
            "+"
        } else if value < 0.0 {
            "−"
        } else {
            ""
        };
        format!("{sign}{size} {unit}").trim_end().to_owned()
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
        let shown = || text.chars().take(40).collect::<String>();
        if !plain || !finite {
            return Err(DecimalError::NoNumber(shown()));
        }
        let digits = significant_digits(trimmed);
        if digits > MOST_DIGITS {
            return Err(DecimalError::TooManyDigits(shown(), digits));
        }
        let number = Self(trimmed.to_owned());
        if number.value().abs() >= BEYOND {
            return Err(DecimalError::TooLarge(shown()));
        }
        Ok(number)
    }
}

/// Digits from the first that is not zero to the last; of a whole number, zeros at its end count.
fn significant_digits(text: &str) -> usize {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit);
    digits.skip_while(|digit| *digit == b'0').count()
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
        value.to_string().parse().map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Decimal, E> {
        value.to_string().parse().map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Decimal, E> {
        // A binary number has more digits than it means: 0.1 + 0.2 is 0.30000000000000004.
        let text = value.to_string();
        let text = match significant_digits(&text) > MOST_DIGITS && value.abs() < BEYOND {
            true => format!("{value:.*e}", MOST_DIGITS - 1).parse().unwrap_or(value).to_string(),
            false => text,
        };
        text.parse().map_err(E::custom)
    }
}

/// The text is no number that can be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// It is none.
    #[error("'{0}' is not a number; expected for example 7.00, with a point")]
    NoNumber(String),
    /// It has so many digits.
    #[error("'{0}' has {1} digits; a number has at most 15")]
    TooManyDigits(String, usize),
    /// Nothing that is measured is as large.
    #[error("'{0}' is too large; a number is less than 1000000000000000")]
    TooLarge(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_instrument_reads_is_refused_and_says_why() {
        let why = |text: &str| text.parse::<Decimal>().map_err(|error| error.to_string()).err();
        let digits = "'99999999999999999999' has 20 digits; a number has at most 15";
        assert_eq!(why("99999999999999999999").as_deref(), Some(digits));
        for large in ["1e300", "-1e15"] {
            assert!(why(large).is_some_and(|why| why.contains("is too large")), "{large}");
        }
        for fine in ["123456789012345", "-0.000000000000001", "0.00000000000000000123", "1e14"] {
            assert_eq!(why(fine), None, "{fine}");
        }
        assert!(serde_json::from_str::<Decimal>("1234567890123456").is_err());
        let sum = serde_json::from_str::<Decimal>("0.30000000000000004").unwrap();
        assert_eq!(sum.text(), "0.3");
    }

    #[test]
    fn differences_have_the_decimals_of_the_finer_one_and_a_true_minus() {
        let minus = |a: &str, b: &str| {
            let (a, b): (Decimal, Decimal) = (a.parse().unwrap(), b.parse().unwrap());
            a.minus(&b).signed("m")
        };
        assert_eq!(minus("0.512", "0.500"), "+0.012 m");
        assert_eq!(minus("7", "7.40"), "−0.40 m");
        assert_eq!(minus("0.30", "0.3"), "0.00 m");
        assert_eq!(minus("999999999999999", "1"), "+999999999999998 m");
        assert_eq!(minus("1e-3", "0"), "+0.001 m");
        assert_eq!(minus("0.1", "0.3"), "−0.2 m");
    }

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
