//! Draws the sites of a view: one sprite for each shape and class, stamped at every site that stands alone, and a ring
//! with a count for the others, divided by class.
//!
//! A class is told by colour and by the mark inside the symbol.

use super::look::{Inside, Look};
use super::points::{Shape, SiteIndex};
use super::projection::{View, WORLD_PX, world_from_degrees};
use gagehouse_catalog::Area;
use gagehouse_catalog::spatial::{CLASSES, Counted, Mark, Window, shares};
use std::f64::consts::{FRAC_PI_2, TAU};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Side of a sprite in CSS pixels; the symbol has room around it for its halo.
const SPRITE_PX: f64 = 24.0;
/// Half of a symbol's size.
const RADIUS_PX: f64 = 7.5;
/// Sites closer than this lie on one another.
const POINT_PX: f64 = 8.0;
/// Width of the ring of a cluster.
const RING_PX: f64 = 4.0;
/// The same where it stands for hollow symbols.
const THIN_RING_PX: f64 = 1.75;

/// Colours, read from the custom properties of the theme in force.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SiteColors {
    /// Of each class.
    pub classes: Vec<(String, Inside)>,
    /// Around symbols, and inside hollow ones.
    pub halo: String,
    /// Counts.
    pub ink: String,
    /// Around the selected site.
    pub selected: String,
}

impl SiteColors {
    /// The colours of some looks; `color` reads a custom property.
    pub fn of(looks: &[Look], color: impl Fn(&str) -> String) -> Self {
        let class = |look: &Look| (color(&look.tint.property()), look.inside);
        Self {
            classes: looks.iter().map(class).collect(),
            halo: color("--map-symbol-halo"),
            ink: color("--ink"),
            selected: color("--focus"),
        }
    }
}

/// What was drawn, for finding what lies under the pointer.
#[derive(Debug, Clone, Copy)]
pub struct Drawn {
    /// A site or a cluster.
    pub mark: Mark,
    /// Place on the canvas.
    pub x: f64,
    /// Place on the canvas.
    pub y: f64,
    /// Half of its size.
    pub radius_px: f64,
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
        canvas.set_width((SPRITE_PX * dpr * CLASSES as f64).ceil() as u32);
        canvas.set_height((SPRITE_PX * dpr * Shape::ALL.len() as f64).ceil() as u32);
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context.scale(dpr, dpr).ok()?;
        for (row, shape) in Shape::ALL.into_iter().enumerate() {
            for column in 0..colors.classes.len() {
                let x = (column as f64 + 0.5) * SPRITE_PX;
                let y = (row as f64 + 0.5) * SPRITE_PX;
                draw_symbol(&context, (x, y), shape, column, colors);
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
        (shape, class): (Shape, u8),
        size_px: f64,
    ) {
        let side = SPRITE_PX * self.dpr;
        let _ = context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.canvas,
                f64::from(class) * side,
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

/// What a view shows of the world, and how finely.
fn window(view: &View) -> Window {
    let world_px = WORLD_PX * view.scale();
    Window {
        left: view.left_px / world_px,
        top: view.top_px / world_px,
        right: (view.left_px + view.width_px) / world_px,
        bottom: (view.top_px + view.height_px) / world_px,
        // Squares of 54 to 107 pixels.
        level: ((view.zoom + 0.25).floor() + 2.0).max(0.0) as u32,
        point: POINT_PX / world_px,
    }
}

/// Draws the sites that are counted (the selected one on top) and returns what lies where.
pub fn draw_sites(
    context: &CanvasRenderingContext2d,
    view: &View,
    index: &SiteIndex,
    counted: &Counted,
    selected: Option<(usize, u8)>,
    sprites: &Sprites,
) -> Vec<Drawn> {
    let marks = counted.marks(&index.spatial, &window(view));
    let size_px = if marks.len() < 300 { SPRITE_PX } else { SPRITE_PX * 0.8 };
    let world_px = WORLD_PX * view.scale();
    let on_canvas = |x: f64, y: f64| (x * world_px - view.left_px, y * world_px - view.top_px);
    let mut drawn = Vec::with_capacity(marks.len());
    // Symbols below, counts above.
    for mark in &marks {
        if let Mark::Place { of, class, x, y } = mark {
            let (x, y) = on_canvas(*x, *y);
            let shape = index.shape.get(*of).copied().unwrap_or(Shape::Other);
            sprites.stamp(context, (x, y), (shape, *class), size_px);
            drawn.push(Drawn { mark: *mark, x, y, radius_px: size_px / 3.0 });
        }
    }
    context.set_font("600 12px system-ui, sans-serif");
    context.set_text_align("center");
    context.set_text_baseline("middle");
    for mark in &marks {
        if let Mark::Cluster { by_class, x, y, .. } = mark {
            let (x, y) = on_canvas(*x, *y);
            let radius_px = draw_cluster(context, (x, y), by_class, &sprites.colors);
            drawn.push(Drawn { mark: *mark, x, y, radius_px });
        }
    }
    if let Some((site, class)) = selected
        && let Some((longitude, latitude)) = index.place(site)
    {
        let (x, y) = world_from_degrees(longitude, latitude);
        let shape = index.shape.get(site).copied().unwrap_or(Shape::Other);
        for around in [-1.0, 0.0, 1.0] {
            let (x, y) = on_canvas(x / WORLD_PX + around, y / WORLD_PX);
            if (0.0..view.width_px).contains(&x) && (0.0..view.height_px).contains(&y) {
                draw_selected(context, (x, y), &sprites.colors);
                sprites.stamp(context, (x, y), (shape, class), SPRITE_PX);
            }
        }
    }
    drawn
}

/// What lies over the sites.
#[derive(Debug, Clone, Copy, Default)]
pub struct Overlay {
    /// The marked area.
    pub area: Option<Area>,
    /// Longitude and latitude of the place that sites are listed around.
    pub near: Option<(f64, f64)>,
}

/// Draws the marked area and the place that sites are listed around.
pub fn draw_overlay(
    context: &CanvasRenderingContext2d,
    view: &View,
    overlay: &Overlay,
    colors: &SiteColors,
) {
    let on_canvas = |longitude: f64, latitude: f64, around: f64| {
        let (x, y) = world_from_degrees(longitude, latitude);
        view.canvas_from_world(x + around * WORLD_PX, y)
    };
    context.set_stroke_style_str(&colors.selected);
    context.set_line_width(2.0);
    for around in [-2.0, -1.0, 0.0, 1.0, 2.0] {
        if let Some(area) = overlay.area {
            let [west, south, east, north] = area.degrees();
            let east = if east < west { east + 360.0 } else { east };
            let (left, top) = on_canvas(west, north, around);
            let (right, bottom) = on_canvas(east, south, around);
            context.stroke_rect(left, top, right - left, bottom - top);
        }
        if let Some((longitude, latitude)) = overlay.near {
            let (x, y) = on_canvas(longitude, latitude, around);
            context.begin_path();
            for (from, to) in [((-11.0, 0.0), (11.0, 0.0)), ((0.0, -11.0), (0.0, 11.0))] {
                context.move_to(x + from.0, y + from.1);
                context.line_to(x + to.0, y + to.1);
            }
            context.stroke();
        }
    }
}

/// A count in a ring that is divided by class; returns its radius.
fn draw_cluster(
    context: &CanvasRenderingContext2d,
    (x, y): (f64, f64),
    by_class: &[u32; CLASSES],
    colors: &SiteColors,
) -> f64 {
    let count: u32 = by_class.iter().sum();
    let text = short_count(count);
    let radius = 9.0 + 2.4 * text.len() as f64;
    context.set_fill_style_str(&colors.halo);
    context.begin_path();
    let _ = context.arc(x, y, radius + 1.5, 0.0, TAU);
    context.fill();
    let mut from = -FRAC_PI_2;
    for (share, (color, inside)) in shares(by_class).into_iter().zip(&colors.classes) {
        if share > 0.0 {
            let to = from + share * TAU;
            // Hollow symbols have a thin line here too: what is stale is told from what never had data.
            let width = if inside.is_hollow() { THIN_RING_PX } else { RING_PX };
            context.set_line_width(width);
            context.set_stroke_style_str(color);
            context.begin_path();
            let _ = context.arc(x, y, radius - width / 2.0, from, to);
            context.stroke();
            from = to;
        }
    }
    context.set_fill_style_str(&colors.ink);
    let _ = context.fill_text(&text, x, y + 0.5);
    radius + 1.5
}

/// At most four characters.
fn short_count(count: u32) -> String {
    match count {
        0..10_000 => count.to_string(),
        10_000..1_000_000 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}

fn draw_selected(context: &CanvasRenderingContext2d, (x, y): (f64, f64), colors: &SiteColors) {
    for (color, width) in [(&colors.halo, 7.0), (&colors.selected, 3.0)] {
        context.set_stroke_style_str(color);
        context.set_line_width(width);
        context.begin_path();
        let _ = context.arc(x, y, 14.0, 0.0, TAU);
        context.stroke();
    }
}

/// What lies at a place of the canvas: the nearest mark that it touches, or comes close to.
pub fn nearest(drawn: &[Drawn], x: f64, y: f64, reach_px: f64) -> Option<Drawn> {
    let mut best = (f64::INFINITY, None);
    for one in drawn {
        let distance = (one.x - x).hypot(one.y - y);
        if distance <= one.radius_px.max(reach_px) && distance < best.0 {
            best = (distance, Some(*one));
        }
    }
    best.1
}

fn draw_symbol(
    context: &CanvasRenderingContext2d,
    (x, y): (f64, f64),
    shape: Shape,
    class: usize,
    colors: &SiteColors,
) {
    let (color, inside) = &colors.classes[class];
    let hollow = inside.is_hollow();
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
    let mark = if hollow { color } else { &colors.halo };
    context.set_stroke_style_str(mark);
    context.begin_path();
    match inside {
        Inside::Bar | Inside::HollowBar => {
            context.move_to(x, y - 3.5);
            context.line_to(x, y + 3.5);
        }
        Inside::Dash | Inside::HollowDash => {
            context.move_to(x - 3.0, y);
            context.line_to(x + 3.0, y);
        }
        Inside::Cross => {
            context.move_to(x - 2.6, y - 2.6);
            context.line_to(x + 2.6, y + 2.6);
            context.move_to(x + 2.6, y - 2.6);
            context.line_to(x - 2.6, y + 2.6);
        }
        Inside::Digit(digit) => {
            context.set_font("700 11px system-ui, sans-serif");
            context.set_text_align("center");
            context.set_text_baseline("middle");
            context.set_fill_style_str(mark);
            let _ = context.fill_text(&digit.to_string(), x, y + 0.5);
        }
        Inside::Full | Inside::Hollow => {}
    }
    context.stroke();
}

fn trace(context: &CanvasRenderingContext2d, (x, y): (f64, f64), shape: Shape, r: f64) {
    context.begin_path();
    match shape {
        Shape::Water => {
            let _ = context.arc(x, y, r * 0.95, 0.0, TAU);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stay_short() {
        for (count, text) in [(7, "7"), (9_999, "9999"), (25_704, "25k"), (1_000_000, "1M")] {
            assert_eq!(short_count(count), text);
        }
    }

    #[test]
    fn a_view_asks_for_squares_of_about_eighty_pixels() {
        for quarter in 4..60 {
            let zoom = f64::from(quarter) / 4.0;
            let view = View { zoom, left_px: 0.0, top_px: 0.0, width_px: 9.0, height_px: 9.0 };
            let square_px = WORLD_PX * zoom.exp2() / f64::from(window(&view).level).exp2();
            assert!((53.0..108.0).contains(&square_px), "{zoom}: {square_px}");
        }
    }
}
