//! The lowest canvas: ground, mesh, axes and labels, and field records above the data, drawn by plotters.

use super::canvas::cleared;
use gagehouse_chart::Frame;
use gagehouse_chart::draw::{self, Palette};
use gagehouse_chart::events::{self, EventLayout};
use leptos::html;
use leptos::prelude::NodeRef;
use plotters_canvas::CanvasBackend;

/// Draws a frame. plotters works in CSS pixels; the context scales them to the device's.
pub fn paint(
    node: NodeRef<html::Canvas>,
    frame: &Frame,
    records: &EventLayout,
    palette: &Palette,
) -> Option<()> {
    let surface = cleared(node, (frame.width_px, frame.height_px))?;
    surface.context.scale(surface.ratio, surface.ratio).ok()?;
    let mut backend = CanvasBackend::with_canvas_object(surface.canvas)?;
    draw::frame(&mut backend, frame, palette).ok()?;
    events::draw::lanes(&mut backend, frame, records, palette).ok()
}
