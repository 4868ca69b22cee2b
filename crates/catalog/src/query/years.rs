//! Lengths of records.

use gagehouse_model::{Spacing, TimeUs};
use std::fmt;
use std::str::FromStr;

/// A Julian year, 365.25 days, in µs.
const YEAR_US: f64 = 365.25 * 86_400e6;

/// A number of years, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Years(u32);

impl Years {
    /// The length of a record: from its first value to its last.
    pub fn span(begin: Option<TimeUs>, end: Option<TimeUs>) -> Option<f64> {
        Some(end?.0.saturating_sub(begin?.0).max(0) as f64 / YEAR_US)
    }

    /// How many years of values there are: values times interval, and not more than the record is long.
    ///
    /// `None` when the interval or the number of values is not known: nothing can be said then.
    pub fn of_data(
        count: Option<u64>,
        spacing: Option<Spacing>,
        begin: Option<TimeUs>,
        end: Option<TimeUs>,
    ) -> Option<f64> {
        let step = spacing?.us() as f64 / YEAR_US;
        let data = count? as f64 * step;
        Some(Self::span(begin, end).map_or(data, |span| data.min(span + step)))
    }

    /// As a number.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.as_f64().fmt(f)
    }
}

impl FromStr for Years {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let years: f64 = text.trim().parse().map_err(|_| ())?;
        let hundredths = (years * 100.0).round();
        if (1.0..=1e6).contains(&hundredths) { Ok(Self(hundredths as u32)) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::time::DAY_US;

    #[test]
    fn a_long_record_with_few_values_has_few_years_of_data() {
        let begin = Some(TimeUs(0));
        let end = Some(TimeUs(3_653 * DAY_US));
        let daily = Spacing::from_us(DAY_US);
        assert!(Years::span(begin, end).is_some_and(|years| years > 10.0));
        let data = |count| Years::of_data(Some(count), daily, begin, end).unwrap();
        assert!((data(365) - 1.0).abs() < 0.01);
        // Twice as many values as there is room for: a count that includes what was replaced.
        assert!((data(8_000) - 10.0).abs() < 0.01);
        assert_eq!(Years::of_data(Some(1), None, begin, end), None);
        assert_eq!(Years::of_data(None, daily, begin, end), None);
    }

    #[test]
    fn years_read_as_they_are_written() {
        for text in ["2", "0.5", "1.25", "100"] {
            assert_eq!(text.parse::<Years>().unwrap().to_string(), text);
        }
        for text in ["", "0", "-1", "two", "1e9", "NaN"] {
            assert!(text.parse::<Years>().is_err(), "{text}");
        }
    }
}
