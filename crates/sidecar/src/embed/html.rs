//! The page of an embed: all in one answer, with a policy that names its style and script by their hashes.

use super::drawing::{Colors, css};
use super::words::Words;
use crate::http::csp;
use gagehouse_chart::draw::Palette;
use gagehouse_chart::embed::{Look, Theme};
use gagehouse_page::html::escaped;
use std::fmt::Write as _;

const STYLE: &str = include_str!("assets/frame.css");
const SCRIPT: &str = include_str!("assets/frame.js");

/// A page before it is written.
#[derive(Debug)]
pub struct Page<'a> {
    /// Its words.
    pub words: &'static Words,
    /// How it looks.
    pub look: &'a Look,
    /// Its colours.
    pub colors: &'a Colors,
    /// Its title, for the frame and for the heading.
    pub title: &'a str,
    /// What stands below the heading, as markup.
    pub body: &'a str,
    /// Style of this page alone.
    pub style: &'a str,
    /// What its script reads: JSON.
    pub data: &'a str,
    /// Where oEmbed describes it.
    pub oembed: Option<&'a str>,
}

impl Page<'_> {
    /// The page, and the policy that goes with it. `ancestors` are the pages that may frame it.
    pub fn write(&self, ancestors: &str) -> (String, String) {
        let style = self.style();
        let oembed = self.oembed.map(|address| {
            format!(
                "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{}\" title=\"{}\">",
                escaped(address),
                escaped(self.title)
            )
        });
        // `<` would end the element that holds the data.
        let data = self.data.replace('<', "\\u003c");
        // The style shows nothing before `data` is there, and with it all of the page: the plot takes what room the others
        // leave, and would move as they come. (`rel=expect` lets a part through now and then.)
        let page = format!(
            "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\
             <title>{title}</title>{}<style>{style}</style></head><body><main><h1>{title}</h1>{}</main>\
             <script type=\"application/json\" id=\"data\">{data}</script><script>{SCRIPT}</script></body></html>",
            self.words.code,
            oembed.unwrap_or_default(),
            self.body,
            title = escaped(self.title),
        );
        let policy = format!(
            "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'; \
             frame-ancestors {ancestors}",
            csp::hash(SCRIPT),
            csp::hash(&style)
        );
        (page, policy)
    }

    fn style(&self) -> String {
        let (light, dark) = (&self.colors.light, &self.colors.dark);
        let (of_light, of_dark) = (variables(light, false), variables(dark, true));
        let mut style = match self.look.theme {
            Theme::Light => format!(":root{{color-scheme:light;{of_light}}}"),
            Theme::Dark => format!(":root{{color-scheme:dark;{of_dark}}}"),
            Theme::Auto => format!(
                ":root{{color-scheme:light dark;{of_light}}}\
                 @media (prefers-color-scheme:dark){{:root{{{of_dark}}}{}}}",
                self.colors.dark_rules("svg")
            ),
        };
        style.push_str(STYLE);
        style.push_str(self.style);
        style
    }
}

/// The colours of a page around a plot; those of text have a contrast of 4.5 to 1 and more.
fn variables(palette: &Palette, is_dark: bool) -> String {
    let first = palette.series.first().copied().unwrap_or(palette.ink);
    let (accent, quiet, line, late, live, focus) = match is_dark {
        false => ("#0b5675", "#4c5f6a", "#d3dbdd", "#a84a00", "#0b6b50", "#b3470c"),
        true => ("#7cc7e6", "#a3b5be", "#2b3a44", "#ffb066", "#57cf9f", "#ffb070"),
    };
    let default = if is_dark { Palette::dark() } else { Palette::default() };
    let is_brand = default.series.first() != Some(&first);
    let accent = if is_brand { css(first) } else { accent.to_owned() };
    let mut text = format!("--ground:{};--ink:{};", css(palette.ground), css(palette.ink));
    let _ = write!(
        text,
        "--accent:{accent};--quiet:{quiet};--line:{line};--late:{late};--live:{live};--focus:{focus}"
    );
    text
}

/// Lines of text as a list; nothing when there are none.
pub fn messages(lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let items: String = lines.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
    format!("<ul class=\"messages\">{items}</ul>")
}

/// What scripts need on a page without a plot: words for ages.
pub fn data_of_words(words: &Words) -> serde_json::Value {
    serde_json::json!({
        "now": words.just_now, "ago": words.ago, "ahead": words.ahead,
        "units": words.age_units, "keys": words.read_with_keys,
    })
}
