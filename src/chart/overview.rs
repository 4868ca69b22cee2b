//! The strip's canvas: every series over the whole record, and where it is not loaded.

use super::canvas::cleared;
use super::ink::draw;
use super::palette::css;
use gagehouse_chart::draw::{self as chart_draw, Palette};
use gagehouse_chart::frame::Area;
use gagehouse_chart::holes::{bands, broken};
use gagehouse_chart::overview::Overview;
use gagehouse_chart::query::DrawnAs;
use gagehouse_chart::trace::{TraceStyle, trace};
use gagehouse_chart::{TimeScale, ValueScale};
use gagehouse_model::{Coverage, TimeRange};
use gagehouse_observations::Series;
use leptos::html;
use leptos::prelude::NodeRef;
use plotters_canvas::CanvasBackend;

/// From one stroke of the hatching to the next, in CSS pixels.
const HATCH_PX: f64 = 6.0;

/// A series to draw: its rows, what of it is here, its style.
pub type Drawn<'a> = (&'a Series, &'a Coverage, usize);

/// Draws series, each to a scale of its own; `missing` is hatched.
pub fn paint(
    node: NodeRef<html::Canvas>,
    strip: &Overview,
    drawn: &[Drawn<'_>],
    missing: &[TimeRange],
    palette: &Palette,
) -> Option<()> {
    let surface = cleared(node, (strip.width_px, strip.height_px))?;
    surface.context.scale(surface.ratio, surface.ratio).ok()?;
    let mut backend = CanvasBackend::with_canvas_object(surface.canvas.clone())?;
    chart_draw::overview(&mut backend, strip, palette).ok()?;
    for (left_px, right_px) in bands(missing, strip.time) {
        let area = Area { left_px, right_px, ..strip.data };
        surface.hatch(area, HATCH_PX, (&css(palette.grid), 1.5));
    }
    surface.context.reset_transform().ok()?;
    let ratio = surface.ratio;
    let columns = (strip.data.width_px() * ratio).round().max(1.0);
    let left_px = (strip.data.left_px * ratio).round();
    let time = TimeScale { window: strip.time.window, left_px, right_px: left_px + columns };
    for (series, covered, style) in drawn {
        let Some((min, max)) = series.value_range(time.window) else { continue };
        let (min, max) = gagehouse_chart::domain::padded([(min, max)]);
        let (top_px, bottom_px) = (strip.data.top_px * ratio, strip.data.bottom_px * ratio);
        let value = ValueScale { min, max, top_px, bottom_px, log: false };
        let reduced = series.reduced(time.window, columns as u32);
        let reduced = broken(&reduced, covered);
        let no_markers = TraceStyle {
            drawn_as: DrawnAs::Line,
            stroke_px: 1.0,
            marker_spacing_px: f64::INFINITY,
        };
        draw(&surface, &trace(&reduced, time, value, no_markers), 1.0, *style, palette);
    }
    Some(())
}
