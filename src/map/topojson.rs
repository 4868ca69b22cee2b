//! Reads the parts of TopoJSON that a base map needs: rings to fill, arcs to stroke, names to write.
//!
//! Arcs are delta-encoded integers, each shared by the shapes on its two sides; an arc that two shapes of an
//! object share is a border between them, one that only one shape has is its coast. Everything is projected
//! once, to world pixels at zoom 0.

use super::projection::{Bounds, WORLD_PX, world_from_degrees};
use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use std::collections::HashMap;
use std::fmt;

/// What of a file is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Object whose rings are filled.
    pub filled: Option<&'static str>,
    /// Object whose inner borders are stroked; `None` strokes every arc of the file.
    pub borders_of: Option<&'static str>,
    /// Object whose shapes are named on the map.
    pub named: &'static str,
}

/// One file, ready to be drawn.
#[derive(Debug, Default)]
pub struct Layer {
    xs: Vec<f32>,
    ys: Vec<f32>,
    arcs: Vec<Arc>,
    /// Closed rings to fill.
    pub rings: Vec<Ring>,
    /// Indices of the arcs to stroke.
    pub strokes: Vec<usize>,
    /// Names, each in the middle of its shape's largest ring.
    pub labels: Vec<Label>,
}

#[derive(Debug)]
struct Arc {
    start: usize,
    end: usize,
    bounds: Bounds,
}

/// A closed line of arcs.
#[derive(Debug)]
pub struct Ring {
    arcs: Vec<i32>,
    /// What it spans.
    pub bounds: Bounds,
}

/// A name and where it belongs.
#[derive(Debug)]
pub struct Label {
    /// The name.
    pub text: String,
    /// World pixels at zoom 0.
    pub x: f64,
    /// World pixels at zoom 0.
    pub y: f64,
    /// Width of the shape, world pixels at zoom 0: whether there is room.
    pub width: f64,
}

impl Layer {
    /// Decodes a file; `None` when it is no TopoJSON topology with a transform.
    pub fn decode(bytes: &[u8], wanted: Wanted) -> Option<Self> {
        let topology: Topology = serde_json::from_slice(bytes).ok()?;
        let mut layer = Self::default();
        for arc in &topology.arcs {
            layer.push_arc(arc, &topology.transform);
        }
        if let Some(object) = wanted.filled.and_then(|name| topology.objects.get(name)) {
            let mut rings = Vec::new();
            object.collect_rings(&mut rings);
            layer.rings = rings.into_iter().map(|arcs| layer.ring(arcs)).collect();
        }
        layer.strokes = match wanted.borders_of.and_then(|name| topology.objects.get(name)) {
            Some(object) => layer.shared_arcs(object),
            None => (0..layer.arcs.len()).collect(),
        };
        if let Some(object) = topology.objects.get(wanted.named) {
            layer.labels = object.geometries.iter().filter_map(|g| layer.label(g)).collect();
        }
        Some(layer)
    }

    /// The points of an arc, in order.
    pub fn arc_points(&self, arc: usize) -> impl DoubleEndedIterator<Item = (f64, f64)> {
        let range = self.arcs.get(arc).map_or(0..0, |arc| arc.start..arc.end);
        let (xs, ys) = (&self.xs[range.clone()], &self.ys[range]);
        xs.iter().zip(ys).map(|(x, y)| (f64::from(*x), f64::from(*y)))
    }

    /// What an arc spans.
    pub fn arc_bounds(&self, arc: usize) -> Bounds {
        self.arcs.get(arc).map_or(Bounds::EMPTY, |arc| arc.bounds)
    }

    /// Visits the points of a ring, in order. A ring over the antimeridian goes on beyond the edge of the world instead
    /// of jumping to the other one.
    pub fn ring_points(&self, ring: &Ring, mut visit: impl FnMut(f64, f64)) {
        let (mut before, mut shift) = (None, 0.0);
        let mut visit = |x: f64, y: f64| {
            shift -= before.map_or(0.0, |before| jump(before, x));
            before = Some(x);
            visit(x + shift, y);
        };
        for &arc in &ring.arcs {
            if arc >= 0 {
                self.arc_points(arc as usize).for_each(|(x, y)| visit(x, y));
            } else {
                self.arc_points(!arc as usize).rev().for_each(|(x, y)| visit(x, y));
            }
        }
    }

    fn push_arc(&mut self, deltas: &[[i32; 2]], transform: &Transform) {
        let start = self.xs.len();
        let mut bounds = Bounds::EMPTY;
        let (mut column, mut row) = (0i64, 0i64);
        for [dx, dy] in deltas {
            column += i64::from(*dx);
            row += i64::from(*dy);
            let longitude = column as f64 * transform.scale[0] + transform.translate[0];
            let latitude = row as f64 * transform.scale[1] + transform.translate[1];
            let (x, y) = world_from_degrees(longitude, latitude);
            bounds.add(x, y);
            self.xs.push(x as f32);
            self.ys.push(y as f32);
        }
        self.arcs.push(Arc { start, end: self.xs.len(), bounds });
    }

    fn ring(&self, arcs: Vec<i32>) -> Ring {
        // Of the points as they are drawn: a ring over the antimeridian does not span the world.
        let mut ring = Ring { arcs, bounds: Bounds::EMPTY };
        let mut bounds = Bounds::EMPTY;
        self.ring_points(&ring, |x, y| bounds.add(x, y));
        ring.bounds = bounds;
        ring
    }

    fn shared_arcs(&self, object: &Geometry) -> Vec<usize> {
        let mut uses = vec![0u8; self.arcs.len()];
        let mut rings = Vec::new();
        object.collect_rings(&mut rings);
        for arc in rings.iter().flatten() {
            if let Some(count) = uses.get_mut(index_of(*arc)) {
                *count = count.saturating_add(1);
            }
        }
        (0..uses.len()).filter(|arc| uses[*arc] > 1).collect()
    }

    fn label(&self, shape: &Geometry) -> Option<Label> {
        let text = shape.properties.as_ref()?.name.clone()?;
        let mut rings = Vec::new();
        shape.collect_rings(&mut rings);
        let rings = rings.into_iter().map(|arcs| self.ring(arcs));
        let (area, x, y, bounds) = rings
            .map(|ring| {
                let (area, x, y) = self.centroid(&ring);
                (area, x, y, ring.bounds)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0))?;
        (area > 0.0).then_some(Label { text, x, y, width: bounds.right - bounds.left })
    }

    /// Area and centre of mass of a ring, relative to its first point so that small rings stay exact.
    fn centroid(&self, ring: &Ring) -> (f64, f64, f64) {
        let (mut first, mut previous) = (None, (0.0, 0.0));
        let (mut doubled, mut sum_x, mut sum_y) = (0.0, 0.0, 0.0);
        self.ring_points(ring, |x, y| {
            let (x0, y0) = *first.get_or_insert((x, y));
            let (x, y) = (x - x0, y - y0);
            let cross = previous.0 * y - x * previous.1;
            doubled += cross;
            sum_x += (previous.0 + x) * cross;
            sum_y += (previous.1 + y) * cross;
            previous = (x, y);
        });
        let Some((x0, y0)) = first.filter(|_| doubled != 0.0) else { return (0.0, 0.0, 0.0) };
        (doubled.abs() / 2.0, x0 + sum_x / (3.0 * doubled), y0 + sum_y / (3.0 * doubled))
    }
}

/// By how much a step from one x to the next leaps over the antimeridian: one world to the right, to the left, or 0.
pub fn jump(from: f64, to: f64) -> f64 {
    let step = to - from;
    if step.abs() > WORLD_PX / 2.0 { WORLD_PX.copysign(step) } else { 0.0 }
}

fn index_of(arc: i32) -> usize {
    (if arc < 0 { !arc } else { arc }) as usize
}

#[derive(serde::Deserialize)]
struct Topology {
    transform: Transform,
    arcs: Vec<Vec<[i32; 2]>>,
    objects: HashMap<String, Geometry>,
}

#[derive(serde::Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(serde::Deserialize)]
struct Geometry {
    #[serde(default)]
    arcs: Arcs,
    #[serde(default)]
    geometries: Vec<Geometry>,
    #[serde(default)]
    properties: Option<Properties>,
}

#[derive(serde::Deserialize)]
struct Properties {
    #[serde(default)]
    name: Option<String>,
}

impl Geometry {
    fn collect_rings(&self, rings: &mut Vec<Vec<i32>>) {
        self.arcs.collect_rings(rings);
        for geometry in &self.geometries {
            geometry.collect_rings(rings);
        }
    }
}

/// Arc indices nested as deep as the geometry needs: a ring is a list of indices.
enum Arcs {
    Index(i32),
    List(Vec<Arcs>),
}

impl Default for Arcs {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Arcs {
    fn collect_rings(&self, rings: &mut Vec<Vec<i32>>) {
        let Self::List(items) = self else { return };
        let ring: Vec<i32> = items
            .iter()
            .filter_map(|item| match item {
                Self::Index(index) => Some(*index),
                Self::List(_) => None,
            })
            .collect();
        if ring.is_empty() {
            items.iter().for_each(|item| item.collect_rings(rings));
        } else {
            rings.push(ring);
        }
    }
}

impl<'de> Deserialize<'de> for Arcs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ArcsVisitor;

        impl<'de> Visitor<'de> for ArcsVisitor {
            type Value = Arcs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an arc index or a list of them")
            }

            fn visit_i64<E: de::Error>(self, index: i64) -> Result<Arcs, E> {
                i32::try_from(index).map(Arcs::Index).map_err(E::custom)
            }

            fn visit_u64<E: de::Error>(self, index: u64) -> Result<Arcs, E> {
                i32::try_from(index).map(Arcs::Index).map_err(E::custom)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Arcs, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Arcs::List(list))
            }
        }

        deserializer.deserialize_any(ArcsVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two squares side by side that share the arc 0; the right one is an island of two polygons.
    const TWO_SQUARES: &str = r#"{"type":"Topology",
        "transform":{"scale":[1,1],"translate":[0,0]},
        "arcs":[[[10,0],[0,10]],[[10,10],[-10,0],[0,-10],[10,0]],[[10,0],[10,0],[0,10],[-10,0]],
                [[40,40],[1,0],[0,1],[-1,-1]]],
        "objects":{"things":{"type":"GeometryCollection","geometries":[
            {"type":"Polygon","arcs":[[0,1]],"properties":{"name":"Left"}},
            {"type":"MultiPolygon","arcs":[[[2,-1]],[[3]]],"properties":{"name":"Right"}},
            {"type":null}]}}}"#;

    fn layer() -> Layer {
        let wanted = Wanted { filled: Some("things"), borders_of: Some("things"), named: "things" };
        Layer::decode(TWO_SQUARES.as_bytes(), wanted).unwrap()
    }

    #[test]
    fn a_border_is_what_two_shapes_share() {
        assert_eq!(layer().strokes, [0]);
    }

    #[test]
    fn rings_join_their_arcs_in_both_directions() {
        let layer = layer();
        assert_eq!(layer.rings.len(), 3);
        let mut points = Vec::new();
        layer.ring_points(&layer.rings[1], |x, y| points.push((x, y)));
        assert_eq!(points.len(), 6);
        assert_eq!(points.first(), points.last());
    }

    #[test]
    fn a_name_stands_inside_the_largest_part_of_its_shape() {
        let layer = layer();
        let right = &layer.labels[1];
        assert_eq!(right.text, "Right");
        let (left, _) = world_from_degrees(10.0, 0.0);
        let (edge, _) = world_from_degrees(20.0, 0.0);
        assert!(left < right.x && right.x < edge);
    }

    #[test]
    fn a_ring_over_the_antimeridian_is_in_one_piece() {
        let text = r#"{"transform":{"scale":[1,1],"translate":[0,0]},
            "arcs":[[[170,60],[9,0],[-358,0],[0,5],[358,0],[-9,0],[0,-5]]],
            "objects":{"things":{"geometries":[{"arcs":[[0]],"properties":{"name":"Far East"}}]}}}"#;
        let wanted = Wanted { filled: Some("things"), borders_of: None, named: "things" };
        let layer = Layer::decode(text.as_bytes(), wanted).unwrap();
        let mut xs = Vec::new();
        layer.ring_points(&layer.rings[0], |x, _| xs.push(x));
        let (left, _) = world_from_degrees(170.0, 0.0);
        let (right, _) = world_from_degrees(181.0, 0.0);
        assert!(xs.iter().all(|x| (left - 1e-3..right + 1e-3).contains(x)), "{xs:?}");
        assert!(left < layer.labels[0].x && layer.labels[0].x < right);
    }

    #[test]
    fn what_is_no_topology_is_refused() {
        let wanted = Wanted { filled: None, borders_of: None, named: "things" };
        for text in ["", "<html>", "{}", r#"{"arcs":[],"objects":{}}"#] {
            assert!(Layer::decode(text.as_bytes(), wanted).is_none());
        }
    }
}
