//! Whether a series is alive: one rule for the catalog, the map, site pages and embeds.
//!
//! Judged is how the series really arrives ([`crate::arrival`]): its sampling interval, and the learned time between
//! transmissions with their delay. While nothing is learned, floors forgive an hourly or six-hourly download.
//! Without an interval the limits are those of well-known gage maps: three days and two weeks.

use crate::arrival::Habit;
use crate::season::Pause;
use gagehouse_model::age::{age_in_words, ago_in_words};
use gagehouse_model::time::{DAY_US, HOUR_US, MINUTE_US, month_name};
use gagehouse_model::{Spacing, TimeUs};

/// How alive a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Values arrive as expected.
    Live,
    /// The next values are overdue.
    Late,
    /// Overdue for long.
    Stale,
    /// It rests for a part of the year: its owner says so, or it has done so in the years before.
    Seasonal,
    /// Its newest value lies in the future: its clock, or that value, is wrong.
    Suspect,
    /// Its owner says that it has ended, or nothing has come for two years.
    Ended,
    /// No value has come yet.
    Never,
}

impl Status {
    /// All classes, the most alive first.
    pub const ALL: [Self; 7] = [
        Self::Live,
        Self::Late,
        Self::Stale,
        Self::Seasonal,
        Self::Suspect,
        Self::Ended,
        Self::Never,
    ];

    /// Its word in URLs and in the markup.
    pub fn key(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Late => "late",
            Self::Stale => "stale",
            Self::Seasonal => "seasonal",
            Self::Suspect => "suspect",
            Self::Ended => "ended",
            Self::Never => "never",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Live => "Live",
            Self::Late => "Late",
            Self::Stale => "Stale",
            Self::Seasonal => "Out of season",
            Self::Suspect => "Clock suspect",
            Self::Ended => "Ended",
            Self::Never => "No data yet",
        }
    }
}

/// The source's words that say no more values will come.
const ENDED_TERMS: [&str; 9] = [
    "complete",
    "completed",
    "ended",
    "inactive",
    "closed",
    "historic",
    "historical",
    "retired",
    "discontinued",
];

/// The source's words that say values come in a part of the year only.
const SEASONAL_TERMS: [&str; 5] =
    ["seasonal", "out of season", "suspended", "suspended for the season", "winterized"];

/// A transmission may be late by so much at least before it is called so.
const LEAST_SLACK_US: i64 = 5 * MINUTE_US;
/// A newest value further ahead than this is not a matter of zones.
const MOST_AHEAD_US: i64 = DAY_US;

/// What the status of a series is judged by.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Signs<'a> {
    /// Time of its last value.
    pub end: Option<TimeUs>,
    /// Intended time between values.
    pub spacing: Option<Spacing>,
    /// When the last values were seen to arrive.
    pub arrived: Option<TimeUs>,
    /// How it usually arrives, once that is learned.
    pub habit: Option<Habit>,
    /// When it rests each year, once that is learned.
    pub pause: Option<Pause>,
    /// The source's own word.
    pub source_term: Option<&'a str>,
}

impl Signs<'_> {
    fn says(&self, terms: &[&str]) -> bool {
        let said = |term: &str| terms.iter().any(|known| term.trim().eq_ignore_ascii_case(known));
        self.source_term.is_some_and(said)
    }

    /// The age of the last value up to which it is not late, and up to which it is not stale; µs.
    fn limits_us(&self) -> (i64, i64) {
        let step_us = self.spacing.map(Spacing::us);
        let times = |us: i64, n: i64| us.saturating_mul(n);
        match (self.habit, step_us) {
            (Some(Habit { every, delay_us }), step_us) => {
                let step_us = step_us.unwrap_or(0);
                let slack = step_us.max(every.us() / 10).max(LEAST_SLACK_US);
                let live = every.us().saturating_add(delay_us).saturating_add(slack);
                let live = live.max(times(step_us, 3));
                let late = times(every.us().max(step_us), 10).max(3 * DAY_US);
                (live, late.saturating_add(delay_us).max(live))
            }
            (None, Some(step_us)) => {
                (times(step_us, 3).max(6 * HOUR_US), times(step_us, 10).max(3 * DAY_US))
            }
            (None, None) => (3 * DAY_US, 14 * DAY_US),
        }
    }

    /// Until when it may rest, if it stopped for its usual pause.
    fn rests_until(&self) -> Option<TimeUs> {
        self.pause?.rests_until(self.end?)
    }

    /// When a newer value should be here at the latest, were there no pause; `None` while there is none at all.
    pub fn due(&self) -> Option<TimeUs> {
        let by_end = self.end?.0.saturating_add(self.limits_us().0);
        // What came late shows that something still comes: the next is awaited a whole interval from then.
        let by_arrival = self.arrived.zip(self.habit).map(|(at, habit)| {
            let every = habit.every.us();
            at.0.saturating_add(every).saturating_add((every / 10).max(LEAST_SLACK_US))
        });
        Some(TimeUs(by_end.max(by_arrival.unwrap_or(i64::MIN))))
    }

    /// The class at the time `now`.
    pub fn status(&self, now: TimeUs) -> Status {
        let Some(end) = self.end else { return Status::Never };
        if self.says(&ENDED_TERMS) {
            return Status::Ended;
        }
        let age_us = now.0.saturating_sub(end.0);
        if age_us < -MOST_AHEAD_US {
            return Status::Suspect;
        }
        if self.due().is_some_and(|due| now <= due) {
            return Status::Live;
        }
        let (_, late_us) = self.limits_us();
        if age_us > late_us.max(730 * DAY_US) {
            return Status::Ended;
        }
        let rested = self.rests_until();
        if self.says(&SEASONAL_TERMS) || rested.is_some_and(|until| now <= until) {
            return Status::Seasonal;
        }
        // After its pause it is judged as if it had stopped at the pause's end.
        let silent_us = rested.map_or(age_us, |until| now.0.saturating_sub(until.0));
        if silent_us <= late_us { Status::Late } else { Status::Stale }
    }

    /// Since when it has been late or stale.
    pub fn late_since(&self, now: TimeUs) -> Option<TimeUs> {
        let is_late = matches!(self.status(now), Status::Late | Status::Stale);
        self.due().max(self.rests_until()).filter(|_| is_late)
    }

    /// The class as a sentence, with since when and what was expected.
    pub fn sentence(&self, now: TimeUs, time_text: impl Fn(TimeUs) -> String) -> String {
        let expected = self.habit.map_or(String::new(), |habit| {
            format!(", as transmissions usually come every {}", age_in_words(habit.every.us()))
        });
        let since = self
            .late_since(now)
            .map(|due| format!("since {}, {}", time_text(due), ago_in_words(due, now)));
        match self.status(now) {
            Status::Live => match self.habit {
                Some(habit) => format!(
                    "Data arrive as expected, about every {}.",
                    age_in_words(habit.every.us())
                ),
                None => "Data arrive as expected.".to_owned(),
            },
            Status::Late => {
                format!("New data have been overdue {}{expected}.", since.unwrap_or_default())
            }
            Status::Stale => {
                format!("No new data have come for long: overdue {}.", since.unwrap_or_default())
            }
            Status::Seasonal => match self.pause.filter(|_| !self.says(&SEASONAL_TERMS)) {
                Some(pause) => {
                    let (from, until) = pause.months();
                    format!(
                        "It rests for a part of the year: in past years it had no data from {} to {}.",
                        month_name(from),
                        month_name(until)
                    )
                }
                None => "It rests for a part of the year, as its owner says; its data remain."
                    .to_owned(),
            },
            Status::Suspect => "The newest value lies in the future, so the clock or the value is \
                                wrong; whether data still arrive is not known."
                .to_owned(),
            Status::Ended => "The record has ended; its data remain.".to_owned(),
            Status::Never => "No data have come yet.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::TimeRange;

    const NOW: TimeUs = TimeUs(1_800_000_000_000_000);

    fn signs<'a>(age_us: i64, spacing_us: Option<i64>) -> Signs<'a> {
        Signs {
            end: Some(TimeUs(NOW.0.saturating_sub(age_us))),
            spacing: spacing_us.and_then(Spacing::from_us),
            ..Signs::default()
        }
    }

    fn aged(age_us: i64, spacing_us: Option<i64>) -> Status {
        signs(age_us, spacing_us).status(NOW)
    }

    #[test]
    fn a_daily_series_of_twenty_hours_ago_is_live() {
        assert_eq!(aged(20 * HOUR_US, Some(DAY_US)), Status::Live);
        assert_eq!(aged(4 * DAY_US, Some(DAY_US)), Status::Late);
    }

    #[test]
    fn before_anything_is_learned_an_hourly_download_is_live_and_a_silent_week_is_stale() {
        let quarter = Some(HOUR_US / 4);
        assert_eq!(aged(2 * HOUR_US, quarter), Status::Live);
        assert_eq!(aged(20 * HOUR_US, quarter), Status::Late);
        assert_eq!(aged(7 * DAY_US, quarter), Status::Stale);
        assert_eq!(aged(800 * DAY_US, quarter), Status::Ended);
    }

    #[test]
    fn without_interval_three_days_and_two_weeks_are_the_limits() {
        assert_eq!(aged(2 * DAY_US, None), Status::Live);
        assert_eq!(aged(10 * DAY_US, None), Status::Late);
        assert_eq!(aged(15 * DAY_US, None), Status::Stale);
    }

    #[test]
    fn once_learned_one_missed_transmission_is_late_and_says_since_when() {
        let habit = Spacing::from_us(HOUR_US).map(|every| Habit { every, delay_us: HOUR_US / 6 });
        let learned = |age_us| Signs { habit, ..signs(age_us, Some(HOUR_US / 4)) };
        assert_eq!(learned(80 * MINUTE_US).status(NOW), Status::Live);
        let late = learned(90 * MINUTE_US);
        assert_eq!(late.status(NOW), Status::Late);
        assert_eq!(late.late_since(NOW), Some(TimeUs(NOW.0 - 5 * MINUTE_US)));
        assert_eq!(
            late.sentence(NOW, |_| "12:00 UTC".into()),
            "New data have been overdue since 12:00 UTC, 5 minutes ago, as transmissions usually come every 60 minutes."
        );
        assert_eq!(learned(7 * DAY_US).status(NOW), Status::Stale);
    }

    #[test]
    fn a_logger_that_is_fetched_monthly_is_live_for_a_month() {
        let habit = Spacing::from_us(30 * DAY_US).map(|every| Habit { every, delay_us: HOUR_US });
        let learned = |age_us| Signs { habit, ..signs(age_us, Some(HOUR_US / 4)) };
        assert_eq!(learned(29 * DAY_US).status(NOW), Status::Live);
        assert_eq!(learned(40 * DAY_US).status(NOW), Status::Late);
    }

    #[test]
    fn values_that_came_late_are_followed_by_a_whole_interval_of_patience() {
        let habit = Spacing::from_us(HOUR_US).map(|every| Habit { every, delay_us: 0 });
        let signs = Signs { habit, arrived: Some(NOW), ..signs(9 * HOUR_US, Some(HOUR_US / 4)) };
        assert_eq!(signs.status(NOW), Status::Live);
        assert_eq!(signs.status(TimeUs(NOW.0 + 2 * HOUR_US)), Status::Late);
    }

    #[test]
    fn the_owner_s_word_and_missing_data_win_over_age() {
        let said = |end, term| Signs { end, source_term: Some(term), ..Signs::default() };
        assert_eq!(said(Some(NOW), "Complete").status(NOW), Status::Ended);
        assert_eq!(said(None, "Ongoing").status(NOW), Status::Never);
        let winter = Some(TimeUs(NOW.0 - 120 * DAY_US));
        assert_eq!(said(winter, "Seasonal").status(NOW), Status::Seasonal);
        assert_eq!(said(winter, "Ongoing").status(NOW), Status::Stale);
        assert_eq!(said(Some(NOW), "Seasonal").status(NOW), Status::Live);
        assert_eq!(said(Some(TimeUs(NOW.0 - 900 * DAY_US)), "Seasonal").status(NOW), Status::Ended);
    }

    #[test]
    fn a_learned_pause_is_no_silence_until_it_is_over() {
        let at = |year, month, day| TimeUs::from_civil(year, month, day, 0);
        let winter = |year| TimeRange::new(at(year, 11, 1), at(year + 1, 4, 20)).unwrap();
        let pause = Pause::learned(&[winter(2023), winter(2024)], at(2025, 10, 30));
        let of = |end| Signs {
            end: Some(end),
            spacing: Spacing::from_us(HOUR_US),
            pause,
            ..Signs::default()
        };
        let rests = of(at(2025, 10, 30));
        assert_eq!(rests.status(at(2025, 10, 30)), Status::Live);
        assert_eq!(rests.status(at(2025, 11, 2)), Status::Seasonal);
        assert_eq!(rests.status(at(2026, 5, 1)), Status::Seasonal);
        assert_eq!(
            rests.sentence(at(2026, 1, 1), |_| String::new()),
            "It rests for a part of the year: in past years it had no data from November to April."
        );
        assert_eq!(rests.late_since(at(2026, 1, 1)), None);
        // It has not come back.
        assert_eq!(rests.status(at(2026, 5, 5)), Status::Late);
        assert_eq!(rests.late_since(at(2026, 5, 5)), Some(at(2026, 5, 4)));
        assert_eq!(rests.status(at(2026, 7, 1)), Status::Stale);
        // It stopped in summer.
        assert_eq!(of(at(2025, 8, 1)).status(at(2025, 12, 1)), Status::Stale);
        assert_eq!(rests.status(at(2028, 1, 1)), Status::Ended);
    }

    #[test]
    fn a_clock_far_ahead_is_never_live() {
        assert_eq!(aged(-HOUR_US, Some(HOUR_US)), Status::Live);
        let of_2103 = signs(-80 * 365 * DAY_US, Some(HOUR_US));
        assert_eq!(of_2103.status(NOW), Status::Suspect);
        assert_eq!(of_2103.late_since(NOW), None);
        assert_eq!(aged(i64::MAX, Some(i64::MAX)), Status::Live);
    }
}
