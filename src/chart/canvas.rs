//! A canvas as large in device pixels as it is shown.

use crate::browser;
use gagehouse_chart::frame::Area;
use gagehouse_chart::holes::hatching;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Device pixels to a CSS pixel.
pub fn pixel_ratio() -> f64 {
    browser::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(0.5, 8.0)
}

/// A canvas as large as it is shown.
pub struct Surface {
    /// The element.
    pub canvas: HtmlCanvasElement,
    /// Its context, in device pixels.
    pub context: CanvasRenderingContext2d,
    /// Device pixels to a CSS pixel.
    pub ratio: f64,
}

impl Surface {
    /// Draws inside an area in CSS pixels only, until the context is restored.
    pub fn clip_to(&self, area: Area) {
        let (context, ratio) = (&self.context, self.ratio);
        context.begin_path();
        context.rect(
            area.left_px * ratio,
            area.top_px * ratio,
            area.width_px() * ratio,
            area.height_px() * ratio,
        );
        context.clip();
    }

    /// Hatches an area: slanting strokes of a colour and a width.
    pub fn hatch(&self, area: Area, step_px: f64, (color, width_px): (&str, f64)) {
        let context = &self.context;
        context.set_stroke_style_str(color);
        context.set_line_width(width_px);
        context.begin_path();
        for (from, to) in hatching(area, step_px) {
            context.move_to(from.0, from.1);
            context.line_to(to.0, to.1);
        }
        context.stroke();
    }
}

/// The canvas, sized and cleared; `None` before it is in the page.
pub fn cleared(node: NodeRef<html::Canvas>, size_px: (f64, f64)) -> Option<Surface> {
    let (surface, _) = sized(node, size_px)?;
    let (width, height) = (surface.canvas.width(), surface.canvas.height());
    surface.context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
    Some(surface)
}

/// Leaves nothing on a canvas, not even room for a picture: the browser passes such a one over when it puts the page
/// together. `None` before it is in the page.
pub fn emptied(node: NodeRef<html::Canvas>) -> Option<()> {
    let canvas: HtmlCanvasElement = node.try_get_untracked().flatten()?;
    if canvas.width() != 0 {
        canvas.set_width(0);
    }
    Some(())
}

/// The canvas, sized, and whether it still shows what was drawn on it; `None` before it is in the page.
pub fn sized(
    node: NodeRef<html::Canvas>,
    (width_px, height_px): (f64, f64),
) -> Option<(Surface, bool)> {
    let canvas: HtmlCanvasElement = node.try_get_untracked().flatten()?;
    let ratio = pixel_ratio();
    let (width, height) = ((width_px * ratio).round() as u32, (height_px * ratio).round() as u32);
    let is_kept = (canvas.width(), canvas.height()) == (width, height);
    if !is_kept {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.reset_transform().ok()?;
    Some((Surface { canvas, context, ratio }, is_kept))
}
