//! Into how long periods values are put together.

use gagehouse_observations::Period;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_period_comes_back_from_its_word() {
        for (period, word) in PERIOD_WORDS {
            assert_eq!((period_from_word(word), period_word(period)), (Some(period), word));
        }
        assert_eq!(period_from_word("fortnight"), None);
    }
}
