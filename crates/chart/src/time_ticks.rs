//! Instants along a time axis, at round times of a zone's clock, from seconds to centuries.
//!
//! A label has two lines: the time itself, and below it the date it belongs to, which is written at the
//! first tick and wherever it changes.

use crate::local::{instants_of_local, local_us, utc_offset_text};
use crate::scale::TimeScale;
use crate::text::width_px;
use crate::words::ENGLISH;
use gagehouse_model::time::{
    DAY_US, HOUR_US, MINUTE_US, SECOND_US, civil_from_days, days_from_civil,
};
use gagehouse_model::{TimeUs, ZoneOffsets};

/// A labelled instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeTick {
    /// When.
    pub time: TimeUs,
    /// The finer part: `06:00`, `14`, `May` or `2019`.
    pub label: String,
    /// What it belongs to, where that changes: `2019-05-14`, `May 2019` or `2019`.
    pub context: Option<String>,
}

/// Time from one tick to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// A part of a day, counted from local midnight.
    InDay(i64),
    /// Days, counted from a Monday.
    Days(i64),
    /// Months, counted from January.
    Months(i64),
    /// Years.
    Years(i64),
}

const STEPS: [Step; 29] = [
    Step::InDay(SECOND_US),
    Step::InDay(2 * SECOND_US),
    Step::InDay(5 * SECOND_US),
    Step::InDay(10 * SECOND_US),
    Step::InDay(15 * SECOND_US),
    Step::InDay(30 * SECOND_US),
    Step::InDay(MINUTE_US),
    Step::InDay(2 * MINUTE_US),
    Step::InDay(5 * MINUTE_US),
    Step::InDay(10 * MINUTE_US),
    Step::InDay(15 * MINUTE_US),
    Step::InDay(30 * MINUTE_US),
    Step::InDay(HOUR_US),
    Step::InDay(2 * HOUR_US),
    Step::InDay(3 * HOUR_US),
    Step::InDay(6 * HOUR_US),
    Step::InDay(12 * HOUR_US),
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(100),
];

/// The ticks of a time axis whose labels, at this size of font, do not run into each other.
pub fn time_ticks(scale: TimeScale, zone: &ZoneOffsets, font_px: f64) -> Vec<TimeTick> {
    let length_us = scale.window.len_us() as f64;
    let width = (scale.right_px - scale.left_px).max(1.0);
    let step = STEPS.into_iter().find(|step| {
        let px = step.about_us() as f64 / length_us * width;
        px >= width_px(step.widest_label(), font_px) + font_px * 1.25
    });
    let step = step.unwrap_or(Step::Years(500));
    let mut ticks: Vec<TimeTick> = Vec::new();
    let mut last: Option<(String, i32)> = None;
    for time in step.instants(scale.window.start, scale.window.end, zone) {
        let (label, context) = step.label(local_us(zone, time));
        let offset = zone.offset_minutes_at(time);
        let is_new = last.as_ref().is_none_or(|(before, _)| *before != context);
        // Hours that come twice, or not at all, are told apart by the offset that is in force from here.
        let is_set = matches!(step, Step::InDay(_))
            && last.as_ref().is_some_and(|(_, before)| *before != offset);
        let shown = match (is_new && !context.is_empty(), is_set) {
            (true, true) => Some(format!("{context}, {}", utc_offset_text(zone, time))),
            (false, true) => Some(utc_offset_text(zone, time)),
            (true, false) => Some(context.clone()),
            (false, false) => None,
        };
        ticks.push(TimeTick { time, label, context: shown });
        last = Some((context, offset));
    }
    drop_crowded_context(&mut ticks, scale, font_px);
    ticks
}

/// The first tick's date gives way to the next date when both would not fit.
fn drop_crowded_context(ticks: &mut [TimeTick], scale: TimeScale, font_px: f64) {
    let with_context: Vec<usize> =
        (0..ticks.len()).filter(|&at| ticks[at].context.is_some()).collect();
    for pair in with_context.windows(2) {
        let (here, next) = (pair[0], pair[1]);
        let room = scale.px(ticks[next].time) - scale.px(ticks[here].time);
        let wide = |at: usize| ticks[at].context.as_deref().map_or(0.0, |c| width_px(c, font_px));
        if room < (wide(here) + wide(next)) / 2.0 + font_px / 2.0 {
            ticks[here].context = None;
        }
    }
}

impl Step {
    fn about_us(self) -> i64 {
        match self {
            Self::InDay(us) => us,
            Self::Days(days) => days * DAY_US,
            Self::Months(months) => months * 30 * DAY_US,
            Self::Years(years) => years * 365 * DAY_US,
        }
    }

    fn widest_label(self) -> &'static str {
        match self {
            Self::InDay(us) if us < MINUTE_US => "00:00:00",
            Self::InDay(_) => "00:00",
            Self::Days(_) => "00",
            Self::Months(_) => "May",
            Self::Years(_) => "2019",
        }
    }

    /// The instants of the step in `start..end`.
    fn instants(self, start: TimeUs, end: TimeUs, zone: &ZoneOffsets) -> Vec<TimeUs> {
        // The clock may be set back or forth inside the window, so it is searched a step wider.
        let from_us = local_us(zone, start).saturating_sub(HOUR_US);
        let to_us = local_us(zone, end).saturating_add(2 * HOUR_US);
        let mut instants: Vec<TimeUs> = self
            .local_times(from_us, to_us)
            .into_iter()
            .flat_map(|local_us| instants_of_local(zone, local_us))
            .filter(|time| start <= *time && *time < end)
            .collect();
        instants.sort_unstable();
        instants
    }

    fn local_times(self, from_us: i64, to_us: i64) -> Vec<i64> {
        let first_of = |month_number: i64| {
            let (year, month) =
                (month_number.div_euclid(12), month_number.rem_euclid(12) as u32 + 1);
            days_from_civil(year, month, 1) * DAY_US
        };
        let month_number = |local_us: i64| {
            let (year, month, _) = civil_from_days(local_us.div_euclid(DAY_US));
            year * 12 + i64::from(month) - 1
        };
        let multiples = |from: i64, to: i64, step: i64| {
            (from.div_euclid(step)..=to.div_euclid(step)).map(move |number| number * step)
        };
        match self {
            Self::InDay(step_us) => multiples(from_us, to_us, step_us).collect(),
            Self::Days(days) => {
                // Day 4 after 1970-01-01, a Thursday, is a Monday.
                let (from, to) = (from_us.div_euclid(DAY_US) - 4, to_us.div_euclid(DAY_US) - 4);
                multiples(from, to, days).map(|day| (day + 4) * DAY_US).collect()
            }
            Self::Months(months) => {
                let (from, to) = (month_number(from_us), month_number(to_us));
                multiples(from, to, months).map(first_of).collect()
            }
            Self::Years(years) => {
                let (from, to) = (month_number(from_us), month_number(to_us));
                multiples(from, to, 12 * years).map(first_of).collect()
            }
        }
    }

    fn label(self, local_us: i64) -> (String, String) {
        let (year, month, day) = civil_from_days(local_us.div_euclid(DAY_US));
        let month_name = ENGLISH.months[(month as usize - 1).min(11)];
        let second = local_us.rem_euclid(DAY_US) / SECOND_US;
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        match self {
            Self::InDay(us) => {
                let seconds = if us < MINUTE_US { format!(":{second:02}") } else { String::new() };
                let date = format!("{year:04}-{month:02}-{day:02}");
                (format!("{hour:02}:{minute:02}{seconds}"), date)
            }
            Self::Days(_) => (day.to_string(), format!("{month_name} {year}")),
            Self::Months(_) => (month_name.to_owned(), year.to_string()),
            Self::Years(_) => (year.to_string(), String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::TimeRange;
    use proptest::prelude::*;

    fn scale(from: &str, to: &str, width: f64) -> TimeScale {
        let window = TimeRange { start: from.parse().unwrap(), end: to.parse().unwrap() };
        TimeScale { window, left_px: 0.0, right_px: width }
    }

    fn written(ticks: &[TimeTick]) -> Vec<String> {
        let line = |tick: &TimeTick| match &tick.context {
            Some(context) => format!("{} / {context}", tick.label),
            None => tick.label.clone(),
        };
        ticks.iter().map(line).collect()
    }

    fn denver() -> ZoneOffsets {
        ZoneOffsets {
            name: "America/Denver".to_owned(),
            first_offset_minutes: -420,
            transitions: vec![
                ("2019-03-10T09:00:00Z".parse().unwrap(), -360),
                ("2019-11-03T08:00:00Z".parse().unwrap(), -420),
            ],
        }
    }

    #[test]
    fn the_first_tick_of_a_day_shows_the_date() {
        let day = scale("2019-05-01T06:00:00Z", "2019-05-02T12:00:00Z", 500.0);
        let ticks = time_ticks(day, &denver(), 12.0);
        assert_eq!(
            written(&ticks),
            [
                "00:00 / 2019-05-01",
                "03:00",
                "06:00",
                "09:00",
                "12:00",
                "15:00",
                "18:00",
                "21:00",
                "00:00 / 2019-05-02",
                "03:00"
            ]
        );
    }

    #[test]
    fn years_months_and_days_are_written_as_such() {
        let decade = scale("2009-11-05T00:00:00Z", "2019-11-05T00:00:00Z", 400.0);
        assert_eq!(
            written(&time_ticks(decade, &denver(), 12.0)),
            ["2010", "2012", "2014", "2016", "2018"]
        );
        let year = scale("2019-01-15T00:00:00Z", "2020-01-15T00:00:00Z", 700.0);
        let ticks = written(&time_ticks(year, &denver(), 12.0));
        assert_eq!(
            (ticks[0].as_str(), ticks[11].as_str(), ticks.len()),
            ("Feb / 2019", "Jan / 2020", 12)
        );
        let weeks = scale("2019-04-20T00:00:00Z", "2019-05-20T00:00:00Z", 300.0);
        assert_eq!(
            written(&time_ticks(weeks, &denver(), 12.0)),
            ["22 / Apr 2019", "29", "6 / May 2019", "13"]
        );
    }

    #[test]
    fn the_repeated_hour_of_autumn_has_its_ticks_twice_and_the_skipped_hour_none() {
        let autumn = scale("2019-11-03T06:00:00Z", "2019-11-03T11:00:00Z", 400.0);
        assert_eq!(
            written(&time_ticks(autumn, &denver(), 12.0)),
            ["00:00 / 2019-11-03", "01:00", "01:00 / UTC\u{2212}07:00", "02:00", "03:00"]
        );
        let spring = scale("2019-03-10T07:00:00Z", "2019-03-10T12:00:00Z", 400.0);
        assert_eq!(
            written(&time_ticks(spring, &denver(), 12.0)),
            ["00:00 / 2019-03-10", "01:00", "03:00 / UTC\u{2212}06:00", "04:00", "05:00"]
        );
    }

    proptest! {
        #[test]
        fn every_window_has_ticks_that_do_not_run_into_each_other(
            start in -60_000_000_000_000_000i64..200_000_000_000_000_000,
            length in 10_000_000i64..30_000_000_000_000_000,
            width in 200.0f64..2_000.0,
        ) {
            let window = TimeRange { start: TimeUs(start), end: TimeUs(start + length) };
            let scale = TimeScale { window, left_px: 0.0, right_px: width };
            let ticks = time_ticks(scale, &denver(), 12.0);
            prop_assert!(ticks.len() < 200);
            for pair in ticks.windows(2) {
                // Februaries and the repeated hour make steps unequal; labels still keep apart.
                let room = scale.px(pair[1].time) - scale.px(pair[0].time);
                let needed =
                    (width_px(&pair[0].label, 12.0) + width_px(&pair[1].label, 12.0)) / 2.0;
                prop_assert!(room >= needed, "{pair:?} {room} {needed}");
            }
        }
    }
}
