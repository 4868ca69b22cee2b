//! A figure as a PNG file: drawn by plotters on a canvas that is in no page.

use crate::browser;
use gagehouse_chart::draw::Palette;
use gagehouse_chart::export::figure::{self, Figure};
use gagehouse_chart::export::stack::{self, Stack};
use gagehouse_chart::kinds::Chart;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement};

/// What a picture shows.
pub enum Pictured {
    /// Values over time.
    Figure(Box<Figure>),
    /// Charts of another kind, one below the other.
    Charts(Stack, Vec<Chart>),
}

impl Pictured {
    /// As an SVG file.
    pub fn svg(&self, palette: &Palette) -> String {
        match self {
            Self::Figure(figure) => figure::svg(figure, palette),
            Self::Charts(stack, charts) => stack::svg(stack, charts, palette),
        }
    }

    /// Width and height, in CSS pixels: charts may need more height than was asked for.
    pub fn size_px(&self) -> (f64, f64) {
        match self {
            Self::Figure(figure) => (figure.frame().width_px, figure.height_px()),
            Self::Charts(stack, _) => (stack.width_px(), stack.height_px()),
        }
    }

    /// As a PNG file of `scale` times as many pixels each way; `None` when the browser makes none, for
    /// example because it is too large.
    pub async fn png(&self, scale: u32, palette: &Palette) -> Option<Blob> {
        let (width_px, height_px) = self.size_px();
        let document = browser::window()?.document()?;
        let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
        canvas.set_width((width_px.round() as u32).checked_mul(scale)?);
        canvas.set_height((height_px.round() as u32).checked_mul(scale)?);
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context.scale(f64::from(scale), f64::from(scale)).ok()?;
        let mut backend = CanvasBackend::with_canvas_object(canvas.clone())?;
        match self {
            Self::Figure(figure) => figure::draw(&mut backend, figure, palette).ok()?,
            Self::Charts(stack, charts) => {
                stack::draw(&mut backend, stack, charts, palette).ok()?
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
