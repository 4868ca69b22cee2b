//! What a series shows, in pixels: lines where rows are few, bars where they are many.
//!
//! A stroke wider than one device pixel is slow to raster, so a dense column is a filled rectangle from
//! its smallest to its largest value, drawn towards the column before it. Sparse rows are strokes.

use crate::scale::{TimeScale, ValueScale};
use gagehouse_observations::{Piece, Point, Reduced};

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
    /// Width of its strokes.
    pub stroke_px: f64,
    /// Rows are marked when they are further apart than this on average.
    pub marker_spacing_px: f64,
}

/// The pixels of what a view shows.
pub fn trace(reduced: &Reduced, time: TimeScale, value: ValueScale, style: TraceStyle) -> Trace {
    let px = |point: Point| (time.px(point.time), value.px(point.value));
    let mut trace = if reduced.bin_us.is_some() {
        dense(reduced, time, value, style.stroke_px)
    } else {
        sparse(reduced, px)
    };
    trace.end = reduced.pieces.last().map(|piece| px(piece.last));
    let width = time.right_px - time.left_px;
    let room_to_mark = reduced.pieces.len() as f64 * style.marker_spacing_px <= width;
    if reduced.bin_us.is_none() && room_to_mark {
        trace.markers = reduced.pieces.iter().map(|piece| px(piece.first)).collect();
    }
    trace
}

/// Row by row: a line for each unbroken run, with the neighbours outside the view.
fn sparse(reduced: &Reduced, px: impl Fn(Point) -> Px) -> Trace {
    let mut trace = Trace::default();
    let mut line: Vec<Px> = reduced.before.map(&px).into_iter().collect();
    for piece in &reduced.pieces {
        if !piece.joined {
            trace.finish(std::mem::take(&mut line));
        }
        line.push(px(piece.first));
    }
    line.extend(reduced.after.map(&px));
    trace.finish(line);
    trace
}

/// Column by column.
fn dense(reduced: &Reduced, time: TimeScale, value: ValueScale, stroke_px: f64) -> Trace {
    let mut trace = Trace::default();
    let half = stroke_px / 2.0;
    let mut before: Option<(Option<u32>, Point)> = reduced.before.map(|point| (None, point));
    for (number, piece) in reduced.pieces.iter().enumerate() {
        let (mut top, mut bottom) = (value.px(piece.max.value), value.px(piece.min.value));
        if let Some((column, last)) = before.filter(|_| piece.joined) {
            if column.is_some_and(|column| piece.column - column <= 1) {
                let last_px = value.px(last.value);
                (top, bottom) = (top.min(last_px), bottom.max(last_px));
            } else {
                let from = (time.px(last.time), value.px(last.value));
                trace
                    .lines
                    .push(vec![from, (time.px(piece.first.time), value.px(piece.first.value))]);
            }
        }
        if is_one_row(piece) && !piece.joined && !reduced.is_joined_after(number) {
            trace.dots.push((time.px(piece.first.time), value.px(piece.first.value)));
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
        let px = |point: Point| (time.px(point.time), value.px(point.value));
        trace.lines.push(vec![px(last), px(after)]);
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
        (time, ValueScale { min: 0.0, max: 100.0, top_px: 0.0, bottom_px: 100.0 })
    }

    const STYLE: TraceStyle = TraceStyle { stroke_px: 2.0, marker_spacing_px: 8.0 };

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
}
