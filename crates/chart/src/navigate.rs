//! Zooming and panning a window of time.

use gagehouse_model::time::{DAY_US, SECOND_US};
use gagehouse_model::{TimeRange, TimeUs};

/// No closer than this.
pub const SHORTEST_US: i64 = 10 * SECOND_US;
/// No further than this (about a thousand years).
pub const LONGEST_US: i64 = 365_250 * DAY_US;
/// Windows stay between these instants, the years 1 to 9999.
const FIRST_US: i64 = -62_135_596_800 * SECOND_US;
const LAST_US: i64 = 253_402_300_800 * SECOND_US;

/// The window `factor` times as long, with the instant `about` at the same place of the screen.
pub fn zoomed(window: TimeRange, about: TimeUs, factor: f64) -> TimeRange {
    let length_us = window.len_us() as f64;
    let new_length_us = (length_us * factor).clamp(SHORTEST_US as f64, LONGEST_US as f64);
    let share = (about.0 as f64 - window.start.0 as f64) / length_us.max(1.0);
    let start_us = about.0 as f64 - share * new_length_us;
    placed(start_us as i64, new_length_us as i64)
}

/// The window moved by a share of its length; positive is later.
pub fn panned(window: TimeRange, share: f64) -> TimeRange {
    let length_us = window.len_us();
    placed(window.start.0.saturating_add((length_us as f64 * share) as i64), length_us)
}

/// The window, shorter by less than a microsecond a column, so that each of its columns is a whole number of
/// microseconds long: moved by columns, it has the same ones but for those at its edges.
pub fn in_whole_columns(window: TimeRange, columns: u32) -> TimeRange {
    let columns = i64::from(columns.max(1));
    let column_us = (window.len_us() / columns).max(1);
    placed(window.start.0, column_us.saturating_mul(columns))
}

/// The window moved by pixels of a width of so many, as [`in_whole_columns`]. Positive is later.
pub fn panned_px(window: TimeRange, by_px: i64, width_px: u32) -> TimeRange {
    let window = in_whole_columns(window, width_px);
    let px_us = (window.len_us() / i64::from(width_px.max(1))).max(1);
    let start_us = window.start.0.saturating_add(px_us.saturating_mul(by_px));
    placed(start_us, window.len_us())
}

/// The window between two instants in either order, not shorter than the shortest.
pub fn between(a: TimeUs, b: TimeUs) -> TimeRange {
    let (start, end) = (a.min(b), a.max(b));
    let length_us = end.0.saturating_sub(start.0);
    if length_us >= SHORTEST_US {
        return placed(start.0, length_us.min(LONGEST_US));
    }
    placed(start.0 - (SHORTEST_US - length_us) / 2, SHORTEST_US)
}

/// The window with a little on both sides, where lines come from and small pans lead to; nothing later than
/// `latest` is added.
pub fn padded(window: TimeRange, latest: TimeUs) -> TimeRange {
    let pad_us = window.len_us() / 10;
    let start_us = window.start.0.saturating_sub(pad_us).max(FIRST_US).min(window.start.0);
    let end_us = window.end.0.saturating_add(pad_us).min(LAST_US).min(latest.0).max(window.end.0);
    TimeRange { start: TimeUs(start_us), end: TimeUs(end_us) }
}

pub(crate) fn placed(start_us: i64, length_us: i64) -> TimeRange {
    let length_us = length_us.clamp(SHORTEST_US, LONGEST_US);
    let start_us = start_us.clamp(FIRST_US, LAST_US - length_us);
    TimeRange { start: TimeUs(start_us), end: TimeUs(start_us + length_us) }
}

/// From where to where series together reach, told the first and last instant of each; a year before now where
/// nobody says.
pub fn extent_of(
    series: impl Iterator<Item = (Option<TimeUs>, Option<TimeUs>)> + Clone,
    now: TimeUs,
) -> TimeRange {
    let end = series.clone().filter_map(|(_, end)| end).max().unwrap_or(now);
    let end = TimeUs(end.0.saturating_add(1));
    let a_year_before = TimeUs(end.0.saturating_sub(365 * DAY_US));
    let begin = series.filter_map(|(begin, _)| begin).min().unwrap_or(a_year_before);
    TimeRange::new(begin, end).unwrap_or(TimeRange { start: a_year_before, end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn zooming_keeps_the_instant_under_the_pointer() {
        let window = TimeRange { start: TimeUs(0), end: TimeUs(1_000 * SECOND_US) };
        let zoomed = zoomed(window, TimeUs(250 * SECOND_US), 0.5);
        assert_eq!(zoomed.start, TimeUs(125 * SECOND_US));
        assert_eq!(zoomed.end, TimeUs(625 * SECOND_US));
    }

    #[test]
    fn a_window_that_moves_by_pixels_keeps_its_length_and_its_grid() {
        let window = TimeRange { start: TimeUs(7), end: TimeUs(7 + 3_600 * SECOND_US + 500) };
        let first = panned_px(window, 3, 1_000);
        assert_eq!((first.start.0 - 7, first.len_us()), (3 * 3_600_000, 3_600 * SECOND_US));
        let second = panned_px(first, -10, 1_000);
        assert_eq!(second.start.0 - first.start.0, -10 * 3_600_000);
        assert_eq!(second.len_us(), first.len_us());
    }

    #[test]
    fn what_is_looked_for_beside_a_window_lies_neither_in_the_future_nor_outside_the_years_1_to_9999()
     {
        let window = |start_us, end_us| TimeRange { start: TimeUs(start_us), end: TimeUs(end_us) };
        assert_eq!(padded(window(100, 200), TimeUs(1_000)), window(90, 210));
        assert_eq!(padded(window(100, 200), TimeUs(205)), window(90, 205));
        assert_eq!(padded(window(100, 200), TimeUs(0)), window(90, 200));
        let first = window(FIRST_US, FIRST_US + 100);
        assert_eq!(padded(first, TimeUs(0)), window(FIRST_US, FIRST_US + 110));
        let last = window(LAST_US - 100, LAST_US);
        assert_eq!(padded(last, TimeUs(i64::MAX)), window(LAST_US - 110, LAST_US));
    }

    proptest! {
        #[test]
        fn no_gesture_leads_to_an_empty_or_endless_window(
            start in any::<i64>(), length in 1i64..i64::MAX, about in any::<i64>(), by in any::<f64>(),
        ) {
            let window = TimeRange { start: TimeUs(start), end: TimeUs(start.saturating_add(length)) };
            prop_assume!(!by.is_nan());
            for next in [
                zoomed(window, TimeUs(about), by),
                panned(window, by),
                panned_px(window, by as i64, length as u32),
                between(TimeUs(start), TimeUs(about)),
            ] {
                prop_assert!((SHORTEST_US..=LONGEST_US).contains(&next.len_us()));
                prop_assert!(next.start.0 >= FIRST_US && next.end.0 <= LAST_US);
            }
        }
    }
}
