//! As what a series is drawn.

use gagehouse_model::DatastreamRef;

/// As what a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DrawnAs {
    /// Straight from value to value.
    #[default]
    Line,
    /// Each value holds until the next.
    Step,
    /// Values alone.
    Points,
    /// From zero to the value.
    Bars,
}

impl DrawnAs {
    /// All of them with the words that the URL uses.
    pub const WORDS: [(Self, &'static str); 4] = [
        (Self::Line, "line"),
        (Self::Step, "step"),
        (Self::Points, "points"),
        (Self::Bars, "bars"),
    ];

    /// The word that the URL uses.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(known, _)| *known == self).map_or("line", |(_, word)| word)
    }

    /// What a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }

    /// What suits a variable by what its values stand for (ODM's data types and SensorThings' aggregation
    /// statistics): sums over an interval are bars, values that hold until the next are steps, single
    /// samples are points, all else is a line.
    pub fn fitting(aggregation: &str) -> Self {
        match aggregation.trim().to_ascii_lowercase().as_str() {
            "incremental" | "total" | "sum" => Self::Bars,
            "constant over interval" | "categorical" | "state" => Self::Step,
            "sporadic" | "sample" | "grab" => Self::Points,
            _ => Self::Line,
        }
    }

    /// As what a series is drawn: as was chosen, else as suits what its values stand for; values put together hold
    /// for their period.
    pub fn suiting(chosen: Option<Self>, is_put_together: bool, aggregation: &str) -> Self {
        chosen.unwrap_or_else(|| match Self::fitting(aggregation) {
            Self::Line | Self::Points if is_put_together => Self::Step,
            fitting => fitting,
        })
    }
}

/// As what a series is drawn: `bars,source:id`.
pub(super) fn of_series(text: &str) -> Result<(DatastreamRef, DrawnAs), String> {
    let (word, name) = text.split_once(',').unwrap_or((text, ""));
    let drawn_as = DrawnAs::from_word(word)
        .ok_or_else(|| format!("'{word}' is none of line, step, points and bars"))?;
    let name = name.parse().map_err(|error| format!("{error}"))?;
    Ok((name, drawn_as))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rain_in_increments_is_bars_and_stage_is_a_line() {
        assert_eq!(DrawnAs::fitting("Incremental"), DrawnAs::Bars);
        assert_eq!(DrawnAs::fitting("Continuous"), DrawnAs::Line);
        assert_eq!(DrawnAs::fitting("Constant Over Interval"), DrawnAs::Step);
        assert_eq!(DrawnAs::fitting(""), DrawnAs::Line);
    }
}
