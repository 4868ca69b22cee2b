//! Shares of a ring: every class that is there is seen, however few it is.

use super::index::CLASSES;

/// A class that is there has at least this part of the ring: one stale site among a thousand is not hidden.
const LEAST: f64 = 0.06;

/// The part of a ring for each class; they add up to 1 when anything is counted.
pub fn shares(by_class: &[u32; CLASSES]) -> [f64; CLASSES] {
    let total: u32 = by_class.iter().sum();
    let mut shares = [0.0; CLASSES];
    if total == 0 {
        return shares;
    }
    let exact = |class: usize| f64::from(by_class[class]) / f64::from(total);
    // What is lifted to the least is taken from the others in proportion; eight classes of six parts in a hundred leave
    // more than half.
    let lifted = |class: usize| by_class[class] > 0 && exact(class) < LEAST;
    let few = (0..CLASSES).filter(|class| lifted(*class)).count();
    let many: f64 = (0..CLASSES).filter(|class| !lifted(*class)).map(exact).sum();
    let left = 1.0 - few as f64 * LEAST;
    for (class, share) in shares.iter_mut().enumerate() {
        *share = if lifted(class) { LEAST } else { exact(class) / many * left };
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_stale_site_among_a_thousand_is_seen() {
        let shares = shares(&[999, 0, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!(shares[2], LEAST);
        assert!((shares[0] - 0.94).abs() < 1e-12 && shares[1] == 0.0);
    }

    proptest! {
        #[test]
        fn shares_are_a_whole_ring_and_none_that_is_there_is_missing(counts: [u16; CLASSES]) {
            let counts = counts.map(u32::from);
            let shares = shares(&counts);
            let sum: f64 = shares.iter().sum();
            prop_assert!(counts == [0; CLASSES] || (sum - 1.0).abs() < 1e-9);
            for (count, share) in counts.iter().zip(shares) {
                prop_assert_eq!(*count > 0, share > 0.0);
                prop_assert!(*count == 0 || share >= LEAST * 0.5);
            }
        }
    }
}
