//! How lines, columns, dots and marks of a series are put on a canvas.
//!
//! A stroke wider than one device pixel costs tens of microseconds a segment in one long path, so strokes are
//! cut into short paths and dense columns are filled rectangles.

use super::canvas::Surface;
use super::palette::css;
use gagehouse_chart::draw::Palette;
use gagehouse_chart::trace::{Px, TRIANGLE_PX, Trace, triangles};

/// Points of one stroked path whose stroke is wider than a pixel.
pub const POINTS_PER_PATH: usize = 16;
const MARKER_RADIUS_PX: f64 = 3.0;

/// Draws a series in device pixels.
pub fn draw(surface: &Surface, trace: &Trace, stroke_px: f64, style: usize, palette: &Palette) {
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
pub fn draw_below_scale(surface: &Surface, places_px: &[f64], bottom_px: f64) {
    let half = TRIANGLE_PX * surface.ratio;
    for x in triangles(places_px, half) {
        let top_px = bottom_px - half * 1.8;
        surface.context.begin_path();
        polygon(surface, &[(x - half, top_px), (x + half, top_px), (x, bottom_px - 1.0)]);
        surface.context.fill();
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
