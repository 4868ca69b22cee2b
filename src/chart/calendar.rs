//! The canvas of a calendar.

use super::canvas::cleared;
use gagehouse_chart::calendar::chart::DaysChart;
use gagehouse_chart::draw::Palette;
use leptos::html;
use leptos::prelude::NodeRef;
use plotters_canvas::CanvasBackend;

/// Draws a calendar over a whole canvas.
pub fn paint(
    node: NodeRef<html::Canvas>,
    chart: &DaysChart,
    size_px: (f64, f64),
    font_px: f64,
    palette: &Palette,
) -> Option<()> {
    let surface = cleared(node, size_px)?;
    surface.context.scale(surface.ratio, surface.ratio).ok()?;
    let mut backend = CanvasBackend::with_canvas_object(surface.canvas)?;
    chart.draw(&mut backend, size_px, font_px, palette).ok()
}
