//! What the reader decided about a value axis.

use std::fmt;
use std::str::FromStr;

/// Where an axis stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AxisPlace {
    /// Left and right in turn.
    #[default]
    Auto,
    /// Left.
    Left,
    /// Right.
    Right,
    /// On the first other axis of the same unit, which then shows both.
    Shared,
}

impl AxisPlace {
    /// All of them with the words that the URL uses.
    pub const WORDS: [(Self, &'static str); 4] =
        [(Self::Auto, ""), (Self::Left, "left"), (Self::Right, "right"), (Self::Shared, "shared")];
}

/// From which to which value an axis reaches.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Reach {
    /// The values of the window.
    #[default]
    Window,
    /// All values that are loaded, so that it stays while the window moves.
    All,
    /// These two, the first less than the second.
    Fixed(f64, f64),
}

/// What the reader decided about an axis, which is named by its title: `log,0.1..50:Discharge (cfs)`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AxisChoice {
    /// Observed property and unit, as the axis says them.
    pub title: String,
    /// Where it stands.
    pub place: AxisPlace,
    /// Whether its scale is logarithmic.
    pub log: bool,
    /// From which to which value it reaches.
    pub reach: Reach,
}

impl AxisChoice {
    /// An axis about which nothing is decided.
    pub fn of(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    /// Whether nothing is decided.
    pub fn is_default(&self) -> bool {
        self.place == AxisPlace::Auto && !self.log && self.reach == Reach::Window
    }
}

impl fmt::Display for AxisChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = AxisPlace::WORDS.iter().find(|(place, _)| *place == self.place);
        let reach = match self.reach {
            Reach::Window => String::new(),
            Reach::All => "all".to_owned(),
            Reach::Fixed(min, max) => format!("{min}..{max}"),
        };
        let words = [place.map_or("", |(_, word)| word), if self.log { "log" } else { "" }, &reach];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        write!(f, "{}:{}", words.join(","), self.title)
    }
}

impl FromStr for AxisChoice {
    type Err = AxisError;

    fn from_str(text: &str) -> Result<Self, AxisError> {
        let (words, title) = text.split_once(':').ok_or(AxisError::NoTitle)?;
        if title.is_empty() {
            return Err(AxisError::NoTitle);
        }
        let mut choice = Self::of(title);
        for word in words.split(',').filter(|word| !word.is_empty()) {
            let place = AxisPlace::WORDS.iter().find(|(_, known)| *known == word);
            match (word, place, word.split_once("..")) {
                (_, Some((place, _)), _) => choice.place = *place,
                ("log", ..) => choice.log = true,
                ("all", ..) => choice.reach = Reach::All,
                (_, _, Some((min, max))) => choice.reach = fixed(min, max)?,
                _ => return Err(AxisError::Word(word.to_owned())),
            }
        }
        Ok(choice)
    }
}

fn fixed(min: &str, max: &str) -> Result<Reach, AxisError> {
    let number = |text: &str| {
        let number: Option<f64> = text.parse().ok();
        number.filter(|number| number.is_finite()).ok_or_else(|| AxisError::Number(text.to_owned()))
    };
    let (min, max) = (number(min)?, number(max)?);
    if min < max { Ok(Reach::Fixed(min, max)) } else { Err(AxisError::Reversed(min, max)) }
}

/// The text decides nothing about an axis.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AxisError {
    /// There is no axis named.
    #[error("it names no axis; expected for example log:Discharge (cfs)")]
    NoTitle,
    /// A word is unknown.
    #[error("'{0}' is none of left, right, shared, log, all, or a range as 0..20")]
    Word(String),
    /// An end of a range is no number.
    #[error("'{0}' is not a number")]
    Number(String),
    /// A range ends before it begins.
    #[error("{0} is not less than {1}")]
    Reversed(f64, f64),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_reads_as_it_is_written_and_keeps_colons_of_its_title() {
        let choice: AxisChoice = "right,log,0.5..200:Ratio a:b (1)".parse().unwrap();
        assert_eq!(choice.title, "Ratio a:b (1)");
        assert_eq!((choice.place, choice.log), (AxisPlace::Right, true));
        assert_eq!(choice.reach, Reach::Fixed(0.5, 200.0));
        assert_eq!(choice.to_string(), "right,log,0.5..200:Ratio a:b (1)");
        assert!("log".parse::<AxisChoice>().is_err() && "log:".parse::<AxisChoice>().is_err());
    }

    #[test]
    fn a_range_that_is_none_says_why() {
        let why = |text: &str| text.parse::<AxisChoice>().unwrap_err().to_string();
        assert_eq!(why("5..1:pH"), "5 is not less than 1");
        assert_eq!(why("a..1:pH"), "'a' is not a number");
        assert_eq!(why("..:pH"), "'' is not a number");
        assert_eq!(why("1..inf:pH"), "'inf' is not a number");
        assert!(why("wide:pH").starts_with("'wide' is none of"));
    }
}
