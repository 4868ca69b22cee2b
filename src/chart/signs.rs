//! What stands on the series in fixed sizes: signs at the lower edge, names of years, readings, numbers of series.
//!
//! On a canvas of its own, because the one below moves as a picture while a view is moved.

use super::canvas::{Surface, cleared, emptied};
use super::data::{Drawn, Shown, columns_in};
use super::palette::css;
use super::years;
use gagehouse_chart::draw::{MARK_PX, MARKS_APART_PX, Palette};
use gagehouse_chart::events::draw::readings as draw_readings;
use gagehouse_chart::events::readings::PlacedReading;
use gagehouse_chart::quality::placed;
use gagehouse_chart::trace::Px;
use gagehouse_chart::{Frame, TimeScale};
use leptos::html;
use leptos::prelude::NodeRef;
use plotters_canvas::CanvasBackend;

/// Draws the signs of series that were drawn in a frame, and what somebody read beside them.
pub fn paint(
    node: NodeRef<html::Canvas>,
    frame: &Frame,
    drawn: &[Drawn<'_>],
    (shown, readings): (&Shown, &[PlacedReading]),
    palette: &Palette,
) -> Option<()> {
    let is_signed = |series: &Drawn<'_>| !series.marks.is_empty() || series.tag.is_some();
    if readings.is_empty() && shown.year_ends.is_empty() && !drawn.iter().any(is_signed) {
        return emptied(node);
    }
    let surface = cleared(node, (frame.width_px, frame.height_px))?;
    let (time, _) = columns_in(frame, surface.ratio);
    surface.context.save();
    surface.clip_to(frame.data);
    let marked = drawn.iter().filter(|series| !series.marks.is_empty());
    for (row, series) in marked.enumerate() {
        draw_marks(&surface, (time, frame.data.bottom_px), (row, series), palette);
    }
    let tagged: Vec<_> = drawn
        .iter()
        .zip(&shown.ends)
        .filter_map(|(series, end)| Some(((*end)?, series.tag.as_deref()?, series.style)))
        .collect();
    years::draw_names(&surface, frame, (&shown.year_ends, tagged.len()), palette);
    surface.context.restore();
    if !readings.is_empty() {
        surface.context.save();
        surface.context.scale(surface.ratio, surface.ratio).ok()?;
        let mut backend = CanvasBackend::with_canvas_object(surface.canvas.clone())?;
        draw_readings(&mut backend, readings, palette).ok()?;
        surface.context.restore();
    }
    for (place, (end, text, style)) in tagged.into_iter().enumerate() {
        draw_tag(&surface, frame, Tag { end, text, place, style }, palette);
    }
    Some(())
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
    for (x, kind) in placed(series.marks, time, MARKS_APART_PX * ratio) {
        let _ = context.fill_text(kind.sign(), x, y);
    }
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
