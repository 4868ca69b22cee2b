//! Exact linear conversion: ratios of whole numbers, put together before a value is touched.

/// SI value = numerator / denominator × value + zero_numerator / zero_denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    pub(super) numerator: i128,
    pub(super) denominator: i128,
    pub(super) zero_numerator: i128,
    pub(super) zero_denominator: i128,
}

/// A conversion from one unit into another of the same quantity.
///
/// A value is multiplied, shifted and divided by whole numbers, so that what is exact stays exact: 212 °F is
/// 100 °C and 1 ft is 0.3048 m to the last bit, anything else is off by a few units in the last place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conversion {
    factor: f64,
    shift: f64,
    divisor: f64,
}

impl Conversion {
    /// Leaves values as they are.
    pub const NONE: Self = Self { factor: 1.0, shift: 0.0, divisor: 1.0 };

    pub(super) fn between(from: Scale, to: Scale) -> Self {
        // from → SI → to: value × (a/b ÷ c/d) + (x/y − u/v) ÷ c/d
        let factor = (from.numerator * to.denominator, from.denominator * to.numerator);
        let zero = (
            from.zero_numerator * to.zero_denominator - to.zero_numerator * from.zero_denominator,
            from.zero_denominator * to.zero_denominator,
        );
        let factor = reduced(factor);
        let shift = reduced((zero.0 * to.denominator, zero.1 * to.numerator));
        // Over one divisor.
        let common = factor.1 / gcd(factor.1, shift.1) * shift.1;
        Self {
            factor: (factor.0 * (common / factor.1)) as f64,
            shift: (shift.0 * (common / shift.1)) as f64,
            divisor: common as f64,
        }
    }

    /// The value in the other unit. NaN and infinities stay what they are.
    #[inline]
    pub fn apply(&self, value: f64) -> f64 {
        (value * self.factor + self.shift) / self.divisor
    }

    /// By how much a difference of two values grows: the conversion without its zero.
    pub fn ratio(&self) -> f64 {
        self.factor / self.divisor
    }

    /// Whether values stay as they are.
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }
}

fn reduced((numerator, denominator): (i128, i128)) -> (i128, i128) {
    let divisor = gcd(numerator, denominator).max(1);
    (numerator / divisor, denominator / divisor)
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}
