//! Names of datastreams with placeholders for what else is known of them.
//!
//! Services name a datastream after its variable and its site ("Stage at Mill Brook"): a hundred thousand names that
//! say nothing new. Kept as "⟨variable⟩ at ⟨site⟩" they are a handful of words.

use std::borrow::Cow;

const VARIABLE: char = '\u{1}';
const SITE: char = '\u{2}';
const SITE_CODE: char = '\u{3}';

/// What a name may be made of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'a> {
    /// Name of the variable.
    pub variable: Option<&'a str>,
    /// Name of the site.
    pub site: Option<&'a str>,
    /// Code of the site.
    pub site_code: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// Each part with its placeholder, the longer texts first: a code may be part of a name.
    fn by_length(self) -> Vec<(char, &'a str)> {
        let parts = [(VARIABLE, self.variable), (SITE, self.site), (SITE_CODE, self.site_code)];
        let mut parts: Vec<_> = parts
            .into_iter()
            .filter_map(|(mark, text)| Some((mark, text.filter(|text| text.len() > 1)?)))
            .collect();
        parts.sort_by_key(|(_, text)| std::cmp::Reverse(text.len()));
        parts
    }
}

/// A name with placeholders. Control characters, which no name needs, become blanks.
pub fn shortened(name: &str, parts: Parts) -> String {
    let clean = name.replace(char::is_control, " ");
    let short = parts
        .by_length()
        .into_iter()
        .fold(clean.clone(), |short, (mark, text)| short.replacen(text, &mark.to_string(), 1));
    if expanded(&short, parts) == clean { short } else { clean }
}

/// The name that a shortened one stands for.
pub fn expanded<'a>(short: &'a str, parts: Parts<'a>) -> Cow<'a, str> {
    if !short.contains(char::is_control) {
        return Cow::Borrowed(short);
    }
    let mut name = String::with_capacity(short.len() + 40);
    for letter in short.chars() {
        let part = match letter {
            VARIABLE => parts.variable,
            SITE => parts.site,
            SITE_CODE => parts.site_code,
            _ => {
                name.push(letter);
                continue;
            }
        };
        name.push_str(part.unwrap_or(""));
    }
    Cow::Owned(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_one_pattern_are_one_word() {
        let at = |site| Parts { variable: Some("Stage"), site: Some(site), site_code: Some("007") };
        let short = shortened("Stage at Mill Brook (007)", at("Mill Brook"));
        assert_eq!(short, shortened("Stage at Río Seco (007)", at("Río Seco")));
        assert_eq!(expanded(&short, at("Río Seco")), "Stage at Río Seco (007)");
    }

    proptest! {
        #[test]
        fn a_shortened_name_reads_back(name in "[ab ]{0,8}", variable in "[ab]{0,3}", site in "[ab]{0,3}") {
            let parts = Parts { variable: Some(&variable), site: Some(&site), site_code: Some("b") };
            let short = shortened(&name, parts);
            prop_assert_eq!(expanded(&short, parts), name);
        }
    }
}
