//! Classes of how a value stands for its date, as drought and flood maps use them; and what a server tells of many series.

use super::standing::Standing;
use crate::normal::LEAST_YEARS;
use gagehouse_model::TimeUs;
use serde::{Deserialize, Serialize};

/// A class of percentiles for the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Under the 10th.
    MuchBelow,
    /// From the 10th, under the 25th.
    Below,
    /// From the 25th to the 75th.
    Normal,
    /// Over the 75th, to the 90th.
    Above,
    /// Over the 90th.
    MuchAbove,
}

impl Rank {
    /// All classes, the lowest first.
    pub const ALL: [Self; 5] =
        [Self::MuchBelow, Self::Below, Self::Normal, Self::Above, Self::MuchAbove];

    /// The class of a percentile in whole per cent.
    pub fn of_percentile(percentile: u32) -> Self {
        match percentile {
            0..10 => Self::MuchBelow,
            10..25 => Self::Below,
            25..=75 => Self::Normal,
            76..=90 => Self::Above,
            _ => Self::MuchAbove,
        }
    }

    /// Its name and its percentiles.
    pub fn label(self) -> &'static str {
        match self {
            Self::MuchBelow => "Much below normal (under 10)",
            Self::Below => "Below normal (10 to 24)",
            Self::Normal => "Normal (25 to 75)",
            Self::Above => "Above normal (76 to 90)",
            Self::MuchAbove => "Much above normal (over 90)",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::MuchBelow => "Much below normal",
            Self::Below => "Below normal",
            Self::Normal => "Normal",
            Self::Above => "Above normal",
            Self::MuchAbove => "Much above normal",
        }
    }

    /// How it is found, for whoever asks.
    pub fn meaning() -> String {
        format!(
            "The latest value among the values of the whole day on the same date of the years before, at most 30: the \
             share of years that were lower. A date needs {LEAST_YEARS} years with at least 80 % of their readings."
        )
    }
}

/// How the newest value of one series stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesStanding {
    /// Its id at its source.
    pub datastream: String,
    /// When the value was measured.
    pub time: TimeUs,
    /// The value, in the unit of its source.
    pub value: f64,
    /// `None`: too few years have the date.
    pub standing: Option<Standing>,
}

/// How the newest values of the series of one source stand.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Standings {
    /// Those that are current, and can be compared with their own past.
    pub series: Vec<SeriesStanding>,
    /// Whether there are more, which the same request answers a little later.
    pub is_complete: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_meet_without_a_gap_and_say_their_limits() {
        let rank = Rank::of_percentile;
        for (percentile, class) in [
            (0, Rank::MuchBelow),
            (9, Rank::MuchBelow),
            (10, Rank::Below),
            (24, Rank::Below),
            (25, Rank::Normal),
            (75, Rank::Normal),
            (76, Rank::Above),
            (90, Rank::Above),
            (91, Rank::MuchAbove),
            (100, Rank::MuchAbove),
        ] {
            assert_eq!(rank(percentile), class, "{percentile}");
        }
        assert!((0..100).all(|percentile| rank(percentile) <= rank(percentile + 1)));
        assert!(Rank::ALL.iter().all(|class| class.label().starts_with(class.name())));
    }
}
