//! What the address of an embed says: that of a plot, and how it looks in the page around it.
//!
//! The app writes such addresses, the server reads them. Whatever cannot be used is left at its default and reported.

use crate::PlotQuery;
use crate::draw::color_from_css;
use crate::query::QueryProblem;
use crate::query::encoding::{encoded, pairs};
use plotters::style::RGBColor;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// Heights and widths that are drawn, in CSS pixels.
pub const SIDES_PX: RangeInclusive<u32> = 160..=2_000;
/// How high an embed is unless something else was asked for, in CSS pixels.
pub const HEIGHT_PX: u32 = 420;
/// How wide a picture is unless something else was asked for, in CSS pixels.
pub const WIDTH_PX: u32 = 720;
/// A picture has at most so many pixels each way for one of its size.
pub const MOST_SCALE: u32 = 3;
/// Letters of a title.
const MOST_TITLE: usize = 200;

/// On which ground an embed is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the reader's device says; light where there is none, as in a PNG.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them with the words that the address uses.
    pub const WORDS: [(Self, &'static str); 3] =
        [(Self::Auto, "auto"), (Self::Light, "light"), (Self::Dark, "dark")];
}

/// Whose words stand in an embed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// All of them with the words that the address uses.
    pub const WORDS: [(Self, &'static str); 2] = [(Self::En, "en"), (Self::Es, "es")];
}

/// What becomes of the table of values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Table {
    /// It opens when the reader wants it.
    #[default]
    Closed,
    /// It is open.
    Open,
}

impl Table {
    /// Both with the words that the address uses.
    pub const WORDS: [(Self, &'static str); 2] = [(Self::Closed, "closed"), (Self::Open, "open")];
}

/// How an embed looks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// On which ground (`theme=`).
    pub theme: Theme,
    /// The colour of the page around it (`color=0b5675`).
    pub brand: Option<RGBColor>,
    /// In which language (`lang=`).
    pub language: Language,
    /// How high, in CSS pixels (`height=`).
    pub height_px: Option<u32>,
    /// How wide a picture is, in CSS pixels (`width=`); a page is as wide as it is let.
    pub width_px: Option<u32>,
    /// How many pixels a PNG has each way for one of its size (`scale=`).
    pub scale: Option<u32>,
    /// What stands above it instead of site and variable (`title=`).
    pub title: Option<String>,
    /// The table of values (`table=`).
    pub table: Table,
}

/// The address of an embed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EmbedQuery {
    /// What is plotted.
    pub plot: PlotQuery,
    /// How it looks.
    pub look: Look,
}

impl EmbedQuery {
    /// Reads the query part of an address, with or without its `?`.
    pub fn parse(text: &str) -> (Self, Vec<QueryProblem>) {
        let mut look = Look::default();
        let mut problems = Vec::new();
        let mut of_plot = String::new();
        for (name, value) in pairs(text) {
            let mut refuse = |reason: String| {
                let (name, value) = (name.clone(), value.clone());
                problems.push(QueryProblem { name, value, reason });
            };
            match name.as_str() {
                "theme" => take(&mut look.theme, &value, &Theme::WORDS, refuse),
                "lang" => take(&mut look.language, &value, &Language::WORDS, refuse),
                "table" => take(&mut look.table, &value, &Table::WORDS, refuse),
                "color" => match color_from_css(&format!("#{}", value.trim_start_matches('#'))) {
                    Some(color) => look.brand = Some(color),
                    None => refuse("expected six hexadecimal digits, for example 0b5675".into()),
                },
                "height" => size(&mut look.height_px, &value, SIDES_PX, refuse),
                "width" => size(&mut look.width_px, &value, SIDES_PX, refuse),
                "scale" => size(&mut look.scale, &value, 1..=MOST_SCALE, refuse),
                "title" if value.chars().count() > MOST_TITLE => {
                    refuse(format!("a title has {MOST_TITLE} letters at most"));
                }
                "title" => look.title = Some(value.trim().to_owned()).filter(|t| !t.is_empty()),
                _ => {
                    let joint = if of_plot.is_empty() { "" } else { "&" };
                    let _ = write!(of_plot, "{joint}{}={}", encoded(&name), encoded(&value));
                }
            }
        }
        let (plot, of_plot) = PlotQuery::parse(&of_plot);
        problems.extend(of_plot);
        (Self { plot, look }, problems)
    }

    /// Writes the query part of an address, without `?`.
    pub fn render(&self) -> String {
        let mut text = self.plot.render();
        let mut add = |name: &str, value: &str| {
            let joint = if text.is_empty() { "" } else { "&" };
            let _ = write!(text, "{joint}{name}={}", encoded(value));
        };
        let Look { theme, brand, language, height_px, width_px, scale, title, table } = &self.look;
        let mut word = |name: &str, word: Option<&str>| {
            if let Some(word) = word {
                add(name, word);
            }
        };
        word("theme", word_of(theme, &Theme::WORDS));
        word("color", brand.map(|c| format!("{:02x}{:02x}{:02x}", c.0, c.1, c.2)).as_deref());
        word("lang", word_of(language, &Language::WORDS));
        word("height", height_px.map(|px| px.to_string()).as_deref());
        word("width", width_px.map(|px| px.to_string()).as_deref());
        word("scale", scale.map(|times| times.to_string()).as_deref());
        word("title", title.as_deref());
        word("table", word_of(table, &Table::WORDS));
        text
    }
}

fn take<T: Copy>(
    at: &mut T,
    value: &str,
    words: &[(T, &'static str)],
    refuse: impl FnOnce(String),
) {
    match words.iter().find(|(_, word)| *word == value) {
        Some((known, _)) => *at = *known,
        None => {
            let words: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
            refuse(format!("expected one of {}", words.join(", ")));
        }
    }
}

fn size(
    at: &mut Option<u32>,
    value: &str,
    range: RangeInclusive<u32>,
    refuse: impl FnOnce(String),
) {
    match value.parse().ok().filter(|number| range.contains(number)) {
        Some(number) => *at = Some(number),
        None => refuse(format!("expected {} to {}", range.start(), range.end())),
    }
}

/// The word of a choice that is not the default, which is the first.
fn word_of<T: PartialEq>(choice: &T, words: &[(T, &'static str)]) -> Option<&'static str> {
    words.iter().skip(1).find(|(known, _)| known == choice).map(|(_, word)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_embed_has_the_address_of_its_plot_and_a_look() {
        let text = "d=local:1&p=P7D&theme=dark&color=0b5675&lang=es&height=300&title=Our%20river&table=open";
        let (query, problems) = EmbedQuery::parse(text);
        assert_eq!(problems, []);
        assert_eq!(query.plot.series[0].to_string(), "local:1");
        assert_eq!(query.look.brand, Some(RGBColor(0x0b, 0x56, 0x75)));
        assert_eq!(query.render(), text);
        assert_eq!(EmbedQuery::parse("d=local:1").0.render(), "d=local:1");
    }

    #[test]
    fn what_cannot_be_used_is_named_with_its_value() {
        let (query, problems) =
            EmbedQuery::parse("d=local:1&theme=blue&height=5&color=red&scale=9&p=P&visits=off");
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "theme=blue: expected one of auto, light, dark",
                "height=5: expected 160 to 2000",
                "color=red: expected six hexadecimal digits, for example 0b5675",
                "scale=9: expected 1 to 3",
                "p=P: 'P' is not a period; expected for example P7D, P6M, P1Y or all",
                "visits=off: a plot has no such parameter",
            ]
        );
        assert_eq!(query.render(), "d=local:1");
    }

    proptest! {
        #[test]
        fn every_address_reads_back(
            title in "[ -~á-ú]{0,40}", height in 160u32..2000, theme in 0usize..3, table in 0usize..2,
            brand in any::<Option<(u8, u8, u8)>>(),
        ) {
            let look = Look {
                theme: Theme::WORDS[theme].0,
                table: Table::WORDS[table].0,
                height_px: Some(height),
                brand: brand.map(|(r, g, b)| RGBColor(r, g, b)),
                title: Some(title.trim().to_owned()).filter(|title| !title.is_empty()),
                ..Look::default()
            };
            let query = EmbedQuery { look, ..EmbedQuery::default() };
            prop_assert_eq!(EmbedQuery::parse(&query.render()), (query, Vec::new()));
        }
    }
}
