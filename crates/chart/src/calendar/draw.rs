//! Draws the days of a calendar on any plotters backend: each filled from below by the share of it that is there, so that
//! its colour is not the only sign.

use super::layout::Calendar;
use super::{COMPLETE, Day};
use crate::draw::{Palette, at, filled, stroked, text_style};
use crate::holes::hatching;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{DrawingBackend, DrawingErrorKind};

/// From one stroke of the hatching of a day that is not loaded to the next, in CSS pixels.
const HATCH_PX: f64 = 4.0;

/// Draws days where they stand, in the colour of a style.
///
/// # Errors
/// What the backend refuses.
pub fn draw<B: DrawingBackend>(
    backend: &mut B,
    (calendar, days): (&Calendar, &[Day]),
    style: usize,
    font_px: f64,
    palette: &Palette,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    // Whole days are calm; those of which something is missing stand out.
    let (whole, part) = (palette.lighter().series_color(style), palette.series_color(style));
    for (cell, day) in calendar.cells.iter().zip(days) {
        let corner = at(cell.right_px, cell.bottom_px);
        let share = day.share();
        if !day.is_read || share < COMPLETE {
            backend.draw_rect(
                at(cell.left_px, cell.top_px),
                corner,
                &filled(palette.grid),
                true,
            )?;
        }
        if !day.is_read {
            for (from, to) in hatching(*cell, HATCH_PX) {
                backend.draw_line(at(from.0, from.1), at(to.0, to.1), &stroked(palette.axis, 1))?;
            }
        } else if share > 0.0 {
            let top_px = cell.bottom_px - filled_px(share, cell.height_px());
            let color = if share >= COMPLETE { whole } else { part };
            backend.draw_rect(at(cell.left_px, top_px), corner, &filled(color), true)?;
        }
    }
    let beside = text_style(palette, font_px, (HPos::Right, VPos::Center));
    for (x_px, y_px, text) in &calendar.labels {
        backend.draw_text(text, &beside, at(*x_px, *y_px))?;
    }
    let above = text_style(palette, font_px * 1.2, (HPos::Left, VPos::Center));
    for (x_px, y_px, text) in &calendar.years {
        backend.draw_text(text, &above, at(*x_px, *y_px))?;
    }
    Ok(())
}

/// How high a day is filled, in whole pixels: only what is whole fills it, only nothing leaves it empty.
fn filled_px(share: f64, height_px: f64) -> f64 {
    if share >= COMPLETE {
        return height_px;
    }
    (share * height_px).round().clamp(1.0, (height_px - 1.0).max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_part_is_neither_empty_nor_full() {
        let filled = [1.0, 0.997, 0.99, 0.5, 0.001].map(|share| filled_px(share, 12.0));
        assert_eq!(filled, [12.0, 12.0, 11.0, 6.0, 1.0]);
    }
}
