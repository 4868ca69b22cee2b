//! The intended time between observations.

use crate::time::{DAY_US, HOUR_US, MINUTE_US, SECOND_US};
use serde::{Deserialize, Serialize};

/// An intended sampling interval in microseconds, always positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spacing(i64);

impl Spacing {
    /// From microseconds; `None` unless positive.
    pub fn from_us(us: i64) -> Option<Self> {
        (us > 0).then_some(Self(us))
    }

    /// From an amount and a unit as HydroServer writes them (`seconds`, `minutes`, `hours`, `days`).
    pub fn from_amount(amount: f64, unit: &str) -> Option<Self> {
        let unit_us = match unit {
            "second" | "seconds" | "s" => SECOND_US,
            "minute" | "minutes" | "min" => MINUTE_US,
            "hour" | "hours" | "h" => HOUR_US,
            "day" | "days" | "d" => DAY_US,
            _ => return None,
        };
        let us = amount * unit_us as f64;
        (1.0..9e18).contains(&us).then(|| Self(us.round() as i64))
    }

    /// In microseconds.
    pub fn us(self) -> i64 {
        self.0
    }

    /// The largest unit that divides it, with the amount: `(15, "minutes")`.
    pub fn amount(self) -> (f64, &'static str) {
        for (unit_us, name) in [(DAY_US, "days"), (HOUR_US, "hours"), (MINUTE_US, "minutes")] {
            if self.0 % unit_us == 0 {
                return ((self.0 / unit_us) as f64, name);
            }
        }
        (self.0 as f64 / SECOND_US as f64, "seconds")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_and_write() {
        let quarter = Spacing::from_amount(15.0, "minutes").unwrap();
        assert_eq!(quarter.us(), 900 * SECOND_US);
        assert_eq!(quarter.amount(), (15.0, "minutes"));
        assert_eq!(Spacing::from_us(DAY_US).unwrap().amount(), (1.0, "days"));
        assert_eq!(Spacing::from_amount(0.0, "minutes"), None);
        assert_eq!(Spacing::from_amount(f64::NAN, "minutes"), None);
        assert_eq!(Spacing::from_amount(1.0, "fortnights"), None);
    }
}
