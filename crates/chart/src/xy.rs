//! A chart of one quantity over another, or over categories: what it shows, where, and its drawing.

use crate::draw::{Palette, at, filled, font_of, marker, stroked, text_style};
use crate::scale::ValueScale;
use crate::text::{cut_before_unit, width_px};
use crate::ticks::{log_ticks, value_ticks};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontTransform, TextStyle};
use plotters_backend::{DrawingBackend, DrawingErrorKind};

/// A chart in the units of its axes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct XyChart {
    /// What it shows, for a heading.
    pub title: String,
    /// The axis below.
    pub x: XyAxis,
    /// The axis on the left.
    pub y: XyAxis,
    /// What is drawn, with the style of its series, the first behind the others.
    pub shapes: Vec<(Shape, usize)>,
    /// What must be said beside it.
    pub notes: Vec<String>,
    /// Heads of its table.
    pub heads: Vec<String>,
    /// The same as numbers, row by row.
    pub rows: Vec<Vec<String>>,
}

/// An axis of a chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct XyAxis {
    /// Quantity and unit.
    pub title: String,
    /// From where to where it reaches; categories stand at 0, 1, 2, ….
    pub range: (f64, f64),
    /// Whether its scale is logarithmic.
    pub log: bool,
    /// Names of its categories; empty for an axis of numbers.
    pub categories: Vec<String>,
    /// Where it has ticks, and their labels; empty for ticks at round numbers.
    pub ticks: Vec<(f64, String)>,
}

/// Something to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// From x to x, up to y.
    Bars(Vec<(f64, f64, f64)>),
    /// Through points.
    Line(Vec<(f64, f64)>),
    /// Points.
    Points(Vec<(f64, f64)>),
    /// Points that count one by one, each by the marker of the style.
    Marks(Vec<(f64, f64)>),
    /// Boxes with whiskers.
    Boxes(Vec<BoxShape>),
    /// From x to x there are values below any place on the axis: triangles at its lower end.
    BelowScale(f64, f64),
}

/// A box with whiskers.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxShape {
    /// Where it stands.
    pub x: f64,
    /// First quartile, median and third quartile.
    pub quartiles: [f64; 3],
    /// Arithmetic mean.
    pub mean: f64,
    /// Ends of the whiskers.
    pub whiskers: (f64, f64),
    /// Values beyond them.
    pub outliers: Vec<f64>,
}

/// Half the width of a box, in categories.
const HALF_BOX: f64 = 0.32;

type Drawn<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

/// Draws a chart in a rectangle of a size.
pub fn draw<B: DrawingBackend>(
    backend: &mut B,
    chart: &XyChart,
    (width_px, height_px): (f64, f64),
    font_px: f64,
    palette: &Palette,
) -> Drawn<B> {
    backend.draw_rect((0, 0), at(width_px, height_px), &filled(palette.ground), true)?;
    let (top_px, bottom_px) = (font_px, (height_px - font_px * 4.0).max(font_px * 2.0));
    let y_ticks = ticks_of(&chart.y, (bottom_px - top_px) / (font_px * 3.0));
    let widest = y_ticks.iter().map(|(_, label)| width_px_of(label, font_px)).fold(0.0, f64::max);
    let (left_px, right_px) =
        ((widest + font_px * 3.0).round(), (width_px - font_px * 1.6).round());
    let (x, y) = scales(chart, (left_px, right_px.max(left_px + 1.0)), (top_px, bottom_px));
    let (grid, axis) = (stroked(palette.grid, 1), stroked(palette.axis, 1));
    let text = text_style(palette, font_px, (HPos::Right, VPos::Center));
    for (value, label) in &y_ticks {
        let px = y.px(*value);
        backend.draw_line(at(left_px, px), at(right_px, px), &grid)?;
        backend.draw_text(label, &text, at(left_px - font_px * 0.4, px))?;
    }
    let text = text_style(palette, font_px, (HPos::Center, VPos::Top));
    let mut free_px = f64::NEG_INFINITY;
    for (value, label) in ticks_of(&chart.x, (right_px - left_px) / (font_px * 6.0)) {
        let (px, half) = (x.px(value), width_px_of(&label, font_px) / 2.0);
        if chart.x.categories.is_empty() {
            backend.draw_line(at(px, top_px), at(px, bottom_px), &grid)?;
        }
        if px - half >= free_px {
            backend.draw_text(&label, &text, at(px, bottom_px + font_px * 0.5))?;
            free_px = px + half + font_px * 0.5;
        }
    }
    for (shape, style) in &chart.shapes {
        draw_shape(backend, shape, (x, y), (*style, font_px), palette)?;
    }
    backend.draw_line(at(left_px, bottom_px), at(right_px, bottom_px), &axis)?;
    backend.draw_line(at(left_px, top_px), at(left_px, bottom_px), &axis)?;
    let middle_px = f64::midpoint(left_px, right_px);
    let x_title = cut_before_unit(&chart.x.title, font_px, right_px - left_px);
    backend.draw_text(&x_title, &text, at(middle_px, bottom_px + font_px * 2.2))?;
    let font = font_of(palette, font_px).transform(FontTransform::Rotate270);
    let style = TextStyle::from(font).color(&palette.ink).pos(Pos::new(HPos::Center, VPos::Center));
    let y_title = cut_before_unit(&chart.y.title, font_px, bottom_px - top_px);
    backend.draw_text(&y_title, &style, at(font_px, f64::midpoint(top_px, bottom_px)))
}

fn width_px_of(label: &str, font_px: f64) -> f64 {
    width_px(label, font_px) * 1.06
}

/// The scales of both axes; the one of x runs from left to right.
fn scales(
    chart: &XyChart,
    (left_px, right_px): (f64, f64),
    (top_px, bottom_px): (f64, f64),
) -> (ValueScale, ValueScale) {
    let scale = |axis: &XyAxis, top_px: f64, bottom_px: f64| {
        let (min, max) = axis.range;
        ValueScale { min, max, top_px, bottom_px, log: axis.log }
    };
    (scale(&chart.x, right_px, left_px), scale(&chart.y, top_px, bottom_px))
}

fn ticks_of(axis: &XyAxis, wanted: f64) -> Vec<(f64, String)> {
    if !axis.categories.is_empty() {
        return (0..).map(f64::from).zip(axis.categories.iter().cloned()).collect();
    }
    if !axis.ticks.is_empty() {
        return axis.ticks.clone();
    }
    let ticks = if axis.log { log_ticks } else { value_ticks };
    let ticks = ticks(axis.range, wanted.clamp(2.0, 12.0) as usize).into_iter();
    ticks.map(|tick| (tick.value, tick.label)).collect()
}

fn draw_shape<B: DrawingBackend>(
    backend: &mut B,
    shape: &Shape,
    (x, y): (ValueScale, ValueScale),
    (style, font_px): (usize, f64),
    palette: &Palette,
) -> Drawn<B> {
    let color = palette.series_color(style);
    let px = |point: &(f64, f64)| at(x.px(point.0), y.px(point.1));
    match shape {
        Shape::Bars(bars) => {
            for (from, to, height) in bars.iter().filter(|bar| bar.2 > 0.0) {
                let (left, right) = (x.px(*from) + 0.5, x.px(*to) - 0.5);
                let corner = at(right.max(left + 1.0), y.bottom_px);
                backend.draw_rect(at(left, y.px(*height)), corner, &filled(color), true)?;
            }
        }
        Shape::Line(points) => {
            for pair in points.windows(2) {
                backend.draw_line(px(&pair[0]), px(&pair[1]), &stroked(color, 2))?;
            }
        }
        Shape::Points(points) => {
            let faint = color.mix(0.55).filled();
            for point in points {
                let (px, py) = px(point);
                backend.draw_rect((px - 1, py - 1), (px + 2, py + 2), &faint, true)?;
            }
        }
        Shape::Marks(points) => {
            for point in points {
                marker(backend, px(point), style, palette)?;
            }
        }
        Shape::BelowScale(from, to) => {
            let (left, right, bottom) = (x.px(*from), x.px(*to), y.bottom_px);
            let places = ((right - left) / (font_px * 1.2)).floor().max(1.0);
            for place in 0..places as u32 {
                let middle = left + (f64::from(place) + 0.5) * (right - left) / places;
                let corners = [(-4.0, -7.0), (4.0, -7.0), (0.0, -1.0)];
                let corners = corners.map(|(dx, dy)| at(middle + dx, bottom + dy));
                backend.fill_polygon(corners, &filled(color))?;
            }
        }
        Shape::Boxes(boxes) => {
            for boxed in boxes {
                draw_box(backend, boxed, (x, y), (style, font_px), palette)?;
            }
        }
    }
    Ok(())
}

fn draw_box<B: DrawingBackend>(
    backend: &mut B,
    boxed: &BoxShape,
    (x, y): (ValueScale, ValueScale),
    (style, font_px): (usize, f64),
    palette: &Palette,
) -> Drawn<B> {
    let color = palette.series_color(style);
    let widest_px = font_px * 3.0;
    let half_px = (x.px(HALF_BOX) - x.px(0.0)).abs().min(widest_px);
    let middle_px = x.px(boxed.x);
    let (left, right) = (middle_px - half_px, middle_px + half_px);
    let [q1, median, q3] = boxed.quartiles.map(|value| y.px(value));
    let (low, high) = (y.px(boxed.whiskers.0), y.px(boxed.whiskers.1));
    let line = stroked(color, 2);
    for (end, box_edge) in [(low, q1), (high, q3)] {
        backend.draw_line(at(middle_px, end), at(middle_px, box_edge), &line)?;
        backend.draw_line(
            at(middle_px - half_px / 2.0, end),
            at(middle_px + half_px / 2.0, end),
            &line,
        )?;
    }
    backend.draw_rect(at(left, q3), at(right, q1), &color.mix(0.25).filled(), true)?;
    backend.draw_rect(at(left, q3), at(right, q1), &line, false)?;
    backend.draw_line(at(left, median), at(right, median), &stroked(palette.ink, 2))?;
    backend.draw_circle(at(middle_px, y.px(boxed.mean)), 3, &filled(palette.ink), true)?;
    for outlier in &boxed.outliers {
        backend.draw_circle(at(middle_px, y.px(*outlier)), 2, &stroked(color, 1), false)?;
    }
    Ok(())
}
