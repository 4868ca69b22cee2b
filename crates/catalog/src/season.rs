//! A part of the year in which a series rests, learned from its record: a weir that is out of the water in winter, a
//! probe that is taken home before the ice.

use gagehouse_model::time::DAY_US;
use gagehouse_model::{TimeRange, TimeUs};

/// A shorter time without data is a fault, not a season.
pub const LEAST_PAUSE_US: i64 = 45 * DAY_US;
/// With less than a month of data a year, a series is visited rather than seasonal.
const MOST_PAUSE_US: i64 = 335 * DAY_US;
/// So far from the same date may one year's pause begin or end.
const MOST_SHIFT_US: i64 = 45 * DAY_US;
/// From fewer years nothing is learned.
const LEAST_YEARS: usize = 2;
/// So much before its earliest begin, and after its latest end, a pause is still taken for one.
const PATIENCE_US: i64 = 14 * DAY_US;
/// A year of the calendar, about.
const YEAR_US: i64 = 8_766 * (DAY_US / 24);

/// The part of the year in which a series has had no data in past years; UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// Month (1–12) and day of its earliest begin.
    from: (u32, u32),
    /// Month and day of its latest end.
    until: (u32, u32),
}

impl Pause {
    /// From the stretches of [`LEAST_PAUSE_US`] or more without data between others with some, ascending, of a
    /// record that reaches to `end`.
    ///
    /// At least two years must have rested at the same time, one right after the other, the last of them in the year
    /// before `end`. A fault in another part of a year does not speak against it.
    pub fn learned(gaps: &[TimeRange], end: TimeUs) -> Option<Self> {
        let is_pause = |gap: &&TimeRange| {
            (LEAST_PAUSE_US..=MOST_PAUSE_US).contains(&(gap.end.0 - gap.start.0))
        };
        let pauses: Vec<&TimeRange> = gaps.iter().filter(is_pause).collect();
        let of_last_year =
            pauses.iter().rev().filter(|gap| end.0 - gap.end.0 <= YEAR_US + MOST_SHIFT_US);
        of_last_year.filter_map(|last| Self::repeated(&pauses, last)).next()
    }

    /// The pause of the last year with those at the same time of the years before, as far back as none is missing.
    fn repeated(pauses: &[&TimeRange], last: &TimeRange) -> Option<Self> {
        let (mut from_us, mut until_us, mut years) = (last.start.0, last.end.0, 1);
        loop {
            let of_last = |time| years_later(time, years as i64);
            let is_close = |us: i64, last_us: i64| (us - last_us).abs() <= MOST_SHIFT_US;
            let mut before = pauses.iter().map(|gap| (of_last(gap.start), of_last(gap.end)));
            let before = before.find(|(start_us, end_us)| {
                is_close(*start_us, last.start.0) && is_close(*end_us, last.end.0)
            });
            let Some((start_us, end_us)) = before else { break };
            from_us = from_us.min(start_us);
            until_us = until_us.max(end_us);
            years += 1;
        }
        let date = |us| {
            let (_, month, day) = TimeUs(us).civil_date();
            (month, day)
        };
        (years >= LEAST_YEARS).then(|| Self { from: date(from_us), until: date(until_us) })
    }

    /// Until when a series whose newest value is of `end` may rest; `None` when it did not stop for this pause.
    pub fn rests_until(self, end: TimeUs) -> Option<TimeUs> {
        let (year, ..) = end.civil_date();
        let at = |year: i64, (month, day): (u32, u32)| TimeUs::from_civil(year, month, day, 0).0;
        let crosses_new_year = i64::from(self.until < self.from);
        let pauses = (year - 1..=year + 1).map(|year| {
            let from_us = at(year, self.from) - PATIENCE_US;
            (from_us, at(year + crosses_new_year, self.until) + PATIENCE_US)
        });
        let mut holding =
            pauses.filter(|(from_us, until_us)| (*from_us..*until_us).contains(&end.0));
        holding.next().map(|(_, until_us)| TimeUs(until_us))
    }

    /// The months of its begin and its end, 1–12.
    pub fn months(self) -> (u32, u32) {
        (self.from.0, self.until.0)
    }

    /// As one number.
    pub fn code(self) -> i64 {
        let date = |(month, day): (u32, u32)| i64::from(month) * 100 + i64::from(day);
        date(self.from) * 10_000 + date(self.until)
    }

    /// From its number.
    pub fn from_code(code: i64) -> Option<Self> {
        let date = |code: i64| {
            let (month, day) = (code / 100, code % 100);
            let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
            is_date.then_some((month as u32, day as u32))
        };
        Some(Self { from: date(code.div_euclid(10_000))?, until: date(code.rem_euclid(10_000))? })
    }
}

/// The same date some years later, µs.
fn years_later(time: TimeUs, years: i64) -> i64 {
    let (year, month, day) = time.civil_date();
    TimeUs::from_civil(year + years, month, day, time.us_of_day()).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(from: (i64, u32, u32), until: (i64, u32, u32)) -> TimeRange {
        let at = |(year, month, day)| TimeUs::from_civil(year, month, day, 0);
        TimeRange::new(at(from), at(until)).unwrap()
    }

    fn at(year: i64, month: u32, day: u32) -> TimeUs {
        TimeUs::from_civil(year, month, day, 0)
    }

    /// Winters of a weir.
    fn winters() -> Vec<TimeRange> {
        vec![
            gap((2023, 10, 28), (2024, 4, 25)),
            gap((2024, 11, 8), (2025, 5, 3)),
            gap((2025, 11, 2), (2026, 4, 20)),
        ]
    }

    #[test]
    fn winters_without_data_are_learned_and_the_next_is_expected() {
        let pause = Pause::learned(&winters(), at(2026, 11, 1)).unwrap();
        assert_eq!(pause.months(), (10, 5));
        assert_eq!(Pause::from_code(pause.code()), Some(pause));
        // It stopped in time for the pause, and may rest until two weeks after the latest begin of data.
        let until = pause.rests_until(at(2026, 11, 1)).unwrap();
        assert_eq!(until.civil_date(), (2027, 5, 17));
        // What stops in summer has failed.
        assert_eq!(pause.rests_until(at(2026, 8, 1)), None);
        // Data of a thaw within the pause do not end it.
        assert_eq!(pause.rests_until(at(2027, 1, 15)), Some(until));
    }

    #[test]
    fn a_fault_in_summer_does_not_hide_the_season() {
        let mut gaps = winters();
        gaps.push(gap((2026, 6, 1), (2026, 8, 1)));
        assert_eq!(Pause::learned(&gaps, at(2026, 11, 1)).map(Pause::months), Some((10, 5)));
    }

    #[test]
    fn one_winter_a_missing_year_and_seasons_of_long_ago_teach_nothing() {
        let winters = winters();
        assert_eq!(Pause::learned(&winters[2..], at(2026, 11, 1)), None);
        assert_eq!(Pause::learned(&[winters[0], winters[2]], at(2026, 11, 1)), None);
        // It has run through the last winter.
        assert_eq!(Pause::learned(&winters[..2], at(2026, 11, 1)), None);
        let failures = [gap((2024, 2, 1), (2024, 5, 1)), gap((2025, 7, 1), (2025, 10, 1))];
        assert_eq!(Pause::learned(&failures, at(2026, 2, 1)), None);
        assert_eq!(Pause::learned(&[], at(2026, 11, 1)), None);
    }

    #[test]
    fn a_pause_within_a_year_rests_within_it() {
        let dry = [gap((2024, 7, 1), (2024, 9, 20)), gap((2025, 7, 10), (2025, 9, 10))];
        let pause = Pause::learned(&dry, at(2026, 7, 5)).unwrap();
        assert_eq!(pause.months(), (7, 9));
        let until = pause.rests_until(at(2026, 7, 5)).unwrap();
        assert_eq!(until.civil_date(), (2026, 10, 4));
    }

    #[test]
    fn numbers_that_are_no_pause_are_none() {
        for code in [0, -1, 13_010_101, 1_010_000, i64::MAX, i64::MIN] {
            assert_eq!(Pause::from_code(code), None, "{code}");
        }
    }
}
