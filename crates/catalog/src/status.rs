//! Whether a series is alive: a class from its interval, its last value and the time it is now.
//!
//! The class is relative to the expected interval, with floors that forgive an hourly or six-hourly download.
//! Without an interval the limits are those of well-known gage maps: three days and two weeks.

use gagehouse_model::time::{DAY_US, HOUR_US};
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
    /// Its owner says that it has ended, or nothing has come for two years.
    Ended,
    /// No value has come yet.
    Never,
}

impl Status {
    /// All classes, the most alive first.
    pub const ALL: [Self; 5] = [Self::Live, Self::Late, Self::Stale, Self::Ended, Self::Never];

    /// Its word in URLs and in the markup.
    pub fn key(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Late => "late",
            Self::Stale => "stale",
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

/// The class of a series whose last value is at `end`, `now` being the time of judgement.
///
/// A last value more than a day ahead of `now` proves nothing about arrival and counts as late.
pub fn classify(
    end: Option<TimeUs>,
    spacing: Option<Spacing>,
    source_term: Option<&str>,
    now: TimeUs,
) -> Status {
    let Some(end) = end else { return Status::Never };
    if source_term.is_some_and(|term| ENDED_TERMS.iter().any(|t| term.eq_ignore_ascii_case(t))) {
        return Status::Ended;
    }
    let age_us = now.0.saturating_sub(end.0);
    let (live_us, late_us) = match spacing {
        Some(spacing) => {
            let times = |n: i64| spacing.us().saturating_mul(n);
            (times(3).max(6 * HOUR_US), times(10).max(3 * DAY_US))
        }
        None => (3 * DAY_US, 14 * DAY_US),
    };
    let ended_us = late_us.max(730 * DAY_US);
    match age_us {
        age if age < -DAY_US => Status::Late,
        age if age <= live_us => Status::Live,
        age if age <= late_us => Status::Late,
        age if age <= ended_us => Status::Stale,
        _ => Status::Ended,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: TimeUs = TimeUs(1_800_000_000_000_000);

    fn aged(age_us: i64, spacing_us: Option<i64>) -> Status {
        let spacing = spacing_us.and_then(Spacing::from_us);
        classify(Some(TimeUs(NOW.0 - age_us)), spacing, None, NOW)
    }

    #[test]
    fn a_daily_series_of_twenty_hours_ago_is_live() {
        assert_eq!(aged(20 * HOUR_US, Some(DAY_US)), Status::Live);
        assert_eq!(aged(4 * DAY_US, Some(DAY_US)), Status::Late);
    }

    #[test]
    fn an_hourly_download_of_quarter_hours_is_live_and_a_silent_week_is_stale() {
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
    fn the_owner_s_word_and_missing_data_win_over_age() {
        assert_eq!(classify(Some(NOW), None, Some("Complete"), NOW), Status::Ended);
        assert_eq!(classify(None, None, Some("Ongoing"), NOW), Status::Never);
    }

    #[test]
    fn a_clock_far_ahead_is_not_called_live() {
        assert_eq!(aged(-HOUR_US, Some(HOUR_US)), Status::Live);
        assert_eq!(aged(-80 * 365 * DAY_US, Some(HOUR_US)), Status::Late);
        assert_eq!(aged(i64::MAX, Some(i64::MAX)), Status::Live);
    }
}
