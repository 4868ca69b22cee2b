//! Into how long periods values are put together.

use gagehouse_observations::{Period, Statistic};

/// Periods by the words that the URL uses.
pub const PERIOD_WORDS: [(Period, &str); 6] = [
    (Period::Hour, "hour"),
    (Period::Day, "day"),
    (Period::Week, "week"),
    (Period::Month, "month"),
    (Period::WaterYear, "wateryear"),
    (Period::Year, "year"),
];

/// The word of a period.
pub fn period_word(period: Period) -> &'static str {
    PERIOD_WORDS.iter().find(|(known, _)| *known == period).map_or("day", |(_, word)| word)
}

/// The period of a word.
pub fn period_from_word(word: &str) -> Option<Period> {
    PERIOD_WORDS.iter().find(|(_, known)| *known == word).map(|(period, _)| *period)
}

/// Values of a period, as the choice of them is called: `Daily`.
pub fn period_adverb(period: Period) -> &'static str {
    match period {
        Period::Hour => "Hourly",
        Period::Day => "Daily",
        Period::Week => "Weekly",
        Period::Month => "Monthly",
        Period::WaterYear => "By water year",
        Period::Year => "Yearly",
    }
}

/// What is made of the values of a period, in words: `daily mean`.
pub fn in_words(period: Period, statistic: Statistic) -> String {
    let period = match period {
        Period::Hour => "hourly",
        Period::Day => "daily",
        Period::Week => "weekly",
        Period::Month => "monthly",
        Period::WaterYear => "water-year",
        Period::Year => "yearly",
    };
    let statistic = match statistic {
        Statistic::Mean => "mean",
        Statistic::TimeWeightedMean => "time-weighted mean",
        Statistic::Median => "median",
        Statistic::Minimum => "minimum",
        Statistic::Maximum => "maximum",
        Statistic::Sum => "sum",
        Statistic::Increments(_) => "increment",
        Statistic::CircularMean => "mean direction",
        Statistic::Integral => "integral",
    };
    format!("{period} {statistic}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_period_comes_back_from_its_word() {
        for (period, word) in PERIOD_WORDS {
            assert_eq!((period_from_word(word), period_word(period)), (Some(period), word));
        }
        assert_eq!(period_from_word("fortnight"), None);
        assert_eq!(in_words(Period::Day, Statistic::Sum), "daily sum");
    }
}
