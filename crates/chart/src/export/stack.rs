//! Charts one below the other in one picture, each between its title and its notes, and lines below them all.

use super::below::Below;
use crate::draw::{Palette, at, filled, svg_file, text_style};
use crate::kinds::Chart;
use crate::text::wrapped;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{DrawingBackend, DrawingErrorKind};

/// Height of a line, in sizes of a letter.
const LINE: f64 = 1.5;
/// No chart is lower, however low the picture.
const LEAST_CHART_PX: f64 = 150.0;

/// Where everything of a picture of several charts stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    width_px: f64,
    height_px: f64,
    font_px: f64,
    /// Upper edge and height of each chart.
    places: Vec<(f64, f64)>,
    /// Lines with the pixel of their middle.
    lines: Vec<(f64, String)>,
}

impl Stack {
    /// As wide as was asked.
    pub fn width_px(&self) -> f64 {
        self.width_px
    }

    /// As high as its charts need, and as was asked.
    pub fn height_px(&self) -> f64 {
        self.height_px
    }
}

/// Arranges charts: those without a height of their own share what is left of the one asked for.
pub fn stack(
    charts: &[Chart],
    below: &[String],
    (width_px, asked_px): (f64, f64),
    font_px: f64,
) -> Stack {
    let (room_px, line_px) = (width_px - font_px * 2.0, font_px * LINE);
    let texts: Vec<(Vec<String>, Vec<String>)> = charts
        .iter()
        .map(|chart| {
            let title = std::slice::from_ref(chart.title());
            (wrapped(title, font_px, room_px), wrapped(chart.notes(), font_px, room_px))
        })
        .collect();
    let below = wrapped(below, font_px, room_px);
    let of_texts: usize = texts.iter().map(|(title, notes)| title.len() + notes.len()).sum();
    let texts_px = (of_texts + below.len() + 1) as f64 * line_px;
    let own: Vec<Option<f64>> =
        charts.iter().map(|chart| chart.own_height_px(width_px, font_px)).collect();
    let sharing = own.iter().filter(|height| height.is_none()).count().max(1);
    let left_px = asked_px - texts_px - own.iter().flatten().sum::<f64>();
    let each_px = (left_px / sharing as f64).max(LEAST_CHART_PX).floor();
    let mut y_px = 0.0;
    let mut lines = Vec::new();
    let mut write = |of: Vec<String>, y_px: &mut f64| {
        for line in of {
            lines.push((*y_px + line_px / 2.0, line));
            *y_px += line_px;
        }
    };
    let mut places = Vec::new();
    for ((title, notes), own_px) in texts.into_iter().zip(own) {
        write(title, &mut y_px);
        let (top_px, height_px) = (y_px.round(), own_px.unwrap_or(each_px).round());
        places.push((top_px, height_px));
        y_px = top_px + height_px;
        write(notes, &mut y_px);
    }
    y_px += line_px * 0.5;
    write(below, &mut y_px);
    let height_px = (y_px + line_px * 0.5).max(asked_px).ceil();
    Stack { width_px, height_px, font_px, places, lines }
}

/// Draws charts where they stand.
///
/// # Errors
/// What the backend refuses.
pub fn draw<B: DrawingBackend>(
    backend: &mut B,
    stack: &Stack,
    charts: &[Chart],
    palette: &Palette,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let Stack { width_px, height_px, font_px, places, lines } = stack;
    backend.draw_rect((0, 0), at(*width_px, *height_px), &filled(palette.ground), true)?;
    for (chart, (top_px, height_px)) in charts.iter().zip(places) {
        let mut below = Below { backend: &mut *backend, top_px: *top_px as i32 };
        chart.draw(&mut below, (*width_px, *height_px), *font_px, palette)?;
    }
    let text = text_style(palette, *font_px, (HPos::Left, VPos::Center));
    for (y_px, line) in lines {
        backend.draw_text(line, &text, at(*font_px, *y_px))?;
    }
    Ok(())
}

/// Charts as an SVG file; empty when they could not be drawn, which a text never refuses.
pub fn svg(stack: &Stack, charts: &[Chart], palette: &Palette) -> String {
    let size = (stack.width_px.round() as u32, stack.height_px.round() as u32);
    svg_file(size, palette, |backend, palette| draw(backend, stack, charts, palette))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xy::XyChart;

    fn charts(number: usize) -> Vec<Chart> {
        let chart = |number| XyChart {
            title: format!("Chart {number}"),
            notes: vec!["A note.".to_owned()],
            ..XyChart::default()
        };
        (0..number).map(chart).map(Chart::Xy).collect()
    }

    #[test]
    fn charts_share_the_height_and_none_is_left_out_or_stands_on_another() {
        let stacked = stack(&charts(2), &[], (600.0, 800.0), 12.0);
        assert_eq!(stacked.height_px(), 800.0);
        let [(first, height), (second, same)] = stacked.places[..] else { panic!("two charts") };
        assert!(height == same && height > 300.0);
        assert!(second >= first + height);
        let svg = svg(&stacked, &charts(2), &Palette::default());
        assert!(svg.contains("Chart 0") && svg.contains("Chart 1"), "{svg}");
        // Where there is too little room, the picture grows.
        let low = stack(&charts(3), &["Below them.".to_owned()], (600.0, 300.0), 12.0);
        assert!(low.height_px() > 3.0 * LEAST_CHART_PX);
        assert_eq!(low.lines.len(), 7);
    }
}
