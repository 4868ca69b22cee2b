//! The strip that shows the whole record, and the brush on it that shows and moves the window.

use crate::frame::Area;
use crate::navigate::{SHORTEST_US, placed};
use crate::scale::TimeScale;
use crate::time_ticks::time_ticks;
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};

/// No brush is drawn narrower than this, so that it can be seen.
const LEAST_SEEN_PX: f64 = 3.0;
/// No brush is held by less than this, as wide as a finger needs (WCAG 2.2, 2.5.8).
const LEAST_HELD_PX: f64 = 24.0;
/// Between a label and the end of the strip.
const EDGE_PX: f64 = 2.0;

/// A strip to arrange.
#[derive(Debug, Clone, PartialEq)]
pub struct OverviewSpec {
    /// Width of the strip.
    pub width_px: f64,
    /// Height of the strip.
    pub height_px: f64,
    /// Size of its letters.
    pub font_px: f64,
    /// The whole record.
    pub record: TimeRange,
    /// The clock by which its ticks are set.
    pub zone: ZoneOffsets,
}

/// A strip arranged.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Width of the strip.
    pub width_px: f64,
    /// Height of the strip.
    pub height_px: f64,
    /// Size of its letters.
    pub font_px: f64,
    /// Where the series are drawn.
    pub data: Area,
    /// From instants to pixels.
    pub time: TimeScale,
    /// Its ticks, from left to right.
    pub ticks: Vec<StripTick>,
}

/// A tick of a strip.
#[derive(Debug, Clone, PartialEq)]
pub struct StripTick {
    /// Pixel of its grid line.
    pub px: f64,
    /// Pixel of the middle of its label, inside the strip, and what it says; nothing where there is no room.
    pub label: Option<(f64, String)>,
}

/// Arranges a strip: series above, one row of labels below.
pub fn arrange(spec: &OverviewSpec) -> Overview {
    let OverviewSpec { width_px, height_px, font_px, record, ref zone } = *spec;
    let bottom_px = (height_px - font_px * 1.5).max(2.0);
    let right_px = width_px.max(1.0);
    let data = Area { left_px: 0.0, top_px: 2.0_f64.min(bottom_px / 2.0), right_px, bottom_px };
    let time = TimeScale { window: record, left_px: 0.0, right_px };
    let ticks = time_ticks(time, zone, font_px).into_iter();
    let ticks = ticks.map(|tick| (time.px(tick.time), tick.context.unwrap_or(tick.label)));
    Overview { width_px, height_px, font_px, data, time, ticks: apart(ticks, font_px, width_px) }
}

/// Moves labels into the strip and leaves out those that would then run into the one before.
fn apart(
    ticks: impl Iterator<Item = (f64, String)>,
    font_px: f64,
    width_px: f64,
) -> Vec<StripTick> {
    let mut free_px = f64::NEG_INFINITY;
    ticks
        .map(|(px, label)| {
            let half = crate::text::width_px(&label, font_px) / 2.0;
            let room = half + EDGE_PX;
            let middle_px = px.min(width_px - room).max(room);
            let fits = middle_px - half >= free_px;
            if fits {
                free_px = middle_px + half + font_px * 1.4;
            }
            StripTick { px, label: fits.then_some((middle_px, label)) }
        })
        .collect()
}

impl Overview {
    /// From where to where the brush reaches, never outside the strip and never too narrow to see.
    pub fn seen_px(&self, view: TimeRange) -> (f64, f64) {
        self.brush_px(view, LEAST_SEEN_PX)
    }

    /// From where to where the brush is held; its edges are held outside of this.
    pub fn held_px(&self, view: TimeRange) -> (f64, f64) {
        self.brush_px(view, LEAST_HELD_PX)
    }

    fn brush_px(&self, view: TimeRange, least_px: f64) -> (f64, f64) {
        let (left, right) = (self.data.left_px, self.data.right_px);
        let (from, to) = (self.time.px(view.start), self.time.px(view.end));
        let (from, to) = (from.clamp(left, right), to.clamp(left, right));
        if to - from >= least_px {
            return (from, to);
        }
        let middle = f64::midpoint(from, to);
        let from = (middle - least_px / 2.0).clamp(left, (right - least_px).max(left));
        (from, (from + least_px).min(right))
    }
}

/// The part of the brush that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grip {
    /// Its left edge: where the window starts.
    Start,
    /// Its right edge: where the window ends.
    End,
    /// All of it: the window keeps its length.
    Whole,
}

impl Grip {
    /// The window after this part was moved by so much; edges stop before each other and everything stops
    /// at the ends of the record, unless the window was beyond them before.
    pub fn moved(self, view: TimeRange, by_us: i64, record: TimeRange) -> TimeRange {
        let first_us = record.start.0.min(view.start.0);
        let last_us = record.end.0.max(view.end.0);
        match self {
            Self::Start => {
                let latest_us = view.end.0.saturating_sub(SHORTEST_US);
                let start_us = view.start.0.saturating_add(by_us).max(first_us).min(latest_us);
                TimeRange { start: TimeUs(start_us), end: view.end }
            }
            Self::End => {
                let earliest_us = view.start.0.saturating_add(SHORTEST_US);
                let end_us = view.end.0.saturating_add(by_us).min(last_us).max(earliest_us);
                TimeRange { start: view.start, end: TimeUs(end_us) }
            }
            Self::Whole => {
                let latest_us = last_us.saturating_sub(view.len_us());
                let start_us = view.start.0.saturating_add(by_us).min(latest_us).max(first_us);
                placed(start_us, view.len_us())
            }
        }
    }

    /// The instant this part stands at; the middle for all of it.
    pub fn at(self, view: TimeRange) -> TimeUs {
        match self {
            Self::Start => view.start,
            Self::End => view.end,
            Self::Whole => TimeUs(view.start.0.midpoint(view.end.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::time::DAY_US;
    use proptest::prelude::*;

    fn days(start: i64, end: i64) -> TimeRange {
        TimeRange { start: TimeUs(start * DAY_US), end: TimeUs(end * DAY_US) }
    }

    fn a_strip(record: TimeRange) -> Overview {
        arrange(&OverviewSpec {
            width_px: 1_000.0,
            height_px: 60.0,
            font_px: 11.0,
            record,
            zone: ZoneOffsets::utc(),
        })
    }

    #[test]
    fn a_record_of_years_is_labelled_by_years_and_labels_keep_apart() {
        let strip = a_strip(days(16_000, 20_000));
        let labels: Vec<_> = strip.ticks.iter().filter_map(|tick| tick.label.clone()).collect();
        assert!(labels.iter().any(|(_, label)| label == "2020"), "{labels:?}");
        assert!(labels.windows(2).all(|pair| pair[1].0 - pair[0].0 > 25.0));
    }

    #[test]
    fn a_label_moved_in_from_the_end_takes_the_room_of_the_next_whose_grid_line_stays() {
        let names = ["Oct 2026", "21", "22"].map(str::to_owned);
        let ticks = apart([3.0, 35.0, 90.0].into_iter().zip(names), 11.0, 100.0);
        let lines: Vec<f64> = ticks.iter().map(|tick| tick.px).collect();
        assert_eq!(lines, [3.0, 35.0, 90.0]);
        assert_eq!(ticks[1].label, None);
        let half = crate::text::width_px("Oct 2026", 11.0) / 2.0;
        assert_eq!(ticks[0].label, Some((half + EDGE_PX, "Oct 2026".to_owned())));
        assert!(ticks[2].label.is_some());
    }

    #[test]
    fn the_brush_of_an_hour_in_a_decade_can_still_be_held() {
        let strip = a_strip(days(0, 3_650));
        let view = TimeRange { start: TimeUs(0), end: TimeUs(DAY_US / 24) };
        assert_eq!((strip.held_px(view), strip.seen_px(view)), ((0.0, 24.0), (0.0, 3.0)));
        assert_eq!(strip.held_px(days(5_000, 6_000)), (976.0, 1_000.0));
        assert_eq!(strip.seen_px(days(0, 365)), (0.0, 100.0));
    }

    #[test]
    fn a_window_moved_to_the_end_of_the_record_keeps_its_length() {
        let moved = Grip::Whole.moved(days(10, 20), 1_000 * DAY_US, days(0, 100));
        assert_eq!(moved, days(90, 100));
        assert_eq!(Grip::Start.moved(days(10, 20), -50 * DAY_US, days(0, 100)), days(0, 20));
        assert_eq!(Grip::End.moved(days(10, 20), 5 * DAY_US, days(0, 100)), days(10, 25));
    }

    proptest! {
        #[test]
        fn no_drag_turns_the_window_round_or_empties_it(
            start in -1_000i64..1_000, length in 1i64..500, by in any::<i64>(),
            record_start in -500i64..500, record_length in 1i64..2_000,
        ) {
            let view = days(start, start + length);
            let record = days(record_start, record_start + record_length);
            for grip in [Grip::Start, Grip::End, Grip::Whole] {
                prop_assert!(grip.moved(view, by, record).len_us() >= SHORTEST_US);
            }
            prop_assert_eq!(Grip::Whole.moved(view, by, record).len_us(), view.len_us());
        }
    }
}
