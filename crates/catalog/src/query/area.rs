//! A box on the map.

use std::fmt;
use std::str::FromStr;

/// Parts of a degree that are told apart: a metre, about.
const PARTS: f64 = 1e5;

/// A box of longitudes and latitudes, in hundred thousandths of a degree. West may be greater than east: then it lies across
/// the date line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Area {
    west: i32,
    south: i32,
    east: i32,
    north: i32,
}

impl Area {
    /// From degrees; `None` when south lies above north, or a number is none of a place.
    ///
    /// Longitudes may go on beyond ±180, as on a map that was moved around the globe. A box of 360 degrees or more is
    /// all longitudes.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Option<Self> {
        let is_place = [west, east].iter().all(|longitude| longitude.abs() <= 1_080.0)
            && [south, north].iter().all(|latitude| latitude.abs() <= 90.0);
        if !is_place || south > north {
            return None;
        }
        let around = |longitude: f64| (longitude + 180.0).rem_euclid(360.0) - 180.0;
        let (west, east) = if east - west >= 360.0 {
            (-180.0, 180.0)
        } else {
            // The date line is both.
            (around(west), if east == 180.0 { east } else { around(east) })
        };
        let parts = |degrees: f64| (degrees * PARTS).round() as i32;
        // The date line is west of nothing: 180 degrees west.
        let turned = |west: i32| if west == parts(180.0) { parts(-180.0) } else { west };
        Some(Self {
            west: turned(parts(west)),
            south: parts(south),
            east: parts(east),
            north: parts(north),
        })
    }

    /// West, south, east, north in degrees.
    pub fn degrees(self) -> [f64; 4] {
        [self.west, self.south, self.east, self.north].map(|parts| f64::from(parts) / PARTS)
    }

    /// Whether a place lies in it.
    pub fn holds(self, longitude: f64, latitude: f64) -> bool {
        let [west, south, east, north] = self.degrees();
        let between = if west <= east {
            (west..=east).contains(&longitude)
        } else {
            longitude >= west || longitude <= east
        };
        between && (south..=north).contains(&latitude)
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let [west, south, east, north] = self.degrees();
        write!(f, "{west},{south},{east},{north}")
    }
}

impl FromStr for Area {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut numbers = text.split(',').map(|number| number.trim().parse::<f64>());
        let mut next = || numbers.next().and_then(Result::ok).ok_or(());
        let [west, south, east, north] = [next()?, next()?, next()?, next()?];
        if numbers.next().is_some() {
            return Err(());
        }
        Self::new(west, south, east, north).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_across_the_date_line_holds_what_lies_on_either_side() {
        let aleutians: Area = "170,50,-170,55".parse().unwrap();
        assert!(aleutians.holds(179.9, 52.0) && aleutians.holds(-175.0, 52.0));
        assert!(!aleutians.holds(0.0, 52.0) && !aleutians.holds(175.0, 60.0));
        assert_eq!(Area::new(170.0, 50.0, 190.0, 55.0), Some(aleutians));
        assert!(Area::new(-500.0, -90.0, 500.0, 90.0).unwrap().holds(13.0, 0.0));
        assert!(Area::new(0.0, 0.0, 180.0, 1.0).unwrap().holds(90.0, 0.5));
    }

    #[test]
    fn what_is_no_box_is_refused() {
        for text in ["", "1,2,3", "1,2,3,4,5", "0,10,1,5", "0,0,1,95", "a,b,c,d", "NaN,0,1,1"] {
            assert!(text.parse::<Area>().is_err(), "{text}");
        }
    }
}
