//! The stretch of time a plot shows.

use super::QueryProblem;
use super::period::Period;
use crate::navigate::LONGEST_US;
use gagehouse_model::{TimeRange, TimeUs};

/// What stretch of time is shown: one that ends with the data, or one of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    /// The last part of the data.
    Period(Period),
    /// Between two instants, of which one may be left to the data. At least one is given, and `from`
    /// lies before `to`.
    Span {
        /// First instant shown; where the data begin when absent.
        from: Option<TimeUs>,
        /// First instant not shown; where the data end when absent.
        to: Option<TimeUs>,
    },
}

impl Default for Window {
    fn default() -> Self {
        Self::Period(Period::default())
    }
}

impl From<TimeRange> for Window {
    fn from(range: TimeRange) -> Self {
        Self::Span { from: Some(range.start), to: Some(range.end) }
    }
}

impl Window {
    /// The instants, given where the data begin and end; `None` when nothing lies between them.
    pub fn range(self, data: TimeRange) -> Option<TimeRange> {
        match self {
            Self::Period(period) => {
                // Of a record that is shorter than the period, all is shown, and nothing before it.
                let start = period.start_before(data.end).unwrap_or(data.start);
                TimeRange::new(start.max(data.start), data.end)
            }
            Self::Span { from, to } => {
                TimeRange::new(from.unwrap_or(data.start), to.unwrap_or(data.end))
            }
        }
    }
}

/// The parameters that make a window, before it is known whether they fit together.
#[derive(Debug, Default)]
pub(super) struct WindowParts {
    pub(super) from: Option<TimeUs>,
    pub(super) to: Option<TimeUs>,
    pub(super) period: Option<Period>,
}

impl WindowParts {
    /// The window, and what of the parameters is not used for it.
    pub(super) fn window(self) -> (Window, Option<QueryProblem>) {
        let problem = |name: &str, value: String, reason: &str| {
            Some(QueryProblem { name: name.to_owned(), value, reason: reason.to_owned() })
        };
        let by_period = self.period.map(Window::Period);
        match (self.from, self.to) {
            (None, None) => (by_period.unwrap_or_default(), None),
            (Some(from), Some(to)) if from >= to => {
                let reason = "it does not lie after from";
                (by_period.unwrap_or_default(), problem("to", to.to_rfc3339(), reason))
            }
            (Some(from), Some(to)) if to.0.saturating_sub(from.0) > LONGEST_US => {
                let reason = "a plot shows a thousand years at most, those that begin with from";
                let window =
                    Window::Span { from: Some(from), to: Some(TimeUs(from.0 + LONGEST_US)) };
                (window, problem("to", to.to_rfc3339(), reason))
            }
            (from, to) => {
                let unused = self.period.and_then(|period| {
                    problem("p", period.to_string(), "from and to are given, they decide")
                });
                (Window::Span { from, to }, unused)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::time::DAY_US;

    fn data() -> TimeRange {
        TimeRange { start: TimeUs(0), end: TimeUs(1_000) }
    }

    #[test]
    fn an_open_side_is_where_the_data_end() {
        let range = |from: Option<i64>, to: Option<i64>| {
            Window::Span { from: from.map(TimeUs), to: to.map(TimeUs) }
                .range(data())
                .map(|range| (range.start.0, range.end.0))
        };
        assert_eq!(range(Some(10), None), Some((10, 1_000)));
        assert_eq!(range(None, Some(10)), Some((0, 10)));
        assert_eq!(range(Some(1_000), None), None);
        assert_eq!(Window::Period(Period::All).range(data()), Some(data()));
    }

    #[test]
    fn a_period_is_the_end_of_a_long_record_and_all_of_a_short_one() {
        let week = Window::Period(Period::days(7));
        assert_eq!(week.range(data()), Some(data()));
        let start = TimeUs(-30 * DAY_US);
        let range = week.range(TimeRange { start, ..data() });
        assert_eq!(range.map(TimeRange::len_us), Some(7 * DAY_US));
    }

    #[test]
    fn instants_decide_over_a_period_and_reversed_ones_are_refused() {
        let parts = WindowParts { from: Some(TimeUs(5)), to: None, period: Some(Period::All) };
        let (window, problem) = parts.window();
        assert_eq!(window, Window::Span { from: Some(TimeUs(5)), to: None });
        assert_eq!(problem.map(|p| p.name), Some("p".to_owned()));
        let parts = WindowParts { from: Some(TimeUs(5)), to: Some(TimeUs(5)), period: None };
        let (window, problem) = parts.window();
        assert_eq!(window, Window::default());
        assert_eq!(problem.map(|p| p.name), Some("to".to_owned()));
    }

    #[test]
    fn more_than_a_thousand_years_are_cut_and_the_reader_is_told() {
        let (from, to) = ["0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z"]
            .map(|time| time.parse::<TimeUs>().unwrap())
            .into();
        let parts = WindowParts { from: Some(from), to: Some(to), period: None };
        let (window, problem) = parts.window();
        let cut = TimeUs(from.0 + LONGEST_US);
        assert_eq!(window, Window::Span { from: Some(from), to: Some(cut) });
        assert_eq!(problem.map(|p| p.name), Some("to".to_owned()));
    }
}
