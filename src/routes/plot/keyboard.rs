//! The plot by keyboard.

use super::normal_range::sentence;
use super::readout::Readout;
use super::state::PlotState;
use gagehouse_chart::TimeScale;
use gagehouse_chart::navigate::{panned, zoomed};
use gagehouse_model::{TimeRange, TimeUs};
use leptos::prelude::*;

/// What the keys do, shown under the plot.
pub const HELP: &str = "Keys: left and right read the values one by one, Home and End the first and last, \
     + and − zoom, Shift with left and right, Page Up and Page Down move, 0 shows all, \
     Backspace the view before (with Shift, the one after), \
     E the next field record (with Shift, the one before), Enter its details. \
     Drag to zoom, Shift and drag to move, double click for all.";

/// Rows at one instant that a step passes over at most.
const MOST_EQUAL_TIMES: usize = 1_000;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Another view.
    View(ViewMove),
    /// The view before the last change of it.
    PreviousView,
    /// The view that was left by that.
    NextView,
    /// Another row under the cursor.
    Cursor(CursorMove),
    /// The next field record, or the one before.
    Record {
        /// Whether the next.
        forth: bool,
    },
    /// The details of the field record at the cursor.
    OpenRecord,
    /// No cursor.
    Leave,
}

/// Ways to another view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewMove {
    /// Half as long.
    ZoomIn,
    /// Twice as long.
    ZoomOut,
    /// A tenth earlier.
    Earlier,
    /// A tenth later.
    Later,
    /// A whole view earlier.
    PageEarlier,
    /// A whole view later.
    PageLater,
    /// Everything.
    All,
}

/// Ways to another row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorMove {
    /// The row before, at least a pixel away.
    Back,
    /// The row after, at least a pixel away.
    Forth,
    /// The first of the view.
    First,
    /// The last of the view.
    Last,
}

/// What a key is for; `None` for keys that are not the plot's.
pub fn move_of_key(key: &str, shift: bool) -> Option<Move> {
    Some(match (key, shift) {
        ("ArrowLeft", true) => Move::View(ViewMove::Earlier),
        ("ArrowRight", true) => Move::View(ViewMove::Later),
        ("ArrowLeft", false) => Move::Cursor(CursorMove::Back),
        ("ArrowRight", false) => Move::Cursor(CursorMove::Forth),
        ("Home", _) => Move::Cursor(CursorMove::First),
        ("End", _) => Move::Cursor(CursorMove::Last),
        ("PageUp", _) => Move::View(ViewMove::PageEarlier),
        ("PageDown", _) => Move::View(ViewMove::PageLater),
        ("+" | "=", _) => Move::View(ViewMove::ZoomIn),
        ("-" | "_", _) => Move::View(ViewMove::ZoomOut),
        ("0", _) => Move::View(ViewMove::All),
        ("Backspace", false) => Move::PreviousView,
        ("Backspace", true) => Move::NextView,
        ("e" | "E", shift) => Move::Record { forth: !shift },
        ("Enter", _) => Move::OpenRecord,
        ("Escape", _) => Move::Leave,
        _ => return None,
    })
}

impl ViewMove {
    /// The view after the move; zooming is about the cursor where there is one.
    pub fn apply(self, view: TimeRange, state: PlotState) -> TimeRange {
        let middle = TimeUs(view.start.0.midpoint(view.end.0));
        let cursor = state.cursor.get_untracked().filter(|time| view.contains(*time));
        let about = cursor.unwrap_or(middle);
        match self {
            Self::ZoomIn => zoomed(view, about, 0.5),
            Self::ZoomOut => zoomed(view, about, 2.0),
            Self::Earlier => panned(view, -0.1),
            Self::Later => panned(view, 0.1),
            Self::PageEarlier => panned(view, -1.0),
            Self::PageLater => panned(view, 1.0),
            Self::All => untrack(|| state.extent()),
        }
    }
}

impl CursorMove {
    /// Moves the cursor along the first shown series that has rows, and says what is there.
    pub fn apply(self, state: PlotState, scale: Option<TimeScale>) {
        let Some((view, scale)) = state.view.get_untracked().zip(scale) else { return };
        let shown = untrack(|| state.shown());
        let next = shown.iter().find_map(|info| {
            state.store.with(&info.name, |held| self.next_time(held.drawn(), view, scale, state))?
        });
        let Some(time) = next else { return };
        if !view.contains(time) {
            let center = TimeUs(view.start.0.midpoint(view.end.0));
            let share = (time.0 as f64 - center.0 as f64) / view.len_us() as f64;
            state.move_view(panned(view, share));
        }
        state.cursor.set(Some(time));
        let zone = state.zone.get_untracked();
        let readouts: Vec<Readout> = state.readouts.get_untracked();
        let years = state.years.get_untracked();
        let sentences = readouts.iter().filter_map(|readout| {
            let info = shown.iter().find(|info| info.name == readout.name)?;
            let own = readout.sentence(&info.label(), &zone);
            let years = years.iter().filter(|year| year.readout.name == info.name);
            let years: String = years.map(|year| format!(" {}", year.sentence(state))).collect();
            let normal = sentence(state, info, time).unwrap_or_default();
            Some(format!("{own}{years}{normal}"))
        });
        state.spoken.set(sentences.collect::<Vec<_>>().join(" "));
    }

    fn next_time(
        self,
        series: &gagehouse_observations::Series,
        view: TimeRange,
        scale: TimeScale,
        state: PlotState,
    ) -> Option<TimeUs> {
        let inside = series.indices(view);
        let at = |index: usize| series.row(index).map(|row| row.time);
        let forth = self == Self::Forth;
        match (self, state.cursor.get_untracked()) {
            (Self::First, _) | (Self::Forth, None) => at(inside.start),
            (Self::Last, _) | (Self::Back, None) => at(inside.end.checked_sub(1)?),
            (_, Some(cursor)) => {
                let here = series.nearest(cursor)?;
                let px_us = (scale.time(1.0).0 - scale.time(0.0).0).max(1);
                let away = |time: TimeUs| time.0.abs_diff(here.time.0) as i64;
                let mut index = here.index;
                for _ in 0..MOST_EQUAL_TIMES {
                    index = if forth { index + 1 } else { index.checked_sub(1)? };
                    let time = at(index)?;
                    if away(time) >= px_us {
                        return Some(time);
                    }
                    if away(time) > 0 {
                        break;
                    }
                }
                let step_us = if forth { px_us } else { -px_us };
                let next = series.nearest(TimeUs(here.time.0.saturating_add(step_us)))?;
                let moved = (next.time > here.time) == forth && next.time != here.time;
                if moved { Some(next.time) } else { at(index) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_page_are_left_to_the_page() {
        assert_eq!(move_of_key("Tab", false), None);
        assert_eq!(move_of_key("ArrowDown", false), None);
        assert_eq!(move_of_key("+", true), Some(Move::View(ViewMove::ZoomIn)));
    }
}
