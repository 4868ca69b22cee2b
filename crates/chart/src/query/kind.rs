//! What kind of plot is shown, and by what its boxes are grouped.

/// What kind of plot is shown of the series and the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PlotKind {
    /// Values over time.
    #[default]
    Time,
    /// How many values lie in which range.
    Histogram,
    /// Boxes and whiskers.
    Boxes,
    /// How often a value is exceeded.
    Exceedance,
    /// How often a value is not exceeded, spaced as a normal distribution.
    Probability,
    /// The second series over the first.
    Scatter,
    /// How much of each day is there.
    Calendar,
    /// The values themselves.
    Table,
}

impl PlotKind {
    /// All of them with the words that the URL uses.
    pub const WORDS: [(Self, &'static str); 8] = [
        (Self::Time, "time"),
        (Self::Histogram, "histogram"),
        (Self::Boxes, "box"),
        (Self::Exceedance, "exceedance"),
        (Self::Probability, "probability"),
        (Self::Scatter, "scatter"),
        (Self::Calendar, "calendar"),
        (Self::Table, "table"),
    ];

    /// The word that the URL uses.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(known, _)| *known == self).map_or("time", |(_, word)| word)
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }

    /// Whether it is the values over time, drawn or as a table, and not a chart made of them.
    pub fn is_over_time(self) -> bool {
        matches!(self, Self::Time | Self::Table)
    }

    /// Whether it puts days together by itself, whatever the address says of values drawn.
    pub fn puts_days_together(self) -> bool {
        matches!(self, Self::Exceedance | Self::Probability | Self::Calendar)
    }
}

/// By what boxes are grouped, on the standard clock of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BoxesBy {
    /// All values in one.
    #[default]
    Overall,
    /// The months of the year.
    Month,
    /// Quarters that begin in December, March, June and September.
    Season,
    /// Calendar years.
    Year,
    /// Water years, October to September.
    WaterYear,
}

impl BoxesBy {
    /// All of them with the words that the URL uses.
    pub const WORDS: [(Self, &'static str); 5] = [
        (Self::Overall, "overall"),
        (Self::Month, "month"),
        (Self::Season, "season"),
        (Self::Year, "year"),
        (Self::WaterYear, "wateryear"),
    ];

    /// The word that the URL uses.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(known, _)| *known == self).map_or("overall", |(_, word)| word)
    }

    /// The grouping of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(by, _)| *by)
    }
}
