//! From the time a data file writes to an instant.
//!
//! A time that states its own zone keeps it. Any other is local time at a fixed offset, or in an IANA zone; in a zone some local
//! times exist twice or not at all: those are refused with the reason, unless the mapping says which of the two is meant.

use chrono::format::{Item, Parsed, StrftimeItems, parse};
use chrono::{MappedLocalTime, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;
use gagehouse_model::TimeUs;
use gagehouse_model::time::{self, MINUTE_US};
use serde::Deserialize;

/// Times that have four digits of a year, microseconds since 1970: from the year 1 until the year 10000.
const FIRST_US: i64 = -62_135_596_800 * time::SECOND_US;
const LAST_US: i64 = 253_402_300_800 * time::SECOND_US;

/// Which instant is meant when clocks were set back and a local time came twice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ambiguous {
    /// Report the row and leave it out.
    #[default]
    Reject,
    /// The first, in summer time.
    Earlier,
    /// The second, in standard time.
    Later,
    /// The rows of a datastream are in order of time: the first where it is after the row before, else the second.
    /// Where neither is, or there is no row before, it cannot be told.
    #[serde(rename = "in-order")]
    InOrder,
}

/// How times without a zone of their own are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LocalTime {
    /// Minutes east of UTC, all year.
    Fixed(i32),
    /// Civil time with its changes.
    Zone(Tz, Ambiguous),
    /// Every time has to state its own.
    Unknown,
}

/// Why a text is no instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotATime {
    #[error("time '{0}' is in none of the formats of the mapping")]
    Format(String),
    #[error("time '{0}' states no zone, and the mapping neither (time.utc_offset or time.zone)")]
    NoZone(String),
    #[error(
        "time '{0}' came twice in {1}; time.ambiguous can say which is meant ('in-order' where rows are in order of time)"
    )]
    Twice(String, Tz),
    #[error("time '{0}' came twice in {1}, and the row before does not tell which is meant")]
    OutOfOrder(String, Tz),
    #[error(
        "time '{0}' came twice, and the row is that before once more: the second hour, or written twice?"
    )]
    Repeated(String),
    #[error("time '{0}' is outside of the years 1 to 9999; '%s' reads seconds, not milliseconds")]
    Beyond(String),
    #[error("time '{0}' does not exist in {1}: clocks were set forward over it")]
    Never(String, Tz),
}

/// Reads times of one mapping.
#[derive(Debug, Clone)]
pub struct Clock {
    formats: Vec<Format>,
    local: LocalTime,
}

#[derive(Debug, Clone)]
enum Format {
    /// Every form that [`gagehouse_model::time::parse`] reads.
    Iso,
    /// `YYYY-MM-DD hh:mm[:ss[.f]]` exactly, without chrono.
    Civil {
        separator: u8,
        seconds: bool,
        fraction: bool,
    },
    Strftime(Vec<Item<'static>>),
}

enum Read {
    Instant(TimeUs),
    /// Microseconds as if the local time were UTC.
    Local(i64),
}

impl Clock {
    /// A clock for formats (`iso` or strftime; none means `iso`). The error is the format that is none.
    pub fn new(formats: &[String], local: LocalTime) -> Result<Self, String> {
        let mut read: Vec<Format> =
            formats.iter().map(|format| Format::new(format)).collect::<Result<_, _>>()?;
        if read.is_empty() {
            read.push(Format::Iso);
        }
        Ok(Self { formats: read, local })
    }

    /// Whether a time may depend on the row before.
    pub fn is_in_order(&self) -> bool {
        matches!(self.local, LocalTime::Zone(_, Ambiguous::InOrder))
    }

    /// Reads a time; `before` is that of the datastream's row before, if there was one.
    pub fn instant(&self, text: &[u8], before: Option<TimeUs>) -> Result<TimeUs, NotATime> {
        let time = self.any_instant(text, before)?;
        let is_written = (FIRST_US..LAST_US).contains(&time.0);
        if is_written { Ok(time) } else { Err(NotATime::Beyond(shown(text))) }
    }

    fn any_instant(&self, text: &[u8], before: Option<TimeUs>) -> Result<TimeUs, NotATime> {
        let Some(read) = self.formats.iter().find_map(|format| format.read(text)) else {
            return Err(NotATime::Format(shown(text)));
        };
        let local_us = match read {
            Read::Instant(time) => return Ok(time),
            Read::Local(local_us) => local_us,
        };
        match &self.local {
            LocalTime::Fixed(minutes) => Ok(TimeUs(local_us - i64::from(*minutes) * MINUTE_US)),
            LocalTime::Unknown => Err(NotATime::NoZone(shown(text))),
            LocalTime::Zone(zone, ambiguous) => {
                in_zone(local_us, *zone, (*ambiguous, before), text)
            }
        }
    }
}

fn in_zone(
    local_us: i64,
    zone: Tz,
    (ambiguous, before): (Ambiguous, Option<TimeUs>),
    text: &[u8],
) -> Result<TimeUs, NotATime> {
    let civil = chrono::DateTime::from_timestamp_micros(local_us).map(|utc| utc.naive_utc());
    let civil: NaiveDateTime = civil.ok_or_else(|| NotATime::Format(shown(text)))?;
    let at = |east_s: i32| TimeUs(local_us - i64::from(east_s) * time::SECOND_US);
    let offset = match (zone.offset_from_local_datetime(&civil), ambiguous) {
        (MappedLocalTime::Single(offset), _) => offset,
        (MappedLocalTime::Ambiguous(earlier, _), Ambiguous::Earlier) => earlier,
        (MappedLocalTime::Ambiguous(_, later), Ambiguous::Later) => later,
        (MappedLocalTime::Ambiguous(earlier, later), Ambiguous::InOrder) => match before {
            Some(before) if before < at(earlier.fix().local_minus_utc()) => earlier,
            Some(before) if before < at(later.fix().local_minus_utc()) => later,
            _ => return Err(NotATime::OutOfOrder(shown(text), zone)),
        },
        (MappedLocalTime::Ambiguous(..), Ambiguous::Reject) => {
            return Err(NotATime::Twice(shown(text), zone));
        }
        (MappedLocalTime::None, _) => return Err(NotATime::Never(shown(text), zone)),
    };
    Ok(at(offset.fix().local_minus_utc()))
}

impl Format {
    fn new(text: &str) -> Result<Self, String> {
        let civil = |separator, seconds, fraction| Ok(Self::Civil { separator, seconds, fraction });
        match text {
            "iso" => Ok(Self::Iso),
            "%Y-%m-%d %H:%M" => civil(b' ', false, false),
            "%Y-%m-%dT%H:%M" => civil(b'T', false, false),
            "%Y-%m-%d %H:%M:%S" => civil(b' ', true, false),
            "%Y-%m-%dT%H:%M:%S" => civil(b'T', true, false),
            "%Y-%m-%d %H:%M:%S%.f" => civil(b' ', true, true),
            "%Y-%m-%dT%H:%M:%S%.f" => civil(b'T', true, true),
            _ => {
                let items =
                    StrftimeItems::new(text).parse_to_owned().map_err(|_| text.to_owned())?;
                Ok(Self::Strftime(items))
            }
        }
    }

    fn read(&self, text: &[u8]) -> Option<Read> {
        match self {
            Self::Iso => {
                let parsed = time::parse(text)?;
                Some(if parsed.zone_stated {
                    Read::Instant(parsed.time)
                } else {
                    Read::Local(parsed.time.0)
                })
            }
            Self::Civil { separator, seconds, fraction } => {
                let fits = match (seconds, fraction) {
                    (false, _) => text.len() == 16,
                    (true, false) => text.len() == 19,
                    (true, true) => text.len() == 19 || text.get(19) == Some(&b'.'),
                };
                let parsed = time::parse(text).filter(|parsed| !parsed.zone_stated)?;
                (fits && text.get(10) == Some(separator)).then_some(Read::Local(parsed.time.0))
            }
            Self::Strftime(items) => read_strftime(std::str::from_utf8(text).ok()?, items),
        }
    }
}

fn read_strftime(text: &str, items: &[Item<'static>]) -> Option<Read> {
    let mut parsed = Parsed::new();
    parse(&mut parsed, text, items.iter()).ok()?;
    if parsed.offset().is_some() {
        let time = parsed.to_datetime().ok()?;
        return Some(Read::Instant(TimeUs(time.timestamp_micros())));
    }
    let is_epoch = parsed.timestamp().is_some();
    let civil = match parsed.to_naive_datetime_with_offset(0) {
        Ok(civil) => civil,
        // A date alone is its midnight; a time that is wrong is no date.
        Err(_) if parsed.hour_mod_12().is_none() && parsed.minute().is_none() => {
            parsed.to_naive_date().ok()?.and_time(chrono::NaiveTime::MIN)
        }
        Err(_) => return None,
    };
    let us = civil.and_utc().timestamp_micros();
    Some(if is_epoch { Read::Instant(TimeUs(us)) } else { Read::Local(us) })
}

/// At most 40 characters of a text, for a message.
pub fn shown(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let mut cut: String =
        text.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().count() > 40 {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(formats: &[&str], local: LocalTime) -> Clock {
        let formats: Vec<String> = formats.iter().map(|f| (*f).to_owned()).collect();
        Clock::new(&formats, local).unwrap()
    }

    fn read(clock: &Clock, text: &str) -> Result<String, NotATime> {
        clock.instant(text.as_bytes(), None).map(|time| time.to_rfc3339())
    }

    #[test]
    fn every_listed_format_is_read_and_no_other() {
        let clock = clock(
            &["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S%.f", "%m/%d/%Y %I:%M %p", "%d.%m.%Y", "%s"],
            LocalTime::Fixed(-420),
        );
        for (text, utc) in [
            ("2019-01-01 00:15", "2019-01-01T07:15:00Z"),
            ("2014-12-31 23:45:00.000", "2015-01-01T06:45:00Z"),
            ("2014-12-31 23:45:00.25", "2015-01-01T06:45:00.25Z"),
            ("6/3/2024 02:30 PM", "2024-06-03T21:30:00Z"),
            ("03.06.2024", "2024-06-03T07:00:00Z"),
            ("86400", "1970-01-02T00:00:00Z"),
        ] {
            assert_eq!(read(&clock, text).as_deref(), Ok(utc), "{text}");
        }
        for text in
            ["2019-01-01", "2019-01-01T00:15", "2019-02-30 00:00", "", "NULL", "2019-01-01 00:15Z"]
        {
            assert_eq!(read(&clock, text), Err(NotATime::Format(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_stated_zone_counts_and_a_missing_one_is_refused_where_nothing_says_it() {
        let clock = clock(&[], LocalTime::Unknown);
        assert_eq!(
            read(&clock, "2016-01-01 05:00:00+00:00").as_deref(),
            Ok("2016-01-01T05:00:00Z")
        );
        assert!(matches!(read(&clock, "2016-01-01 05:00:00"), Err(NotATime::NoZone(_))));
        let offset = self::clock(&["%d/%m/%Y %H:%M %z"], LocalTime::Unknown);
        assert_eq!(read(&offset, "01/02/2024 10:00 -0700").as_deref(), Ok("2024-02-01T17:00:00Z"));
    }

    #[test]
    fn local_times_that_came_twice_or_never_are_reported_not_guessed() {
        let zone = |ambiguous| LocalTime::Zone(chrono_tz::America::Denver, ambiguous);
        let strict = clock(&[], zone(Ambiguous::Reject));
        assert_eq!(read(&strict, "2024-07-01 12:00").as_deref(), Ok("2024-07-01T18:00:00Z"));
        assert!(matches!(read(&strict, "2024-11-03 01:30"), Err(NotATime::Twice(..))));
        assert!(matches!(read(&strict, "2024-03-10 02:30"), Err(NotATime::Never(..))));
        let earlier = clock(&[], zone(Ambiguous::Earlier));
        assert_eq!(read(&earlier, "2024-11-03 01:30").as_deref(), Ok("2024-11-03T07:30:00Z"));
        let later = clock(&[], zone(Ambiguous::Later));
        assert_eq!(read(&later, "2024-11-03 01:30").as_deref(), Ok("2024-11-03T08:30:00Z"));
        assert!(matches!(read(&later, "2024-03-10 02:30"), Err(NotATime::Never(..))));
    }

    #[test]
    fn rows_in_order_of_time_tell_the_two_hours_of_autumn_apart() {
        let local = LocalTime::Zone(chrono_tz::Europe::Berlin, Ambiguous::InOrder);
        let clock = clock(&[], local);
        let first = clock.instant(b"2024-10-27 02:00", None);
        assert!(matches!(first, Err(NotATime::OutOfOrder(..))), "nothing before it tells");
        let after = Some(TimeUs::from_civil(2024, 10, 27, 12 * 3_600 * time::SECOND_US));
        let going_back = clock.instant(b"2024-10-27 02:00", after);
        assert!(matches!(going_back, Err(NotATime::OutOfOrder(..))));
        let mut before = None;
        let mut read = |text: &str| {
            before = clock.instant(text.as_bytes(), before).ok();
            before.map(|time| time.to_rfc3339()).unwrap()
        };
        let texts = ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"];
        let times = texts.map(|text| read(&format!("2024-10-27 {text}")));
        let expected = ["23:30", "00:00", "00:30", "01:00", "01:30", "02:00"];
        for (time, expected) in times.iter().zip(expected) {
            assert!(time.contains(&format!("T{expected}")), "{times:?}");
        }
    }

    #[test]
    fn a_format_that_is_none_is_named() {
        assert_eq!(Clock::new(&["%Q".to_owned()], LocalTime::Fixed(0)).unwrap_err(), "%Q");
    }
}
