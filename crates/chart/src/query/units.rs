//! The words by which the address names units.

use gagehouse_model::unit::UnitPreference;

/// Units by the words that the URL and the device use.
pub struct UnitsChoice;

impl UnitsChoice {
    /// All of them with their words.
    pub const WORDS: [(UnitPreference, &'static str); 3] = [
        (UnitPreference::AsMeasured, "measured"),
        (UnitPreference::UsCustomary, "us"),
        (UnitPreference::Metric, "metric"),
    ];

    /// The word of a preference.
    pub fn word(units: UnitPreference) -> &'static str {
        Self::WORDS.iter().find(|(known, _)| *known == units).map_or("measured", |(_, word)| word)
    }

    /// The preference of a word.
    pub fn from_word(word: &str) -> Option<UnitPreference> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(units, _)| *units)
    }
}
