//! The middle canvas: the series.
//!
//! A stroke wider than one device pixel costs tens of microseconds a segment in one long path, so strokes are
//! cut into short paths and dense columns are filled rectangles.

use super::canvas::{Surface, cleared};
use super::normal;
use super::palette::css;
use super::years::{self, YearEnd};
use gagehouse_chart::draw::Palette;
use gagehouse_chart::frame::Area;
use gagehouse_chart::holes::{HATCH_STEP_PX, bands, broken};
use gagehouse_chart::normal::Normal;
use gagehouse_chart::quality::{Mark, placed};
use gagehouse_chart::query::DrawnAs;
use gagehouse_chart::trace::{Px, Trace, TraceStyle, trace};
use gagehouse_chart::{Frame, TimeScale, ValueScale};
use gagehouse_model::{Coverage, TimeRange};
use gagehouse_observations::compare::years::SameDays;
use gagehouse_observations::{Seen, Series};
use leptos::html;
use leptos::prelude::NodeRef;
use plotters::style::RGBColor;

/// Points of one stroked path whose stroke is wider than a pixel.
const POINTS_PER_PATH: usize = 16;
/// Series with more points than this are drawn with strokes of one device pixel.
pub(super) const POINTS_FOR_WIDE_STROKES: usize = 1_500;
/// Rows are marked when they are further apart than this, in CSS pixels.
const MARKER_SPACING_PX: f64 = 9.0;
/// Size of the signs at the lower edge, in CSS pixels.
const MARK_PX: f64 = 11.0;
const MARKER_RADIUS_PX: f64 = 3.0;
/// How much of a series' colour shades a hole, and how much its strokes have.
const HOLE_SHADE: f64 = 0.08;
const HOLE_STROKES: f64 = 0.35;

/// A series to draw.
pub struct Drawn<'a> {
    /// Its rows.
    pub series: &'a Series,
    /// What of it is here: lines end elsewhere.
    pub covered: &'a Coverage,
    /// What of it could not be had, ascending.
    pub holes: Vec<TimeRange>,
    /// Its colour and marker, from 0.
    pub style: usize,
    /// As what it is drawn.
    pub drawn_as: DrawnAs,
    /// Its axis in the frame.
    pub axis: usize,
    /// Rows that cannot be drawn, or are limits only.
    pub marks: &'a [Mark],
    /// What its tag says; nothing when there is only one series.
    pub tag: Option<String>,
    /// What is normal for its dates, while that is shown.
    pub normal: Option<&'a Normal>,
    /// The days of other years that lie behind it.
    pub years: &'a [SameDays],
}

/// Into how many columns of device pixels the window of a frame is cut.
pub fn columns_of(frame: &Frame, ratio: f64) -> u32 {
    (frame.data.width_px() * ratio).round().max(1.0) as u32
}

/// Draws series in a frame. `seen` holds for each what was seen of it before, and then what is seen now.
/// Returns for each the width of a bin when its rows were reduced.
pub fn paint(
    node: NodeRef<html::Canvas>,
    frame: &Frame,
    drawn: &[Drawn<'_>],
    seen: &mut [Option<Seen>],
    palette: &Palette,
) -> Option<Vec<Option<i64>>> {
    let surface = cleared(node, (frame.width_px, frame.height_px))?;
    let (context, ratio) = (&surface.context, surface.ratio);
    let data = frame.data;
    context.save();
    context.begin_path();
    let (width, height) = (data.width_px() * ratio, data.height_px() * ratio);
    context.rect(data.left_px * ratio, data.top_px * ratio, width, height);
    context.clip();
    let columns = columns_of(frame, ratio);
    let time = TimeScale {
        window: frame.time.window,
        left_px: (data.left_px * ratio).round(),
        right_px: (data.left_px * ratio).round() + f64::from(columns),
    };
    for series in drawn {
        for band in bands(&series.holes, time) {
            hatch(&surface, frame, band, palette.series_color(series.style));
        }
    }
    let mut bins = vec![None; drawn.len()];
    let mut ends = Vec::new();
    // Bars fill what is behind them, so they are behind everything.
    let mut order: Vec<usize> = (0..drawn.len()).collect();
    order.sort_by_key(|&number| drawn[number].drawn_as != DrawnAs::Bars);
    let mut year_ends: Vec<YearEnd> = Vec::new();
    for series in drawn {
        if let Some((axis, range)) = frame.axes.get(series.axis).zip(series.normal) {
            let band = range.band(time, in_device_px(axis.scale, ratio));
            normal::draw(&surface, &band, series.style, palette);
        }
    }
    for series in order.iter().map(|&number| &drawn[number]) {
        if let Some(axis) = frame.axes.get(series.axis) {
            let value = in_device_px(axis.scale, ratio);
            year_ends.extend(years::draw(&surface, series, (time, value), palette));
        }
    }
    for number in order {
        let series = &drawn[number];
        let Some(axis) = frame.axes.get(series.axis) else { continue };
        let value = in_device_px(axis.scale, ratio);
        let before = seen.get_mut(number).and_then(Option::take);
        let now = series.series.reduced_after(before, time.window, columns);
        let reduced = broken(now.reduced(), series.covered);
        let is_light = reduced.pieces.len() <= POINTS_FOR_WIDE_STROKES;
        let stroke_px = if is_light { (1.6 * ratio).max(1.0) } else { 1.0 };
        let marker_spacing_px = MARKER_SPACING_PX * ratio;
        let style = TraceStyle { drawn_as: series.drawn_as, stroke_px, marker_spacing_px };
        let traced = trace(&reduced, time, value, style);
        draw(&surface, &traced, stroke_px, series.style, palette);
        draw_below_scale(&surface, &traced.below_scale_px, value.bottom_px);
        if let (Some(end), Some(tag)) = (traced.end, &series.tag) {
            ends.push((end, tag.clone(), series.style));
        }
        bins[number] = reduced.bin_us;
        if let Some(seen) = seen.get_mut(number) {
            *seen = Some(now);
        }
    }
    let marked = drawn.iter().filter(|series| !series.marks.is_empty());
    for (row, series) in marked.enumerate() {
        draw_marks(&surface, (time, frame.data.bottom_px), (row, series), palette);
    }
    years::draw_names(&surface, frame, (&year_ends, ends.len()), palette);
    context.restore();
    for (place, (end, tag, style)) in ends.into_iter().enumerate() {
        draw_tag(&surface, frame, Tag { end, text: &tag, place, style }, palette);
    }
    Some(bins)
}

fn in_device_px(scale: ValueScale, ratio: f64) -> ValueScale {
    ValueScale { top_px: scale.top_px * ratio, bottom_px: scale.bottom_px * ratio, ..scale }
}

/// A stretch whose observations are not here: a shade and strokes, in the colour of the series.
fn hatch(surface: &Surface, frame: &Frame, (left_px, right_px): (f64, f64), color: RGBColor) {
    let (context, ratio) = (&surface.context, surface.ratio);
    let (top_px, bottom_px) = (frame.data.top_px * ratio, frame.data.bottom_px * ratio);
    let area = Area { left_px, top_px, right_px, bottom_px };
    let color = css(color);
    context.set_fill_style_str(&color);
    context.set_global_alpha(HOLE_SHADE);
    context.fill_rect(area.left_px, area.top_px, area.width_px(), area.height_px());
    context.set_global_alpha(HOLE_STROKES);
    surface.hatch(area, HATCH_STEP_PX * ratio, (&color, ratio.max(1.0)));
    context.set_global_alpha(1.0);
}

/// Draws a series in device pixels.
pub(super) fn draw(
    surface: &Surface,
    trace: &Trace,
    stroke_px: f64,
    style: usize,
    palette: &Palette,
) {
    let context = &surface.context;
    let color = css(palette.series_color(style));
    context.set_fill_style_str(&color);
    context.set_stroke_style_str(&color);
    context.set_line_width(stroke_px);
    context.set_line_join("round");
    context.set_line_cap("round");
    for bar in &trace.bars {
        let height = (bar.bottom_px - bar.top_px).max(1.0);
        context.fill_rect(bar.left_px, bar.top_px, bar.width_px.ceil(), height);
    }
    for line in &trace.lines {
        stroke_in_parts(surface, line);
    }
    let radius = MARKER_RADIUS_PX * surface.ratio;
    for dot in &trace.dots {
        let size = (2.0 * surface.ratio).max(stroke_px);
        context.fill_rect(dot.0 - size / 2.0, dot.1 - size / 2.0, size, size);
    }
    context.set_line_width((1.4 * surface.ratio).max(1.0));
    for marker in &trace.markers {
        draw_marker(surface, *marker, radius, style, palette);
    }
}

/// Triangles that point down, at the lower edge: there are values further down than any scale reaches.
fn draw_below_scale(surface: &Surface, places_px: &[f64], bottom_px: f64) {
    let half = 4.0 * surface.ratio;
    let mut free_px = f64::NEG_INFINITY;
    for &x in places_px.iter().filter(|x| x.is_finite()) {
        if x >= free_px {
            let top_px = bottom_px - half * 1.8;
            surface.context.begin_path();
            polygon(surface, &[(x - half, top_px), (x + half, top_px), (x, bottom_px - 1.0)]);
            surface.context.fill();
            free_px = x + half * 1.5;
        }
    }
}

/// Signs in a row at the lower edge, one row for each series that has any.
fn draw_marks(
    surface: &Surface,
    (time, bottom_px): (TimeScale, f64),
    (row, series): (usize, &Drawn<'_>),
    palette: &Palette,
) {
    let (context, ratio) = (&surface.context, surface.ratio);
    context.set_fill_style_str(&css(palette.series_color(series.style)));
    context.set_font(&format!("600 {}px {}", MARK_PX * ratio, palette.font_family));
    context.set_text_align("center");
    context.set_text_baseline("middle");
    let y = (bottom_px - MARK_PX * (0.7 + row as f64)) * ratio;
    for (x, kind) in placed(series.marks, time, MARK_PX * 0.8 * ratio) {
        let _ = context.fill_text(kind.sign(), x, y);
    }
}

fn stroke_in_parts(surface: &Surface, line: &[Px]) {
    let context = &surface.context;
    let mut from = 0;
    while from + 1 < line.len() {
        let to = (from + POINTS_PER_PATH).min(line.len() - 1);
        context.begin_path();
        context.move_to(line[from].0, line[from].1);
        for point in &line[from + 1..=to] {
            context.line_to(point.0, point.1);
        }
        context.stroke();
        from = to;
    }
}

/// Circle, square, triangle or diamond; filled for the first four styles, hollow for the next.
fn draw_marker(surface: &Surface, (x, y): Px, r: f64, style: usize, palette: &Palette) {
    let context = &surface.context;
    context.begin_path();
    match style % 4 {
        0 => {
            let _ = context.arc(x, y, r, 0.0, std::f64::consts::TAU);
        }
        1 => context.rect(x - r, y - r, 2.0 * r, 2.0 * r),
        2 => polygon(surface, &[(x, y - 1.2 * r), (x + 1.2 * r, y + r), (x - 1.2 * r, y + r)]),
        _ => polygon(
            surface,
            &[(x, y - 1.3 * r), (x + 1.3 * r, y), (x, y + 1.3 * r), (x - 1.3 * r, y)],
        ),
    }
    if style % 8 < 4 {
        context.fill();
    } else {
        context.set_fill_style_str(&css(palette.ground));
        context.fill();
        context.stroke();
        context.set_fill_style_str(&css(palette.series_color(style)));
    }
}

fn polygon(surface: &Surface, corners: &[Px]) {
    for (number, corner) in corners.iter().enumerate() {
        if number == 0 {
            surface.context.move_to(corner.0, corner.1);
        } else {
            surface.context.line_to(corner.0, corner.1);
        }
    }
    surface.context.close_path();
}

struct Tag<'a> {
    end: Px,
    text: &'a str,
    /// How many tags were drawn before.
    place: usize,
    style: usize,
}

/// The series' number at its last point, so that colour is not the only sign.
fn draw_tag(surface: &Surface, frame: &Frame, tag: Tag<'_>, palette: &Palette) {
    let (context, ratio) = (&surface.context, surface.ratio);
    let radius = 8.0 * ratio;
    let right = frame.data.right_px * ratio - radius;
    // Each series' tag stands a little further left, so that ends at one value do not hide each other.
    let x = tag.end.0.min(right) - tag.place as f64 * radius * 2.2;
    let top = frame.data.top_px * ratio + radius;
    let y = (tag.end.1 - radius * 1.6).clamp(top, frame.data.bottom_px * ratio - radius);
    context.begin_path();
    let _ = context.arc(x, y, radius, 0.0, std::f64::consts::TAU);
    context.set_fill_style_str(&css(palette.ground));
    context.fill();
    context.set_stroke_style_str(&css(palette.series_color(tag.style)));
    context.set_line_width(1.5 * ratio);
    context.stroke();
    context.set_fill_style_str(&css(palette.ink));
    context.set_font(&format!("600 {}px {}", 11.0 * ratio, palette.font_family));
    context.set_text_align("center");
    context.set_text_baseline("middle");
    let _ = context.fill_text(tag.text, x, y);
}
