//! A time as a person wrote it down: with the offset of their clock and no more precision than they had.

use gagehouse_model::TimeUs;
use gagehouse_model::time::{self, DAY_US, MINUTE_US};
use gagehouse_model::zone::offset_text;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Furthest offsets in use, minutes east of UTC: −12:00 (Baker Island) to +14:00 (Line Islands).
pub const OFFSETS_MINUTES: std::ops::RangeInclusive<i32> = -720..=840;

/// How much of a time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The date alone. It is not midnight: the thing happened some time on that day.
    Day,
    /// To the minute, as field notes are written.
    Minute,
    /// To the second or finer.
    Second,
}

/// A time with its offset and precision. As text: `2026-05-03-07:00` (the date alone, as XML Schema writes a date with
/// a zone), `2026-05-03T10:15-07:00` or `2026-05-03T10:15:30-07:00`. An offset is always there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct When {
    start: TimeUs,
    offset_minutes: i32,
    precision: Precision,
}

impl When {
    /// A time known to a precision; finer parts of `time` are dropped.
    pub fn new(time: TimeUs, offset_minutes: i32, precision: Precision) -> Self {
        let shift = i64::from(offset_minutes) * MINUTE_US;
        let local = time.0.saturating_add(shift);
        let unit = unit_us(precision);
        let start = TimeUs(local - local.rem_euclid(unit) - shift);
        Self { start, offset_minutes, precision }
    }

    /// The first instant that the time may mean.
    pub fn earliest(self) -> TimeUs {
        self.start
    }

    /// The first instant that it cannot mean any more.
    pub fn end(self) -> TimeUs {
        TimeUs(self.start.0.saturating_add(unit_us(self.precision)))
    }

    /// Offset of the clock from UTC, minutes east.
    pub fn offset_minutes(self) -> i32 {
        self.offset_minutes
    }

    /// How much of it is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Whether it is certainly before another, whatever both mean within their precision.
    pub fn is_before(self, other: Self) -> bool {
        self.end() <= other.start
    }
}

/// Of a second, fractions are kept.
fn unit_us(precision: Precision) -> i64 {
    match precision {
        Precision::Day => DAY_US,
        Precision::Minute => MINUTE_US,
        Precision::Second => 1,
    }
}

impl FromStr for When {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        let shown = || text.chars().take(60).collect::<String>();
        let parsed = time::parse(text.as_bytes()).ok_or_else(|| WhenError::Unread(shown()))?;
        if !parsed.zone_stated {
            return Err(WhenError::NoOffset(shown()));
        }
        let has_clock = text.as_bytes().get(10).is_some_and(|b| matches!(b, b'T' | b't' | b' '));
        let (precision, rest) = match (has_clock, text.as_bytes().get(16)) {
            (false, _) => (Precision::Day, 10),
            (true, Some(b':')) => (Precision::Second, 17),
            (true, _) => (Precision::Minute, 16),
        };
        let zone = text.get(rest..).and_then(|rest| rest.find(['Z', 'z', '+', '-', ' ']));
        let zone = zone.and_then(|at| text.as_bytes().get(rest + at..)).unwrap_or_default();
        let offset_minutes = match zone {
            b"Z" | b"z" => 0,
            _ => time::parse_offset(zone).ok_or_else(|| WhenError::Unread(shown()))?,
        };
        if !OFFSETS_MINUTES.contains(&offset_minutes) {
            return Err(WhenError::Offset(shown()));
        }
        Ok(Self { start: parsed.time, offset_minutes, precision })
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.start.to_local_text(self.offset_minutes);
        let (date, clock) = local.split_once(' ').unwrap_or((&local, ""));
        f.write_str(date)?;
        match self.precision {
            Precision::Day => {}
            Precision::Minute => write!(f, "T{}", clock.get(..5).unwrap_or(clock))?,
            Precision::Second => write!(f, "T{clock}")?,
        }
        match self.offset_minutes {
            0 => f.write_str("Z"),
            minutes => f.write_str(&offset_text(minutes)),
        }
    }
}

impl fmt::Debug for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for When {
    type Error = WhenError;

    fn try_from(text: String) -> Result<Self, WhenError> {
        text.parse()
    }
}

impl From<When> for String {
    fn from(when: When) -> Self {
        when.to_string()
    }
}

/// The text is no time that a record can keep.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// No time at all.
    #[error("'{0}' is not a time; expected for example 2026-05-03T10:15-07:00")]
    Unread(String),
    /// A time without its offset.
    #[error("'{0}' has no UTC offset; expected for example 2026-05-03T10:15-07:00")]
    NoOffset(String),
    /// An offset that no clock on Earth has.
    #[error("'{0}' has an offset outside -12:00 to +14:00")]
    Offset(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn when(text: &str) -> When {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_alone_is_a_day_of_its_offset_and_not_midnight_utc() {
        let day = when("2026-05-03-07:00");
        assert_eq!(day.precision(), Precision::Day);
        assert_eq!(day.earliest().to_rfc3339(), "2026-05-03T07:00:00Z");
        assert_eq!(day.end().to_rfc3339(), "2026-05-04T07:00:00Z");
        assert!(!day.is_before(when("2026-05-03T10:00-07:00")));
        assert!(!when("2026-05-03T10:00-07:00").is_before(day));
        assert!(day.is_before(when("2026-05-04T00:00-07:00")));
    }

    #[test]
    fn times_keep_offset_and_precision_as_written() {
        for text in [
            "2026-05-03-07:00",
            "2026-05-03Z",
            "2026-05-03T10:15+05:30",
            "2026-05-03T10:15:30+14:00",
            "2026-05-03T10:15:30.25-12:00",
        ] {
            assert_eq!(when(text).to_string(), text);
        }
    }

    #[test]
    fn a_time_without_offset_or_with_an_impossible_one_is_refused() {
        assert!(matches!("2026-05-03T10:15".parse::<When>(), Err(WhenError::NoOffset(_))));
        assert!(matches!("2026-05-03".parse::<When>(), Err(WhenError::NoOffset(_))));
        assert!(matches!("2026-05-03T10:15+14:30".parse::<When>(), Err(WhenError::Offset(_))));
        assert!(matches!("2026-05-03T10:15-12:15".parse::<When>(), Err(WhenError::Offset(_))));
        assert!(matches!("yesterday".parse::<When>(), Err(WhenError::Unread(_))));
    }

    proptest! {
        #[test]
        fn written_times_read_back(
            us in -4_000_000_000_000_000i64..7_000_000_000_000_000, offset in -720i32..=840,
            precision in prop_oneof![
                Just(Precision::Day), Just(Precision::Minute), Just(Precision::Second)],
        ) {
            let when = When::new(TimeUs(us), offset, precision);
            prop_assert_eq!(when.to_string().parse::<When>(), Ok(when));
            prop_assert!(when.earliest().0 <= us && us < when.end().0);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,40}") {
            let _ = text.parse::<When>();
        }
    }
}
