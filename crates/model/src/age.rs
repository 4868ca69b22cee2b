//! How long ago something was, as people say it.

use crate::TimeUs;
use crate::time::MINUTE_US;

/// An age in words: `just now`, `40 minutes`, `5 hours`, `3 days`, `2 years`.
pub fn age_in_words(age_us: i64) -> String {
    let minutes = age_us / MINUTE_US;
    let (amount, unit) = match minutes {
        ..1 => return "just now".into(),
        1..120 => (minutes, "minute"),
        120..2_880 => (minutes / 60, "hour"),
        2_880..1_051_200 => (minutes / 1_440, "day"),
        _ => (minutes / 525_960, "year"),
    };
    format!("{amount} {unit}{}", if amount == 1 { "" } else { "s" })
}

/// How long ago: `3 days ago`; a time ahead of the clock that judges says so.
pub fn ago_in_words(time: TimeUs, now: TimeUs) -> String {
    let age_us = now.0.saturating_sub(time.0);
    match age_in_words(age_us.saturating_abs()).as_str() {
        "just now" => "just now".to_owned(),
        words if age_us < 0 => format!("{words} ahead of the clock"),
        words => format!("{words} ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY_US;

    #[test]
    fn ages_read_as_people_say_them() {
        assert_eq!(age_in_words(-5), "just now");
        assert_eq!(age_in_words(MINUTE_US), "1 minute");
        assert_eq!(age_in_words(119 * MINUTE_US), "119 minutes");
        assert_eq!(age_in_words(49 * 60 * MINUTE_US), "2 days");
        assert_eq!(age_in_words(1_000 * DAY_US), "2 years");
    }

    #[test]
    fn a_time_ahead_of_the_clock_is_not_called_past() {
        let now = TimeUs(1_800_000_000_000_000);
        assert_eq!(ago_in_words(TimeUs(now.0 - 5 * MINUTE_US), now), "5 minutes ago");
        assert_eq!(ago_in_words(now, now), "just now");
        let later = TimeUs(now.0 + 120 * MINUTE_US);
        assert_eq!(ago_in_words(later, now), "2 hours ahead of the clock");
    }
}
