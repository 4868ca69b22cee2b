//! Chance without state: every number is a function of seed, purpose and step, in any order of asking.

/// A stream of chance for one purpose.
#[derive(Debug, Clone, Copy)]
pub struct Noise(u64);

impl Noise {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(mix(seed ^ 0x6761_6765_686f_7573))
    }

    /// The stream of a purpose inside this one, by a name or a number.
    pub fn of(self, purpose: &str) -> Self {
        Self(purpose.bytes().fold(self.0, |state, byte| mix(state ^ u64::from(byte))))
    }

    /// The stream of a numbered thing inside this one.
    pub fn nth(self, number: i64) -> Self {
        Self(mix(self.0 ^ (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// In `0..1`, evenly.
    pub fn unit(self, step: i64) -> f64 {
        let bits = self.nth(step).0 >> 11;
        bits as f64 / (1u64 << 53) as f64
    }

    /// Between two limits, evenly.
    pub fn between(self, step: i64, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit(step)
    }

    /// Bell-shaped around 0 with standard deviation 1, never beyond 3.5.
    pub fn bell(self, step: i64) -> f64 {
        let sum: f64 = (0..4).map(|part| self.unit(step.wrapping_mul(4) + part)).sum();
        (sum - 2.0) * 1.732
    }

    /// Exponential with mean 1, never beyond 7.
    pub fn exponential(self, step: i64) -> f64 {
        -(1.0 - self.unit(step) * 0.999).ln()
    }

    /// A smooth wander between −1 and 1 that turns about once in `period` steps.
    pub fn wander(self, step: i64, period: i64) -> f64 {
        let knot = step.div_euclid(period);
        let x = step.rem_euclid(period) as f64 / period as f64;
        let ease = x * x * (3.0 - 2.0 * x);
        let (from, to) = (self.unit(knot) * 2.0 - 1.0, self.unit(knot + 1) * 2.0 - 1.0);
        from + (to - from) * ease
    }
}

/// One round of splitmix64.
fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_has_the_shape_it_claims() {
        let noise = Noise::new(7).of("shape");
        let mean = |f: &dyn Fn(i64) -> f64| (0..20_000).map(f).sum::<f64>() / 20_000.0;
        assert!((mean(&|i| noise.unit(i)) - 0.5).abs() < 0.01);
        assert!(mean(&|i| noise.bell(i)).abs() < 0.03);
        assert!((mean(&|i| noise.bell(i).powi(2)) - 1.0).abs() < 0.05);
        assert!((mean(&|i| noise.exponential(i)) - 1.0).abs() < 0.05);
        assert!((0..5000).all(|i| noise.wander(i, 37).abs() <= 1.0));
    }

    #[test]
    fn purposes_do_not_share_their_chance() {
        let noise = Noise::new(7);
        assert_ne!(noise.of("a").unit(3), noise.of("b").unit(3));
        assert_ne!(noise.nth(1).unit(3), noise.nth(2).unit(3));
        assert_eq!(noise.of("a").unit(3), Noise::new(7).of("a").unit(3));
    }
}
