//! Web Mercator: longitude and latitude to pixels of the whole world at zoom 0, a square of 256.

use std::f64::consts::PI;

/// Side of the world at zoom 0, in pixels.
pub const WORLD_PX: f64 = 256.0;
/// The latitude at which the world ends, so that it is square.
const MAX_LATITUDE: f64 = 85.051_128_78;

/// World pixels at zoom 0 of a place in degrees.
pub fn world_from_degrees(longitude: f64, latitude: f64) -> (f64, f64) {
    let latitude = latitude.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
    let x = (longitude + 180.0) / 360.0;
    let y = (1.0 - (latitude.tan() + 1.0 / latitude.cos()).ln() / PI) / 2.0;
    (x * WORLD_PX, y * WORLD_PX)
}

/// Longitude and latitude of world pixels at zoom 0.
pub fn degrees_from_world(x: f64, y: f64) -> (f64, f64) {
    let longitude = x / WORLD_PX * 360.0 - 180.0;
    let latitude = (PI * (1.0 - 2.0 * y / WORLD_PX)).sinh().atan().to_degrees();
    (longitude, latitude)
}

/// What one canvas shows: a rectangle of world pixels at a zoom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Zoom, possibly between whole levels.
    pub zoom: f64,
    /// World pixels at this zoom of the left edge.
    pub left_px: f64,
    /// The same of the top edge.
    pub top_px: f64,
    /// Width in CSS pixels.
    pub width_px: f64,
    /// Height in CSS pixels.
    pub height_px: f64,
}

impl View {
    /// By how much world pixels at zoom 0 are enlarged.
    pub fn scale(&self) -> f64 {
        self.zoom.exp2()
    }

    /// Place on the canvas of world pixels at zoom 0.
    pub fn canvas_from_world(&self, x: f64, y: f64) -> (f64, f64) {
        (x * self.scale() - self.left_px, y * self.scale() - self.top_px)
    }

    /// The shown rectangle in world pixels at zoom 0: left, top, right, bottom.
    pub fn world_bounds(&self) -> Bounds {
        let scale = self.scale();
        Bounds {
            left: self.left_px / scale,
            top: self.top_px / scale,
            right: (self.left_px + self.width_px) / scale,
            bottom: (self.top_px + self.height_px) / scale,
        }
    }

    /// Whether all of `other`, at the same zoom, lies inside.
    pub fn covers(&self, other: &Self) -> bool {
        self.zoom == other.zoom
            && self.left_px <= other.left_px
            && self.top_px <= other.top_px
            && self.left_px + self.width_px >= other.left_px + other.width_px
            && self.top_px + self.height_px >= other.top_px + other.height_px
    }
}

/// A rectangle; `top < bottom`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Smallest x.
    pub left: f64,
    /// Smallest y.
    pub top: f64,
    /// Largest x.
    pub right: f64,
    /// Largest y.
    pub bottom: f64,
}

impl Bounds {
    /// A rectangle that holds nothing yet.
    pub const EMPTY: Self = Self {
        left: f64::INFINITY,
        top: f64::INFINITY,
        right: f64::NEG_INFINITY,
        bottom: f64::NEG_INFINITY,
    };

    /// Grows to hold a point.
    pub fn add(&mut self, x: f64, y: f64) {
        self.left = self.left.min(x);
        self.top = self.top.min(y);
        self.right = self.right.max(x);
        self.bottom = self.bottom.max(y);
    }

    /// The same further to the right.
    pub fn moved(&self, x: f64) -> Self {
        Self { left: self.left + x, right: self.right + x, ..*self }
    }

    /// Whether the two share a point.
    pub fn meets(&self, other: &Self) -> bool {
        self.left <= other.right
            && other.left <= self.right
            && self.top <= other.bottom
            && other.top <= self.bottom
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_is_a_square_with_greenwich_and_equator_in_its_middle() {
        let (x, y) = world_from_degrees(0.0, 0.0);
        assert!((x - 128.0).abs() < 1e-9 && (y - 128.0).abs() < 1e-9);
        let (x, y) = world_from_degrees(-180.0, 90.0);
        assert!(x.abs() < 1e-9 && y.abs() < 1e-5);
    }

    #[test]
    fn projecting_there_and_back_changes_nothing() {
        for place in [(-111.8, 41.7), (0.0, 0.0), (179.9, -84.0)] {
            let (x, y) = world_from_degrees(place.0, place.1);
            let back = degrees_from_world(x, y);
            assert!((back.0 - place.0).abs() < 1e-9 && (back.1 - place.1).abs() < 1e-9);
        }
    }

    #[test]
    fn a_place_lands_where_the_view_says() {
        let (x, y) = world_from_degrees(-111.8, 41.7);
        let view = View { zoom: 3.0, left_px: 0.0, top_px: 0.0, width_px: 9.0, height_px: 9.0 };
        assert_eq!(view.canvas_from_world(x, y), (x * 8.0, y * 8.0));
    }
}
