//! The last day of a series as a small line: the same drawing in a browser, in a page sent by a server and in an embed.
//!
//! Time runs from left to right over 24 hours up to the last value, so boxes beside each other compare, and a series
//! that stopped shows its last day with data. Gaps stay open, a lone value is a dot, "no data" is not a value.

use crate::conditions::Shown;
use crate::conditions::words::time_text;
use crate::domain::padded;
use crate::format::decimals_of_rows;
use gagehouse_model::time::DAY_US;
use gagehouse_model::{SiteZone, TimeRange, TimeUs};
use gagehouse_observations::{Reduced, Series, ValueKind};
use std::fmt::Write as _;

/// Width of the drawing in its own units, also its number of columns.
pub const WIDTH: u32 = 240;
/// Height of the drawing.
pub const HEIGHT: f64 = 48.0;
/// Rows at the end of a stretch whose decimals are looked at.
const ROWS_LOOKED_AT: usize = 40;
/// Steps of a coordinate that a screen can tell apart.
const COORDINATE_STEPS: f64 = 10.0;

/// The line of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Sparkline {
    /// The unbroken stretches as an SVG path.
    pub path: String,
    /// Values that stand alone.
    pub dots: Vec<(f64, f64)>,
    /// Smallest and largest value of the day, in the source's unit.
    pub extent: (f64, f64),
    /// The day.
    pub range: TimeRange,
    /// With how many decimals its source writes.
    pub decimals: usize,
}

/// The 24 hours up to a last value, which lies inside: ranges are half-open.
pub fn last_day(end: TimeUs) -> TimeRange {
    TimeRange { start: TimeUs(end.0.saturating_sub(DAY_US)), end: TimeUs(end.0.saturating_add(1)) }
}

impl Sparkline {
    /// The line of a range of a series; `None` when it has no number there.
    pub fn of(series: &Series, range: TimeRange) -> Option<Self> {
        let reduced = series.m4(range, WIDTH);
        let extent = reduced.value_range()?;
        let (path, dots) = line(&reduced, range, padded([extent]));
        let decimals = decimals_of(series, range);
        Some(Self { path, dots, extent, range, decimals })
    }

    /// `8.1 to 8.4 °C`, in the unit shown.
    pub fn extent_text(&self, shown: &Shown) -> String {
        // A conversion with a negative factor would turn them round; there is none.
        shown.range(self.extent, self.decimals)
    }

    /// The same in words: `24 hours to 2026-11-20 14:15 UTC−07:00: 8.1 to 8.4 °C`.
    pub fn words(&self, shown: &Shown, zone: Option<&SiteZone>) -> String {
        let end = time_text(TimeUs(self.range.end.0 - 1), zone);
        format!("24 hours to {end}: {}", self.extent_text(shown))
    }

    /// The drawing as an SVG element with a text for those who do not see it; colours come from the page's style.
    pub fn svg(&self, label: &str) -> String {
        let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let mut svg = format!(
            "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\" \
             aria-label=\"{label}\"><path d=\"{}\"/>",
            self.path
        );
        for (x, y) in &self.dots {
            let _ = write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"2\"/>");
        }
        svg.push_str("</svg>");
        svg
    }
}

/// The path of the unbroken stretches, and a dot for each value that stands alone.
fn line(reduced: &Reduced, range: TimeRange, (low, high): (f64, f64)) -> (String, Vec<(f64, f64)>) {
    let place = |time: TimeUs, value: f64| {
        let x = (time.0 - range.start.0) as f64 / range.len_us() as f64 * f64::from(WIDTH);
        let y = (high - value) / (high - low) * HEIGHT;
        let round = |px: f64| (px * COORDINATE_STEPS).round() / COORDINATE_STEPS;
        (round(x), round(y))
    };
    let (mut path, mut dots) = (String::new(), Vec::new());
    for (at, piece) in reduced.pieces.iter().enumerate() {
        let mut points = [piece.first, piece.min, piece.max, piece.last];
        points.sort_by_key(|point| point.time);
        let joins_next = reduced.pieces.get(at + 1).is_some_and(|next| next.joined);
        if !piece.joined && !joins_next && piece.first.time == piece.last.time {
            dots.push(place(piece.first.time, piece.first.value));
            continue;
        }
        let mut before = None;
        for (n, point) in points.iter().enumerate() {
            let here = place(point.time, point.value);
            if before == Some(here) {
                continue;
            }
            before = Some(here);
            let pen = if n == 0 && (at == 0 || !piece.joined) { 'M' } else { 'L' };
            let _ = write!(path, "{pen}{} {}", here.0, here.1);
        }
    }
    (path, dots)
}

/// Smallest and largest value of a stretch, `1.2 to 3.4 m`; `None` without a number.
pub fn extent_text(series: &Series, range: TimeRange, shown: &Shown) -> Option<String> {
    Some(shown.range(series.value_range(range)?, decimals_of(series, range)))
}

/// With how many decimals the newest numbers of a stretch are written.
fn decimals_of(series: &Series, range: TimeRange) -> usize {
    let rows = series.indices(range);
    let from = rows.start.max(rows.end.saturating_sub(ROWS_LOOKED_AT));
    let values = series.rows(from..rows.end).map(|row| row.value);
    decimals_of_rows(values.filter(|value| series.kind(*value) == ValueKind::Number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::Spacing;
    use gagehouse_model::time::HOUR_US;
    use gagehouse_observations::{Columns, SeriesOptions};

    fn drawn(values: &[(i64, f64)]) -> Sparkline {
        let options = SeriesOptions {
            spacing: Spacing::from_us(HOUR_US),
            no_data_value: Some(-9999.0),
            ..SeriesOptions::default()
        };
        let mut series = Series::new(options);
        let mut columns = Columns::with_capacity(values.len());
        for (hour, value) in values {
            columns.push(hour * HOUR_US, *value, 0);
        }
        series.append(&columns);
        Sparkline::of(&series, TimeRange::new(TimeUs(0), TimeUs(DAY_US)).unwrap()).unwrap()
    }

    #[test]
    fn a_rising_ramp_rises_from_left_to_right() {
        let ramp: Vec<(i64, f64)> = (0..24).map(|hour| (hour, hour as f64)).collect();
        let line = drawn(&ramp);
        let numbers: Vec<f64> =
            line.path.split(['M', 'L', ' ']).filter_map(|text| text.parse().ok()).collect();
        assert!(numbers.chunks(2).is_sorted_by_key(|point| point[0]));
        assert!(numbers.chunks(2).rev().is_sorted_by_key(|point| point[1]));
        assert!(line.dots.is_empty());
    }

    #[test]
    fn no_data_breaks_the_line_and_leaves_the_scale_alone() {
        let line = drawn(&[(0, 1.0), (1, 2.0), (2, -9999.0), (3, 1.0), (4, 2.0)]);
        assert_eq!(line.path.matches('M').count(), 2);
        assert!(line.path.starts_with("M0 "));
        assert_eq!(line.extent, (1.0, 2.0));
    }

    #[test]
    fn a_constant_lies_at_mid_height_and_a_lone_value_is_a_dot() {
        assert_eq!(drawn(&[(12, 7.0)]).dots, [(120.0, 24.0)]);
        assert!(drawn(&[(0, 7.0), (1, 7.0)]).path.contains(" 24"));
    }

    #[test]
    fn an_hourly_series_spans_24_hours_and_not_96_values() {
        let end = TimeUs(100 * DAY_US);
        let range = last_day(end);
        assert_eq!(range.len_us(), DAY_US + 1);
        assert!(range.contains(end));
    }

    #[test]
    fn a_label_cannot_leave_its_attribute() {
        let svg = drawn(&[(12, 7.0)]).svg("a \"b\" <script> & c");
        assert!(svg.contains("aria-label=\"a &quot;b&quot; &lt;script> &amp; c\""), "{svg}");
    }
}
