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

/// A logarithmic axis reaches over no more powers of ten than this, counted from its largest value.
const MOST_DECADES: f64 = 12.0;

/// The range of a logarithmic axis that shows these ranges, all above zero. Without any, 0.1 to 10.
pub fn padded_log(value_ranges: impl IntoIterator<Item = (f64, f64)>) -> (f64, f64) {
    let positive = value_ranges.into_iter().filter(|(min, max)| *min > 0.0 && min <= max);
    let hull = positive.reduce(|(min, max), range| (min.min(range.0), max.max(range.1)));
    let Some((min, max)) = hull else { return (0.1, 10.0) };
    let high = max.log10();
    let low = min.log10().max(high - MOST_DECADES);
    let room = if high - low > 1e-9 { (high - low) * PADDING } else { 0.5 };
    let least = f64::MIN_POSITIVE;
    (10f64.powf(low - room).max(least), 10f64.powf(high + room).clamp(least * 2.0, f64::MAX))
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

    #[test]
    fn a_logarithmic_axis_has_as_much_room_in_its_own_measure_and_never_reaches_zero() {
        let (low, high) = padded_log([(1.0, 100.0)]);
        assert!((low.log10() + 0.12).abs() < 1e-9 && (high.log10() - 2.12).abs() < 1e-9);
        assert_eq!(padded_log([]), (0.1, 10.0));
        assert_eq!(padded_log([(-3.0, 0.0)]), (0.1, 10.0));
        let (low, high) = padded_log([(5.0, 5.0)]);
        assert!(low < 5.0 && 5.0 < high);
        let (low, high) = padded_log([(f64::MIN_POSITIVE, f64::MAX)]);
        assert!(low > 0.0 && low < high && high.is_finite());
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
