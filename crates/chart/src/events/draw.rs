//! Draws records on any plotters backend: shapes of our own, so that no font has to have their signs.

use super::readings::{Edge, PlacedReading};
use super::{EventKind, EventLayout, EventMark, EventSpan, SPAN_FONT};
use crate::draw::{Palette, at, filled, stroked, text_style};
use crate::frame::Frame;
use crate::trace::Px;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, ShapeStyle};
use plotters_backend::{DrawingBackend, DrawingErrorKind};

/// Half the size of a mark, and of one with a number in it.
const MARK_R_PX: f64 = 4.5;
const COUNT_R_PX: f64 = 6.5;
/// Largest number that has room in a mark.
const MOST: usize = 99;
/// How much of the axis' colour the lines through the data have, and the ground of spans.
const LINE_SHADE: f64 = 0.3;
const SPAN_SHADE: f64 = 0.16;
/// Half the height of a span.
const SPAN_R_PX: f64 = 6.0;
/// Radius of a reading.
const READING_R_PX: f64 = 5.0;

type Drawn<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

/// The corners of a kind's sign: a circle for visits, a diamond for calibrations, a square for maintenance, a triangle
/// for programs, one that stands on its point for what was taken out.
pub fn corners(kind: EventKind, (x, y): Px, r: f64) -> Vec<Px> {
    match kind {
        EventKind::Calibrations => {
            let r = r * 1.25;
            vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
        }
        EventKind::Maintenance => {
            let r = r * 0.9;
            vec![(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
        }
        EventKind::Programs => vec![(x, y - r), (x + r * 1.1, y + r), (x - r * 1.1, y + r)],
        EventKind::Deployments => vec![(x - r, y - r), (x + r, y - r), (x, y + r)],
        EventKind::Visits | EventKind::Readings => {
            let turn = |n: i32| f64::from(n) * std::f64::consts::TAU / 16.0;
            (0..16).map(|n| (x + r * turn(n).cos(), y + r * turn(n).sin())).collect()
        }
    }
}

/// Marks and spans above the data, and thin lines from them down through it. Drawn below the series.
pub fn lanes<B: DrawingBackend>(
    backend: &mut B,
    frame: &Frame,
    layout: &EventLayout,
    palette: &Palette,
) -> Drawn<B> {
    let line = ShapeStyle::from(palette.axis.mix(LINE_SHADE)).stroke_width(1);
    let (top, bottom) = (frame.data.top_px, frame.data.bottom_px);
    for x_px in &layout.lines_px {
        backend.draw_line(at(*x_px, top), at(*x_px, bottom), &line)?;
    }
    layout.spans.iter().try_for_each(|it| span(backend, frame, it, palette))?;
    layout.marks.iter().try_for_each(|it| mark(backend, frame, it, palette))
}

fn span<B: DrawingBackend>(
    backend: &mut B,
    frame: &Frame,
    span: &EventSpan,
    palette: &Palette,
) -> Drawn<B> {
    let (top, bottom) = (span.y_px - SPAN_R_PX, span.y_px + SPAN_R_PX);
    let fill = ShapeStyle::from(palette.axis.mix(SPAN_SHADE)).filled();
    backend.draw_rect(at(span.left_px, top), at(span.right_px, bottom), &fill, true)?;
    let edge = stroked(palette.axis, 2);
    if span.is_begun {
        backend.draw_line(at(span.left_px, top), at(span.left_px, bottom), &edge)?;
    }
    if span.is_ended {
        backend.draw_line(at(span.right_px, top), at(span.right_px, bottom), &edge)?;
    }
    let text = text_style(palette, frame.font_px * SPAN_FONT, (HPos::Left, VPos::Center));
    backend.draw_text(&span.text, &text, at(span.left_px + 5.0, span.y_px))
}

fn mark<B: DrawingBackend>(
    backend: &mut B,
    frame: &Frame,
    mark: &EventMark,
    palette: &Palette,
) -> Drawn<B> {
    let (x, y) = (mark.x_px, mark.y_px);
    let reach = mark.reach_px;
    let reach = (reach.0.max(frame.data.left_px), reach.1.min(frame.data.right_px));
    if reach.1 - reach.0 > 2.0 * MARK_R_PX {
        backend.draw_line(at(reach.0, y), at(reach.1, y), &stroked(palette.axis, 2))?;
    }
    let fill = filled(palette.axis);
    let count = mark.of.len();
    let r = if count > 1 { COUNT_R_PX } else { MARK_R_PX };
    // Corners of a small circle are whole pixels, which are seen.
    if mark.kind == EventKind::Visits {
        backend.draw_circle(at(x, y), r.round() as u32, &fill, true)?;
    } else {
        let sign = corners(mark.kind, (x, y), r).into_iter().map(|(x, y)| at(x, y));
        backend.fill_polygon(sign, &fill)?;
    }
    if count <= 1 {
        return Ok(());
    }
    let text = text_style(palette, frame.font_px * 0.75, (HPos::Center, VPos::Center));
    let number = if count > MOST { "+".to_owned() } else { count.to_string() };
    backend.draw_text(&number, &text.color(&palette.ground), at(x, y))
}

/// Values that somebody read: a ring with a cross in their series' colour, a bar as far as they are uncertain. Drawn above the series.
pub fn readings<B: DrawingBackend>(
    backend: &mut B,
    placed: &[PlacedReading],
    palette: &Palette,
) -> Drawn<B> {
    let r = READING_R_PX;
    for reading in placed {
        let (x, y) = (reading.x_px, reading.y_px);
        let line = stroked(palette.series_color(reading.style), 2);
        if let Some(edge) = reading.beyond {
            let inwards = if edge == Edge::Top { 1.0 } else { -1.0 };
            let arrow = [(x, y), (x + r, y + inwards * 2.0 * r), (x - r, y + inwards * 2.0 * r)];
            backend.fill_polygon(
                arrow.map(|(x, y)| at(x, y)),
                &filled(palette.series_color(reading.style)),
            )?;
            continue;
        }
        if let Some((top, bottom)) = reading.reach_px {
            backend.draw_line(at(x, top), at(x, bottom), &line)?;
        }
        backend.draw_circle(at(x, y), r as u32, &filled(palette.ground), true)?;
        backend.draw_circle(at(x, y), r as u32, &line, false)?;
        backend.draw_line(at(x - r + 2.0, y), at(x + r - 2.0, y), &line)?;
        backend.draw_line(at(x, y - r + 2.0), at(x, y + r - 2.0), &line)?;
    }
    Ok(())
}
