//! How the values of a series arrive: learned from when its newest values were seen to be newer.
//!
//! A logger that measures every quarter of an hour and sends every hour is on time with data an hour old. What is
//! usual is learned from the last arrivals, each the time it was seen and the time of the newest value it brought.

use gagehouse_model::time::{HOUR_US, MINUTE_US, SECOND_US};
use gagehouse_model::{Spacing, TimeUs};
use std::fmt;
use std::str::FromStr;

/// So many arrivals are kept: two days of hourly ones.
const KEPT: usize = 48;
/// From fewer times between arrivals nothing is learned.
const LEAST_TIMES: usize = 3;

/// New values were seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// When.
    pub at: TimeUs,
    /// Time of the newest of them.
    pub end: TimeUs,
}

/// The last arrivals of a series, oldest first. As text: whole seconds, each arrival after the first by its
/// difference to the one before (`1764288000,1764287100;3600,3600`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrivals(Vec<Arrival>);

/// How a series usually arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habit {
    /// Time from one transmission to the next.
    pub every: Spacing,
    /// Time from the newest measurement of a transmission to its arrival, µs.
    pub delay_us: i64,
}

impl Arrivals {
    /// Notes that the newest value known at `at` is of `end`. Only a newer value than before is an arrival; a series
    /// that was cut back, or a clock that was set back, begins anew.
    pub fn note(&mut self, at: TimeUs, end: TimeUs) -> bool {
        let arrival = Arrival { at: whole_seconds(at), end: whole_seconds(end) };
        if let Some(last) = self.0.last().copied() {
            if arrival.end == last.end {
                return false;
            }
            if arrival.end < last.end || arrival.at <= last.at {
                self.0.clear();
            }
        }
        self.0.push(arrival);
        let surplus = self.0.len().saturating_sub(KEPT);
        self.0.drain(..surplus);
        true
    }

    /// When the newest values were seen.
    pub fn newest(&self) -> Option<Arrival> {
        self.0.last().copied()
    }

    /// What is usual; `None` before enough has been seen.
    ///
    /// An arrival that brought much more time than has passed since the one before is a record being loaded, not a
    /// transmission. Of times and delays the largest sixteenth (at least one) is left out: a missed transmission
    /// does not become usual, a pause every night does.
    pub fn habit(&self, spacing: Option<Spacing>) -> Option<Habit> {
        let step_us = spacing.map_or(0, Spacing::us);
        let (mut times, mut delays) = (Vec::new(), Vec::new());
        for pair in self.0.windows(2) {
            let [before, now] = pair else { continue };
            let (passed, brought) = (now.at.0 - before.at.0, now.end.0 - before.end.0);
            if brought <= passed.saturating_mul(2).saturating_add(step_us.max(HOUR_US)) {
                times.push(passed);
                delays.push((now.at.0 - now.end.0).max(0));
            }
        }
        if times.len() < LEAST_TIMES {
            return None;
        }
        let every = Spacing::from_us(usual(&mut times)?.max(step_us).max(MINUTE_US))?;
        Some(Habit { every, delay_us: usual(&mut delays)? })
    }
}

/// The largest of the values, the largest sixteenth left out.
fn usual(values: &mut [i64]) -> Option<i64> {
    values.sort_unstable();
    let left_out = values.len().div_ceil(16);
    values.get(values.len().checked_sub(left_out + 1)?).copied()
}

fn whole_seconds(time: TimeUs) -> TimeUs {
    TimeUs(time.0.div_euclid(SECOND_US) * SECOND_US)
}

impl fmt::Display for Arrivals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = (0, 0);
        for (n, arrival) in self.0.iter().enumerate() {
            let (at, end) = (arrival.at.0 / SECOND_US, arrival.end.0 / SECOND_US);
            let comma = if n == 0 { "" } else { ";" };
            write!(f, "{comma}{},{}", at - before.0, end - before.1)?;
            before = (at, end);
        }
        Ok(())
    }
}

impl FromStr for Arrivals {
    type Err = ArrivalsError;

    fn from_str(text: &str) -> Result<Self, ArrivalsError> {
        let mut arrivals = Vec::new();
        let mut sum = (0i64, 0i64);
        for pair in text.split(';').filter(|pair| !pair.is_empty()) {
            let wrong = || ArrivalsError(pair.chars().take(60).collect());
            let (at, end) = pair.split_once(',').ok_or_else(wrong)?;
            let number = |text: &str| text.parse::<i64>().ok();
            let (at, end) = number(at).zip(number(end)).ok_or_else(wrong)?;
            let seconds = sum.0.checked_add(at).zip(sum.1.checked_add(end)).ok_or_else(wrong)?;
            sum = seconds;
            let time = |seconds: i64| seconds.checked_mul(SECOND_US).map(TimeUs);
            let (at, end) = time(sum.0).zip(time(sum.1)).ok_or_else(wrong)?;
            arrivals.push(Arrival { at, end });
        }
        Ok(Self(arrivals))
    }
}

/// Not what [`Arrivals`] writes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a pair of whole seconds")]
pub struct ArrivalsError(String);

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::time::DAY_US;
    use proptest::prelude::*;

    const START: TimeUs = TimeUs(1_764_288_000_000_000);

    fn at(us: i64) -> TimeUs {
        TimeUs(START.0 + us)
    }

    fn quarter() -> Option<Spacing> {
        Spacing::from_us(15 * MINUTE_US)
    }

    fn hours_of(habit: Option<Habit>) -> (f64, f64) {
        let habit = habit.unwrap();
        (habit.every.us() as f64 / HOUR_US as f64, habit.delay_us as f64 / HOUR_US as f64)
    }

    #[test]
    fn an_hourly_logger_is_learned_with_its_delay_and_a_missed_hour_is_not() {
        let mut arrivals = Arrivals::default();
        assert_eq!(arrivals.habit(quarter()), None);
        for hour in (0..40).filter(|hour| *hour != 20) {
            arrivals.note(at(hour * HOUR_US), at(hour * HOUR_US - HOUR_US / 4));
        }
        assert_eq!(hours_of(arrivals.habit(quarter())), (1.0, 0.25));
    }

    #[test]
    fn a_pause_every_night_is_usual() {
        let mut arrivals = Arrivals::default();
        for day in 0..4 {
            for hour in 8..18 {
                let time = day * DAY_US + hour * HOUR_US;
                arrivals.note(at(time), at(time));
            }
        }
        // From 17 o'clock to 8 the next day, in three of the four nights that were seen.
        assert_eq!(hours_of(arrivals.habit(quarter())).0, 1.0);
        for day in 4..40 {
            for hour in [8, 17] {
                let time = day * DAY_US + hour * HOUR_US;
                arrivals.note(at(time), at(time));
            }
        }
        assert_eq!(hours_of(arrivals.habit(quarter())).0, 15.0);
    }

    #[test]
    fn a_record_that_is_loaded_in_pieces_teaches_nothing() {
        let mut arrivals = Arrivals::default();
        for year in 0..10 {
            arrivals.note(at(year * 10 * SECOND_US), at((year - 12) * 365 * DAY_US));
        }
        assert_eq!(arrivals.habit(quarter()), None);
    }

    #[test]
    fn the_same_end_again_is_no_arrival_and_an_earlier_one_begins_anew() {
        let mut arrivals = Arrivals::default();
        assert!(arrivals.note(at(0), at(-5 * HOUR_US)));
        assert!(!arrivals.note(at(HOUR_US), at(-5 * HOUR_US)));
        assert!(arrivals.note(at(2 * HOUR_US), at(-9 * HOUR_US)));
        assert_eq!(arrivals.0.len(), 1);
        for n in 0..100 {
            arrivals.note(at((3 + n) * HOUR_US), at(n * HOUR_US));
        }
        assert_eq!(arrivals.0.len(), KEPT);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(steps in prop::collection::vec((1i64..10_000_000, 0i64..10_000_000), 0..60)) {
            let (mut arrivals, mut time, mut end) = (Arrivals::default(), START.0, START.0);
            for (passed, brought) in steps {
                time += passed * SECOND_US;
                end += brought * SECOND_US;
                arrivals.note(TimeUs(time), TimeUs(end));
            }
            prop_assert_eq!(arrivals.to_string().parse::<Arrivals>().unwrap(), arrivals);
        }

        #[test]
        fn no_text_is_fatal(text in "[0-9,;-]{0,60}") {
            let _ = text.parse::<Arrivals>().map(|arrivals| arrivals.habit(None));
        }
    }
}
