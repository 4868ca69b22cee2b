//! Texts as results: stretches of time over which a series says the same.

use crate::series::Series;
use gagehouse_model::{TimeRange, TimeUs};

/// A stretch over which a state holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateRun {
    /// Time of its first row.
    pub start: TimeUs,
    /// Until when it is known to hold: the time of the next row when the step there is no gap, else the
    /// end of its last row's interval (that row's time when it is an instant).
    pub end: TimeUs,
    /// Index into [`Series::state_words`]; `None` where several states are too short to be told apart.
    pub state: Option<u16>,
    /// Rows in it.
    pub rows: u64,
}

impl Series {
    /// The states of a window in order of time, beginning with the one that reaches into it.
    ///
    /// Runs that end within one of `columns` columns of equal time are joined with what follows them in
    /// that column; a joined run of different states has none. Rows without a text end a run.
    /// Costs as much as the rows of the window.
    pub fn states(&self, window: TimeRange, columns: u32) -> Vec<StateRun> {
        let rows = self.indices(window);
        let mut runs: Vec<StateRun> = Vec::new();
        let first = rows.start.saturating_sub(1);
        for row in (first..rows.end).filter_map(|index| self.row(index)) {
            let next = self.row(row.index + 1).map(|next| next.time);
            let limit_us = self.longest_step_us().unwrap_or(i64::MAX);
            let joined = next.filter(|next| next.0.saturating_sub(row.time.0) <= limit_us);
            let end = joined.unwrap_or(row.end());
            let reaches_in = row.time >= window.start || end > window.start;
            if row.state == 0 || !reaches_in {
                continue;
            }
            match runs.last_mut() {
                Some(run) if run.end >= row.time && run.state == Some(row.state) => {
                    run.end = end.max(run.end);
                    run.rows += 1;
                }
                _ => runs.push(StateRun { start: row.time, end, state: Some(row.state), rows: 1 }),
            }
        }
        joined_within_columns(runs, window, columns.max(1))
    }
}

/// Joins neighbouring runs that begin and end in one column.
fn joined_within_columns(runs: Vec<StateRun>, window: TimeRange, columns: u32) -> Vec<StateRun> {
    let column_us = (window.len_us() / i64::from(columns)).max(1);
    let column = |time: TimeUs| time.0.saturating_sub(window.start.0).div_euclid(column_us);
    let mut shown: Vec<StateRun> = Vec::new();
    for run in runs {
        match shown.last_mut() {
            Some(last) if last.end >= run.start && column(last.start) == column(run.end) => {
                last.end = run.end;
                last.rows += run.rows;
                last.state = last.state.filter(|state| run.state == Some(*state));
            }
            _ => shown.push(run),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Columns, SeriesOptions};

    fn series(rows: &[(i64, &str)]) -> Series {
        let mut page = Columns::default();
        for &(time_us, state) in rows {
            page.push_state((time_us, time_us), state, 0);
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        series
    }

    fn told(series: &Series, window: (i64, i64), columns: u32) -> Vec<(i64, i64, String, u64)> {
        let window = TimeRange { start: TimeUs(window.0), end: TimeUs(window.1) };
        let word = |state: Option<u16>| {
            state.map_or("several", |state| series.state_words()[usize::from(state)].as_str())
        };
        let runs = series.states(window, columns);
        runs.iter()
            .map(|run| (run.start.0, run.end.0, word(run.state).to_owned(), run.rows))
            .collect()
    }

    #[test]
    fn a_state_holds_until_another_is_said_but_not_across_a_gap() {
        let series = series(&[
            (0, "Open"),
            (10, "Open"),
            (20, "Ice"),
            (30, "Ice"),
            (500, "Open"),
            (510, "Open"),
        ]);
        assert_eq!(
            told(&series, (0, 1_000), 1_000),
            [
                (0, 20, "Open".to_owned(), 2),
                (20, 30, "Ice".to_owned(), 2),
                (500, 510, "Open".to_owned(), 2),
            ]
        );
    }

    #[test]
    fn a_view_begins_with_the_state_that_reaches_into_it() {
        let series = series(&[(0, "Open"), (10, "Ice"), (20, "Ice"), (30, "Ice")]);
        assert_eq!(
            told(&series, (5, 12), 7),
            [(0, 10, "Open".to_owned(), 1), (10, 20, "Ice".to_owned(), 1)]
        );
        assert_eq!(told(&series, (25, 28), 3), [(20, 30, "Ice".to_owned(), 1)]);
    }

    #[test]
    fn a_missing_result_ends_a_state() {
        let mut page = Columns::default();
        page.push_state((0, 0), "Ice", 0);
        page.push(10, f64::NAN, 0);
        page.push_state((20, 20), "Ice", 0);
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        assert_eq!(
            told(&series, (0, 100), 100),
            [(0, 10, "Ice".to_owned(), 1), (20, 20, "Ice".to_owned(), 1)]
        );
        let window = TimeRange { start: TimeUs(0), end: TimeUs(100) };
        let statistics = series.statistics(window);
        assert_eq!((statistics.count, statistics.missing, statistics.states), (0, 1, 2));
    }

    #[test]
    fn states_too_short_to_see_are_one_run_that_names_none() {
        let rows: Vec<(i64, &str)> =
            (0..1_000).map(|i| (i * 10, if i % 2 == 0 { "On" } else { "Off" })).collect();
        let series = series(&rows);
        let runs = told(&series, (0, 10_000), 4);
        assert!(runs.len() <= 8, "{runs:?}");
        assert_eq!(runs.iter().map(|run| run.3).sum::<u64>(), 1_000);
        assert!(runs.iter().any(|run| run.2 == "several"));
    }
}
