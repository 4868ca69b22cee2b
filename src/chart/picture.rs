//! A figure as a PNG file: drawn by plotters on a canvas that is in no page.

use crate::browser;
use gagehouse_chart::draw::Palette;
use gagehouse_chart::export::figure::{self, Figure};
use gagehouse_chart::xy::{self, XyChart};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement};

/// What a picture shows.
pub enum Pictured {
    /// Values over time.
    Figure(Figure),
    /// Another kind of chart.
    Chart(XyChart),
}

impl Pictured {
    /// As an SVG file.
    pub fn svg(&self, (width, height): (u32, u32), palette: &Palette) -> String {
        match self {
            Self::Figure(figure) => figure::svg(figure, palette),
            Self::Chart(chart) => xy::svg(chart, (f64::from(width), f64::from(height)), palette),
        }
    }

    /// As a PNG file of `scale` times as many pixels each way; `None` when the browser makes none, for
    /// example because it is too large.
    pub async fn png(&self, size: (u32, u32), scale: u32, palette: &Palette) -> Option<Blob> {
        let document = browser::window()?.document()?;
        let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
        canvas.set_width(size.0.checked_mul(scale)?);
        canvas.set_height(size.1.checked_mul(scale)?);
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context.scale(f64::from(scale), f64::from(scale)).ok()?;
        let mut backend = CanvasBackend::with_canvas_object(canvas.clone())?;
        match self {
            Self::Figure(figure) => figure::draw(&mut backend, figure, palette).ok()?,
            Self::Chart(chart) => {
                let size = (f64::from(size.0), f64::from(size.1));
                xy::draw(&mut backend, chart, size, 12.0, palette).ok()?;
            }
        }
        blob_of(&canvas).await
    }
}

async fn blob_of(canvas: &HtmlCanvasElement) -> Option<Blob> {
    let made = js_sys::Promise::new(&mut |resolve, reject| {
        if canvas.to_blob(&resolve).is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}
