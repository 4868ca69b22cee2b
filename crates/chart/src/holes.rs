//! Stretches whose observations are not here: nothing is drawn across them, and those that failed are hatched.

use crate::frame::Area;
use crate::scale::TimeScale;
use crate::trace::Px;
use gagehouse_model::{Coverage, TimeRange};
use gagehouse_observations::Reduced;
use std::borrow::Cow;

/// Distance between the strokes of a hatching.
pub const HATCH_STEP_PX: f64 = 8.0;
/// A hole is drawn at least so wide, however short it is.
const LEAST_WIDTH_PX: f64 = 3.0;

/// A view whose lines end wherever not every observation between two rows is known to be here; the same view
/// where all of them are.
pub fn broken<'a>(reduced: &'a Reduced, covered: &Coverage) -> Cow<'a, Reduced> {
    let ends = (
        reduced.before.or(reduced.pieces.first().map(|piece| piece.first)),
        reduced.after.or(reduced.pieces.last().map(|piece| piece.last)),
    );
    if let (Some(first), Some(last)) = ends
        && covered.covers(TimeRange { start: first.time, end: last.time })
    {
        return Cow::Borrowed(reduced);
    }
    Cow::Owned(broken_anywhere(reduced.clone(), covered))
}

fn broken_anywhere(mut reduced: Reduced, covered: &Coverage) -> Reduced {
    let joins = |start, end| covered.covers(TimeRange { start, end });
    let (before, after) = (reduced.before, reduced.after);
    if let Some((before, after)) = before.zip(after).filter(|_| reduced.pieces.is_empty())
        && !joins(before.time, after.time)
    {
        (reduced.before, reduced.after) = (None, None);
        return reduced;
    }
    reduced.before = before.filter(|point| {
        reduced.pieces.first().is_none_or(|piece| joins(point.time, piece.first.time))
    });
    reduced.after = after.filter(|point| {
        reduced.pieces.last().is_none_or(|piece| joins(piece.last.time, point.time))
    });
    let mut last = reduced.before.map(|point| point.time);
    for piece in &mut reduced.pieces {
        piece.joined &= last.is_some_and(|last| joins(last, piece.first.time));
        last = Some(piece.last.time);
    }
    reduced
}

/// Left and right edges of holes inside a data area, ascending; those that touch are one.
pub fn bands(holes: &[TimeRange], time: TimeScale) -> Vec<(f64, f64)> {
    let mut bands: Vec<(f64, f64)> = Vec::new();
    for hole in holes.iter().filter_map(|hole| hole.intersection(time.window)) {
        let (left, right) = (time.px(hole.start), time.px(hole.end));
        let more = ((LEAST_WIDTH_PX - (right - left)) / 2.0).max(0.0);
        let (left, right) = ((left - more).max(time.left_px), (right + more).min(time.right_px));
        match bands.last_mut() {
            Some(band) if left <= band.1 => band.1 = band.1.max(right),
            _ => bands.push((left, right)),
        }
    }
    bands
}

/// The strokes of a hatched area, from lower left to upper right, cut at its edges. Areas side by side
/// continue each other's strokes.
pub fn hatching(area: Area, step_px: f64) -> Vec<(Px, Px)> {
    let Area { left_px, top_px: top, right_px, bottom_px: bottom } = area;
    // A stroke is x + y = sum.
    let first = ((left_px + top) / step_px).ceil() as i64;
    let last = ((right_px + bottom) / step_px).floor() as i64;
    let stroke = |number: i64| {
        let sum = number as f64 * step_px;
        let (from_x, to_x) = (left_px.max(sum - bottom), right_px.min(sum - top));
        (from_x < to_x).then_some(((from_x, sum - from_x), (to_x, sum - to_x)))
    };
    (first..=last).filter_map(stroke).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::TimeUs;
    use gagehouse_observations::{Columns, Series, SeriesOptions};

    fn range(start: i64, end: i64) -> TimeRange {
        TimeRange { start: TimeUs(start), end: TimeUs(end) }
    }

    fn a_series(times_us: impl Iterator<Item = i64>) -> Series {
        let mut page = Columns::default();
        times_us.for_each(|time_us| page.push(time_us, 1.0, 0));
        let mut series = Series::new(SeriesOptions { gap_factor: 1e9, ..SeriesOptions::default() });
        series.append(&page);
        series
    }

    fn joins(reduced: &Reduced) -> Vec<bool> {
        reduced.pieces.iter().map(|piece| piece.joined).collect()
    }

    #[test]
    fn a_line_ends_before_a_hole_and_begins_after_it() {
        let series = a_series([-10, 0, 10, 50, 60, 110].into_iter());
        let covered = Coverage::from_iter([range(-100, 20), range(50, 200)]);
        let reduced = broken(&series.reduced(range(0, 100), 100), &covered).into_owned();
        assert_eq!(joins(&reduced), [true, true, false, true]);
        assert!(reduced.before.is_some() && reduced.after.is_some());
        let elsewhere = Coverage::from_iter([range(0, 100)]);
        let reduced = broken(&series.reduced(range(0, 100), 100), &elsewhere).into_owned();
        assert_eq!(joins(&reduced), [false, true, true, true]);
        assert!(reduced.before.is_none() && reduced.after.is_none());
    }

    #[test]
    fn rows_inside_a_hole_are_joined_to_nothing() {
        let series = a_series([0, 10, 20, 30].into_iter());
        let reduced =
            broken(&series.reduced(range(0, 100), 100), &Coverage::default()).into_owned();
        assert_eq!(joins(&reduced), [false; 4]);
    }

    #[test]
    fn no_line_crosses_a_view_that_is_all_hole() {
        let series = a_series([-10, 110].into_iter());
        let crossing = series.reduced(range(0, 100), 100);
        assert!(crossing.before.is_some());
        let covered = Coverage::from_iter([range(-100, 10), range(90, 200)]);
        let reduced = broken(&crossing, &covered);
        assert!(reduced.before.is_none() && reduced.after.is_none());
    }

    #[test]
    fn columns_of_many_rows_are_not_joined_across_a_hole_either() {
        let series = a_series((0..10_000).filter(|t| !(5_000..6_000).contains(t)));
        let covered = Coverage::from_iter([range(-1, 5_000), range(6_000, 20_000)]);
        let reduced = broken(&series.reduced(range(0, 10_000), 100), &covered).into_owned();
        assert!(reduced.bin_us.is_some());
        let broken: Vec<u32> =
            reduced.pieces.iter().filter(|piece| !piece.joined).map(|piece| piece.column).collect();
        assert_eq!(broken, [0, 60]);
    }

    #[test]
    fn a_hole_is_seen_however_short_it_is_and_cut_at_the_view() {
        let time = TimeScale { window: range(0, 1_000), left_px: 10.0, right_px: 110.0 };
        let holes = [range(-50, 100), range(500, 501), range(990, 2_000), range(3_000, 4_000)];
        let bands = bands(&holes, time);
        assert_eq!(bands[0], (10.0, 20.0));
        assert!((bands[1].1 - bands[1].0 - 3.0).abs() < 1e-9 && bands[1].0 < 60.0);
        assert_eq!((bands[2].1, bands.len()), (110.0, 3));
    }

    #[test]
    fn a_hatching_stays_inside_its_band() {
        let area = Area { left_px: 20.0, top_px: 5.0, right_px: 40.0, bottom_px: 55.0 };
        let strokes = hatching(area, HATCH_STEP_PX);
        assert!(strokes.len() > 5);
        for ((x1, y1), (x2, y2)) in strokes {
            assert!((20.0..=40.0).contains(&x1) && (20.0..=40.0).contains(&x2));
            assert!((5.0..=55.0).contains(&y1) && (5.0..=55.0).contains(&y2));
        }
    }
}
