//! Quantiles by linear interpolation of order statistics.

/// The quantiles of some numbers, in the order of `probabilities`, which must ascend from 0 to 1.
///
/// Definition 7 of Hyndman and Fan (Sample Quantiles in Statistical Packages, The American Statistician 50,
/// 1996), the default of R, numpy and d3: with the numbers sorted and h = (n − 1)p, the value is
/// x[⌊h⌋] + (h − ⌊h⌋)(x[⌊h⌋ + 1] − x[⌊h⌋]). Empty without numbers.
///
/// The numbers are put in another order (in part sorted), which costs O(n) for a few probabilities.
pub fn quantiles(numbers: &mut [f64], probabilities: &[f64]) -> Vec<f64> {
    let mut sorted_to = 0;
    let of_each = probabilities
        .iter()
        .map_while(|probability| next_quantile(numbers, &mut sorted_to, *probability));
    of_each.collect()
}

/// The quantile at a probability not below those asked for before. Everything before `sorted_to`, 0 at first, is
/// not above anything from there on.
pub(crate) fn next_quantile(
    numbers: &mut [f64],
    sorted_to: &mut usize,
    probability: f64,
) -> Option<f64> {
    let last = numbers.len().checked_sub(1)?;
    let mut select = |place: usize| {
        if place >= *sorted_to {
            numbers[*sorted_to..].select_nth_unstable_by(place - *sorted_to, f64::total_cmp);
            *sorted_to = place + 1;
        }
        numbers[place]
    };
    let h = last as f64 * probability.clamp(0.0, 1.0);
    let below = h.floor();
    let place = (below as usize).min(last);
    let low = select(place);
    let high = select((place + 1).min(last));
    Some(if low == high { low } else { low + (high - low) * (h - below) })
}

/// The median: the quantile at ½.
pub fn median(numbers: &mut [f64]) -> Option<f64> {
    quantiles(numbers, &[0.5]).first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantiles_are_those_that_r_and_numpy_print() {
        // quantile(c(15, 20, 35, 40, 50), c(.05, .25, .4, .5, .75, .95))
        let mut numbers = [40.0, 15.0, 50.0, 35.0, 20.0];
        let found = quantiles(&mut numbers, &[0.05, 0.25, 0.4, 0.5, 0.75, 0.95]);
        let expected = [16.0, 20.0, 29.0, 35.0, 40.0, 48.0];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
        assert_eq!(quantiles(&mut [7.0], &[0.05, 0.95]), [7.0, 7.0]);
        assert_eq!(median(&mut [3.0, 1.0]), Some(2.0));
        assert_eq!(median(&mut []), None);
    }

    proptest! {
        #[test]
        fn selecting_gives_what_sorting_gives(
            numbers in proptest::collection::vec(-1e6f64..1e6, 1..200),
            mut probabilities in proptest::collection::vec(0.0f64..=1.0, 0..12),
        ) {
            probabilities.sort_by(f64::total_cmp);
            let mut sorted = numbers.clone();
            sorted.sort_by(f64::total_cmp);
            let found = quantiles(&mut numbers.clone(), &probabilities);
            for (found, probability) in found.iter().zip(&probabilities) {
                let h = (numbers.len() - 1) as f64 * probability;
                let below = sorted[h as usize];
                let above = sorted[(h as usize + 1).min(numbers.len() - 1)];
                let expected = below + (h - h.floor()) * (above - below);
                prop_assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0));
            }
        }
    }
}
