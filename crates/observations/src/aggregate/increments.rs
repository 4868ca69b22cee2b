//! What a cumulative gauge has added: totals from a reading that only grows, and is emptied now and then.

/// How a falling reading is understood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resets {
    /// A fall by more than this, in the reading's unit, is a reset to zero; a smaller one is jitter or
    /// evaporation and adds nothing, nor does the rise back to where the reading was.
    pub least_fall: f64,
}

impl Default for Resets {
    /// Every fall is a reset, as of a counter without jitter.
    fn default() -> Self {
        Self { least_fall: 0.0 }
    }
}

/// The increments of a cumulative gauge, reading by reading.
#[derive(Debug, Clone, Copy)]
pub(super) struct Increments {
    resets: Resets,
    /// The highest reading since the last reset.
    high: Option<f64>,
}

/// What one reading adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Increment {
    pub(super) added: f64,
    pub(super) reset: bool,
}

impl Increments {
    pub(super) fn new(resets: Resets) -> Self {
        Self { resets, high: None }
    }

    /// What the next reading adds: its rise over the highest since the last reset; after a reset all that
    /// it shows, since the gauge began again at zero. The first reading adds nothing: it is not known since when.
    pub(super) fn next(&mut self, reading: f64) -> Option<Increment> {
        let high = self.high.replace(reading)?;
        let reset = high - reading > self.resets.least_fall.max(0.0);
        if reset {
            return Some(Increment { added: reading.max(0.0), reset });
        }
        self.high = Some(high.max(reading));
        Some(Increment { added: (reading - high).max(0.0), reset })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(readings: &[f64], least_fall: f64) -> (f64, usize) {
        let mut increments = Increments::new(Resets { least_fall });
        let added: Vec<Increment> =
            readings.iter().filter_map(|&reading| increments.next(reading)).collect();
        (added.iter().map(|i| i.added).sum(), added.iter().filter(|i| i.reset).count())
    }

    #[test]
    fn a_gauge_that_is_emptied_goes_on_from_zero() {
        // 2 + 3, emptied, 1 fell before the next reading, + 4.
        assert_eq!(total(&[10.0, 12.0, 15.0, 1.0, 5.0], 0.0), (10.0, 1));
    }

    #[test]
    fn jitter_adds_nothing_on_its_way_down_and_back() {
        assert_eq!(total(&[10.0, 9.9, 10.0, 9.8, 10.0, 10.5], 1.0), (0.5, 0));
    }

    #[test]
    fn one_reading_says_nothing_about_what_fell() {
        assert_eq!(total(&[10.0], 0.0), (0.0, 0));
    }
}
