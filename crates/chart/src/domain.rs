//! From which to which value an axis reaches.

/// Room above and below the values, as a share of their range.
const PADDING: f64 = 0.06;

/// The range of an axis that shows all of these ranges of values, with room above and below. Without any,
/// 0 to 1. A range of one value is widened by a tenth of it (by 1 around zero).
pub fn padded(value_ranges: impl IntoIterator<Item = (f64, f64)>) -> (f64, f64) {
    let hull =
        value_ranges.into_iter().reduce(|(min, max), range| (min.min(range.0), max.max(range.1)));
    let Some((min, max)) = hull else { return (0.0, 1.0) };
    let half = max / 2.0 - min / 2.0;
    let room = if half > max.abs().max(min.abs()) * 1e-12 {
        half * 2.0 * PADDING
    } else if max == 0.0 {
        1.0
    } else {
        max.abs() / 10.0
    };
    ((min - room).max(f64::MIN), (max + room).min(f64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_flat_series_lies_in_the_middle() {
        assert_eq!(padded([(10.0, 10.0)]), (9.0, 11.0));
        assert_eq!(padded([(0.0, 0.0)]), (-1.0, 1.0));
        assert_eq!(padded([]), (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn every_domain_has_room_on_both_sides(a in any::<f64>(), b in any::<f64>()) {
            prop_assume!(a.is_finite() && b.is_finite() && (a.abs() > 1e-300 || a == 0.0));
            prop_assume!(b.abs() > 1e-300 || b == 0.0);
            let (low, high) = padded([(a.min(b), a.max(b))]);
            prop_assert!(low < high && low.is_finite() && high.is_finite());
            prop_assert!(low <= a.min(b) && a.max(b) <= high);
        }
    }
}
