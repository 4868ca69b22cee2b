//! A value that is marked on an axis.

use std::fmt;
use std::str::FromStr;

/// A value marked on the axis with this title: `12.5,Flood stage:Stage (ft)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// Observed property and unit, as the axis says them; the value is in this unit.
    pub title: String,
    /// Finite.
    pub value: f64,
    /// What it is called, possibly empty; without colons.
    pub label: String,
}

impl Threshold {
    /// What stands at its line: its name and its value.
    pub fn text(&self) -> String {
        let value = crate::format::exact(self.value, 0);
        if self.label.is_empty() { value } else { format!("{} {value}", self.label) }
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joint = if self.label.is_empty() { "" } else { "," };
        // A colon would end the name.
        write!(f, "{}{joint}{}:{}", self.value, self.label.replace(':', " "), self.title)
    }
}

impl FromStr for Threshold {
    type Err = ThresholdError;

    fn from_str(text: &str) -> Result<Self, ThresholdError> {
        let (value, title) = text.split_once(':').ok_or(ThresholdError::NoTitle)?;
        if title.is_empty() {
            return Err(ThresholdError::NoTitle);
        }
        let (value, label) = value.split_once(',').unwrap_or((value, ""));
        let number: Option<f64> = value.parse().ok();
        let number = number.filter(|number| number.is_finite());
        let number = number.ok_or_else(|| ThresholdError::Number(value.to_owned()))?;
        Ok(Self { title: title.to_owned(), value: number, label: label.to_owned() })
    }
}

/// The text marks no value.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ThresholdError {
    /// There is no axis named.
    #[error("it names no axis; expected for example 12.5,Flood stage:Stage (ft)")]
    NoTitle,
    /// It is no finite number.
    #[error("'{0}' is not a number")]
    Number(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_reads_as_it_is_written_with_or_without_a_name() {
        let flood: Threshold = "12.5,Flood stage:Stage (ft)".parse().unwrap();
        assert_eq!((flood.value, flood.text().as_str()), (12.5, "Flood stage 12.5"));
        assert_eq!(flood.to_string(), "12.5,Flood stage:Stage (ft)");
        let plain: Threshold = "-3:Air temperature (°C)".parse().unwrap();
        assert_eq!((plain.label.as_str(), plain.text().as_str()), ("", "−3"));
        assert!("nan:pH".parse::<Threshold>().is_err() && "3".parse::<Threshold>().is_err());
    }
}
