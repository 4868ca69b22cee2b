//! The ground of a map: coasts and the borders of countries, states and counties, from the atlases that the app draws, cut
//! to what is shown and thinned to its pixels.

use serde::Deserialize;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Below the folder of the app's files.
const COUNTIES: &str = "vendor/us-atlas-3.0.1/counties-10m.json";
const STATES: &str = "vendor/us-atlas-3.0.1/states-10m.json";
const WORLD: &str = "vendor/world-atlas-2.0.2/countries-50m.json";
/// Borders of counties are drawn in a view of no more degrees.
const COUNTIES_WITHIN: f64 = 9.0;
/// Points nearer to each other than this are one, in CSS pixels.
const THIN_PX: f64 = 1.2;

/// From west to east and from south to north, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Western edge.
    pub west: f64,
    /// Eastern edge.
    pub east: f64,
    /// Southern edge.
    pub south: f64,
    /// Northern edge.
    pub north: f64,
}

impl Bounds {
    fn meets(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    fn around(points: &[(f64, f64)]) -> Self {
        let nothing = Self {
            west: f64::INFINITY,
            east: f64::NEG_INFINITY,
            south: f64::INFINITY,
            north: f64::NEG_INFINITY,
        };
        points.iter().fold(nothing, |all, (x, y)| Self {
            west: all.west.min(*x),
            east: all.east.max(*x),
            south: all.south.min(*y),
            north: all.north.max(*y),
        })
    }
}

type Line = (Bounds, Vec<(f64, f64)>);

/// Lines in degrees. Empty where the app's files are not there.
#[derive(Debug, Default)]
pub struct Ground {
    counties: Vec<Line>,
    states: Vec<Line>,
    world: Vec<Line>,
}

/// The lines of a view as the data of SVG paths.
#[derive(Debug, Default, PartialEq)]
pub struct Paths {
    /// Coasts, and borders of states or countries.
    pub coasts: String,
    /// Borders of counties.
    pub counties: String,
}

impl Ground {
    /// Read from the folder of the app's files.
    pub fn read(folder: &Path) -> Self {
        let lines = |name: &str| {
            let text = fs::read(folder.join(name)).unwrap_or_default();
            serde_json::from_slice(&text).map(lines).unwrap_or_default()
        };
        Self { counties: lines(COUNTIES), states: lines(STATES), world: lines(WORLD) }
    }

    /// What of it a view shows, in pixels by `px`.
    pub fn paths(&self, view: Bounds, px: impl Fn((f64, f64)) -> (f64, f64)) -> Paths {
        let is_in_states = self.counties.iter().any(|(bounds, _)| bounds.meets(&view));
        if !is_in_states {
            return Paths { coasts: path(&self.world, view, &px), ..Paths::default() };
        }
        let is_near = view.east - view.west <= COUNTIES_WITHIN;
        Paths {
            coasts: path(&self.states, view, &px),
            counties: if is_near { path(&self.counties, view, &px) } else { String::new() },
        }
    }
}

/// TopoJSON, as far as it is needed: every arc stands in it once.
#[derive(Debug, Deserialize)]
struct Atlas {
    transform: Transform,
    arcs: Vec<Vec<(f64, f64)>>,
}

#[derive(Debug, Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

/// The arcs of an atlas in degrees; each is written as steps from point to point.
fn lines(atlas: Atlas) -> Vec<Line> {
    let Transform { scale, translate } = atlas.transform;
    let line = |arc: Vec<(f64, f64)>| {
        let mut at = (0.0, 0.0);
        let points = arc.into_iter().map(|step| {
            at = (at.0 + step.0, at.1 + step.1);
            (at.0.mul_add(scale.0, translate.0), at.1.mul_add(scale.1, translate.1))
        });
        let points: Vec<(f64, f64)> = points.collect();
        (Bounds::around(&points), points)
    };
    atlas.arcs.into_iter().map(line).collect()
}

fn path(lines: &[Line], view: Bounds, px: impl Fn((f64, f64)) -> (f64, f64)) -> String {
    let mut path = String::new();
    for (_, points) in lines.iter().filter(|(bounds, _)| bounds.meets(&view)) {
        let mut from: Option<(i64, i64)> = None;
        for pair in points.windows(2) {
            if !Bounds::around(pair).meets(&view) {
                from = None;
                continue;
            }
            let rounded = |point| {
                let (x, y) = px(point);
                (x.round() as i64, y.round() as i64)
            };
            let to = rounded(pair[1]);
            let at = from.unwrap_or_else(|| {
                let start = rounded(pair[0]);
                let _ = write!(path, "M{} {}", start.0, start.1);
                start
            });
            let (dx, dy) = (to.0 - at.0, to.1 - at.1);
            from = Some(at);
            if (dx as f64).hypot(dy as f64) >= THIN_PX {
                let _ = write!(path, "l{dx} {dy}");
                from = Some(to);
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: Bounds = Bounds { west: -112.0, east: -110.0, south: 40.0, north: 42.0 };

    fn px((x, y): (f64, f64)) -> (f64, f64) {
        ((x + 112.0) * 100.0, (42.0 - y) * 100.0)
    }

    fn atlas(arcs: &str) -> Vec<Line> {
        let transform = r#"{"scale":[0.01,0.01],"translate":[-112,40]}"#;
        let text = format!("{{\"type\":\"Topology\",\"transform\":{transform},\"arcs\":{arcs}}}");
        lines(serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn lines_are_cut_to_the_view_and_thinned_to_its_pixels() {
        let ground = Ground {
            states: atlas("[[[0,0],[100,100],[0,1],[100,0],[500,500],[100,0]]]"),
            counties: atlas("[[[0,50],[10,0]],[[900,900],[10,0]]]"),
            world: Vec::new(),
        };
        let paths = ground.paths(VIEW, px);
        assert_eq!(paths.coasts, "M0 200l100 -100l100 -1l500 -500");
        assert_eq!(paths.counties, "M0 150l10 0");
        let far = Bounds { west: -130.0, ..VIEW };
        assert_eq!(ground.paths(far, px).counties, "", "too many to be seen");
    }

    #[test]
    fn beyond_the_states_the_worlds_coasts_are_drawn_and_without_an_atlas_nothing() {
        let ground = Ground { world: atlas("[[[0,50],[10,0]]]"), ..Ground::default() };
        assert_eq!(ground.paths(VIEW, px).coasts, "M0 150l10 0");
        let nothing = Ground::read(Path::new("/there/is/no/such/folder"));
        assert_eq!(nothing.paths(VIEW, px), Paths::default());
    }
}
