//! The views that the reader came through, to go back to.

use gagehouse_model::{DatastreamRef, TimeRange};

/// Views that are kept.
const MOST: usize = 100;

/// What was shown before, and after going back, what was shown after.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Views {
    earlier: Vec<TimeRange>,
    later: Vec<TimeRange>,
    shown: Option<TimeRange>,
    /// The series that were plotted, in the order of their names.
    series: Vec<DatastreamRef>,
}

impl Views {
    /// Forgets all views when the plotted series are others than before; their order does not matter.
    pub fn keep_for(&mut self, mut series: Vec<DatastreamRef>) {
        series.sort();
        if self.series != series {
            *self = Self { series, ..Self::default() };
        }
    }

    /// A view has come to rest.
    pub fn note(&mut self, view: TimeRange) {
        if self.shown == Some(view) {
            return;
        }
        self.earlier.extend(self.shown);
        if self.earlier.len() > MOST {
            self.earlier.remove(0);
        }
        self.later.clear();
        self.shown = Some(view);
    }

    /// Goes back to the view before.
    pub fn previous(&mut self) -> Option<TimeRange> {
        let view = self.earlier.pop()?;
        self.later.extend(self.shown.replace(view));
        Some(view)
    }

    /// Undoes going back.
    pub fn next(&mut self) -> Option<TimeRange> {
        let view = self.later.pop()?;
        self.earlier.extend(self.shown.replace(view));
        Some(view)
    }

    /// Whether there is a view to go back to.
    pub fn has_previous(&self) -> bool {
        !self.earlier.is_empty()
    }

    /// Whether going back can be undone.
    pub fn has_next(&self) -> bool {
        !self.later.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::TimeUs;

    fn day(number: i64) -> TimeRange {
        TimeRange { start: TimeUs(number), end: TimeUs(number + 1) }
    }

    #[test]
    fn going_back_and_forth_meets_the_same_views_and_a_new_view_ends_the_way_forth() {
        let mut views = Views::default();
        [1, 2, 2, 3].into_iter().for_each(|number| views.note(day(number)));
        assert_eq!(views.previous(), Some(day(2)));
        views.note(day(2));
        assert_eq!(views.previous(), Some(day(1)));
        assert_eq!(views.previous(), None);
        assert_eq!(views.next(), Some(day(2)));
        views.note(day(9));
        assert_eq!((views.has_next(), views.next()), (false, None));
        assert_eq!(views.previous(), Some(day(2)));
    }

    #[test]
    fn views_of_other_series_are_forgotten_and_another_order_of_them_forgets_nothing() {
        let name = |text: &str| text.parse::<DatastreamRef>().unwrap();
        let mut views = Views::default();
        views.keep_for(vec![name("local:1"), name("local:2")]);
        [1, 2].into_iter().for_each(|number| views.note(day(number)));
        views.keep_for(vec![name("local:2"), name("local:1")]);
        assert!(views.has_previous());
        views.keep_for(vec![name("local:2")]);
        views.note(day(2));
        assert_eq!(views.previous(), None);
    }

    #[test]
    fn views_are_not_kept_without_end() {
        let mut views = Views::default();
        (0..1_000).for_each(|number| views.note(day(number)));
        assert_eq!(views.earlier.len(), MOST);
    }
}
