//! The mean of directions.

/// The mean direction in degrees, `0 ≤ mean < 360`: the direction of the sum of unit vectors, atan2(Σ sin θ,
/// Σ cos θ) (Mardia and Jupp, Directional Statistics, 2000, §2.2). 350° and 10° average to 0°.
///
/// `None` without a direction, or when the vectors cancel (north and south), where no direction is the mean.
pub fn circular_mean_deg(directions_deg: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut vectors = Vectors::default();
    directions_deg.into_iter().for_each(|direction_deg| vectors.add(direction_deg));
    vectors.mean_deg()
}

/// A running sum of unit vectors.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Vectors {
    east: f64,
    north: f64,
    count: u64,
}

impl Vectors {
    pub(super) fn add(&mut self, direction_deg: f64) {
        // Reduced to −180..180 first, so that directions that mirror each other cancel exactly.
        let turned = direction_deg.rem_euclid(360.0);
        let reduced = if turned > 180.0 { turned - 360.0 } else { turned };
        let (sin, cos) = reduced.to_radians().sin_cos();
        self.east += sin;
        self.north += cos;
        self.count += 1;
    }

    pub(super) fn mean_deg(self) -> Option<f64> {
        let length = self.east.hypot(self.north) / self.count.max(1) as f64;
        if self.count == 0 || length < CANCELLED {
            return None;
        }
        let mean = self.east.atan2(self.north).to_degrees().rem_euclid(360.0);
        // A tiny negative angle turned by 360 is rounded to 360 itself.
        Some(if mean >= 360.0 { 0.0 } else { mean })
    }
}

/// A mean vector shorter than this is the rounding of sines and cosines.
const CANCELLED: f64 = 1e-9;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_lies_between_350_and_10_degrees() {
        assert_eq!(circular_mean_deg([350.0, 10.0]), Some(0.0));
        assert_eq!(circular_mean_deg([10.0, 350.0, 370.0, -10.0]), Some(0.0));
        assert!((circular_mean_deg([80.0, 100.0]).unwrap() - 90.0).abs() < 1e-12);
        assert!((circular_mean_deg([359.0, 358.0]).unwrap() - 358.5).abs() < 1e-9);
    }

    #[test]
    fn opposite_directions_have_no_mean() {
        assert_eq!(circular_mean_deg([0.0, 180.0]), None);
        assert_eq!(circular_mean_deg([0.0, 120.0, 240.0]), None);
        assert_eq!(circular_mean_deg([]), None);
    }
}
