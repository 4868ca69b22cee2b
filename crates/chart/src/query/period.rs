//! A stretch of time that ends where the data end, as ISO 8601 writes durations.

use gagehouse_model::TimeUs;
use gagehouse_model::time::{DAY_US, days_in_month};
use std::fmt;
use std::str::FromStr;

/// What a period counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodUnit {
    /// Days of 24 hours.
    Day,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

impl PeriodUnit {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Year];

    fn letter(self) -> char {
        match self {
            Self::Day => 'D',
            Self::Month => 'M',
            Self::Year => 'Y',
        }
    }
}

/// The last part of the data, or all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// So many days, months or years before the end.
    Last {
        /// How many, 1–9999.
        count: u32,
        /// Of what.
        unit: PeriodUnit,
    },
    /// Everything there is.
    All,
}

impl Default for Period {
    fn default() -> Self {
        Self::days(30)
    }
}

impl Period {
    /// The last days.
    pub const fn days(count: u32) -> Self {
        Self::Last { count, unit: PeriodUnit::Day }
    }

    /// The last years.
    pub const fn years(count: u32) -> Self {
        Self::Last { count, unit: PeriodUnit::Year }
    }

    /// Where the period begins that ends at `end`; `None` for all.
    pub fn start_before(self, end: TimeUs) -> Option<TimeUs> {
        let Self::Last { count, unit } = self else { return None };
        let months = match unit {
            PeriodUnit::Day => {
                return Some(TimeUs(end.0.saturating_sub(i64::from(count) * DAY_US)));
            }
            PeriodUnit::Month => i64::from(count),
            PeriodUnit::Year => i64::from(count) * 12,
        };
        let (year, month, day) = end.civil_date();
        let month_number = year * 12 + i64::from(month) - 1 - months;
        let (year, month) = (month_number.div_euclid(12), month_number.rem_euclid(12) as u32 + 1);
        let day = day.min(days_in_month(year, month));
        Some(TimeUs::from_civil(year, month, day, end.us_of_day()))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Last { count, unit } => write!(f, "P{count}{}", unit.letter()),
            Self::All => f.write_str("all"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        if text == "all" {
            return Ok(Self::All);
        }
        let error = || PeriodError { text: text.to_owned() };
        let digits = text.strip_prefix('P').ok_or_else(error)?;
        let unit = PeriodUnit::ALL.into_iter().find(|unit| digits.ends_with(unit.letter()));
        let unit = unit.ok_or_else(error)?;
        let digits = digits.strip_suffix(unit.letter()).unwrap_or(digits);
        let is_plain = digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
        let count = digits.parse().ok().filter(|count| is_plain && *count > 0);
        Ok(Self::Last { count: count.ok_or_else(error)?, unit })
    }
}

/// The text is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is not a period; expected for example P7D, P6M, P1Y or all")]
pub struct PeriodError {
    text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_before_the_last_of_march_is_the_last_of_february() {
        let end: TimeUs = "2024-03-31T06:00:00Z".parse().unwrap();
        let start = |text: &str| text.parse::<Period>().unwrap().start_before(end).unwrap();
        assert_eq!(start("P1M").to_rfc3339(), "2024-02-29T06:00:00Z");
        assert_eq!(start("P1Y").to_rfc3339(), "2023-03-31T06:00:00Z");
        assert_eq!(start("P7D").to_rfc3339(), "2024-03-24T06:00:00Z");
        assert_eq!(Period::All.start_before(end), None);
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in ["", "P", "P0D", "PD", "7D", "P-7D", "P+7D", "P7DD", "P7W", "P99999D", "All"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
