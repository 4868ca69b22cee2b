//! How many numbers lie in each of some bins of equal width.

use crate::quantile::quantiles;

/// More bins than this say nothing that fewer do not.
pub const MOST_BINS: usize = 200;

/// Where the rule of Freedman and Diaconis wants more than [`MOST_BINS`], bins reach this many lengths of the box (IQR)
/// beyond it. A thousand times the rest in one wrong value would otherwise make one bin of all the others.
const REACH_IQR: f64 = 6.0;

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
/// one, the last holds both. Equal numbers are one bin. Numbers far beyond the others are counted at the ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Edges, ascending, one more than bins; exact, not rounded.
    pub edges: Vec<f64>,
    /// Numbers in each bin.
    pub counts: Vec<u64>,
    /// Numbers below the first edge.
    pub below: Beyond,
    /// Numbers above the last one.
    pub above: Beyond,
}

/// Numbers that lie so far outside that they have no bins.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Beyond {
    /// How many.
    pub count: u64,
    /// The one that lies farthest; nothing is said where there are none.
    pub farthest: f64,
}

impl Beyond {
    fn of(numbers: impl Iterator<Item = f64>, farther: fn(f64, f64) -> f64) -> Self {
        numbers.fold(Self::default(), |beyond, number| Self {
            count: beyond.count + 1,
            farthest: if beyond.count == 0 { number } else { farther(beyond.farthest, number) },
        })
    }
}

impl Histogram {
    /// The histogram of finite numbers; `None` without any. The numbers are put in another order.
    pub fn of(numbers: &mut [f64], rule: BinRule) -> Option<Self> {
        let min = numbers.iter().copied().reduce(f64::min)?;
        let max = numbers.iter().copied().reduce(f64::max)?;
        let (min, max, bins) =
            if min < max { bins(numbers, (min, max), rule) } else { (min, max, 1) };
        let edges: Vec<f64> = (0..=bins).map(|edge| edge_at(min, max, edge, bins)).collect();
        let mut counts = vec![0; bins];
        for &number in numbers.iter().filter(|number| (min..=max).contains(*number)) {
            // Decided by the edges themselves, so that a bar holds what its edges say.
            let bin = edges.partition_point(|edge| *edge <= number).saturating_sub(1).min(bins - 1);
            counts[bin] += 1;
        }
        let numbers = numbers.iter().copied();
        Some(Self {
            edges,
            counts,
            below: Beyond::of(numbers.clone().filter(|number| *number < min), f64::min),
            above: Beyond::of(numbers.filter(|number| *number > max), f64::max),
        })
    }
}

/// From where to where there are bins, and how many.
fn bins(numbers: &mut [f64], (min, max): (f64, f64), rule: BinRule) -> (f64, f64, usize) {
    let n = numbers.len() as f64;
    let count = match rule {
        BinRule::Count(count) => count as f64,
        BinRule::FreedmanDiaconis => {
            let quartiles = quantiles(numbers, &[0.25, 0.75]);
            let half_iqr = quartiles[1] / 2.0 - quartiles[0] / 2.0;
            let half_width = half_iqr * 2.0 / n.cbrt();
            let wanted = |min: f64, max: f64| ((max / 2.0 - min / 2.0) / half_width).ceil();
            if half_width <= 0.0 {
                n.log2().ceil() + 1.0
            } else if wanted(min, max) <= MOST_BINS as f64 {
                wanted(min, max)
            } else {
                let reach = 2.0 * half_iqr * REACH_IQR;
                let (min, max) = (min.max(quartiles[0] - reach), max.min(quartiles[1] + reach));
                return (min, max, clamped(wanted(min, max)));
            }
        }
    };
    (min, max, clamped(count))
}

fn clamped(bins: f64) -> usize {
    // A float to integer cast saturates.
    (bins as usize).clamp(1, MOST_BINS)
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

    #[test]
    fn one_wrong_value_does_not_make_one_bin_of_all_others() {
        let mut numbers: Vec<f64> = (0..1_000).map(f64::from).collect();
        numbers.extend([9_999_999.0, 1e7, -1e9]);
        let histogram = Histogram::of(&mut numbers, BinRule::FreedmanDiaconis).unwrap();
        // The quartiles are 249.5 and 750.5, six boxes beyond them −2,756.5 and 3,756.5.
        assert_eq!((histogram.edges[0], *histogram.edges.last().unwrap()), (-2_756.5, 3_756.5));
        assert!(histogram.counts.iter().filter(|count| **count > 0).count() >= 10);
        assert_eq!(histogram.counts.iter().sum::<u64>(), 1_000);
        assert_eq!(histogram.below, Beyond { count: 1, farthest: -1e9 });
        assert_eq!(histogram.above, Beyond { count: 2, farthest: 1e7 });
    }

    proptest! {
        #[test]
        fn no_number_is_left_out(
            mut numbers in proptest::collection::vec(
                prop_oneof![9 => -1e3f64..1e3, 1 => -1e300f64..1e300], 1..200),
        ) {
            let histogram = Histogram::of(&mut numbers, BinRule::FreedmanDiaconis).unwrap();
            let counted = histogram.counts.iter().sum::<u64>();
            prop_assert_eq!(
                counted + histogram.below.count + histogram.above.count,
                numbers.len() as u64
            );
        }

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
