//! Words that many rows share, kept once; rows hold their index.

use gagehouse_model::Quality;
use std::collections::HashMap;
use std::hash::Hash;

/// What can be kept once for many rows.
pub(crate) trait Word: Clone + Default + Eq + Hash {
    /// The word that stands for all that no longer fit.
    fn too_many() -> Self;
}

impl Word for Quality {
    fn too_many() -> Self {
        Self { code: Some("too many different qualities to keep".to_owned()), qualifiers: vec![] }
    }
}

impl Word for String {
    fn too_many() -> Self {
        "too many different texts to keep".to_owned()
    }
}

/// Up to 65,536 words, the first of which says nothing; what comes after shares one word that says so.
#[derive(Debug, Clone)]
pub(crate) struct Dictionary<W> {
    words: Vec<W>,
    index_of: HashMap<W, u16>,
}

impl<W: Word> Default for Dictionary<W> {
    fn default() -> Self {
        Self { words: vec![W::default()], index_of: HashMap::from([(W::default(), 0)]) }
    }
}

impl<W: Word> Dictionary<W> {
    /// The index of a word; a new one is added.
    pub(crate) fn index_of(&mut self, word: &W) -> u16 {
        if let Some(&index) = self.index_of.get(word) {
            return index;
        }
        match u16::try_from(self.words.len()) {
            Ok(index) => {
                let word = if index == u16::MAX { W::too_many() } else { word.clone() };
                self.index_of.insert(word.clone(), index);
                self.words.push(word);
                index
            }
            Err(_) => u16::MAX,
        }
    }

    /// For each word of another dictionary its index here, where it is added if it is new.
    pub(crate) fn indices_of(&mut self, other: &[W]) -> Vec<u16> {
        other.iter().map(|word| self.index_of(word)).collect()
    }

    /// All words; entry 0 says nothing.
    pub(crate) fn words(&self) -> &[W] {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endless_different_words_end_in_one_that_says_so() {
        let mut words = Dictionary::<Quality>::default();
        let word = |number: i32| Quality::from_qualifiers([number.to_string()]);
        for number in 0..70_000 {
            words.index_of(&word(number));
        }
        assert_eq!(words.index_of(&word(65_533)), 65_534);
        let last = words.index_of(&word(69_999));
        assert_eq!(words.words()[usize::from(last)], Quality::too_many());
        assert_eq!(words.words().len(), 65_536);
    }
}
