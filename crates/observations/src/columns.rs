//! Observations of one datastream side by side: the form in which a decoded page travels.

use gagehouse_model::Quality;
use std::collections::HashMap;

/// What stands in the last slot of the dictionary when a page says more different things than fit.
const TOO_MANY_QUALITIES: &str = "too many different qualities to keep";

/// Times, values and qualities of one datastream, row by row in three arrays of one length.
///
/// A missing result is a NaN. The number a datastream uses for "no data" stays as the source wrote it:
/// the series knows that number, the page does not. Rows keep the order in which they were pushed.
#[derive(Debug, Clone)]
pub struct Columns {
    time_us: Vec<i64>,
    value: Vec<f64>,
    quality: Vec<u16>,
    quality_words: Vec<Quality>,
    index_of_quality: HashMap<Quality, u16>,
}

impl Default for Columns {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl Columns {
    /// No rows yet, with room for `rows`.
    pub fn with_capacity(rows: usize) -> Self {
        Self {
            time_us: Vec::with_capacity(rows),
            value: Vec::with_capacity(rows),
            quality: Vec::with_capacity(rows),
            quality_words: vec![Quality::default()],
            index_of_quality: HashMap::from([(Quality::default(), 0)]),
        }
    }

    /// Appends a row. `quality_index` is 0 when nothing is said, else what [`Self::quality_index`] gave.
    #[inline]
    pub fn push(&mut self, time_us: i64, value: f64, quality_index: u16) {
        debug_assert!(usize::from(quality_index) < self.quality_words.len());
        self.time_us.push(time_us);
        self.value.push(value);
        self.quality.push(quality_index);
    }

    /// The index by which rows refer to a quality; a new one is added to the dictionary.
    ///
    /// The dictionary holds 65,535 entries; what comes after shares one entry that says so.
    pub fn quality_index(&mut self, quality: &Quality) -> u16 {
        if let Some(&index) = self.index_of_quality.get(quality) {
            return index;
        }
        match u16::try_from(self.quality_words.len()) {
            Ok(index) => {
                let word = if index == u16::MAX {
                    Quality { code: Some(TOO_MANY_QUALITIES.to_owned()), qualifiers: Vec::new() }
                } else {
                    quality.clone()
                };
                self.index_of_quality.insert(word.clone(), index);
                self.quality_words.push(word);
                index
            }
            Err(_) => u16::MAX,
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.time_us.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.time_us.is_empty()
    }

    /// Times, microseconds of UTC.
    pub fn time_us(&self) -> &[i64] {
        &self.time_us
    }

    /// Results; NaN where the source has none.
    pub fn value(&self) -> &[f64] {
        &self.value
    }

    /// Indices into [`Self::quality_words`].
    pub fn quality(&self) -> &[u16] {
        &self.quality
    }

    /// The dictionary of qualities; entry 0 says nothing.
    pub fn quality_words(&self) -> &[Quality] {
        &self.quality_words
    }

    /// What is said about a row; `None` outside the rows.
    pub fn quality_at(&self, row: usize) -> Option<&Quality> {
        self.quality.get(row).and_then(|index| self.quality_words.get(usize::from(*index)))
    }

    /// Appends all rows of another page.
    pub fn append(&mut self, other: &Self) {
        let index_here: Vec<u16> =
            other.quality_words.iter().map(|word| self.quality_index(word)).collect();
        self.time_us.extend_from_slice(&other.time_us);
        self.value.extend_from_slice(&other.value);
        self.quality.extend(other.quality.iter().map(|index| index_here[usize::from(*index)]));
    }

    /// Some of the rows, by their indices (all below [`Self::len`]), with a dictionary of what they say.
    pub fn picked(&self, rows: &[usize]) -> Self {
        let mut picked = Self::with_capacity(rows.len());
        for &row in rows {
            let quality = self.quality_at(row).map_or(0, |quality| picked.quality_index(quality));
            picked.push(self.time_us[row], self.value[row], quality);
        }
        picked
    }
}

/// Equal rows in equal order: values bit for bit (so NaN equals NaN), qualities by what they say.
impl PartialEq for Columns {
    fn eq(&self, other: &Self) -> bool {
        self.time_us == other.time_us
            && self.value.iter().map(|v| v.to_bits()).eq(other.value.iter().map(|v| v.to_bits()))
            && (0..self.len()).all(|row| self.quality_at(row) == other.quality_at(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_what_was_said_about_them() {
        let mut page = Columns::with_capacity(2);
        let estimated = page.quality_index(&Quality::from_qualifiers(["A", "e"]));
        page.push(1, 2.5, estimated);
        page.push(2, f64::NAN, 0);
        assert_eq!(page.quality_index(&Quality::from_qualifiers(["A", "e"])), estimated);
        assert_eq!(page.quality_at(0).unwrap().label(), "A, e");
        assert!(page.quality_at(1).unwrap().is_empty());
        assert_eq!(page.quality_at(2), None);
    }

    #[test]
    fn pages_with_different_dictionaries_join_by_meaning() {
        let mut first = Columns::default();
        let p = first.quality_index(&Quality::from_qualifiers(["P"]));
        first.push(1, 1.0, p);
        let mut second = Columns::default();
        let a = second.quality_index(&Quality::from_qualifiers(["A"]));
        let p = second.quality_index(&Quality::from_qualifiers(["P"]));
        second.push(2, 2.0, a);
        second.push(3, 3.0, p);
        first.append(&second);
        let labels: Vec<String> =
            (0..3).map(|row| first.quality_at(row).unwrap().label()).collect();
        assert_eq!(labels, ["P", "A", "P"]);
    }

    #[test]
    fn a_page_equals_another_with_the_same_rows_and_another_dictionary_order() {
        let mut first = Columns::default();
        first.quality_index(&Quality::from_qualifiers(["unused"]));
        let p = first.quality_index(&Quality::from_qualifiers(["P"]));
        first.push(1, f64::NAN, p);
        let mut second = Columns::default();
        let p = second.quality_index(&Quality::from_qualifiers(["P"]));
        second.push(1, f64::NAN, p);
        assert_eq!(first, second);
        second.push(2, 0.0, 0);
        assert_ne!(first, second);
    }

    #[test]
    fn a_page_of_endless_different_qualities_says_that_it_lost_count() {
        let mut page = Columns::default();
        for number in 0..70_000 {
            let index = page.quality_index(&Quality::from_qualifiers([number.to_string()]));
            page.push(number, 0.0, index);
        }
        assert_eq!(page.quality_at(65_533).unwrap().label(), "65533");
        assert_eq!(page.quality_at(69_999).unwrap().label(), TOO_MANY_QUALITIES);
        assert_eq!(page.quality_words().len(), 65_536);
    }
}
