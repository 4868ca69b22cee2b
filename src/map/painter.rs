//! Draws the sites of a view: one sprite for each shape and status, stamped at every site.
//!
//! A status is told by colour and by the mark inside the symbol. Sites that would cover one another almost
//! wholly are stamped once, so that 30,000 of them cost what the screen can hold.

use super::points::{Shape, SiteIndex};
use super::projection::View;
use gagehouse_catalog::Status;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Side of a sprite in CSS pixels; the symbol has room around it for its halo.
const SPRITE_PX: f64 = 24.0;
/// Half of a symbol's size.
const RADIUS_PX: f64 = 7.5;
/// Symbols closer than this are one.
const THINNING_PX: f64 = 3.0;

/// Colours, read from the custom properties of the theme in force.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SiteColors {
    /// Of each status, in the order of [`Status::ALL`].
    pub status: [String; Status::ALL.len()],
    /// Around symbols, and inside hollow ones.
    pub halo: String,
    /// Around the selected site.
    pub selected: String,
}

/// A site as it was drawn, for finding what lies under the pointer.
#[derive(Debug, Clone, Copy)]
pub struct Drawn {
    /// Index of the site.
    pub site: usize,
    /// Place on the canvas.
    pub x: f64,
    /// Place on the canvas.
    pub y: f64,
}

/// Every symbol on one small canvas.
pub struct Sprites {
    canvas: HtmlCanvasElement,
    dpr: f64,
    colors: SiteColors,
}

impl Sprites {
    /// Draws the symbols; `None` where the browser gives no canvas.
    pub fn new(colors: &SiteColors, dpr: f64) -> Option<Self> {
        let document = crate::browser::window()?.document()?;
        let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
        canvas.set_width((SPRITE_PX * dpr * Status::ALL.len() as f64).ceil() as u32);
        canvas.set_height((SPRITE_PX * dpr * Shape::ALL.len() as f64).ceil() as u32);
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context.scale(dpr, dpr).ok()?;
        for (row, shape) in Shape::ALL.into_iter().enumerate() {
            for (column, status) in Status::ALL.into_iter().enumerate() {
                let x = (column as f64 + 0.5) * SPRITE_PX;
                let y = (row as f64 + 0.5) * SPRITE_PX;
                draw_symbol(&context, (x, y), shape, status, colors);
            }
        }
        Some(Self { canvas, dpr, colors: colors.clone() })
    }

    /// Whether they are of these colours and this density of pixels.
    pub fn fit(&self, colors: &SiteColors, dpr: f64) -> bool {
        self.dpr == dpr && self.colors == *colors
    }

    fn stamp(
        &self,
        context: &CanvasRenderingContext2d,
        at: (f64, f64),
        (shape, status): (Shape, Status),
        size_px: f64,
    ) {
        let side = SPRITE_PX * self.dpr;
        let _ = context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.canvas,
                status as usize as f64 * side,
                shape as usize as f64 * side,
                side,
                side,
                at.0 - size_px / 2.0,
                at.1 - size_px / 2.0,
                size_px,
                size_px,
            );
    }
}

/// Draws the sites `shown` (the selected one on top) and returns where each lies.
pub fn draw_sites(
    context: &CanvasRenderingContext2d,
    view: &View,
    index: &SiteIndex,
    shown: &[usize],
    selected: Option<usize>,
    sprites: &Sprites,
) -> Vec<Drawn> {
    let columns = (view.width_px / THINNING_PX).ceil() as usize + 1;
    let rows = (view.height_px / THINNING_PX).ceil() as usize + 1;
    let mut taken = vec![0u32; columns * rows];
    let mut drawn = Vec::new();
    let place = |at: usize| {
        let (x, y) = index.sites.get(at)?.world?;
        let (x, y) = view.canvas_from_world(x, y);
        let inside = (0.0..view.width_px).contains(&x) && (0.0..view.height_px).contains(&y);
        inside.then_some(Drawn { site: at, x, y })
    };
    let visible = shown.iter().filter(|at| place(**at).is_some()).count();
    let size_px = match visible {
        0..300 => SPRITE_PX,
        300..1_000 => SPRITE_PX * 0.8,
        1_000..4_000 => SPRITE_PX * 0.6,
        _ => SPRITE_PX * 0.4,
    };
    // The dead first, so that the living lie on top.
    for status in Status::ALL.into_iter().rev() {
        let of_status =
            shown.iter().filter(|at| index.sites.get(**at).is_some_and(|p| p.status == status));
        for site in of_status.filter_map(|at| place(*at)) {
            let shape = index.sites.get(site.site).map_or(Shape::Other, |point| point.shape);
            let cell = (site.y / THINNING_PX) as usize * columns + (site.x / THINNING_PX) as usize;
            let bit = 1u32 << (status as usize * Shape::ALL.len() + shape as usize);
            if taken[cell] & bit == 0 {
                taken[cell] |= bit;
                sprites.stamp(context, (site.x, site.y), (shape, status), size_px);
            }
            drawn.push(site);
        }
    }
    if let Some(site) = selected.and_then(place)
        && let Some(point) = index.sites.get(site.site)
    {
        let colors = &sprites.colors;
        for (color, width, radius) in [(&colors.halo, 7.0, 14.0), (&colors.selected, 3.0, 14.0)] {
            context.set_stroke_style_str(color);
            context.set_line_width(width);
            context.begin_path();
            let _ = context.arc(site.x, site.y, radius, 0.0, std::f64::consts::TAU);
            context.stroke();
        }
        sprites.stamp(context, (site.x, site.y), (point.shape, point.status), SPRITE_PX);
    }
    drawn
}

/// The drawn site nearest to a place of the canvas, within a reach.
pub fn nearest(drawn: &[Drawn], x: f64, y: f64, reach_px: f64) -> Option<usize> {
    let mut best = (reach_px * reach_px, None);
    for site in drawn {
        let squared = (site.x - x).powi(2) + (site.y - y).powi(2);
        if squared <= best.0 {
            best = (squared, Some(site.site));
        }
    }
    best.1
}

fn draw_symbol(
    context: &CanvasRenderingContext2d,
    (x, y): (f64, f64),
    shape: Shape,
    status: Status,
    colors: &SiteColors,
) {
    let color = &colors.status[status as usize];
    let hollow = matches!(status, Status::Seasonal | Status::Ended | Status::Never);
    trace(context, (x, y), shape, RADIUS_PX);
    context.set_line_join("round");
    context.set_stroke_style_str(&colors.halo);
    context.set_line_width(5.0);
    context.stroke();
    context.set_fill_style_str(if hollow { &colors.halo } else { color });
    context.fill();
    context.set_stroke_style_str(color);
    context.set_line_width(2.0);
    context.stroke();
    context.set_line_width(2.0);
    context.set_stroke_style_str(if hollow { color } else { &colors.halo });
    context.begin_path();
    match status {
        Status::Late => {
            context.move_to(x, y - 3.5);
            context.line_to(x, y + 3.5);
        }
        Status::Stale | Status::Ended => {
            context.move_to(x - 3.0, y);
            context.line_to(x + 3.0, y);
        }
        Status::Suspect => {
            context.move_to(x - 2.6, y - 2.6);
            context.line_to(x + 2.6, y + 2.6);
            context.move_to(x + 2.6, y - 2.6);
            context.line_to(x - 2.6, y + 2.6);
        }
        Status::Live | Status::Seasonal | Status::Never => {}
    }
    context.stroke();
}

fn trace(context: &CanvasRenderingContext2d, (x, y): (f64, f64), shape: Shape, r: f64) {
    context.begin_path();
    match shape {
        Shape::Water => {
            let _ = context.arc(x, y, r * 0.95, 0.0, std::f64::consts::TAU);
        }
        Shape::Climate => {
            let half = r * 0.85;
            context.rect(x - half, y - half, 2.0 * half, 2.0 * half);
        }
        Shape::Other => {
            let r = r * 1.15;
            context.move_to(x, y - r);
            context.line_to(x + r, y);
            context.line_to(x, y + r);
            context.line_to(x - r, y);
            context.close_path();
        }
    }
}
