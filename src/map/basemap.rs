//! The vector base map: land, borders, names and graticule, fetched in the detail that the zoom needs.
//!
//! Its files come from the app's own server, so the map works without any other network. The first view waits
//! for none of them: each is asked for when a view first needs it, and drawn when it is there.

use super::projection::{Bounds, View, WORLD_PX, world_from_degrees};
use super::topojson::{Layer, Wanted, jump};
use web_sys::CanvasRenderingContext2d;

/// A map that was moved around the globe goes on: what it shows beyond one edge of the world is what lies at the other.
const AROUND: [f64; 5] = [-2.0 * WORLD_PX, -WORLD_PX, 0.0, WORLD_PX, 2.0 * WORLD_PX];

/// Colours, read from the custom properties of the theme in force.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BaseColors {
    /// Sea and lakes.
    pub water: String,
    /// Land.
    pub land: String,
    /// Coasts and countries' borders.
    pub country: String,
    /// States' borders.
    pub state: String,
    /// Counties' borders.
    pub county: String,
    /// Meridians and parallels.
    pub graticule: String,
    /// Names.
    pub label: String,
    /// Around names.
    pub halo: String,
}

/// The files, in the order in which they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Countries, coarse.
    World,
    /// Countries, finer.
    WorldFine,
    /// Counties of the United States.
    Counties,
    /// States of the United States.
    States,
}

impl Detail {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::World, Self::WorldFine, Self::Counties, Self::States];

    /// Path below the app's base path.
    pub fn path(self) -> &'static str {
        match self {
            Self::World => "/vendor/world-atlas-2.0.2/countries-110m.json",
            Self::WorldFine => "/vendor/world-atlas-2.0.2/countries-50m.json",
            Self::Counties => "/vendor/us-atlas-3.0.1/counties-10m.json",
            Self::States => "/vendor/us-atlas-3.0.1/states-10m.json",
        }
    }

    /// What is read of it.
    pub fn wanted(self) -> Wanted {
        match self {
            Self::World | Self::WorldFine => {
                Wanted { filled: Some("land"), borders_of: None, named: "countries" }
            }
            Self::Counties => {
                Wanted { filled: None, borders_of: Some("counties"), named: "counties" }
            }
            Self::States => Wanted { filled: None, borders_of: Some("states"), named: "states" },
        }
    }

    /// Whether a view wants it.
    pub fn serves(self, view: &View) -> bool {
        let (left, top) = world_from_degrees(-179.0, 72.0);
        let (right, bottom) = world_from_degrees(-64.0, 17.0);
        let states = Bounds { left, top, right, bottom };
        let in_states =
            AROUND.into_iter().any(|shift| view.world_bounds().meets(&states.moved(shift)));
        match self {
            Self::World => true,
            Self::WorldFine => view.zoom >= 4.5,
            Self::States => view.zoom >= 3.5 && in_states,
            Self::Counties => view.zoom >= 7.0 && in_states,
        }
    }

    fn label_zoom(self) -> std::ops::Range<f64> {
        match self {
            Self::World | Self::WorldFine => 2.5..6.0,
            Self::States => 4.5..9.0,
            Self::Counties => 8.0..13.0,
        }
    }
}

/// The files that are there, by [`Detail`].
#[derive(Debug, Default)]
pub struct BaseMap {
    layers: [Option<Layer>; 4],
}

impl BaseMap {
    /// Puts a file in its place.
    pub fn insert(&mut self, detail: Detail, layer: Layer) {
        self.layers[detail as usize] = Some(layer);
    }

    /// Draws what there is for a view.
    pub fn draw(&self, context: &CanvasRenderingContext2d, view: &View, colors: &BaseColors) {
        context.set_fill_style_str(&colors.water);
        context.fill_rect(0.0, 0.0, view.width_px, view.height_px);
        let shown =
            |detail: Detail| self.layers[detail as usize].as_ref().filter(|_| detail.serves(view));
        let (world, detail) = match shown(Detail::WorldFine) {
            Some(layer) => (Some(layer), Detail::WorldFine),
            None => (shown(Detail::World), Detail::World),
        };
        context.set_line_join("round");
        if let Some(layer) = world {
            context.set_fill_style_str(&colors.land);
            fill_rings(context, layer, view);
        }
        draw_graticule(context, view, &colors.graticule);
        for (layer, color, width) in [
            (shown(Detail::Counties), &colors.county, 1.0),
            (shown(Detail::States), &colors.state, 1.25),
            (world, &colors.country, 1.0),
        ] {
            if let Some(layer) = layer {
                context.set_stroke_style_str(color);
                context.set_line_width(width);
                stroke_arcs(context, layer, view);
            }
        }
        let in_states = shown(Detail::States).is_some();
        for (layer, detail) in [
            (shown(Detail::Counties), Detail::Counties),
            (shown(Detail::States), Detail::States),
            (world.filter(|_| !in_states || view.zoom < 4.5), detail),
        ] {
            if let Some(layer) = layer.filter(|_| detail.label_zoom().contains(&view.zoom)) {
                draw_labels(context, layer, view, colors, detail);
            }
        }
    }
}

/// Joins points to a path, leaving out those that would fall on the pixel of the one before.
struct Pen<'a> {
    context: &'a CanvasRenderingContext2d,
    last: Option<(f64, f64)>,
}

impl Pen<'_> {
    fn to(&mut self, x: f64, y: f64) {
        match self.last {
            None => self.context.move_to(x, y),
            Some((before_x, before_y)) => {
                if (x - before_x).abs() + (y - before_y).abs() < 0.75 {
                    return;
                }
                self.context.line_to(x, y);
            }
        }
        self.last = Some((x, y));
    }
}

fn fill_rings(context: &CanvasRenderingContext2d, layer: &Layer, view: &View) {
    let shown = view.world_bounds();
    context.begin_path();
    for ring in &layer.rings {
        for shift in AROUND.into_iter().filter(|shift| ring.bounds.moved(*shift).meets(&shown)) {
            let (mut first, mut last) = (None, (0.0, 0.0));
            layer.ring_points(ring, |x, y| {
                first.get_or_insert((x, y));
                last = (x, y);
            });
            let Some(first) = first else { continue };
            let mut pen = Pen { context, last: None };
            let mut to = |x: f64, y: f64| {
                let (x, y) = view.canvas_from_world(x + shift, y);
                pen.to(x, y);
            };
            layer.ring_points(ring, &mut to);
            if jump(first.0, last.0) != 0.0 {
                // It goes around a pole, which belongs to it.
                let pole = if last.1 < WORLD_PX / 2.0 { 0.0 } else { WORLD_PX };
                to(last.0, pole);
                to(first.0, pole);
            }
            context.close_path();
        }
    }
    context.fill_with_canvas_winding_rule(web_sys::CanvasWindingRule::Evenodd);
}

fn stroke_arcs(context: &CanvasRenderingContext2d, layer: &Layer, view: &View) {
    let shown = view.world_bounds();
    context.begin_path();
    for &arc in &layer.strokes {
        let bounds = layer.arc_bounds(arc);
        for shift in AROUND.into_iter().filter(|shift| bounds.moved(*shift).meets(&shown)) {
            let mut pen = Pen { context, last: None };
            let mut before = None;
            for (x, y) in layer.arc_points(arc) {
                if before.is_some_and(|before| jump(before, x) != 0.0) {
                    pen.last = None;
                }
                before = Some(x);
                let (x, y) = view.canvas_from_world(x + shift, y);
                pen.to(x, y);
            }
        }
    }
    context.stroke();
}

fn draw_graticule(context: &CanvasRenderingContext2d, view: &View, color: &str) {
    let step = match view.zoom {
        zoom if zoom < 3.5 => 30.0,
        zoom if zoom < 5.5 => 10.0,
        zoom if zoom < 7.5 => 5.0,
        zoom if zoom < 10.0 => 1.0,
        zoom if zoom < 12.5 => 0.25,
        _ => 0.05,
    };
    let shown = view.world_bounds();
    context.set_stroke_style_str(color);
    context.set_line_width(1.0);
    context.begin_path();
    let lines = |limit: f64| {
        (-(limit / step) as i32..=(limit / step) as i32).map(move |n| f64::from(n) * step)
    };
    for longitude in lines(180.0) {
        let (x, _) = world_from_degrees(longitude, 0.0);
        for x in AROUND
            .map(|shift| x + shift)
            .into_iter()
            .filter(|x| shown.left <= *x && *x <= shown.right)
        {
            let (x, _) = view.canvas_from_world(x, 0.0);
            context.move_to(x.round() + 0.5, 0.0);
            context.line_to(x.round() + 0.5, view.height_px);
        }
    }
    for latitude in lines(85.0) {
        let (_, y) = world_from_degrees(0.0, latitude);
        if shown.top <= y && y <= shown.bottom {
            let (_, y) = view.canvas_from_world(0.0, y);
            context.move_to(0.0, y.round() + 0.5);
            context.line_to(view.width_px, y.round() + 0.5);
        }
    }
    context.stroke();
}

fn draw_labels(
    context: &CanvasRenderingContext2d,
    layer: &Layer,
    view: &View,
    colors: &BaseColors,
    detail: Detail,
) {
    const CHARACTER_PX: f64 = 6.6;
    let shown = view.world_bounds();
    let font = match detail {
        Detail::Counties => "400 11px system-ui, sans-serif",
        _ => "500 12px system-ui, sans-serif",
    };
    context.set_font(font);
    context.set_text_align("center");
    context.set_text_baseline("middle");
    context.set_line_width(3.0);
    context.set_stroke_style_str(&colors.halo);
    context.set_fill_style_str(&colors.label);
    for label in &layer.labels {
        let room_px = label.width * view.scale();
        if label.text.chars().count() as f64 * CHARACTER_PX >= room_px {
            continue;
        }
        for x in AROUND.map(|shift| label.x + shift) {
            let at = Bounds { left: x, top: label.y, right: x, bottom: label.y };
            if at.meets(&shown) {
                let (x, y) = view.canvas_from_world(x, label.y);
                let _ = context.stroke_text(&label.text, x, y);
                let _ = context.fill_text(&label.text, x, y);
            }
        }
    }
}
