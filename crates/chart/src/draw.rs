//! Draws a finished frame, and traces in it, on any plotters backend.
//!
//! Everything is decided before: this only draws lines, rectangles and text where the frame says. No text
//! is ever measured by a backend, since in a browser that would set an inline style and force a reflow.

use crate::frame::{Area, Axis, Frame, Side, TICK_PX};
use crate::holes::{HATCH_STEP_PX, hatching};
use crate::normal::Band;
use crate::overview::Overview;
use crate::quality::MarkKind;
use crate::text::width_px;
use crate::trace::{Px, TRIANGLE_PX, Trace, triangles};
use crate::years::{has_stroke, strokes};
use plotters::backend::SVGBackend;
pub use plotters::style::RGBColor;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontDesc, FontFamily, FontStyle, FontTransform, ShapeStyle, TextStyle,
};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

/// Colours and the font of a plot.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// Behind everything.
    pub ground: RGBColor,
    /// The mesh.
    pub grid: RGBColor,
    /// Axis lines and tick strokes.
    pub axis: RGBColor,
    /// Text.
    pub ink: RGBColor,
    /// One for each style of series.
    pub series: Vec<RGBColor>,
    /// Font family as CSS writes it.
    pub font_family: String,
    /// By what a size of font is multiplied before the backend gets it: 1 for a canvas,
    /// [`SVG_FONT_SCALE`] for plotters' SVG backend.
    pub font_scale: f64,
}

/// How much of its series' colour the band from P10 to P90 has, and how much that from P25 to P75 adds.
pub const BAND_SHADES: [f64; 2] = [0.14, 0.14];
/// How much of its colour a series keeps in [`Palette::lighter`].
const LIGHTER: f64 = 0.75;
/// Length of a dash of a threshold's line.
const DASH_PX: f64 = 8.0;
/// How much wider a device's letters may be than those that are counted with.
const WIDER: f64 = 1.1;
/// plotters' SVG backend writes sizes of fonts divided by this.
pub const SVG_FONT_SCALE: f64 = 1.24;

impl Default for Palette {
    /// Black on white, eight colours told apart with the common colour-vision deficiencies.
    fn default() -> Self {
        let colors: [u32; 8] =
            [0x0067a5, 0xc2470d, 0x007a57, 0xa5338b, 0x806000, 0x0a7f92, 0x5144b8, 0x6d4b3b];
        Self {
            ground: RGBColor(255, 255, 255),
            grid: RGBColor(227, 232, 234),
            axis: RGBColor(76, 95, 106),
            ink: RGBColor(20, 35, 44),
            series: colors.map(rgb).to_vec(),
            font_family: "Arial, sans-serif".to_owned(),
            font_scale: 1.0,
        }
    }
}

impl Palette {
    /// The same on a dark ground, as the app's style sheet has it.
    pub fn dark() -> Self {
        let colors: [u32; 8] =
            [0x5db2f0, 0xff9559, 0x4fcf9f, 0xee8cd4, 0xe2be4b, 0x5fd3e0, 0xb0a6ff, 0xcfa892];
        Self {
            ground: RGBColor(18, 28, 35),
            grid: RGBColor(36, 51, 60),
            axis: RGBColor(163, 181, 190),
            ink: RGBColor(230, 237, 240),
            series: colors.map(rgb).to_vec(),
            ..Self::default()
        }
    }

    /// The colour of a style; styles begin again when there are more than colours.
    pub fn series_color(&self, style: usize) -> RGBColor {
        let count = self.series.len().max(1);
        self.series.get(style % count).copied().unwrap_or(self.axis)
    }

    /// With the colours of series nearer to the ground: for what stands behind a series and is not it. Strokes in
    /// them still have the contrast of 3 : 1 that WCAG 2.2 asks of a line.
    pub fn lighter(&self) -> Self {
        let mix = |of: u8, ground: u8| {
            (f64::from(of) * LIGHTER + f64::from(ground) * (1.0 - LIGHTER)).round() as u8
        };
        let ground = self.ground;
        let lighter = |color: &RGBColor| {
            RGBColor(mix(color.0, ground.0), mix(color.1, ground.1), mix(color.2, ground.2))
        };
        Self { series: self.series.iter().map(lighter).collect(), ..self.clone() }
    }
}

/// The contrast of two colours, 1 to 21, as WCAG 2.2 computes it.
pub fn contrast(a: RGBColor, b: RGBColor) -> f64 {
    let luminance = |color: RGBColor| {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// A colour as CSS writes it, `#0067a5`.
pub fn color_from_css(text: &str) -> Option<RGBColor> {
    let digits = text.trim().strip_prefix('#').filter(|digits| digits.len() == 6)?;
    u32::from_str_radix(digits, 16).ok().map(rgb)
}

fn rgb(hex: u32) -> RGBColor {
    RGBColor((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

type Drawn<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

/// What a drawing leaves on a picture of a size, as an SVG file; empty when it could not be drawn, which a text never
/// refuses.
pub(crate) fn svg_file<E>(
    size: (u32, u32),
    palette: &Palette,
    draw: impl FnOnce(&mut SVGBackend<'_>, &Palette) -> Result<(), E>,
) -> String {
    let palette = Palette { font_scale: SVG_FONT_SCALE, ..palette.clone() };
    let mut svg = String::new();
    let mut backend = SVGBackend::with_string(&mut svg, size);
    let is_drawn = draw(&mut backend, &palette).is_ok();
    drop(backend);
    if is_drawn { svg } else { String::new() }
}

/// Ground, mesh, axes and their labels.
pub fn frame<B: DrawingBackend>(backend: &mut B, frame: &Frame, palette: &Palette) -> Drawn<B> {
    let whole = (frame.width_px.ceil() as i32, frame.height_px.ceil() as i32);
    backend.draw_rect((0, 0), whole, &filled(palette.ground), true)?;
    mesh(backend, frame, palette)?;
    time_axis(backend, frame, palette)?;
    for axis in &frame.axes {
        if let Some(line_px) = axis.line_px {
            value_axis(backend, frame, axis, line_px, palette)?;
        }
    }
    frame.axes.iter().try_for_each(|axis| thresholds(backend, frame, axis, palette))
}

/// Dashed lines at marked values, with their words above them on the axis' own side.
fn thresholds<B: DrawingBackend>(
    backend: &mut B,
    frame: &Frame,
    axis: &Axis,
    palette: &Palette,
) -> Drawn<B> {
    let color = axis.style.map_or(palette.axis, |style| palette.series_color(style));
    let (left, right) = (frame.data.left_px, frame.data.right_px);
    let (anchor, x_px) = match axis.side {
        Side::Left => (HPos::Left, left + frame.font_px * 0.4),
        Side::Right => (HPos::Right, right - frame.font_px * 0.4),
    };
    let text = text_style(palette, frame.font_px, (anchor, VPos::Bottom));
    for (y_px, words) in &axis.thresholds {
        let mut from = left;
        while from < right {
            let to = (from + DASH_PX).min(right);
            backend.draw_line(at(from, *y_px), at(to, *y_px), &stroked(color, 2))?;
            from += DASH_PX * 1.7;
        }
        backend.draw_text(words, &text, at(x_px, y_px - 3.0))?;
    }
    Ok(())
}

fn mesh<B: DrawingBackend>(backend: &mut B, frame: &Frame, palette: &Palette) -> Drawn<B> {
    let style = stroked(palette.grid, 1);
    for (x_px, _) in &frame.time_ticks {
        let (top, bottom) = (frame.data.top_px, frame.data.bottom_px);
        backend.draw_line(at(*x_px, top), at(*x_px, bottom), &style)?;
    }
    for (y_px, _) in frame.axes.first().into_iter().flat_map(|axis| &axis.ticks) {
        let (left, right) = (frame.data.left_px, frame.data.right_px);
        backend.draw_line(at(left, *y_px), at(right, *y_px), &style)?;
    }
    Ok(())
}

fn time_axis<B: DrawingBackend>(backend: &mut B, frame: &Frame, palette: &Palette) -> Drawn<B> {
    let (font, bottom) = (frame.font_px, frame.data.bottom_px);
    let (left, right) = (frame.data.left_px, frame.data.right_px);
    let axis = stroked(palette.axis, 1);
    let text = text_style(palette, font, (HPos::Center, VPos::Top));
    backend.draw_line(at(left, bottom), at(right, bottom), &axis)?;
    for (x_px, tick) in &frame.time_ticks {
        backend.draw_line(at(*x_px, bottom), at(*x_px, bottom + TICK_PX), &axis)?;
        let label_px = inside(*x_px, &tick.label, frame);
        backend.draw_text(&tick.label, &text, at(label_px, bottom + TICK_PX + font * 0.3))?;
        if let Some(context) = &tick.context {
            let context_px = inside(*x_px, context, frame);
            backend.draw_text(context, &text, at(context_px, bottom + TICK_PX + font * 1.6))?;
        }
    }
    let text = text_style(palette, font, (HPos::Right, VPos::Top));
    backend.draw_text(&frame.zone_name, &text, at(right, bottom + TICK_PX + font * 2.9))
}

/// The middle of a text that should stand at a place: moved so far that no edge of the plot cuts it, also where the
/// device's letters are wider than those that are counted with.
fn inside(x_px: f64, text: &str, frame: &Frame) -> f64 {
    let half = width_px(text, frame.font_px) * WIDER / 2.0 + frame.font_px * 0.25;
    x_px.min(frame.width_px - half).max(half)
}

fn value_axis<B: DrawingBackend>(
    backend: &mut B,
    frame: &Frame,
    axis: &Axis,
    line_px: f64,
    palette: &Palette,
) -> Drawn<B> {
    let font = frame.font_px;
    let color = axis.style.map_or(palette.axis, |style| palette.series_color(style));
    let line = stroked(color, 2);
    let (outwards, anchor, rotation) = match axis.side {
        Side::Left => (-1.0, HPos::Right, FontTransform::Rotate270),
        Side::Right => (1.0, HPos::Left, FontTransform::Rotate90),
    };
    let (top, bottom) = (frame.data.top_px, frame.data.bottom_px);
    backend.draw_line(at(line_px, top), at(line_px, bottom), &line)?;
    let text = text_style(palette, font, (anchor, VPos::Center));
    for (y_px, label) in &axis.ticks {
        let end_px = line_px + outwards * TICK_PX;
        backend.draw_line(at(line_px, *y_px), at(end_px, *y_px), &stroked(color, 1))?;
        backend.draw_text(label, &text, at(end_px + outwards * font * 0.3, *y_px))?;
    }
    let middle = f64::midpoint(top, bottom);
    let font = font_of(palette, font).transform(rotation);
    let title = TextStyle::from(font).color(&palette.ink).pos(Pos::new(HPos::Center, VPos::Center));
    backend.draw_text(&axis.title, &title, at(axis.title_px, middle))
}

/// Ground and time labels of a strip that shows the whole record.
pub fn overview<B: DrawingBackend>(
    backend: &mut B,
    strip: &Overview,
    palette: &Palette,
) -> Drawn<B> {
    let whole = (strip.width_px.ceil() as i32, strip.height_px.ceil() as i32);
    backend.draw_rect((0, 0), whole, &filled(palette.ground), true)?;
    let (top, bottom) = (strip.data.top_px, strip.data.bottom_px);
    let text = text_style(palette, strip.font_px, (HPos::Center, VPos::Top));
    for tick in &strip.ticks {
        backend.draw_line(at(tick.px, top), at(tick.px, bottom), &stroked(palette.grid, 1))?;
        if let Some((middle_px, label)) = &tick.label {
            backend.draw_text(label, &text, at(*middle_px, bottom + strip.font_px * 0.25))?;
        }
    }
    let (left, right) = (strip.data.left_px, strip.data.right_px);
    backend.draw_line(at(left, bottom), at(right, bottom), &stroked(palette.axis, 1))
}

/// How much of a series' colour shades a stretch that is not here, and how much its strokes have.
pub const HOLE_SHADE: f64 = 0.08;
/// The same of its strokes.
pub const HOLE_STROKES: f64 = 0.35;
/// Size of the signs at the lower edge, in CSS pixels.
pub const MARK_PX: f64 = 11.0;
/// Signs stand at least so far from each other, in CSS pixels.
pub const MARKS_APART_PX: f64 = MARK_PX * 0.8;
/// How much of its colour a dense column of another year has in a gap of its year's dash: none is left out, since a
/// spike may be in it.
pub const IN_GAPS: f64 = 0.3;
/// Strokes and gaps of the median in a band of what is normal, in CSS pixels.
pub const MEDIAN_DASH: [f64; 2] = [2.0, 3.0];

/// A stretch between two places whose observations are not here: a shade and strokes in a series' colour.
pub fn hole<B: DrawingBackend>(
    backend: &mut B,
    frame: &Frame,
    (left_px, right_px): (f64, f64),
    style: usize,
    palette: &Palette,
) -> Drawn<B> {
    let area = Area { left_px, right_px, ..frame.data };
    let color = palette.series_color(style);
    let corners = (at(left_px, area.top_px), at(right_px, area.bottom_px));
    backend.draw_rect(corners.0, corners.1, &color.mix(HOLE_SHADE).filled(), true)?;
    let stroke = ShapeStyle::from(color.mix(HOLE_STROKES)).stroke_width(1);
    for (from, to) in hatching(area, HATCH_STEP_PX) {
        backend.draw_line(at(from.0, from.1), at(to.0, to.1), &stroke)?;
    }
    Ok(())
}

/// Signs in a row at the lower edge, the lowest row being number 0.
pub fn marks<B: DrawingBackend>(
    backend: &mut B,
    frame: &Frame,
    (row, places): (usize, &[(f64, MarkKind)]),
    style: usize,
    palette: &Palette,
) -> Drawn<B> {
    let y_px = frame.data.bottom_px - MARK_PX * (0.7 + row as f64);
    let color = palette.series_color(style);
    let text = text_style(palette, MARK_PX, (HPos::Center, VPos::Center)).color(&color);
    for (x_px, kind) in places {
        backend.draw_text(kind.sign(), &text, at(*x_px, y_px))?;
    }
    Ok(())
}

/// A series. Used where there is no canvas of our own: files and embeds.
pub fn trace<B: DrawingBackend>(
    backend: &mut B,
    frame: &Frame,
    trace: &Trace,
    style: usize,
    palette: &Palette,
) -> Drawn<B> {
    let color = palette.series_color(style);
    let data = frame.data;
    let line_style = stroked(color, 2);
    for line in &trace.lines {
        for path in clipped_paths(line, data) {
            backend.draw_path(path, &line_style)?;
        }
    }
    for bar in &trace.bars {
        let right_px = bar.left_px + bar.width_px.max(1.0);
        let (left, right) = (bar.left_px.max(data.left_px), right_px.min(data.right_px));
        let (top, bottom) = (bar.top_px.max(data.top_px), bar.bottom_px.min(data.bottom_px));
        if left <= right && top <= bottom {
            backend.draw_rect(at(left, top), at(right, bottom), &filled(color), true)?;
        }
    }
    let inside = |(x, y): &&Px| {
        (data.left_px..=data.right_px).contains(x) && (data.top_px..=data.bottom_px).contains(y)
    };
    for dot in trace.dots.iter().filter(inside) {
        backend.draw_circle(at(dot.0, dot.1), 2, &filled(color), true)?;
    }
    for place in trace.markers.iter().filter(inside) {
        marker(backend, at(place.0, place.1), style, palette)?;
    }
    let bottom = data.bottom_px;
    let below = trace.below_scale_px.iter().copied();
    let below: Vec<f64> = below.filter(|x| (data.left_px..=data.right_px).contains(x)).collect();
    for x in triangles(&below, TRIANGLE_PX) {
        let top = bottom - TRIANGLE_PX * 1.8;
        let corners = [at(x - TRIANGLE_PX, top), at(x + TRIANGLE_PX, top), at(x, bottom - 1.0)];
        backend.fill_polygon(corners, &filled(color))?;
    }
    Ok(())
}

/// A series' same days of another year, lighter and in the dash of that year.
pub fn year<B: DrawingBackend>(
    backend: &mut B,
    frame: &Frame,
    (shown, dash): (&Trace, &[f64]),
    style: usize,
    palette: &Palette,
) -> Drawn<B> {
    let lighter = palette.lighter();
    let color = lighter.series_color(style);
    let data = frame.data;
    let lines = shown.lines.iter().flat_map(|line| strokes(line, dash));
    for path in lines.flat_map(|line| clipped_paths(&line, data)) {
        backend.draw_path(path, &stroked(color, 1))?;
    }
    for bar in &shown.bars {
        let right_px = (bar.left_px + bar.width_px.max(1.0)).min(data.right_px);
        let (top, bottom) = (bar.top_px.max(data.top_px), bar.bottom_px.min(data.bottom_px));
        let share = if has_stroke(dash, bar.left_px) { 1.0 } else { IN_GAPS };
        if bar.left_px.max(data.left_px) <= right_px && top <= bottom {
            let corners = (at(bar.left_px.max(data.left_px), top), at(right_px, bottom));
            backend.draw_rect(corners.0, corners.1, &color.mix(share).filled(), true)?;
        }
    }
    let rest = Trace { lines: Vec::new(), bars: Vec::new(), ..shown.clone() };
    trace(backend, frame, &rest, style, &lighter)
}

/// What is normal for each date, behind a series.
pub fn band<B: DrawingBackend>(
    backend: &mut B,
    frame: &Frame,
    band: &Band,
    style: usize,
    palette: &Palette,
) -> Drawn<B> {
    let data = frame.data;
    let inside = |(x, y): &Px| {
        let x = x.clamp(data.left_px, data.right_px);
        at(x, y.clamp(data.top_px, data.bottom_px))
    };
    for (outlines, shade) in [&band.outer, &band.inner].into_iter().zip(BAND_SHADES) {
        let fill = ShapeStyle::from(&palette.series_color(style).mix(shade)).filled();
        for outline in outlines {
            backend.fill_polygon(outline.iter().map(inside), &fill)?;
        }
    }
    let line = stroked(palette.series_color(style), 1);
    let dots = band.median.iter().flat_map(|points| strokes(points, &MEDIAN_DASH));
    for path in dots.flat_map(|points| clipped_paths(&points, data)) {
        backend.draw_path(path, &line)?;
    }
    Ok(())
}

/// The sign of a style: circle, square, triangle or diamond, filled for the first four, hollow for the next.
pub(crate) fn marker<B: DrawingBackend>(
    backend: &mut B,
    (x, y): BackendCoord,
    style: usize,
    palette: &Palette,
) -> Drawn<B> {
    let color = filled(palette.series_color(style));
    let ground = filled(palette.ground);
    let layers = if style % 8 < 4 { &[(3, color)][..] } else { &[(4, color), (2, ground)][..] };
    for (r, fill) in layers {
        match style % 4 {
            0 => backend.draw_circle((x, y), *r as u32, fill, true)?,
            1 => backend.draw_rect((x - r, y - r), (x + r, y + r), fill, true)?,
            2 => backend.fill_polygon([(x, y - r), (x + r, y + r), (x - r, y + r)], fill)?,
            _ => backend.fill_polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], fill)?,
        }
    }
    Ok(())
}

/// The parts of a line inside an area, each in one go: a point that lies on the pixel of the one before is left out.
fn clipped_paths(line: &[Px], area: Area) -> Vec<Vec<BackendCoord>> {
    let mut paths: Vec<Vec<BackendCoord>> = Vec::new();
    for pair in line.windows(2) {
        let Some((from, to)) = clipped(pair[0], pair[1], area) else { continue };
        let (from, to) = (at(from.0, from.1), at(to.0, to.1));
        match paths.last_mut() {
            Some(path) if path.last() == Some(&from) => {
                if to != from {
                    path.push(to);
                }
            }
            _ => paths.push(vec![from, to]),
        }
    }
    paths
}

/// The part of a segment inside an area, if any (Liang and Barsky).
fn clipped(from: Px, to: Px, area: Area) -> Option<(Px, Px)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let edges = [
        (-dx, from.0 - area.left_px),
        (dx, area.right_px - from.0),
        (-dy, from.1 - area.top_px),
        (dy, area.bottom_px - from.1),
    ];
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (towards, room) in edges {
        if towards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if towards < 0.0 {
            enters = enters.max(room / towards);
        } else {
            leaves = leaves.min(room / towards);
        }
    }
    let at = |share: f64| (dx.mul_add(share, from.0), dy.mul_add(share, from.1));
    (enters <= leaves).then(|| (at(enters), at(leaves)))
}

pub(crate) fn at(x_px: f64, y_px: f64) -> BackendCoord {
    (x_px.round() as i32, y_px.round() as i32)
}

pub(crate) fn filled(color: RGBColor) -> ShapeStyle {
    ShapeStyle::from(&color).filled()
}

pub(crate) fn stroked(color: RGBColor, width_px: u32) -> ShapeStyle {
    ShapeStyle::from(&color).stroke_width(width_px)
}

pub(crate) fn font_of(palette: &Palette, font_px: f64) -> FontDesc<'_> {
    let size = font_px * palette.font_scale;
    FontDesc::new(FontFamily::Name(&palette.font_family), size, FontStyle::Normal)
}

pub(crate) fn text_style(palette: &Palette, font_px: f64, (h, v): (HPos, VPos)) -> TextStyle<'_> {
    TextStyle::from(font_of(palette, font_px)).color(&palette.ink).pos(Pos::new(h, v))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{PlotSpec, arrange};
    use gagehouse_model::time::DAY_US;
    use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};

    #[test]
    fn no_edge_cuts_the_label_or_the_date_of_a_tick() {
        let frame = arrange(&PlotSpec {
            width_px: 820.0,
            height_px: 400.0,
            font_px: 12.0,
            window: TimeRange { start: TimeUs(0), end: TimeUs(DAY_US) },
            zone: ZoneOffsets::utc(),
            axes: Vec::new(),
            lanes: 0,
        });
        for text in ["00:00", "2026-11-28, UTC\u{2212}07:00"] {
            let half = width_px(text, frame.font_px) * WIDER / 2.0;
            for place in [0.0, frame.data.left_px, 400.0, frame.data.right_px, 820.0] {
                let middle = inside(place, text, &frame);
                assert!(middle - half >= 0.0 && middle + half <= 820.0, "{text} at {place}");
            }
        }
        assert_eq!(inside(400.0, "00:00", &frame), 400.0);
    }

    #[test]
    fn lighter_colours_are_still_seen_on_their_ground() {
        let lighter = Palette::default().lighter();
        for color in lighter.series {
            assert!(contrast(color, lighter.ground) >= 3.0, "{color:?}");
        }
    }

    #[test]
    fn css_colours_are_read() {
        assert_eq!(color_from_css(" #0067a5"), Some(RGBColor(0, 0x67, 0xa5)));
        assert_eq!(color_from_css("rebeccapurple"), None);
        assert_eq!(color_from_css("#fff"), None);
    }

    #[test]
    fn dark_colours_are_seen_on_the_dark_ground() {
        let dark = Palette::dark();
        for color in dark.series.iter().chain(&dark.lighter().series) {
            assert!(contrast(*color, dark.ground) >= 3.0, "{color:?}");
        }
        assert!(contrast(dark.ink, dark.ground) >= 7.0);
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_paths_without_repeated_pixels() {
        let area = Area { left_px: 0.0, top_px: 0.0, right_px: 10.0, bottom_px: 10.0 };
        let line = [(0.0, 5.0), (0.2, 5.1), (2.0, 5.0), (2.0, 20.0), (6.0, 20.0), (6.0, 5.0)];
        let paths = clipped_paths(&line, area);
        assert_eq!(paths, [vec![(0, 5), (0, 5), (2, 5), (2, 10)], vec![(6, 10), (6, 5)]]);
    }

    #[test]
    fn a_segment_is_cut_at_the_edges_and_keeps_its_slope() {
        let area = Area { left_px: 0.0, top_px: 0.0, right_px: 10.0, bottom_px: 10.0 };
        assert_eq!(clipped((-10.0, -10.0), (30.0, 30.0), area), Some(((0.0, 0.0), (10.0, 10.0))));
        assert_eq!(clipped((2.0, 3.0), (4.0, 3.0), area), Some(((2.0, 3.0), (4.0, 3.0))));
        assert_eq!(clipped((-10.0, 5.0), (-1.0, 5.0), area), None);
        assert_eq!(clipped((0.0, 20.0), (10.0, 11.0), area), None);
    }
}
