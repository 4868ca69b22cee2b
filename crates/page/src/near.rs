//! Sites near another: which, how far, which way; and where they lie on a small map.

use gagehouse_catalog::catalog::SiteRow;
use gagehouse_catalog::lines::Relation;
use gagehouse_catalog::{Catalog, Site};
use gagehouse_model::SiteRef;

/// Mean radius of the earth (IUGG).
const EARTH_KM: f64 = 6_371.008_8;
/// Sites farther away are no neighbours.
const MOST_KM: f64 = 100.0;

/// A site near another.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// Its row.
    pub row: SiteRow,
    /// Kilometres along a great circle; `None` where either has no coordinates.
    pub km: Option<f64>,
    /// Which way, one of eight; empty at the same place.
    pub way: &'static str,
    /// Where it lies along the river, when the source says so.
    pub relation: Option<Relation>,
}

impl Near {
    /// `3.2 km north-west`, `upstream, 3.2 km north-west`.
    pub fn text(&self) -> String {
        let relation = self.relation.map(|relation| match relation {
            Relation::Upstream => "upstream",
            Relation::Downstream => "downstream",
        });
        let far = self.km.map(|km| match (km, self.way) {
            (_, "") => "at the same place".to_owned(),
            (..10.0, way) => format!("{km:.1}\u{a0}km {way}"),
            (_, way) => format!("{km:.0}\u{a0}km {way}"),
        });
        let parts: Vec<String> = [relation.map(str::to_owned), far].into_iter().flatten().collect();
        parts.join(", ")
    }
}

/// Those along the river first, in the source's order, then the nearest, at most `count` in all.
pub fn nearest(catalog: &Catalog, site: &Site, count: usize) -> Vec<Near> {
    let here = site.position();
    let of = |other: &Site, relation| {
        let between = here.zip(other.position());
        Near {
            row: other.row(),
            km: between.map(|(from, to)| distance_km(from, to)),
            way: between.map_or("", |(from, to)| way(from, to)),
            relation,
        }
    };
    let mut found: Vec<Near> = Vec::new();
    for neighbour in site.neighbours() {
        let name = SiteRef { source: site.source().key.clone(), code: neighbour.code };
        if let Some(other) = catalog.find_site(&name).filter(|other| other.row() != site.row()) {
            found.push(of(&other, Some(neighbour.relation)));
        }
    }
    let Some((longitude, latitude)) = here else { return found };
    // Rows outside a box are passed over without trigonometry.
    let reach = MOST_KM / 111.0;
    let is_close = |(east, north): (f64, f64)| {
        let mut across = (east - longitude).abs();
        across = across.min(360.0 - across);
        (north - latitude).abs() <= reach && across * latitude.to_radians().cos().max(0.02) <= reach
    };
    let others = catalog.sites().filter(|other| {
        other.row() != site.row()
            && other.position().is_some_and(is_close)
            && !found.iter().any(|near| near.row == other.row())
    });
    let mut close: Vec<Near> = others.map(|other| of(&other, None)).collect();
    close.retain(|near| near.km.is_some_and(|km| km <= MOST_KM));
    close.sort_by(|a, b| a.km.unwrap_or(f64::MAX).total_cmp(&b.km.unwrap_or(f64::MAX)));
    close.truncate(count.saturating_sub(found.len()));
    found.extend(close);
    found
}

/// Kilometres between two places (degrees east and north), by the haversine formula.
pub fn distance_km(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat_1, lat_2) = (from.1.to_radians(), to.1.to_radians());
    let half = |a: f64, b: f64| ((b - a) / 2.0).sin().powi(2);
    let h = half(lat_1, lat_2)
        + lat_1.cos() * lat_2.cos() * half(from.0.to_radians(), to.0.to_radians());
    2.0 * EARTH_KM * h.sqrt().min(1.0).asin()
}

/// Which way one goes from a place to another, one of eight; empty when they are less than 10 m apart.
fn way(from: (f64, f64), to: (f64, f64)) -> &'static str {
    if distance_km(from, to) < 0.01 {
        return "";
    }
    let (east, north) = local_km(from, to);
    let eighth = (east.atan2(north).to_degrees() / 45.0).round().rem_euclid(8.0) as usize;
    const WAYS: [&str; 8] =
        ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];
    WAYS[eighth.min(7)]
}

/// Kilometres east and north of a place, on a plane that touches it there.
fn local_km(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let km_per_degree = EARTH_KM.to_radians();
    let across = (to.0 - from.0 + 540.0).rem_euclid(360.0) - 180.0;
    (across * km_per_degree * from.1.to_radians().cos(), (to.1 - from.1) * km_per_degree)
}

/// A small map: places around one, and a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// Where each of the places lies, from 0 at the left and top to 1.
    pub places: Vec<(f64, f64)>,
    /// Length of the scale bar as a share of the width.
    pub bar: f64,
    /// How many kilometres it is.
    pub bar_km: f64,
}

/// A square map of `here` in the middle of the others, north at the top; the scale is the same both ways.
pub fn sketch(here: (f64, f64), others: &[(f64, f64)]) -> Sketch {
    let places = std::iter::once(here).chain(others.iter().copied());
    let km: Vec<(f64, f64)> = places.map(|place| local_km(here, place)).collect();
    let reach = km.iter().map(|(e, n)| e.abs().max(n.abs())).fold(0.0, f64::max).max(0.5) * 1.2;
    let places = km.iter().map(|(e, n)| (0.5 + e / reach / 2.0, 0.5 - n / reach / 2.0)).collect();
    let target = reach * 2.0 / 3.0;
    let power = 10f64.powf(target.log10().floor());
    let bar_km = [5.0, 2.0, 1.0].map(|n| n * power).into_iter().find(|km| *km <= target);
    let bar_km = bar_km.unwrap_or(power);
    Sketch { places, bar: bar_km / reach / 2.0, bar_km }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_and_ways_are_those_of_the_globe() {
        let (logan, salt_lake) = ((-111.83, 41.74), (-111.89, 40.76));
        assert!((distance_km(logan, salt_lake) - 109.1).abs() < 0.5);
        assert_eq!(way(logan, salt_lake), "south");
        assert_eq!(way((179.9, 0.0), (-179.9, 0.0)), "east");
        assert!((distance_km((179.9, 0.0), (-179.9, 0.0)) - 22.2).abs() < 0.1);
        assert_eq!(way(logan, logan), "");
    }

    #[test]
    fn a_sketch_has_its_site_in_the_middle_and_a_round_scale() {
        let sketch = sketch((-111.8, 41.7), &[(-111.7, 41.7), (-111.8, 41.75)]);
        assert_eq!(sketch.places[0], (0.5, 0.5));
        assert!(sketch.places[1].0 > 0.9 && (sketch.places[1].1 - 0.5).abs() < 1e-9);
        assert!(sketch.places[2].1 < 0.5);
        assert_eq!(sketch.bar_km, 5.0);
        assert!(sketch.bar > 0.1 && sketch.bar <= 1.0 / 3.0);
        let alone = super::sketch((0.0, 90.0), &[]);
        assert!(alone.bar.is_finite() && alone.places == [(0.5, 0.5)]);
    }
}
