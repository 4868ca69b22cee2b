//! The top canvas: the cursor with the rows it reads, and the stretch being selected.

use super::canvas::{cleared, emptied};
use super::palette::css;
use gagehouse_chart::Frame;
use gagehouse_chart::draw::Palette;
use gagehouse_chart::trace::Px;
use leptos::html;
use leptos::prelude::NodeRef;

/// What lies over the data, in CSS pixels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overlay {
    /// Where the cursor stands.
    pub cursor_px: Option<f64>,
    /// The rows it reads, with the style of their series.
    pub rows: Vec<(Px, usize)>,
    /// The rows of other years that it reads.
    pub others: Vec<(Px, usize)>,
    /// From where to where a stretch is being selected.
    pub selection_px: Option<(f64, f64)>,
}

/// Draws the overlay.
pub fn paint(
    node: NodeRef<html::Canvas>,
    frame: &Frame,
    overlay: &Overlay,
    palette: &Palette,
) -> Option<()> {
    if *overlay == Overlay::default() {
        return emptied(node);
    }
    let surface = cleared(node, (frame.width_px, frame.height_px))?;
    let (context, ratio, data) = (&surface.context, surface.ratio, frame.data);
    context.scale(ratio, ratio).ok()?;
    if let Some((from, to)) = overlay.selection_px {
        let (from, to) = (from.min(to).max(data.left_px), from.max(to).min(data.right_px));
        context.set_fill_style_str(&css(palette.series_color(0)));
        context.set_global_alpha(0.18);
        context.fill_rect(from, data.top_px, to - from, data.height_px());
        context.set_global_alpha(1.0);
    }
    if let Some(x) = overlay.cursor_px.filter(|x| (data.left_px..=data.right_px).contains(x)) {
        context.set_stroke_style_str(&css(palette.ink));
        context.set_line_width(1.0);
        context.begin_path();
        context.move_to(x.round() + 0.5, data.top_px);
        context.line_to(x.round() + 0.5, data.bottom_px);
        context.stroke();
    }
    let rows = overlay.rows.iter().map(|row| (row, 5.0));
    let others = overlay.others.iter().map(|row| (row, 3.5));
    for (((x, y), style), radius) in others.chain(rows) {
        let inside = (data.left_px - 1.0..=data.right_px + 1.0).contains(x)
            && (data.top_px - 1.0..=data.bottom_px + 1.0).contains(y);
        if inside {
            context.begin_path();
            context.arc(*x, *y, radius, 0.0, std::f64::consts::TAU).ok()?;
            context.set_fill_style_str(&css(palette.ground));
            context.fill();
            context.set_line_width(radius / 2.0);
            context.set_stroke_style_str(&css(palette.series_color(*style)));
            context.stroke();
        }
    }
    Some(())
}
