//! Series that are computed from two others of the plot.

use gagehouse_model::{DatastreamRef, SourceKey};
use gagehouse_observations::compare::derived::Operation;
use std::fmt;
use std::str::FromStr;

/// A difference or ratio of two series: `difference,1,2`, by the numbers that they have on the plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Derived {
    /// What is made of them.
    pub operation: Operation,
    /// Place of the first among the series, from 0.
    pub first: usize,
    /// Place of the second among the series, from 0; another one.
    pub second: usize,
}

impl Derived {
    /// Operations with the words that the URL uses.
    pub const WORDS: [(Operation, &'static str); 2] =
        [(Operation::Difference, "difference"), (Operation::Ratio, "ratio")];

    /// The name by which it is hidden, drawn and exported like any other series.
    pub fn name(self) -> DatastreamRef {
        DatastreamRef { source: SourceKey::computed(), id: self.to_string() }
    }

    /// The same after the series at a place was taken off the plot; `None` when it was made of that.
    pub(super) fn without(self, place: usize) -> Option<Self> {
        let moved = |other: usize| match other {
            other if other == place => None,
            other => Some(other - usize::from(other > place)),
        };
        Some(Self { first: moved(self.first)?, second: moved(self.second)?, ..self })
    }

    /// How it is written beside text: `1 − 2`, `1 ÷ 2`.
    pub fn formula(self) -> String {
        let sign = match self.operation {
            Operation::Difference => '\u{2212}',
            Operation::Ratio => '÷',
        };
        format!("{} {sign} {}", self.first + 1, self.second + 1)
    }
}

impl fmt::Display for Derived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::WORDS.iter().find(|(known, _)| *known == self.operation);
        let word = word.map_or("difference", |(_, word)| word);
        write!(f, "{word},{},{}", self.first + 1, self.second + 1)
    }
}

impl FromStr for Derived {
    type Err = DerivedError;

    fn from_str(text: &str) -> Result<Self, DerivedError> {
        let wrong = || DerivedError(text.to_owned());
        let parts: Vec<&str> = text.split(',').collect();
        let [word, first, second] = parts[..] else { return Err(wrong()) };
        let known = Self::WORDS.iter().find(|(_, known)| *known == word);
        let place = |number: &str| number.parse::<usize>().ok()?.checked_sub(1);
        let (operation, first, second) =
            (known.map(|(operation, _)| *operation), place(first), place(second));
        match (operation, first, second) {
            (Some(operation), Some(first), Some(second)) if first != second => {
                Ok(Self { operation, first, second })
            }
            _ => Err(wrong()),
        }
    }
}

/// The text names no series to compute.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not difference or ratio and the numbers of two series, such as difference,1,2")]
pub struct DerivedError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_two_series_by_their_numbers() {
        let derived: Derived = "difference,1,3".parse().unwrap();
        assert_eq!((derived.first, derived.second), (0, 2));
        assert_eq!(
            (derived.to_string().as_str(), derived.formula().as_str()),
            ("difference,1,3", "1 − 3")
        );
        for wrong in ["sum,1,2", "ratio,1,1", "ratio,0,1", "ratio,1", "ratio,1,2,3", "ratio,a,b"] {
            assert!(wrong.parse::<Derived>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn it_follows_its_series_to_their_new_places_and_goes_with_them() {
        let derived: Derived = "ratio,1,3".parse().unwrap();
        assert_eq!(derived.without(1), Some("ratio,1,2".parse().unwrap()));
        assert_eq!(derived.without(4), Some(derived));
        assert_eq!(derived.without(2), None);
    }
}
