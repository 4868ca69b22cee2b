//! The smallest box of degrees around some places, the short way around the globe; and the distance of two.

/// South, west, north, east in degrees; `east` is beyond 180 when the box lies across the date line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Degrees north of the lower edge.
    pub south: f64,
    /// Degrees east of the left edge.
    pub west: f64,
    /// Degrees north of the upper edge.
    pub north: f64,
    /// Degrees east of the right edge, not less than `west`.
    pub east: f64,
}

/// The box around places of longitude and latitude; `None` without any.
pub fn extent(places: impl Iterator<Item = (f64, f64)>) -> Option<Extent> {
    let mut longitudes = Vec::new();
    let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
    for (longitude, latitude) in places {
        longitudes.push(longitude);
        south = south.min(latitude);
        north = north.max(latitude);
    }
    longitudes.sort_unstable_by(f64::total_cmp);
    let (first, last) = (*longitudes.first()?, *longitudes.last()?);
    // The box leaves out the widest stretch without a place.
    let mut widest = (first + 360.0 - last, first, last);
    for pair in longitudes.windows(2) {
        if pair[1] - pair[0] > widest.0 {
            widest = (pair[1] - pair[0], pair[1], pair[0] + 360.0);
        }
    }
    Some(Extent { south, west: widest.1, north, east: widest.2 })
}

/// Kilometres between two places of longitude and latitude, on a sphere.
pub fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let across = a.1.to_radians().cos() * b.1.to_radians().cos() * half(a.0, b.0);
    2.0 * 6_371.0 * (half(a.1, b.1) + across).sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_go_the_short_way_over_the_date_line() {
        let km = distance_km((179.9, 0.0), (-179.9, 0.0));
        assert!((km - 22.24).abs() < 0.01, "{km}");
    }

    #[test]
    fn the_box_goes_the_short_way_around() {
        let places = [(-111.5, 41.9), (-111.9, 41.7)];
        let utah = extent(places.into_iter()).unwrap();
        assert_eq!([utah.south, utah.west, utah.north, utah.east], [41.7, -111.9, 41.9, -111.5]);
        let places = [(178.0, -18.0), (-171.7, -13.8)];
        let pacific = extent(places.into_iter()).unwrap();
        assert_eq!((pacific.west, pacific.east), (178.0, 360.0 - 171.7));
        assert_eq!(extent(std::iter::empty()), None);
    }
}
