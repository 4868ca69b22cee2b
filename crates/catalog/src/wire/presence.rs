//! Which rows of a column have a value.

use super::WireError;

/// Runs of rows with a value, then without, by turns.
#[derive(Debug, Clone)]
pub struct Presence {
    runs: Vec<usize>,
    rows: usize,
}

impl Presence {
    /// Runs that make up `rows` rows.
    pub(super) fn new(runs: Vec<usize>, rows: usize) -> Result<Self, WireError> {
        let total = runs.iter().try_fold(0usize, |sum, run| sum.checked_add(*run));
        if total != Some(rows) {
            return Err(WireError::Content("the rows with a value do not add up"));
        }
        Ok(Self { runs, rows })
    }

    /// How many rows have a value.
    pub fn count(&self) -> usize {
        self.runs.iter().step_by(2).sum()
    }

    /// A value for each row: the next one where there is one, `none` elsewhere.
    pub fn spread<T: Copy>(&self, none: T, mut next: impl FnMut() -> Option<T>) -> Vec<T> {
        let mut all = Vec::with_capacity(self.rows);
        for (at, run) in self.runs.iter().enumerate() {
            match at % 2 {
                0 => (0..*run).for_each(|_| all.push(next().unwrap_or(none))),
                _ => all.resize(all.len() + run, none),
            }
        }
        all
    }
}
