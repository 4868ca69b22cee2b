//! Of which values a curve of exceedance or probability is made.

/// Of which values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CurveChoice {
    /// Daily values of water years that are complete enough; all samples where there is no such year.
    #[default]
    Days,
    /// All samples as they came.
    Samples,
}

impl CurveChoice {
    /// All choices with the words that the URL uses.
    pub const WORDS: [(Self, &'static str); 2] = [(Self::Days, "days"), (Self::Samples, "samples")];

    /// The word that the URL uses.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(known, _)| *known == self).map_or("days", |(_, word)| word)
    }

    /// The choice of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(of, _)| *of)
    }
}
