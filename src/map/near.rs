//! The place that sites are listed around, nearest first.

use gagehouse_catalog::spatial::distance_km;

/// Degrees east and north, with what it is called.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// `here`, or the name of a place.
    pub name: String,
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
}

impl Near {
    /// Kilometres to a place.
    pub fn distance_km(&self, (longitude, latitude): (f64, f64)) -> f64 {
        distance_km((self.longitude, self.latitude), (longitude, latitude))
    }
}

/// `0.4 km`, `12 km`.
pub fn distance_text(km: f64) -> String {
    if km < 9.95 { format!("{km:.1} km") } else { format!("{km:.0} km") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_a_globe() {
        let logan = Near { name: "Logan".into(), longitude: -111.83, latitude: 41.74 };
        assert_eq!(distance_text(logan.distance_km((-111.565, 41.876))), "27 km");
        let line = Near { name: "line".into(), longitude: 179.9, latitude: 0.0 };
        assert_eq!(distance_text(line.distance_km((-179.95, 0.0))), "17 km");
        assert_eq!(distance_text(0.04), "0.0 km");
    }
}
