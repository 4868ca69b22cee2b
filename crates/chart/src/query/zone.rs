//! By whose clock times are shown.

/// Whose clock the times are shown by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ZoneChoice {
    /// Civil time at the first series' site, daylight saving included; its standard time when the site
    /// names no zone.
    #[default]
    Site,
    /// The standard time of the first series' site, all year.
    Standard,
    /// UTC.
    Utc,
    /// The reader's own zone.
    Browser,
}

impl ZoneChoice {
    /// All choices with the words that the URL uses.
    pub const WORDS: [(Self, &'static str); 4] = [
        (Self::Site, "site"),
        (Self::Standard, "standard"),
        (Self::Utc, "utc"),
        (Self::Browser, "browser"),
    ];

    /// The word that the URL uses.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(choice, _)| *choice == self).map_or("site", |(_, word)| word)
    }

    /// The choice of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(choice, _)| *choice)
    }
}
