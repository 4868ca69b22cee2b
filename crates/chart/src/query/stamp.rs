//! What the times of a series mean, where it matters to which period a value belongs.

use gagehouse_model::DatastreamRef;
use gagehouse_observations::Stamp;

/// What the time of a value may mean, by the words that the URL uses.
pub const STAMP_WORDS: [(Stamp, &str); 3] =
    [(Stamp::Instant, "instant"), (Stamp::Beginning, "begin"), (Stamp::End, "end")];

/// The word of a convention.
pub fn stamp_word(stamp: Stamp) -> &'static str {
    STAMP_WORDS.iter().find(|(known, _)| *known == stamp).map_or("instant", |(_, word)| word)
}

/// The convention of a word.
pub fn stamp_from_word(word: &str) -> Option<Stamp> {
    STAMP_WORDS.iter().find(|(_, known)| *known == word).map(|(stamp, _)| *stamp)
}

/// What a convention means for a value of midnight, in words.
pub fn in_words(stamp: Stamp) -> &'static str {
    match stamp {
        Stamp::Instant => {
            "each value is of its instant; one of 00:00 counts for the day that begins"
        }
        Stamp::Beginning => {
            "each value stands for the interval that begins at its time; one of 00:00 counts for the day that begins"
        }
        Stamp::End => {
            "each value stands for the interval that ends at its time; one of 00:00 counts for the day before"
        }
    }
}

/// What the times of a series mean: `end,source:id`.
pub(super) fn of_series(text: &str) -> Result<(DatastreamRef, Stamp), String> {
    let (word, name) = text.split_once(',').unwrap_or((text, ""));
    let stamp = stamp_from_word(word)
        .ok_or_else(|| format!("'{word}' is none of instant, begin and end"))?;
    let name = name.parse().map_err(|error| format!("{error}"))?;
    Ok((name, stamp))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_convention_comes_back_from_its_word() {
        for (stamp, word) in STAMP_WORDS {
            assert_eq!((stamp_from_word(word), stamp_word(stamp)), (Some(stamp), word));
        }
        assert_eq!(stamp_from_word("middle"), None);
        assert!(in_words(Stamp::End).ends_with("the day before"));
    }
}
