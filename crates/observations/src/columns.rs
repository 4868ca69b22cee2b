//! Observations of one datastream side by side: the form in which a decoded page travels.

use crate::dictionary::Dictionary;
use crate::sparse::SparseColumn;
use gagehouse_model::Quality;

/// Times, results and qualities of one datastream, row by row in arrays of one length.
///
/// A missing result is a NaN. A result that is a text (a state such as `Ice`) is a NaN too, and its row
/// refers to the text in a dictionary. The number a datastream uses for "no data" stays as the source
/// wrote it: the series knows that number, the page does not. Rows keep the order in which they were
/// pushed. Ends of intervals and texts take memory only in pages that have some.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    pub(crate) time_us: Vec<i64>,
    pub(crate) value: Vec<f64>,
    pub(crate) quality: Vec<u16>,
    pub(crate) duration_us: SparseColumn<i64>,
    pub(crate) state: SparseColumn<u16>,
    // Apart, so that a page that is handed on stays small.
    pub(crate) qualities: Box<Dictionary<Quality>>,
    pub(crate) states: Box<Dictionary<String>>,
}

impl Columns {
    /// No rows yet, with room for `rows`.
    pub fn with_capacity(rows: usize) -> Self {
        Self {
            time_us: Vec::with_capacity(rows),
            value: Vec::with_capacity(rows),
            quality: Vec::with_capacity(rows),
            ..Self::default()
        }
    }

    /// Appends a row. `quality_index` is 0 when nothing is said, else what [`Self::quality_index`] gave.
    #[inline]
    pub fn push(&mut self, time_us: i64, value: f64, quality_index: u16) {
        self.push_interval((time_us, time_us), value, quality_index);
    }

    /// Appends a row whose time is an interval with two ends; with equal ends it is an instant.
    #[inline]
    pub fn push_interval(
        &mut self,
        (start_us, end_us): (i64, i64),
        value: f64,
        quality_index: u16,
    ) {
        debug_assert!(usize::from(quality_index) < self.qualities.words().len());
        let row = self.time_us.len();
        self.duration_us.push(row, end_us.saturating_sub(start_us));
        self.state.push(row, 0);
        self.time_us.push(start_us);
        self.value.push(value);
        self.quality.push(quality_index);
    }

    /// Appends a row whose result is a text; with an empty one it is missing.
    pub fn push_state(&mut self, (start_us, end_us): (i64, i64), state: &str, quality_index: u16) {
        let state = self.states.index_of(&state.to_owned());
        self.push_interval((start_us, end_us), f64::NAN, quality_index);
        self.state.replace_last(self.time_us.len(), state);
    }

    /// The index by which rows refer to a quality; a new one is added to the dictionary.
    ///
    /// The dictionary holds 65,535 entries; what comes after shares one entry that says so.
    pub fn quality_index(&mut self, quality: &Quality) -> u16 {
        self.qualities.index_of(quality)
    }

    /// The same rows with other values: every value becomes `map` of it.
    pub fn mapped(&self, map: impl Fn(f64) -> f64) -> Self {
        let mut mapped = self.clone();
        mapped.value.iter_mut().for_each(|value| *value = map(*value));
        mapped
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
        self.qualities.words()
    }

    /// What is said about a row; `None` outside the rows.
    pub fn quality_at(&self, row: usize) -> Option<&Quality> {
        self.quality.get(row).and_then(|index| self.quality_words().get(usize::from(*index)))
    }

    /// How long the interval of a row lasts, in microseconds; 0 for an instant and outside the rows.
    #[inline]
    pub fn duration_us_at(&self, row: usize) -> i64 {
        self.duration_us.get(row)
    }

    /// The text that is the result of a row; `None` when the result is a number or missing.
    pub fn state_at(&self, row: usize) -> Option<&str> {
        let index = self.state.get(row);
        (index != 0).then(|| self.state_words()[usize::from(index)].as_str())
    }

    /// Index into [`Self::state_words`] of a row's text; 0 when it has none.
    #[inline]
    pub fn state_index_at(&self, row: usize) -> u16 {
        self.state.get(row)
    }

    /// The dictionary of texts; entry 0 is none.
    pub fn state_words(&self) -> &[String] {
        self.states.words()
    }

    /// Appends all rows of another page.
    pub fn append(&mut self, other: &Self) {
        let quality_here = self.qualities.indices_of(other.quality_words());
        let state_here = self.states.indices_of(other.state_words());
        let (rows, count) = (self.len(), other.len());
        self.time_us.extend_from_slice(&other.time_us);
        self.value.extend_from_slice(&other.value);
        self.quality.extend(other.quality.iter().map(|index| quality_here[usize::from(*index)]));
        self.duration_us.extend(rows, count, |row| other.duration_us.get(row));
        self.state.extend(rows, count, |row| state_here[usize::from(other.state.get(row))]);
    }

    /// The rows of both in order of time, then result, equal rows once; of those the last one's quality stays.
    pub fn merged(mut self, later: &Self) -> Self {
        self.append(later);
        let order = |a: usize, b: usize| {
            let times = self.time_us[a].cmp(&self.time_us[b]);
            let values = || self.value[a].total_cmp(&self.value[b]);
            let ends = || self.duration_us.get(a).cmp(&self.duration_us.get(b));
            let states = || self.state.get(a).cmp(&self.state.get(b));
            times.then_with(values).then_with(ends).then_with(states)
        };
        let mut rows: Vec<usize> = (0..self.len()).collect();
        rows.sort_by(|a, b| order(*a, *b).then(b.cmp(a)));
        rows.dedup_by(|later, earlier| order(*later, *earlier).is_eq());
        self.picked(&rows)
    }

    /// Some of the rows, by their indices (all below [`Self::len`]), with a dictionary of what they say.
    pub fn picked(&self, rows: &[usize]) -> Self {
        let mut picked = Self::with_capacity(rows.len());
        // A word is looked up for its first row only.
        let mut quality_there = vec![None; self.quality_words().len()];
        let mut state_there = vec![None; self.state_words().len()];
        for (number, &row) in rows.iter().enumerate() {
            let (quality, state) =
                (usize::from(self.quality[row]), usize::from(self.state.get(row)));
            let quality = *quality_there[quality]
                .get_or_insert_with(|| picked.qualities.index_of(&self.quality_words()[quality]));
            let state = *state_there[state]
                .get_or_insert_with(|| picked.states.index_of(&self.state_words()[state]));
            picked.time_us.push(self.time_us[row]);
            picked.value.push(self.value[row]);
            picked.quality.push(quality);
            picked.duration_us.push(number, self.duration_us.get(row));
            picked.state.push(number, state);
        }
        picked
    }
}

/// Equal rows in equal order: values bit for bit (so NaN equals NaN), qualities and texts by what they say.
impl PartialEq for Columns {
    fn eq(&self, other: &Self) -> bool {
        self.time_us == other.time_us
            && self.value.iter().map(|v| v.to_bits()).eq(other.value.iter().map(|v| v.to_bits()))
            && (0..self.len()).all(|row| {
                self.quality_at(row) == other.quality_at(row)
                    && self.duration_us.get(row) == other.duration_us.get(row)
                    && self.state_at(row) == other.state_at(row)
            })
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
    fn ends_and_texts_stay_with_their_rows_when_pages_join_and_rows_are_picked() {
        let mut first = Columns::default();
        first.push(1, 1.0, 0);
        first.push_state((2, 2), "Ice", 0);
        let mut second = Columns::default();
        second.push_state((3, 3), "Open", 0);
        second.push_interval((4, 14), 2.5, 0);
        second.push_state((5, 15), "Ice", 0);
        first.append(&second);
        let told = |page: &Columns| -> Vec<(i64, Option<String>)> {
            let row = |row| (page.duration_us_at(row), page.state_at(row).map(str::to_owned));
            (0..page.len()).map(row).collect()
        };
        let ice = Some("Ice".to_owned());
        assert_eq!(
            told(&first),
            [
                (0, None),
                (0, ice.clone()),
                (0, Some("Open".to_owned())),
                (10, None),
                (10, ice.clone())
            ]
        );
        assert_eq!(first.state_index_at(1), first.state_index_at(4));
        assert_eq!(told(&first.picked(&[4, 0])), [(10, ice), (0, None)]);
    }

    #[test]
    fn a_page_read_again_takes_the_place_of_its_rows() {
        let mut held = Columns::default();
        let p = held.quality_index(&Quality::from_qualifiers(["P"]));
        held.push(1, 1.0, p);
        held.push(3, f64::NAN, p);
        let mut again = Columns::default();
        let a = again.quality_index(&Quality::from_qualifiers(["A"]));
        again.push(2, 2.0, a);
        again.push(1, 1.0, a);
        again.push(3, f64::NAN, a);
        let merged = held.merged(&again);
        let labels: Vec<_> = (0..3).map(|row| merged.quality_at(row).unwrap().label()).collect();
        assert_eq!((merged.time_us(), labels), (&[1i64, 2, 3][..], vec!["A".to_owned(); 3]));
    }
}
