//! How many numbers lie in each of some bins of equal width.

use crate::quantile::quantiles;

/// More bins than this say nothing that fewer do not.
pub const MOST_BINS: usize = 200;

/// How the width of bins is chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BinRule {
    /// 2 IQR n^(−1/3) (Freedman and Diaconis, On the Histogram as a Density Estimator, 1981), at most
    /// [`MOST_BINS`]; where half of the numbers are equal, ⌈log₂ n⌉ + 1 bins (Sturges, 1926).
    FreedmanDiaconis,
    /// That many, 1 to [`MOST_BINS`].
    Count(usize),
}

impl BinRule {
    /// The rule in words, for a caption.
    pub fn name(self) -> &'static str {
        match self {
            Self::FreedmanDiaconis => "Freedman–Diaconis",
            Self::Count(_) => "number of bins chosen",
        }
    }
}

/// Bins of equal width from the smallest to the largest number: each holds its lower edge and not its upper
/// one, the last holds both. Equal numbers are one bin.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Edges, ascending, one more than bins; exact, not rounded.
    pub edges: Vec<f64>,
    /// Numbers in each bin.
    pub counts: Vec<u64>,
}

impl Histogram {
    /// The histogram of finite numbers; `None` without any. The numbers are put in another order.
    pub fn of(numbers: &mut [f64], rule: BinRule) -> Option<Self> {
        let min = numbers.iter().copied().reduce(f64::min)?;
        let max = numbers.iter().copied().reduce(f64::max)?;
        let bins = if min < max { bins(numbers, max / 2.0 - min / 2.0, rule) } else { 1 };
        let edges: Vec<f64> = (0..=bins).map(|edge| edge_at(min, max, edge, bins)).collect();
        let mut counts = vec![0; bins];
        for &number in numbers.iter() {
            // Decided by the edges themselves, so that a bar holds what its edges say.
            let bin = edges.partition_point(|edge| *edge <= number).saturating_sub(1).min(bins - 1);
            counts[bin] += 1;
        }
        Some(Self { edges, counts })
    }
}

fn bins(numbers: &mut [f64], half_range: f64, rule: BinRule) -> usize {
    let n = numbers.len() as f64;
    let wanted = match rule {
        BinRule::Count(count) => count as f64,
        BinRule::FreedmanDiaconis => {
            let quartiles = quantiles(numbers, &[0.25, 0.75]);
            let half_width = (quartiles[1] / 2.0 - quartiles[0] / 2.0) * 2.0 / n.cbrt();
            if half_width > 0.0 { (half_range / half_width).ceil() } else { n.log2().ceil() + 1.0 }
        }
    };
    // A float to integer cast saturates.
    (wanted as usize).clamp(1, MOST_BINS)
}

fn edge_at(min: f64, max: f64, edge: usize, bins: usize) -> f64 {
    if edge == bins {
        return max;
    }
    let share = edge as f64 / bins as f64;
    // The difference of the two ends may be beyond all numbers.
    min * (1.0 - share) + max * share
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_on_an_edge_belongs_to_the_bin_that_begins_there_and_the_largest_to_the_last() {
        let mut numbers = [0.0, 1.0, 1.0, 2.0, 3.0, 4.0];
        let histogram = Histogram::of(&mut numbers, BinRule::Count(4)).unwrap();
        assert_eq!(histogram.edges, [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(histogram.counts, [1, 2, 1, 2]);
    }

    #[test]
    fn equal_numbers_are_one_bin_and_none_are_no_histogram() {
        let histogram = Histogram::of(&mut [7.0; 5], BinRule::FreedmanDiaconis).unwrap();
        assert_eq!((histogram.edges, histogram.counts), (vec![7.0, 7.0], vec![5]));
        assert_eq!(Histogram::of(&mut [], BinRule::FreedmanDiaconis), None);
    }

    #[test]
    fn small_values_keep_their_bins_and_large_ones_do_not_overflow() {
        let mut small: Vec<f64> = (0..100).map(|i| 1e-9 * f64::from(i)).collect();
        let histogram = Histogram::of(&mut small, BinRule::Count(10)).unwrap();
        assert_eq!(histogram.counts, [10; 10]);
        let mut large = [f64::MIN, 0.0, f64::MAX];
        let histogram = Histogram::of(&mut large, BinRule::Count(2)).unwrap();
        assert_eq!((histogram.counts, histogram.edges[1]), (vec![1, 2], 0.0));
    }

    #[test]
    fn the_rule_of_freedman_and_diaconis_is_followed() {
        // 0..999: IQR 499.5, width 2 × 499.5 / 10 = 99.9, range 999.
        let mut numbers: Vec<f64> = (0..1_000).map(f64::from).collect();
        let histogram = Histogram::of(&mut numbers, BinRule::FreedmanDiaconis).unwrap();
        assert_eq!(histogram.counts.len(), 10);
        let mut mostly_zero = vec![0.0; 1_000];
        mostly_zero[0] = 5.0;
        assert_eq!(
            Histogram::of(&mut mostly_zero, BinRule::FreedmanDiaconis).unwrap().counts.len(),
            11
        );
    }

    proptest! {
        #[test]
        fn every_number_is_counted_in_the_bin_whose_edges_hold_it(
            numbers in proptest::collection::vec(-1e3f64..1e3, 1..200), bins in 1usize..60,
        ) {
            let histogram = Histogram::of(&mut numbers.clone(), BinRule::Count(bins)).unwrap();
            prop_assert!(histogram.edges.windows(2).all(|pair| pair[0] <= pair[1]));
            let last = histogram.counts.len() - 1;
            for (bin, &count) in histogram.counts.iter().enumerate() {
                let (low, high) = (histogram.edges[bin], histogram.edges[bin + 1]);
                let held = |v: &&f64| low <= **v && (**v < high || bin == last);
                prop_assert_eq!(numbers.iter().filter(held).count() as u64, count);
            }
        }
    }
}
