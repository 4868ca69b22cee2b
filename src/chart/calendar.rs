//! The canvas of a calendar: each day filled from below by the share of it that is there.

use super::canvas::{Surface, cleared};
use super::palette::css;
use gagehouse_chart::calendar::{COMPLETE, Calendar, Day};
use gagehouse_chart::draw::Palette;
use gagehouse_chart::frame::Area;
use leptos::html;
use leptos::prelude::NodeRef;

const FONT_PX: f64 = 11.0;
/// From one stroke of the hatching of a day that is not loaded to the next, in CSS pixels.
const HATCH_PX: f64 = 4.0;

/// Draws days over a whole canvas, one of them with a frame around it.
pub fn paint(
    node: NodeRef<html::Canvas>,
    (calendar, days): (&Calendar, &[Day]),
    (selected, style): (Option<usize>, usize),
    width_px: f64,
    palette: &Palette,
) -> Option<()> {
    let surface = cleared(node, (width_px, calendar.height_px))?;
    let context = &surface.context;
    context.scale(surface.ratio, surface.ratio).ok()?;
    // Whole days are calm; those of which something is missing stand out.
    let (whole, part) =
        (css(palette.lighter().series_color(style)), css(palette.series_color(style)));
    context.set_line_width(1.0);
    for (cell, day) in calendar.cells.iter().zip(days) {
        context.set_fill_style_str(&css(palette.grid));
        rect(&surface, *cell);
        if day.is_read {
            let share = day.share();
            let filled = Area { top_px: cell.bottom_px - cell.height_px() * share, ..*cell };
            context.set_fill_style_str(if share >= COMPLETE { &whole } else { &part });
            rect(&surface, filled);
        } else {
            surface.hatch(*cell, HATCH_PX, (&css(palette.axis), 1.0));
        }
    }
    context.set_fill_style_str(&css(palette.ink));
    context.set_text_baseline("middle");
    for (texts, align, weight) in
        [(&calendar.labels, "right", "400"), (&calendar.years, "left", "600")]
    {
        context.set_font(&format!("{weight} {FONT_PX}px {}", palette.font_family));
        context.set_text_align(align);
        for (x_px, y_px, text) in texts {
            let _ = context.fill_text(text, *x_px, *y_px);
        }
    }
    if let Some(cell) = selected.and_then(|selected| calendar.cells.get(selected)) {
        context.set_stroke_style_str(&css(palette.ink));
        context.set_line_width(2.0);
        let (width, height) = (cell.width_px() + 2.0, cell.height_px() + 2.0);
        context.stroke_rect(cell.left_px - 1.0, cell.top_px - 1.0, width, height);
    }
    Some(())
}

fn rect(surface: &Surface, area: Area) {
    surface.context.fill_rect(area.left_px, area.top_px, area.width_px(), area.height_px());
}
