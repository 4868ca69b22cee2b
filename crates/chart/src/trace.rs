//! What a series shows, in pixels: lines where rows are few, bars where they are many.
//!
//! A stroke wider than one device pixel is slow to raster, so a dense column is a filled rectangle from
//! its smallest to its largest value, drawn towards the column before it. Sparse rows are strokes.

use crate::query::DrawnAs;
use crate::scale::{TimeScale, ValueScale};
use gagehouse_observations::{Piece, Point, Reduced};

/// A bar is as wide as this share of the way to the next one.
const BAR_SHARE: f64 = 0.8;
const WIDEST_BAR_PX: f64 = 32.0;

/// A point in pixels.
pub type Px = (f64, f64);

/// A series in pixels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trace {
    /// Unbroken lines of two points or more.
    pub lines: Vec<Vec<Px>>,
    /// Filled columns.
    pub bars: Vec<Bar>,
    /// Rows joined to no other.
    pub dots: Vec<Px>,
    /// All rows, when there is room to mark each; else empty.
    pub markers: Vec<Px>,
    /// Where rows lie for which a logarithmic scale has no place, zero and below.
    pub below_scale_px: Vec<f64>,
    /// The last point inside the data area, where the series' tag stands.
    pub end: Option<Px>,
}

/// A filled column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Left edge.
    pub left_px: f64,
    /// Width.
    pub width_px: f64,
    /// Upper end.
    pub top_px: f64,
    /// Lower end.
    pub bottom_px: f64,
}

/// How a trace is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TraceStyle {
    /// As what the series is drawn.
    pub drawn_as: DrawnAs,
    /// Width of its strokes.
    pub stroke_px: f64,
    /// Rows are marked when they are further apart than this on average.
    pub marker_spacing_px: f64,
}

/// Series with more points than this are drawn with strokes of one device pixel.
pub const POINTS_FOR_WIDE_STROKES: usize = 1_500;
/// Width of a stroke where points are few, in CSS pixels.
const STROKE_PX: f64 = 1.6;
/// Rows are marked when they are further apart than this on average, in CSS pixels.
const MARKER_SPACING_PX: f64 = 9.0;

impl TraceStyle {
    /// How a view is drawn on a device with `ratio` pixels to a CSS pixel.
    pub fn of(view: &Reduced, drawn_as: DrawnAs, ratio: f64) -> Self {
        let is_light = view.pieces.len() <= POINTS_FOR_WIDE_STROKES;
        let stroke_px = if is_light { (STROKE_PX * ratio).max(1.0) } else { 1.0 };
        Self { drawn_as, stroke_px, marker_spacing_px: MARKER_SPACING_PX * ratio }
    }
}

/// Half the width of a triangle that marks values further down than a scale reaches, in CSS pixels.
pub const TRIANGLE_PX: f64 = 4.0;

/// Where such triangles stand, each beside the one before; the others have no room.
pub fn triangles(below_scale_px: &[f64], half_px: f64) -> Vec<f64> {
    let mut free_px = f64::NEG_INFINITY;
    let has_room = |x: &f64| {
        let has_room = x.is_finite() && *x >= free_px;
        if has_room {
            free_px = x + half_px * 1.5;
        }
        has_room
    };
    below_scale_px.iter().copied().filter(has_room).collect()
}

/// The order in which series are drawn, told as what each is: bars fill what is behind them, so they are behind
/// everything.
pub fn order(drawn_as: impl Iterator<Item = DrawnAs>) -> Vec<usize> {
    let drawn_as: Vec<DrawnAs> = drawn_as.collect();
    let mut order: Vec<usize> = (0..drawn_as.len()).collect();
    order.sort_by_key(|&number| drawn_as[number] != DrawnAs::Bars);
    order
}

/// The pixels of what a view shows.
pub fn trace(reduced: &Reduced, time: TimeScale, value: ValueScale, style: TraceStyle) -> Trace {
    let mut trace = match (reduced.bin_us.is_some(), style.drawn_as) {
        (_, DrawnAs::Bars) => bars(reduced, time, value, style.stroke_px),
        (true, DrawnAs::Points) => dense_points(reduced, time, value),
        (true, _) => dense(reduced, time, value, style.stroke_px),
        (false, drawn_as) => sparse(reduced, time, value, drawn_as),
    };
    trace.end = end(reduced, time, value);
    if marks_rows(reduced, time, style) {
        let rows = reduced.pieces.iter().map(|piece| piece.first);
        trace.markers = rows
            .filter(|row| value.has(row.value))
            .map(|row| (time.px(row.time), value.px(row.value)))
            .collect();
    }
    trace
}

/// Where a view's last value lies that has a place on its scale.
pub fn end(reduced: &Reduced, time: TimeScale, value: ValueScale) -> Option<Px> {
    let last = reduced.pieces.iter().rev().map(|piece| piece.last);
    let last = last.into_iter().find(|point| value.has(point.value))?;
    Some((time.px(last.time), value.px(last.value)))
}

/// Whether each row of a view is marked: none is hidden in a column, and they have room.
pub fn marks_rows(reduced: &Reduced, time: TimeScale, style: TraceStyle) -> bool {
    let width = time.right_px - time.left_px;
    let has_room = reduced.pieces.len() as f64 * style.marker_spacing_px <= width;
    let has_markers = matches!(style.drawn_as, DrawnAs::Line | DrawnAs::Points);
    reduced.bin_us.is_none() && has_room && has_markers
}

/// Row by row: a line for each unbroken run, with the neighbours outside the view.
fn sparse(reduced: &Reduced, time: TimeScale, value: ValueScale, drawn_as: DrawnAs) -> Trace {
    let mut trace = Trace::default();
    let mut line: Vec<Px> = Vec::new();
    let rows = reduced.pieces.iter().map(|piece| (piece.first, piece.joined));
    let before = reduced.before.map(|point| (point, false));
    let after = reduced.after.map(|point| (point, true));
    for (point, joined) in before.into_iter().chain(rows).chain(after) {
        let (x, y) = (time.px(point.time), value.px(point.value));
        if !value.has(point.value) {
            trace.below_scale_px.push(x);
            trace.finish(std::mem::take(&mut line));
            continue;
        }
        if !joined || drawn_as == DrawnAs::Points {
            trace.finish(std::mem::take(&mut line));
        }
        if let (DrawnAs::Step, Some(&(_, y_before))) = (drawn_as, line.last()) {
            line.push((x, y_before));
        }
        line.push((x, y));
    }
    trace.finish(line);
    trace
}

/// Column by column.
fn dense(reduced: &Reduced, time: TimeScale, value: ValueScale, stroke_px: f64) -> Trace {
    let mut trace = Trace::default();
    let half = stroke_px / 2.0;
    let px = |point: Point| (time.px(point.time), value.px(point.value));
    let mut before: Option<(Option<u32>, Point)> = reduced.before.map(|point| (None, point));
    for (number, piece) in reduced.pieces.iter().enumerate() {
        trace.note_below_scale(piece, time, value);
        if !value.has(piece.max.value) {
            before = None;
            continue;
        }
        let (mut top, mut bottom) = (value.px(piece.max.value), value.px(piece.min.value));
        if let Some((column, last)) = before.filter(|_| piece.joined) {
            if column.is_some_and(|column| piece.column - column <= 1) {
                let last_px = value.px(last.value);
                (top, bottom) = (top.min(last_px), bottom.max(last_px));
            } else {
                trace.lines.push(vec![px(last), px(piece.first)]);
            }
        }
        if is_one_row(piece) && !piece.joined && !reduced.is_joined_after(number) {
            trace.dots.push(px(piece.first));
        }
        trace.bars.push(Bar {
            left_px: time.left_px + f64::from(piece.column) * reduced.column_px(time),
            width_px: stroke_px.max(reduced.column_px(time)),
            top_px: top - half,
            bottom_px: bottom + half,
        });
        before = Some((Some(piece.column), piece.last));
    }
    if let (Some(after), Some((_, last))) = (reduced.after, before) {
        trace.lines.push(vec![px(last), px(after)]);
    }
    trace
}

/// The first, smallest, largest and last value of every column.
fn dense_points(reduced: &Reduced, time: TimeScale, value: ValueScale) -> Trace {
    let mut trace = Trace::default();
    for piece in &reduced.pieces {
        trace.note_below_scale(piece, time, value);
        let points = [piece.first, piece.min, piece.max, piece.last];
        for (number, point) in points.iter().enumerate() {
            if value.has(point.value) && !points[..number].contains(point) {
                trace.dots.push((time.px(point.time), value.px(point.value)));
            }
        }
    }
    trace
}

/// From zero (on a logarithmic scale from its lower end) to each value, or to the extremes of a column.
fn bars(reduced: &Reduced, time: TimeScale, value: ValueScale, stroke_px: f64) -> Trace {
    let mut trace = Trace::default();
    let base_px = value.px(0.0).clamp(value.top_px, value.bottom_px);
    let apart = reduced
        .pieces
        .windows(2)
        .map(|pair| time.px(pair[1].first.time) - time.px(pair[0].first.time));
    let nearest_px = apart.fold(f64::INFINITY, f64::min);
    let wide_px = (nearest_px * BAR_SHARE).clamp(stroke_px.max(1.0), WIDEST_BAR_PX);
    for piece in &reduced.pieces {
        trace.note_below_scale(piece, time, value);
        if !value.has(piece.max.value) {
            continue;
        }
        let (top, bottom) = (value.px(piece.max.value), value.px(piece.min.value));
        let (left_px, width_px) = if reduced.bin_us.is_some() {
            let column_px = reduced.column_px(time);
            (time.left_px + f64::from(piece.column) * column_px, column_px.max(stroke_px))
        } else {
            (time.px(piece.first.time) - wide_px / 2.0, wide_px)
        };
        trace.bars.push(Bar {
            left_px,
            width_px,
            top_px: top.min(base_px),
            bottom_px: if value.log { base_px } else { bottom.max(base_px) },
        });
    }
    trace
}

fn is_one_row(piece: &Piece) -> bool {
    piece.first == piece.last
}

impl Trace {
    fn finish(&mut self, line: Vec<Px>) {
        match line.as_slice() {
            [] => {}
            [dot] => self.dots.push(*dot),
            _ => self.lines.push(line),
        }
    }

    /// Adds what another trace shows, further to the right.
    pub(crate) fn extend(&mut self, other: Self) {
        self.lines.extend(other.lines);
        self.bars.extend(other.bars);
        self.dots.extend(other.dots);
        self.markers.extend(other.markers);
        self.below_scale_px.extend(other.below_scale_px);
        self.end = other.end.or(self.end);
    }

    fn note_below_scale(&mut self, piece: &Piece, time: TimeScale, value: ValueScale) {
        if !value.has(piece.min.value) {
            self.below_scale_px.push(time.px(piece.min.time));
        }
    }
}

/// Questions that only drawing asks of a view.
trait Drawn {
    fn is_joined_after(&self, piece: usize) -> bool;
    fn column_px(&self, time: TimeScale) -> f64;
}

impl Drawn for Reduced {
    fn is_joined_after(&self, piece: usize) -> bool {
        self.pieces.get(piece + 1).map_or(self.after.is_some(), |next| next.joined)
    }

    fn column_px(&self, time: TimeScale) -> f64 {
        let columns = time.window.len_us() as f64 / self.bin_us.unwrap_or(1).max(1) as f64;
        (time.right_px - time.left_px) / columns.round().max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::{TimeRange, TimeUs};
    use gagehouse_observations::{Columns, Series, SeriesOptions};

    fn a_series(rows: impl IntoIterator<Item = (i64, f64)>) -> Series {
        let mut page = Columns::default();
        for (time_us, value) in rows {
            page.push(time_us, value, 0);
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        series
    }

    fn scales(length_us: i64) -> (TimeScale, ValueScale) {
        let window = TimeRange { start: TimeUs(0), end: TimeUs(length_us) };
        let time = TimeScale { window, left_px: 0.0, right_px: 100.0 };
        (time, ValueScale { min: 0.0, max: 100.0, top_px: 0.0, bottom_px: 100.0, log: false })
    }

    const STYLE: TraceStyle =
        TraceStyle { drawn_as: DrawnAs::Line, stroke_px: 2.0, marker_spacing_px: 8.0 };

    #[test]
    fn a_gap_breaks_the_line_and_a_lone_row_is_a_dot() {
        let rows = [(0, 1.0), (1, 2.0), (2, f64::NAN), (3, 4.0), (4, f64::NAN), (5, 5.0), (6, 6.0)];
        let (time, value) = scales(10);
        let trace = trace(&a_series(rows).reduced(time.window, 100), time, value, STYLE);
        assert_eq!(trace.lines.len(), 2);
        assert_eq!(trace.dots, [(30.0, 96.0)]);
        assert_eq!(trace.markers.len(), 5);
        assert_eq!(trace.end, Some((60.0, 94.0)));
    }

    #[test]
    fn many_rows_are_bars_that_touch_each_other_but_not_across_a_gap() {
        let rows = (0..10_000).map(|i| {
            let missing = (5_000..6_000).contains(&i);
            (i, if missing { f64::NAN } else { (i % 50) as f64 })
        });
        let (time, value) = scales(10_000);
        let reduced = a_series(rows).reduced(time.window, 100);
        let trace = trace(&reduced, time, value, STYLE);
        assert_eq!(trace.bars.len(), 90);
        assert!(trace.lines.is_empty() && trace.dots.is_empty() && trace.markers.is_empty());
        let covers_gap = |bar: &Bar| bar.left_px > 49.5 && bar.left_px < 59.5;
        assert!(!trace.bars.iter().any(covers_gap));
        let spans = |bar: &Bar| bar.top_px <= 51.0 && bar.bottom_px >= 100.0;
        assert!(trace.bars.iter().all(spans));
    }

    #[test]
    fn a_line_that_crosses_the_view_without_a_row_in_it_is_drawn() {
        let series = a_series([(-10, 0.0), (20, 30.0), (50, 60.0)]);
        let (time, value) = scales(10);
        let trace = trace(&series.reduced(time.window, 100), time, value, STYLE);
        assert_eq!(trace.lines, [vec![(-100.0, 100.0), (200.0, 70.0)]]);
        assert_eq!(trace.end, None);
    }

    fn drawn(
        rows: impl IntoIterator<Item = (i64, f64)>,
        length_us: i64,
        drawn_as: DrawnAs,
        log: bool,
    ) -> Trace {
        let (time, value) = scales(length_us);
        let value = if log { ValueScale { min: 1.0, log, ..value } } else { value };
        let style = TraceStyle { drawn_as, ..STYLE };
        trace(&a_series(rows).reduced(time.window, 100), time, value, style)
    }

    #[test]
    fn a_step_holds_its_value_until_the_next_row() {
        let trace = drawn([(0, 10.0), (5, 20.0)], 10, DrawnAs::Step, false);
        assert_eq!(trace.lines, [vec![(0.0, 90.0), (50.0, 90.0), (50.0, 80.0)]]);
        assert_eq!(trace.markers, []);
    }

    #[test]
    fn points_are_joined_by_nothing() {
        let trace = drawn([(0, 10.0), (5, 20.0)], 10, DrawnAs::Points, false);
        assert_eq!((trace.lines.len(), trace.dots.len(), trace.markers.len()), (0, 2, 2));
        let rows = (0..1_000).map(|i| (i, (i % 10) as f64));
        let trace = drawn(rows, 1_000, DrawnAs::Points, false);
        assert_eq!((trace.lines.len(), trace.bars.len()), (0, 0));
        assert!(trace.dots.len() > 100);
    }

    #[test]
    fn bars_stand_on_zero_beside_each_other() {
        let trace = drawn([(2, 10.0), (4, 0.0), (6, 20.0)], 10, DrawnAs::Bars, false);
        let ends: Vec<(f64, f64)> = trace.bars.iter().map(|b| (b.top_px, b.bottom_px)).collect();
        assert_eq!(ends, [(90.0, 100.0), (100.0, 100.0), (80.0, 100.0)]);
        assert!(trace.bars[0].left_px + trace.bars[0].width_px < trace.bars[1].left_px);
    }

    #[test]
    fn values_without_a_place_on_a_logarithmic_scale_break_the_line_and_are_marked() {
        let rows = [(1, 10.0), (2, 5.0), (3, 0.0), (4, -2.0), (5, 10.0), (6, 10.0)];
        let trace = drawn(rows, 10, DrawnAs::Line, true);
        assert_eq!((trace.lines.len(), trace.markers.len()), (2, 4));
        assert_eq!(trace.below_scale_px, [30.0, 40.0]);
        let rows = (0..1_000).map(|i| (i, if i < 500 { 0.0 } else { 10.0 }));
        let trace = drawn(rows, 1_000, DrawnAs::Line, true);
        assert_eq!((trace.below_scale_px.len(), trace.bars.len()), (50, 50));
    }
}
