//! Text search: every term must occur, in any order and any column, without case and accents; the rows that fit best
//! come first. A word that occurs nowhere is taken for a slip of the fingers.
//!
//! The distinct words of all texts are few beside the texts: a term is looked for among them, and each says in which texts
//! it stands. A text is a site, or a word of a vocabulary, and says for all its rows how well they fit.

mod folded;
mod texts;
mod typo;

pub use folded::FoldedRows;

use crate::catalog::Catalog;
use crate::text::fold;
use std::collections::HashMap;
use texts::Texts;

/// The terms of a search text: words, and phrases in double quotes.
pub fn terms(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut terms = Vec::new();
    for (at, part) in folded.split('"').enumerate() {
        if at % 2 == 1 {
            terms.push(part.trim().to_owned());
        } else {
            terms.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    terms.retain(|term| !term.is_empty());
    terms
}

/// How well a word fits a term, the best last; four bits of a score.
const SLIP: u8 = 1;
const INSIDE: u8 = 2;
const BEGINS: u8 = 3;
const WHOLE: u8 = 4;

/// Every word of a catalog, and where it stands.
#[derive(Debug, Clone)]
pub struct SearchIndex {
    words: FoldedRows,
    /// For each word where its places begin in `places`; one more at the end.
    starts: Vec<u32>,
    /// Texts, with the weight of the field.
    places: Vec<(u32, u8)>,
    texts: Texts,
}

impl SearchIndex {
    /// Reads the words of a catalog.
    pub fn new(catalog: &Catalog) -> Self {
        let texts = Texts::of(catalog);
        let mut words = FoldedRows::default();
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut found: Vec<(u32, u32, u8)> = Vec::new();
        let mut folded = String::new();
        texts.each_field(catalog, |text, weight, field| {
            folded.clear();
            crate::text::fold_into(field, &mut folded);
            for word in folded.split_whitespace() {
                let number = match known.get(word) {
                    Some(number) => *number,
                    None => {
                        words.push_folded(word);
                        known.insert(word.to_owned(), words.count() as u32 - 1);
                        words.count() as u32 - 1
                    }
                };
                found.push((number, text, weight));
            }
        });
        let mut starts = vec![0u32; words.count() + 1];
        found.iter().for_each(|(word, ..)| starts[*word as usize + 1] += 1);
        for word in 1..starts.len() {
            starts[word] += starts[word - 1];
        }
        let mut next = starts.clone();
        let mut places = vec![(0, 0); found.len()];
        for (word, text, weight) in found {
            let slot = &mut next[word as usize];
            places[*slot as usize] = (text, weight);
            *slot += 1;
        }
        Self { words, starts, places, texts }
    }

    /// How well each datastream fits all terms, 0 for those that do not.
    pub fn scores(&self, catalog: &Catalog, terms: &[String]) -> Vec<u8> {
        let mut totals = vec![u16::from(!terms.is_empty()); catalog.len()];
        for term in terms {
            let of_texts = if term.contains(char::is_whitespace) {
                self.phrase(catalog, term)
            } else {
                self.word(term)
            };
            let mut best = self.texts.of_rows(catalog, &of_texts);
            for row in catalog.rows_of_id(term) {
                best[row as usize] = WHOLE << 4;
            }
            for (total, best) in totals.iter_mut().zip(best) {
                *total = if best == 0 || *total == 0 { 0 } else { *total + u16::from(best) };
            }
        }
        let count = terms.len().max(1) as u16;
        totals.into_iter().map(|total| (total.div_ceil(count)).min(255) as u8).collect()
    }

    /// The score of each text for a word.
    fn word(&self, term: &str) -> Vec<u8> {
        let mut of_texts = vec![0u8; self.texts.len()];
        let mut any = false;
        self.words.each_holding(term, |word| {
            any = true;
            self.note(word, how_well(self.words.get(word), term), &mut of_texts);
        });
        let letters = term.chars().count();
        let slips = typo::slips_allowed(letters);
        let is_a_word = term.bytes().all(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
        if !any && slips > 0 && is_a_word {
            for word in 0..self.words.count() {
                if typo::is_slip(term.as_bytes(), core_of(self.words.get(word)).as_bytes(), slips) {
                    self.note(word, SLIP, &mut of_texts);
                }
            }
        }
        of_texts
    }

    fn note(&self, word: usize, quality: u8, of_texts: &mut [u8]) {
        let places = self.starts[word] as usize..self.starts[word + 1] as usize;
        for (text, weight) in &self.places[places] {
            let slot = &mut of_texts[*text as usize];
            *slot = (*slot).max(quality << 4 | weight);
        }
    }

    /// The score of each text for a phrase: the texts that hold its words, looked at again.
    fn phrase(&self, catalog: &Catalog, phrase: &str) -> Vec<u8> {
        let mut candidates = vec![true; self.texts.len()];
        for word in phrase.split_whitespace() {
            let mut holding = vec![0u8; self.texts.len()];
            self.words.each_holding(word, |at| self.note(at, INSIDE, &mut holding));
            candidates.iter_mut().zip(holding).for_each(|(still, score)| *still &= score > 0);
        }
        let mut of_texts = vec![0u8; self.texts.len()];
        for text in (0..self.texts.len()).filter(|text| candidates[*text]) {
            self.texts.each_field_of(catalog, text as u32, |_, weight, field| {
                if fold(field).contains(phrase) {
                    of_texts[text] = of_texts[text].max(WHOLE << 4 | weight);
                }
            });
        }
        of_texts
    }

    /// Bytes in memory, about.
    pub fn bytes(&self) -> usize {
        8 * self.places.len() + 4 * self.starts.len() + 12 * self.words.count()
    }
}

/// A word without the signs around it.
fn core_of(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// How well a word that contains a term fits it.
fn how_well(word: &str, term: &str) -> u8 {
    let core = core_of(word);
    if core == core_of(term) {
        return WHOLE;
    }
    let begins = word.match_indices(term).any(|(at, _)| {
        word[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
    });
    if begins { BEGINS } else { INSIDE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_quoted_phrases_are_terms() {
        assert_eq!(terms(r#"pH "Mill  Brook" Río"#), ["ph", "mill  brook", "rio"]);
        assert_eq!(terms(r#"  "open phrase"#), ["open phrase"]);
        assert!(terms(r#" "" "#).is_empty());
    }

    #[test]
    fn a_whole_word_fits_better_than_its_beginning_and_that_better_than_its_inside() {
        let fits = |word| how_well(word, "mill");
        assert_eq!(
            [fits("(mill)"), fits("lr_mill"), fits("miller"), fits("windmill")],
            [WHOLE, BEGINS, BEGINS, INSIDE]
        );
    }
}
