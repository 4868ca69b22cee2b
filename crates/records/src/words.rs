//! Times of records for a person, in the clock in which they were noted, and percentages.

use crate::{Decimal, Precision, When};
use gagehouse_model::scale::has_true_zero;
use gagehouse_model::zone::offset_text;

/// A time as it was noted, with the offset of its clock and no more precision: `2026-05-03 10:15 (UTC−07:00)`.
pub fn when_text(when: When) -> String {
    format!("{} ({})", local_text(when), clock_text(when))
}

/// A time that may be missing.
pub fn when_or_dash(when: Option<When>) -> String {
    when.map_or_else(|| "–".to_owned(), when_text)
}

/// From when to when: the offset once where it is the same, the date once where it is the same too.
pub fn span_text(begin: Option<When>, end: Option<When>) -> String {
    match (begin, end) {
        (Some(begin), Some(end)) if begin.offset_minutes() == end.offset_minutes() => {
            let (from, to) = (local_text(begin), local_text(end));
            let to = match (from.split_once(' '), to.split_once(' ')) {
                (Some((date, _)), Some((same, clock))) if date == same => clock,
                _ => to.as_str(),
            };
            format!("{from} to {to} ({})", clock_text(begin))
        }
        (Some(begin), Some(end)) => format!("{} to {}", when_text(begin), when_text(end)),
        (Some(begin), None) => format!("since {}", when_text(begin)),
        (None, Some(end)) => format!("until {}", when_text(end)),
        (None, None) => "–".to_owned(),
    }
}

/// A percentage with its sign and two significant figures: `+2.4 %`, `−0.42 %`, `+117 %`.
pub fn percent_text(percent: f64) -> String {
    let size = percent.abs();
    // Rounding decides which digit is the first.
    let decimals = match size {
        size if size >= 9.95 => 0,
        size if size >= 0.995 => 1,
        size if size >= 0.0995 => 2,
        size if size > 0.0 => 3,
        _ => 0,
    };
    Decimal::new(percent, decimals).signed("%")
}

/// A percentage in brackets behind its amount; nothing for a variable whose zero is a convention.
pub fn percent_behind(percent: Option<f64>, variable: &str, unit: &str) -> String {
    let percent = percent.filter(|_| has_true_zero(variable, unit));
    percent.map(|percent| format!(" ({})", percent_text(percent))).unwrap_or_default()
}

fn local_text(when: When) -> String {
    let mut local = when.earliest().to_local_text(when.offset_minutes());
    local.truncate(match when.precision() {
        Precision::Day => 10,
        Precision::Minute => 16,
        Precision::Second => 19,
    });
    local
}

fn clock_text(when: When) -> String {
    match when.offset_minutes() {
        0 => "UTC".to_owned(),
        minutes => format!("UTC{}", offset_text(minutes).replace('-', "−")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(begin: &str, end: &str) -> String {
        span_text(begin.parse().ok(), end.parse().ok())
    }

    #[test]
    fn what_both_ends_share_is_said_once() {
        let begin = "2026-05-03T10:15-07:00";
        assert_eq!(span(begin, "2026-05-03T11:00-07:00"), "2026-05-03 10:15 to 11:00 (UTC−07:00)");
        assert_eq!(
            span(begin, "2026-05-04T11:00-07:00"),
            "2026-05-03 10:15 to 2026-05-04 11:00 (UTC−07:00)"
        );
        assert_eq!(
            span(begin, "2026-05-03T12:00-06:00"),
            "2026-05-03 10:15 (UTC−07:00) to 2026-05-03 12:00 (UTC−06:00)"
        );
        assert_eq!(span("2026-05-03Z", "2026-05-03Z"), "2026-05-03 to 2026-05-03 (UTC)");
        // Each end to its own precision.
        assert_eq!(span(begin, "2026-05-03-07:00"), "2026-05-03 10:15 to 2026-05-03 (UTC−07:00)");
    }

    #[test]
    fn percentages_have_two_figures_and_are_told_only_of_what_has_a_true_zero() {
        for (percent, text) in [
            (2.4, "+2.4 %"),
            (-1.193, "−1.2 %"),
            (0.417, "+0.42 %"),
            (9.96, "+10 %"),
            (117.4, "+117 %"),
            (0.0, "0 %"),
        ] {
            assert_eq!(percent_text(percent), text);
        }
        assert_eq!(percent_behind(Some(5.263), "TURB", "NTU"), " (+5.3 %)");
        assert_eq!(percent_behind(Some(2.4), "Stage", "m"), "");
        assert_eq!(percent_behind(Some(-3.8), "PH", "pH"), "");
        assert_eq!(percent_behind(None, "TURB", "NTU"), "");
    }

    #[test]
    fn an_open_end_is_said() {
        assert_eq!(span("2026-05-03T10:15Z", ""), "since 2026-05-03 10:15 (UTC)");
        assert_eq!(span("", "2026-05-03T10:15:07+05:45"), "until 2026-05-03 10:15:07 (UTC+05:45)");
        assert_eq!(span("", ""), "–");
    }
}
