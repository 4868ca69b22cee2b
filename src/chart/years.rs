//! The same days of other years, lighter and dashed behind a series, each with its name at its end.

use super::canvas::Surface;
use super::data::Drawn;
use super::ink::{self, POINTS_PER_PATH};
use super::palette::css;
use gagehouse_chart::draw::{IN_GAPS, Palette};
use gagehouse_chart::export::figure::YEARS_STROKE_PX;
use gagehouse_chart::trace::{Bar, POINTS_FOR_WIDE_STROKES, Px, Trace, TraceStyle};
use gagehouse_chart::years::{beside_ends, dash, has_stroke, year_trace, years_drawn_as};
use gagehouse_chart::{Frame, TimeScale, ValueScale};
use js_sys::Array;
use wasm_bindgen::JsValue;

/// Size of the names, in CSS pixels.
const NAME_PX: f64 = 11.0;
/// What the numbers of series at their ends take of the right edge, each, in CSS pixels.
const TAG_PX: f64 = 18.0;

/// Where a year's line ends in the window, and what it is called.
#[derive(Debug)]
pub struct YearEnd {
    end: Px,
    name: String,
    style: usize,
}

/// Draws the years of a series in device pixels.
pub fn draw(
    surface: &Surface,
    series: &Drawn<'_>,
    scales: (TimeScale, ValueScale),
    palette: &Palette,
) -> Vec<YearEnd> {
    let lighter = palette.lighter();
    let ratio = surface.ratio;
    let mut ends = Vec::new();
    for days in series.years {
        let stroke_px = (YEARS_STROKE_PX * ratio).max(1.0);
        let drawn_as = years_drawn_as(series.drawn_as);
        let style = TraceStyle { drawn_as, stroke_px, marker_spacing_px: f64::INFINITY };
        let mut trace = year_trace(series.series, Some(series.covered), days, scales, style);
        let lines = std::mem::take(&mut trace.lines);
        let bars = std::mem::take(&mut trace.bars);
        ink::draw(surface, &trace, 1.0, series.style, &lighter);
        let color = css(lighter.series_color(series.style));
        draw_columns(surface, &bars, dash(days.years), &color);
        dashed(
            surface,
            &Trace { lines, ..Trace::default() },
            dash(days.years),
            (&color, stroke_px),
        );
        let name = days.name();
        ends.extend(trace.end.map(|end| YearEnd { end, name, style: series.style }));
    }
    ends
}

/// Draws the columns of dense rows: those in a gap of the dash fainter, none left out, since a spike may be in it.
fn draw_columns(surface: &Surface, bars: &[Bar], dash: &[f64], color: &str) {
    let context = &surface.context;
    context.set_fill_style_str(color);
    for bar in bars {
        let is_stroke = has_stroke(dash, bar.left_px / surface.ratio);
        context.set_global_alpha(if is_stroke { 1.0 } else { IN_GAPS });
        let height_px = (bar.bottom_px - bar.top_px).max(1.0);
        context.fill_rect(bar.left_px, bar.top_px, bar.width_px.ceil(), height_px);
    }
    context.set_global_alpha(1.0);
}

/// Strokes lines with a dash that runs on from one short path to the next.
fn dashed(surface: &Surface, trace: &Trace, dash: &[f64], (color, width_px): (&str, f64)) {
    let context = &surface.context;
    let points: usize = trace.lines.iter().map(Vec::len).sum();
    context.set_stroke_style_str(color);
    context.set_line_width(if points > POINTS_FOR_WIDE_STROKES { 1.0 } else { width_px });
    context.set_line_cap("butt");
    let pattern: Array = dash.iter().map(|px| JsValue::from_f64(px * surface.ratio)).collect();
    let _ = context.set_line_dash(&pattern);
    for line in &trace.lines {
        let mut run_px = 0.0;
        let mut from = 0;
        while from + 1 < line.len() {
            let to = (from + POINTS_PER_PATH).min(line.len() - 1);
            context.set_line_dash_offset(run_px);
            context.begin_path();
            context.move_to(line[from].0, line[from].1);
            for pair in line[from..=to].windows(2) {
                context.line_to(pair[1].0, pair[1].1);
                run_px += (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1);
            }
            context.stroke();
            from = to;
        }
    }
    let _ = context.set_line_dash(&Array::new());
    context.set_line_dash_offset(0.0);
}

/// Writes each year at the end of its line, so that neither colour nor dash is its only sign.
pub fn draw_names(
    surface: &Surface,
    frame: &Frame,
    (ends, tags): (&[YearEnd], usize),
    palette: &Palette,
) {
    let (context, ratio) = (&surface.context, surface.ratio);
    let size_px = NAME_PX * ratio;
    let (top_px, bottom_px) = (frame.data.top_px * ratio, frame.data.bottom_px * ratio);
    let right_px = (frame.data.right_px - TAG_PX * tags as f64) * ratio;
    let wanted: Vec<Px> = ends.iter().map(|year| year.end).collect();
    let places =
        beside_ends(&wanted, size_px * 1.15, (top_px + size_px, bottom_px - size_px * 1.6));
    context.set_font(&format!("600 {size_px}px {}", palette.font_family));
    context.set_text_align("right");
    context.set_text_baseline("middle");
    context.set_line_join("round");
    for (year, (x_px, y_px)) in ends.iter().zip(places) {
        let x_px = x_px.min(right_px) - 4.0 * ratio;
        // A rim in the colour of the ground keeps the name readable on lines.
        context.set_stroke_style_str(&css(palette.ground));
        context.set_line_width(3.0 * ratio);
        let _ = context.stroke_text(&year.name, x_px, y_px);
        context.set_fill_style_str(&css(palette.series_color(year.style)));
        let _ = context.fill_text(&year.name, x_px, y_px);
    }
}
