//! Fetches the field records of the series of the plot: those of the window and as much to each side, again when the view
//! leaves them.

use super::series_info::SeriesInfo;
use super::state::PlotState;
use crate::api::abort::AbortHandle;
use crate::api::error::ApiError;
use crate::api::events;
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Fetching {
    /// Nothing was asked yet, or the answer is on its way.
    Waiting,
    /// The answer is here.
    Here,
    /// It was not to be had.
    Failed(String),
}

/// What the page says of it.
#[derive(Clone, Copy)]
pub struct Fetch {
    /// How far it is.
    pub state: RwSignal<Fetching>,
    /// From when on nothing is left out, when something is.
    pub since: Signal<Option<TimeUs>>,
    /// Asks again when it changes.
    pub again: RwSignal<u32>,
}

/// What was answered.
#[derive(Clone, PartialEq)]
struct Answered {
    names: Vec<DatastreamRef>,
    range: TimeRange,
    since: Option<TimeUs>,
}

impl Answered {
    /// Whether a view needs nothing more.
    fn holds(&self, names: &[DatastreamRef], view: TimeRange) -> bool {
        let is_inside = self.range.start <= view.start && view.end <= self.range.end;
        let is_whole = self.since.is_none_or(|since| since <= view.start);
        // What does not fit one answer cannot be asked for more closely than by the view itself.
        self.names == names && is_inside && (is_whole || self.range == view)
    }
}

/// Keeps the records of the page's state those of its series and view.
pub fn follow(state: PlotState) -> Fetch {
    let answered = RwSignal::new(None::<Answered>);
    let fetch = Fetch {
        state: RwSignal::new(Fetching::Waiting),
        since: Signal::derive(move || answered.with(|it| it.as_ref().and_then(|it| it.since))),
        again: RwSignal::new(0),
    };
    let abort = AbortHandle::of_owner();
    let asked = StoredValue::new(0u32);
    let names = Memo::new(move |_| {
        let is_read = |info: &&SeriesInfo| info.made_of.is_none();
        let names = |infos: &Vec<SeriesInfo>| {
            infos.iter().filter(is_read).map(|info| info.name.clone()).collect::<Vec<_>>()
        };
        state.infos.with(names)
    });
    Effect::new(move |_| {
        fetch.again.track();
        let names = names.get();
        let Some(view) = state.settled.get() else { return };
        let before = answered.get_untracked();
        if names.is_empty() || before.as_ref().is_some_and(|before| before.holds(&names, view)) {
            return;
        }
        // Of a range that was too much for one answer, the view alone.
        let is_close = before.is_some_and(|it| it.names == names && it.since.is_some());
        let range = if is_close { view } else { widened(view) };
        let number = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        spawn_local(async move {
            let outcome = events::of(&names, range, abort).await;
            // The page may have been left, or another question asked meanwhile.
            if asked.try_get_value() != number {
                return;
            }
            match outcome {
                Ok(list) => {
                    let since = list.since.and_then(|since| since.parse().ok());
                    state.records.events.set(list.events.into());
                    fetch.state.set(Fetching::Here);
                    answered.set(Some(Answered { names, range, since }));
                }
                Err(ApiError::Aborted) => {}
                Err(error) => fetch.state.set(Fetching::Failed(error.to_string())),
            }
        });
    });
    // One more, closer, question where the first answer was not whole.
    Effect::new(move |_| {
        let Some(it) = answered.get() else { return };
        let view = state.settled.get_untracked();
        if view.is_some_and(|view| !it.holds(&it.names, view)) {
            fetch.again.update(|times| *times += 1);
        }
    });
    fetch
}

/// A view with as much to each side.
pub fn widened(view: TimeRange) -> TimeRange {
    let len_us = view.len_us();
    TimeRange {
        start: TimeUs(view.start.0.saturating_sub(len_us)),
        end: TimeUs(view.end.0.saturating_add(len_us)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: i64, end: i64) -> TimeRange {
        TimeRange { start: TimeUs(start), end: TimeUs(end) }
    }

    #[test]
    fn a_view_inside_what_was_answered_whole_asks_nothing_more() {
        let names = vec!["local:1".parse().unwrap()];
        let view = range(100, 200);
        let all = Answered { names: names.clone(), range: widened(view), since: None };
        assert!(all.holds(&names, view) && all.holds(&names, range(0, 300)));
        assert!(!all.holds(&names, range(250, 350)) && !all.holds(&[], view));
        let part = Answered { since: Some(TimeUs(150)), ..all };
        assert!(!part.holds(&names, view) && part.holds(&names, range(150, 200)));
        let closest = Answered { range: view, ..part };
        assert!(closest.holds(&names, view));
    }
}
