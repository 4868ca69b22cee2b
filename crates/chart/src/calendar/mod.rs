//! A calendar of how much of each day is there: its days and what they say, [`layout`] where they stand, [`draw`] on any
//! plotters backend, [`chart`] the calendar of a series with its words.

pub mod chart;
pub mod draw;
pub mod layout;

use crate::format::count;
use gagehouse_model::time::{DAY_US, days_from_civil, days_in_month};
use gagehouse_model::{Coverage, TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::compare::calendar::CalendarDay;
use gagehouse_observations::{Series, Stamp};

/// A day with at least this share counts as complete.
pub const COMPLETE: f64 = 0.995;

/// A day of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    /// Its date and what is there of it.
    pub day: CalendarDay,
    /// Whether all of it was read; what is not there may be on its way otherwise.
    pub is_read: bool,
}

impl Day {
    /// The share of it that is there; of a series without a usual step, whether anything is.
    pub fn share(&self) -> f64 {
        let any = if self.day.count > 0 { 1.0 } else { 0.0 };
        self.day.completeness.unwrap_or(any).clamp(0.0, 1.0)
    }

    /// Its date, `2024-05-01`.
    pub fn date_text(&self) -> String {
        let (year, month, day) = self.day.date;
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// What is there of it, in words.
    pub fn words(&self) -> String {
        let values = match self.day.count {
            1 => "1 value".to_owned(),
            values => format!("{} values", count(values)),
        };
        let date = self.date_text();
        if !self.is_read {
            return format!("{date}: not all of it is loaded, {values} so far");
        }
        match self.day.completeness {
            _ if self.day.count == 0 => format!("{date}: no values"),
            None => format!("{date}: {values}"),
            Some(_) => format!("{date}: {} % there, {values}", percent(self.share())),
        }
    }

    fn number(&self) -> i64 {
        let (year, month, day) = self.day.date;
        days_from_civil(year, month, day)
    }
}

/// The days of a window by a clock, those marked that were not read as a whole.
pub fn days_of(
    series: &Series,
    covered: &Coverage,
    window: TimeRange,
    (zone, stamp): (&ZoneOffsets, Stamp),
) -> Vec<Day> {
    let is_read = |(year, month, day): (i64, u32, u32)| {
        let local_us = days_from_civil(year, month, day) * DAY_US;
        let start = zone.first_instant_of_local(local_us);
        let end = zone.first_instant_of_local(local_us + DAY_US);
        // The first and the last day of the record are read when their rows are.
        let part = series.extent().and_then(|it| it.intersection(TimeRange { start, end }));
        part.is_none_or(|part| covered.covers(part))
            && (part.is_some() || covered.contains(TimeUs(start.0.midpoint(end.0))))
    };
    let days = series.completeness(window, zone, stamp).into_iter();
    days.map(|day| Day { day, is_read: is_read(day.date) }).collect()
}

/// A share in whole per cent; only what is whole is 100, only nothing is 0.
pub fn percent(share: f64) -> u32 {
    let percent = (share * 100.0).round() as u32;
    match percent {
        100 if share < COMPLETE => 99,
        0 if share > 0.0 => 1,
        percent => percent,
    }
}

/// A mean share in per cent with a decimal; only what is whole is 100, only nothing is 0: `99.8`.
pub fn percent_of_many(share: f64) -> String {
    let percent = (share * 1_000.0).round() / 10.0;
    match percent {
        _ if share >= 1.0 => "100".to_owned(),
        _ if share <= 0.0 => "0".to_owned(),
        percent => format!("{:.1}", percent.clamp(0.1, 99.9)),
    }
}

/// Ways from day to day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many days later, earlier when negative.
    Days(i64),
    /// So many months later, on the same day of the month or its last.
    Months(i64),
    /// The first day.
    First,
    /// The last day.
    Last,
}

/// The day after a step, the nearest there is; without a day before, the last, or the first if that is asked for.
pub fn stepped(days: &[Day], from: Option<usize>, step: Step) -> Option<usize> {
    let last = days.len().checked_sub(1)?;
    let from = from.and_then(|from| days.get(from));
    let wanted = match (step, from) {
        (Step::First, _) => return Some(0),
        (Step::Last, _) | (_, None) => return Some(last),
        (Step::Days(by), Some(from)) => from.number() + by,
        (Step::Months(by), Some(from)) => {
            let (year, month, day) = from.day.date;
            let months = year * 12 + i64::from(month) - 1 + by;
            let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u32 + 1);
            days_from_civil(year, month, day.min(days_in_month(year, month)))
        }
    };
    Some(days.partition_point(|day| day.number() < wanted).min(last))
}

/// What a month holds, for the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Month {
    /// Year and month, from 1.
    pub month: (i64, u32),
    /// Days that are complete.
    pub complete: usize,
    /// Days of which a part is there.
    pub partly: usize,
    /// Days without a value.
    pub empty: usize,
    /// Days of which not all was read.
    pub unread: usize,
    /// Mean share of the days that were read; `None` when none was.
    pub share: Option<f64>,
}

/// The months of some days, which ascend.
pub fn months(days: &[Day]) -> Vec<Month> {
    let of_month = |day: &Day| (day.day.date.0, day.day.date.1);
    let groups = days.chunk_by(|a, b| of_month(a) == of_month(b));
    groups
        .map(|days| {
            let read: Vec<f64> = days.iter().filter(|day| day.is_read).map(Day::share).collect();
            let complete = read.iter().filter(|share| **share >= COMPLETE).count();
            let empty = read.iter().filter(|share| **share <= 0.0).count();
            Month {
                month: of_month(&days[0]),
                complete,
                partly: read.len() - complete - empty,
                empty,
                unread: days.len() - read.len(),
                share: (!read.is_empty()).then(|| read.iter().sum::<f64>() / read.len() as f64),
            }
        })
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use gagehouse_model::time::civil_from_days;

    pub(super) fn days(from: (i64, u32, u32), number: i64) -> Vec<Day> {
        let first = days_from_civil(from.0, from.1, from.2);
        (first..first + number)
            .map(|day| Day {
                day: CalendarDay { date: civil_from_days(day), count: 96, completeness: Some(1.0) },
                is_read: true,
            })
            .collect()
    }

    #[test]
    fn steps_go_by_days_and_months_and_stay_inside() {
        let days = days((2024, 1, 31), 90);
        let date = |from, step| stepped(&days, from, step).map(|at| days[at].date_text());
        assert_eq!(date(Some(0), Step::Months(1)), Some("2024-02-29".to_owned()));
        assert_eq!(date(Some(0), Step::Days(1)), Some("2024-02-01".to_owned()));
        assert_eq!(date(Some(0), Step::Days(-7)), Some("2024-01-31".to_owned()));
        assert_eq!(date(Some(5), Step::Last), date(None, Step::Days(1)));
        assert_eq!(date(None, Step::First), Some("2024-01-31".to_owned()));
        assert_eq!(stepped(&[], None, Step::First), None);
    }

    #[test]
    fn a_day_says_what_is_there_and_a_month_counts_its_days() {
        let mut days = days((2024, 2, 28), 4);
        days[1].day = CalendarDay { count: 48, completeness: Some(0.5), ..days[1].day };
        days[2].day = CalendarDay { count: 0, completeness: Some(0.0), ..days[2].day };
        days[3].is_read = false;
        let words: Vec<String> = days.iter().map(Day::words).collect();
        assert_eq!(
            words,
            [
                "2024-02-28: 100 % there, 96 values",
                "2024-02-29: 50 % there, 48 values",
                "2024-03-01: no values",
                "2024-03-02: not all of it is loaded, 96 values so far",
            ]
        );
        let months = months(&days);
        let told: Vec<_> =
            months.iter().map(|m| (m.complete, m.partly, m.empty, m.unread, m.share)).collect();
        assert_eq!(told, [(1, 1, 0, 0, Some(0.75)), (0, 0, 1, 1, Some(0.0))]);
        let many = [1.0, 0.99999, 0.5, 1e-9, 0.0].map(percent_of_many);
        assert_eq!(many, ["100", "99.9", "50.0", "0.1", "0"]);
        assert_eq!((percent(0.9949), percent(0.001), percent(1.0)), (99, 1, 100));
    }
}
