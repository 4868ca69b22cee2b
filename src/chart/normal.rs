//! What is normal for each date: a band behind everything, its quarters darker, its median dotted.

use super::canvas::Surface;
use super::palette::css;
use gagehouse_chart::draw::{BAND_SHADES, MEDIAN_DASH, Palette};
use gagehouse_chart::normal::Band;
use gagehouse_chart::trace::Px;
use js_sys::Array;
use wasm_bindgen::JsValue;

/// Draws a band in device pixels, in the colour of its series.
pub fn draw(surface: &Surface, band: &Band, style: usize, palette: &Palette) {
    let (context, ratio) = (&surface.context, surface.ratio);
    let color = css(palette.series_color(style));
    context.set_fill_style_str(&color);
    for (outlines, shade) in [&band.outer, &band.inner].into_iter().zip(BAND_SHADES) {
        context.set_global_alpha(shade);
        for outline in outlines {
            follow(surface, outline);
            context.close_path();
            context.fill();
        }
    }
    context.set_global_alpha(1.0);
    context.set_stroke_style_str(&color);
    context.set_line_width((1.4 * ratio).max(1.0));
    let dots: Array = MEDIAN_DASH.iter().map(|px| JsValue::from_f64(px * ratio)).collect();
    let _ = context.set_line_dash(&dots);
    for line in &band.median {
        follow(surface, line);
        context.stroke();
    }
    let _ = context.set_line_dash(&Array::new());
}

fn follow(surface: &Surface, points: &[Px]) {
    surface.context.begin_path();
    for (number, point) in points.iter().enumerate() {
        if number == 0 {
            surface.context.move_to(point.0, point.1);
        } else {
            surface.context.line_to(point.0, point.1);
        }
    }
}
