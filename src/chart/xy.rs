//! The canvas of a chart of one quantity over another.

use super::canvas::cleared;
use gagehouse_chart::draw::Palette;
use gagehouse_chart::xy::{self, XyChart};
use leptos::html;
use leptos::prelude::NodeRef;
use plotters_canvas::CanvasBackend;

/// Draws a chart over a whole canvas.
pub fn paint(
    node: NodeRef<html::Canvas>,
    chart: &XyChart,
    size_px: (f64, f64),
    font_px: f64,
    palette: &Palette,
) -> Option<()> {
    let surface = cleared(node, size_px)?;
    surface.context.scale(surface.ratio, surface.ratio).ok()?;
    let mut backend = CanvasBackend::with_canvas_object(surface.canvas)?;
    xy::draw(&mut backend, chart, size_px, font_px, palette).ok()
}
