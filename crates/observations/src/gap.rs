//! How long a step between two observations may be before the line breaks.

use gagehouse_model::Spacing;
use std::collections::BTreeMap;

/// Steps of a series by length, kept up to date page by page.
///
/// Lengths are rounded up to eleven significant bits (at most 1 in 1024), so that a series of jittering
/// times needs a few thousand entries at most. Steps of zero (equal times) are not counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct StepCounts {
    steps: BTreeMap<i64, u64>,
    total: u64,
}

impl StepCounts {
    /// Counts the steps between neighbours of ascending times.
    pub(crate) fn add(&mut self, time_us: &[i64]) {
        for_each_run(time_us, |step_us, count| {
            *self.steps.entry(step_us).or_default() += count;
            self.total += count;
        });
    }

    /// Takes back what [`Self::add`] counted for the same times.
    pub(crate) fn remove(&mut self, time_us: &[i64]) {
        for_each_run(time_us, |step_us, count| {
            if let Some(counted) = self.steps.get_mut(&step_us) {
                *counted = counted.saturating_sub(count);
                if *counted == 0 {
                    self.steps.remove(&step_us);
                }
            }
            self.total = self.total.saturating_sub(count);
        });
    }

    /// The lower median of the positive steps.
    pub(crate) fn median_us(&self) -> Option<i64> {
        let middle = self.total.div_ceil(2);
        let mut seen = 0;
        self.steps.iter().find_map(|(step_us, count)| {
            seen += count;
            (seen >= middle).then_some(*step_us)
        })
    }
}

fn for_each_run(time_us: &[i64], mut count_steps: impl FnMut(i64, u64)) {
    let mut run = (0, 0);
    for pair in time_us.windows(2) {
        let step_us = pair[1].saturating_sub(pair[0]);
        if step_us == run.0 {
            run.1 += 1;
        } else {
            if run.0 > 0 {
                count_steps(rounded_up(run.0), run.1);
            }
            run = (step_us, 1);
        }
    }
    if run.0 > 0 {
        count_steps(rounded_up(run.0), run.1);
    }
}

/// The smallest number not below `step_us` that has at most eleven significant bits.
fn rounded_up(step_us: i64) -> i64 {
    let dropped_bits = (64 - step_us.leading_zeros()).saturating_sub(11);
    let mask = (1i64 << dropped_bits) - 1;
    step_us.checked_add(mask).map_or(i64::MAX, |above| above & !mask)
}

/// The usual step: the intended spacing, or the median step when no spacing is known. A spacing that most
/// steps of the data contradict (by more than `factor`) is not believed. `None` when there is nothing to go by.
pub(crate) fn usual_step_us(
    spacing: Option<Spacing>,
    steps: &StepCounts,
    factor: f64,
) -> Option<i64> {
    match (spacing.map(Spacing::us), steps.median_us()) {
        (Some(spacing_us), Some(median_us)) => {
            let believed = median_us as f64 <= spacing_us as f64 * factor;
            Some(if believed { spacing_us } else { median_us })
        }
        (spacing_us, median_us) => spacing_us.or(median_us),
    }
}

/// The longest step that a line crosses: `factor` times the usual one. `None` when there is none; then only
/// missing results break the line.
pub(crate) fn longest_step_us(usual_us: Option<i64>, factor: f64) -> Option<i64> {
    // A float to integer cast saturates, which is what a huge product should do.
    usual_us.map(|usual_us| (usual_us as f64 * factor) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(time_us: &[i64]) -> StepCounts {
        let mut steps = StepCounts::default();
        steps.add(time_us);
        steps
    }

    fn longest(spacing: Option<Spacing>, steps: &StepCounts) -> Option<i64> {
        longest_step_us(usual_step_us(spacing, steps, 3.0), 3.0)
    }

    #[test]
    fn the_median_step_ignores_equal_times_and_survives_removal() {
        let mut steps = counts(&[0, 10, 10, 20, 30, 1_000]);
        assert_eq!(steps.median_us(), Some(10));
        steps.add(&[1_000, 2_000, 3_000]);
        steps.add(&[3_000, 4_000, 5_000, 6_000]);
        assert_eq!(steps.median_us(), Some(1_000));
        steps.remove(&[3_000, 4_000, 5_000, 6_000]);
        steps.remove(&[1_000, 2_000, 3_000]);
        assert_eq!(steps.median_us(), Some(10));
        assert_eq!(counts(&[5]).median_us(), None);
        assert_eq!(counts(&[]).median_us(), None);
    }

    #[test]
    fn rounding_a_step_never_shortens_it_and_adds_at_most_a_thousandth() {
        for step_us in [1, 2_047, 2_048, 2_049, 900_000_000, 86_400_000_000, i64::MAX / 2] {
            let rounded = rounded_up(step_us);
            assert!(rounded >= step_us);
            assert!((rounded - step_us) as f64 <= step_us as f64 / 1024.0, "{step_us} {rounded}");
        }
        assert_eq!(rounded_up(i64::MAX), i64::MAX);
    }

    #[test]
    fn a_step_of_exactly_three_spacings_is_no_gap_and_one_microsecond_more_is() {
        let spacing = Spacing::from_us(900_000_000);
        assert_eq!(longest(spacing, &StepCounts::default()), Some(2_700_000_000));
        assert_eq!(longest(None, &StepCounts::default()), None);
    }

    #[test]
    fn a_spacing_that_most_steps_contradict_is_not_believed() {
        let daily = counts(&[0, 86_400_000_000, 2 * 86_400_000_000, 3 * 86_400_000_000]);
        let quarter_hour = Spacing::from_us(900_000_000);
        let longest = longest(quarter_hour, &daily).unwrap();
        assert!(longest >= 3 * 86_400_000_000);
    }
}
