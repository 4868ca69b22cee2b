//! With which other years a plot is compared.

/// Years that are laid over a window at most: the nearest.
pub const MOST_YEARS: usize = 10;

/// With which other years the window is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compare {
    /// So many years before it, 1 to [`MOST_YEARS`].
    Before(u8),
    /// Every other year of the record, the nearest [`MOST_YEARS`] of them.
    All,
}

impl Compare {
    /// The word that the URL uses: `1` to `10`, or `all`.
    pub fn word(self) -> String {
        match self {
            Self::Before(years) => years.to_string(),
            Self::All => "all".to_owned(),
        }
    }

    /// What a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        if word == "all" {
            return Some(Self::All);
        }
        let years: u8 = word.parse().ok()?;
        (1..=MOST_YEARS).contains(&usize::from(years)).then_some(Self::Before(years))
    }

    /// What is asked for, in words.
    pub fn in_words(self) -> String {
        match self {
            Self::Before(1) => "The year before".to_owned(),
            Self::Before(years) => format!("{years} years before"),
            Self::All => format!("All other years, the nearest {MOST_YEARS}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_come_back_from_their_words_and_more_than_can_be_drawn_are_refused() {
        for compare in [Compare::Before(1), Compare::Before(10), Compare::All] {
            assert_eq!(Compare::from_word(&compare.word()), Some(compare));
        }
        for word in ["0", "11", "-1", "some", ""] {
            assert_eq!(Compare::from_word(word), None, "{word}");
        }
    }
}
