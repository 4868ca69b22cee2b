//! A column that takes no memory while every row holds what goes without saying.

/// Values of rows, of which most series have none but the default.
///
/// How many rows there are is known to the other columns, which is why they are counted in.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SparseColumn<T>(Option<Vec<T>>);

impl<T: Copy + Default + PartialEq> SparseColumn<T> {
    /// The value of a row.
    #[inline]
    pub(crate) fn get(&self, row: usize) -> T {
        self.0.as_ref().and_then(|values| values.get(row)).copied().unwrap_or_default()
    }

    /// Appends the value of row number `row`.
    #[inline]
    pub(crate) fn push(&mut self, row: usize, value: T) {
        match &mut self.0 {
            Some(values) => values.push(value),
            None if value == T::default() => {}
            None => {
                let mut values = vec![T::default(); row];
                values.push(value);
                self.0 = Some(values);
            }
        }
    }

    /// Appends `count` values to a column of `rows` rows.
    pub(crate) fn extend(&mut self, rows: usize, count: usize, value: impl Fn(usize) -> T) {
        if self.0.is_some() {
            (0..count).for_each(|row| self.push(rows + row, value(row)));
            return;
        }
        if let Some(first) = (0..count).find(|&row| value(row) != T::default()) {
            (first..count).for_each(|row| self.push(rows + row, value(row)));
        }
    }

    /// Appends the same value `count` times to a column of `rows` rows.
    pub(crate) fn extend_run(&mut self, rows: usize, count: usize, value: T) {
        if self.0.is_none() && value == T::default() {
            return;
        }
        let values = self.0.get_or_insert_with(|| vec![T::default(); rows]);
        values.extend(std::iter::repeat_n(value, count));
    }

    /// The values of `rows` rows as runs of equal ones.
    pub(crate) fn for_each_run(&self, rows: usize, mut run: impl FnMut(usize, T)) {
        match &self.0 {
            None if rows == 0 => {}
            None => run(rows, T::default()),
            Some(values) => values.chunk_by(|a, b| a == b).for_each(|r| run(r.len(), r[0])),
        }
    }

    /// Gives the last of `rows` rows another value.
    pub(crate) fn replace_last(&mut self, rows: usize, value: T) {
        let Some(last) = rows.checked_sub(1) else { return };
        if let Some(values) = &mut self.0 {
            values.truncate(last);
        }
        self.push(last, value);
    }

    /// Whether every row holds the default.
    pub(crate) fn is_default(&self) -> bool {
        self.0.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_taken_with_the_first_value_worth_it() {
        let mut column = SparseColumn::default();
        column.push(0, 0);
        column.push(1, 0);
        column.extend(2, 3, |_| 0);
        assert!(column.is_default());
        column.extend(5, 3, |row| if row == 1 { 7 } else { 0 });
        column.push(8, 9);
        let values: Vec<i64> = (0..10).map(|row| column.get(row)).collect();
        assert_eq!(values, [0, 0, 0, 0, 0, 0, 7, 0, 9, 0]);
    }

    #[test]
    fn runs_come_back_as_they_were_told() {
        let mut column = SparseColumn::default();
        let runs = [(3, 0), (2, 7), (1, 0), (2, 9)];
        let mut rows = 0;
        for (count, value) in runs {
            column.extend_run(rows, count, value);
            rows += count;
        }
        let mut told = Vec::new();
        column.for_each_run(rows, |count, value| told.push((count, value)));
        assert_eq!(told, runs);
        told.clear();
        SparseColumn::<i64>::default().for_each_run(5, |count, value| told.push((count, value)));
        assert_eq!(told, [(5, 0)]);
    }
}
