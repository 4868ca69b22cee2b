//! Folded texts of many rows in one buffer.

use crate::text::fold_into;

/// Stands between the fields of a row; no folded text contains it.
const FIELD_END: char = '\u{1}';

/// Folded texts, row after row.
#[derive(Debug, Clone, Default)]
pub struct FoldedRows {
    text: String,
    ends: Vec<u32>,
}

impl FoldedRows {
    /// Appends a row of some fields.
    pub fn push<'a>(&mut self, fields: impl IntoIterator<Item = Option<&'a str>>) {
        for field in fields.into_iter().flatten() {
            fold_into(field, &mut self.text);
            self.text.push(FIELD_END);
        }
        self.ends.push(self.text.len() as u32);
    }

    /// Appends a row that is folded already.
    pub fn push_folded(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push(FIELD_END);
        self.ends.push(self.text.len() as u32);
    }

    /// The text of a row, with the ends of its fields.
    pub fn get(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        self.text.get(start..self.ends[row] as usize).unwrap_or("")
    }

    /// Number of rows.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// Calls `hit` with each row that contains a folded text, in order.
    pub fn each_holding(&self, text: &str, mut hit: impl FnMut(usize)) {
        let (mut from, mut row) = (0, 0);
        while let Some(found) = self.text.get(from..).and_then(|rest| rest.find(text)) {
            let at = from + found;
            row += self.ends[row..].partition_point(|end| *end as usize <= at);
            hit(row);
            from = self.ends[row] as usize;
        }
    }

    /// For each row whether it contains a folded text.
    pub fn holding(&self, text: &str) -> Vec<bool> {
        let mut rows = vec![false; self.ends.len()];
        self.each_holding(text, |row| rows[row] = true);
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_is_counted_for_its_own_row_only() {
        let mut rows = FoldedRows::default();
        for text in ["", "Aab", "aa aa", "b", ""] {
            rows.push([Some(text), None]);
        }
        assert_eq!(rows.holding("aa"), [false, true, true, false, false]);
        assert_eq!(rows.holding("ab"), [false, true, false, false, false]);
        assert_eq!(rows.holding("bb"), [false; 5]);
    }
}
