//! Instants as whole microseconds of UTC, and every way of writing one that gage data has shown.
//!
//! The civil-calendar arithmetic is Howard Hinnant's `days_from_civil` and `civil_from_days`
//! (proleptic Gregorian calendar, day 0 = 1970-01-01).

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Microseconds in a second.
pub const SECOND_US: i64 = 1_000_000;
/// Microseconds in a minute.
pub const MINUTE_US: i64 = 60 * SECOND_US;
/// Microseconds in an hour.
pub const HOUR_US: i64 = 60 * MINUTE_US;
/// Microseconds in a day of 24 hours.
pub const DAY_US: i64 = 24 * HOUR_US;

/// The months of a year, at length.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month, 1–12; empty for other numbers.
pub fn month_name(month: u32) -> &'static str {
    month.checked_sub(1).and_then(|at| MONTHS.get(at as usize)).copied().unwrap_or_default()
}

/// An instant: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeUs(pub i64);

impl TimeUs {
    /// The instant of a UTC civil date and time of day, the latter in microseconds since midnight.
    pub fn from_civil(year: i64, month: u32, day: u32, us_of_day: i64) -> Self {
        Self(days_from_civil(year, month, day) * DAY_US + us_of_day)
    }

    /// Year, month (1–12) and day (1–31) in UTC.
    pub fn civil_date(self) -> (i64, u32, u32) {
        civil_from_days(self.0.div_euclid(DAY_US))
    }

    /// Microseconds since UTC midnight, `0..DAY_US`.
    pub fn us_of_day(self) -> i64 {
        self.0.rem_euclid(DAY_US)
    }

    /// Appends `YYYY-MM-DDTHH:MM:SS[.ffffff]Z`, the shortest exact RFC 3339 form.
    pub fn write_rfc3339(self, out: &mut Vec<u8>) {
        write_civil(self.0, b'T', out);
        out.push(b'Z');
    }

    /// `YYYY-MM-DDTHH:MM:SS[.ffffff]Z`.
    pub fn to_rfc3339(self) -> String {
        let mut out = Vec::with_capacity(28);
        self.write_rfc3339(&mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    /// `YYYY-MM-DD HH:MM:SS[.ffffff]` at a fixed offset from UTC, without naming the offset.
    pub fn to_local_text(self, offset_minutes: i32) -> String {
        let mut out = Vec::with_capacity(27);
        write_civil(self.0 + i64::from(offset_minutes) * MINUTE_US, b' ', &mut out);
        String::from_utf8(out).unwrap_or_default()
    }
}

impl fmt::Display for TimeUs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

impl FromStr for TimeUs {
    type Err = TimeParseError;

    fn from_str(text: &str) -> Result<Self, TimeParseError> {
        parse(text.as_bytes())
            .map(|parsed| parsed.time)
            .ok_or_else(|| TimeParseError { text: text.chars().take(60).collect() })
    }
}

/// Writes instants one after the other, such as those of a page: the date is worked out once for a day.
#[derive(Debug, Clone)]
pub struct Rfc3339Writer {
    /// Days since 1970-01-01 of the date in `text`.
    day: i64,
    /// `YYYY-MM-DDT00:00:00Z`, the time of day as last written.
    text: [u8; 20],
}

impl Default for Rfc3339Writer {
    fn default() -> Self {
        Self { day: 0, text: *b"1970-01-01T00:00:00Z" }
    }
}

impl Rfc3339Writer {
    /// Appends what [`TimeUs::write_rfc3339`] appends.
    #[inline]
    pub fn write(&mut self, time: TimeUs, out: &mut Vec<u8>) {
        let (day, in_day) = (time.0.div_euclid(DAY_US), time.0.rem_euclid(DAY_US));
        let second = in_day / SECOND_US;
        if in_day != second * SECOND_US || (day != self.day && !self.turn_to(day)) {
            return time.write_rfc3339(out);
        }
        let second = second as u32;
        self.text[11..13].copy_from_slice(&two_digits(second / 3600));
        self.text[14..16].copy_from_slice(&two_digits(second / 60 % 60));
        self.text[17..19].copy_from_slice(&two_digits(second % 60));
        out.extend_from_slice(&self.text);
    }

    /// Puts another date into the text; `false` for a year that is not written with four digits.
    fn turn_to(&mut self, day: i64) -> bool {
        let mut text = Vec::with_capacity(27);
        TimeUs(day.saturating_mul(DAY_US)).write_rfc3339(&mut text);
        let fits = <[u8; 20]>::try_from(text);
        if let Ok(text) = &fits {
            (self.day, self.text) = (day, *text);
        }
        fits.is_ok()
    }
}

/// The text is no time in any form that [`parse`] reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is not a time; expected for example 2019-05-01T00:00:00Z")]
pub struct TimeParseError {
    /// The offending text, cut at 60 characters.
    pub text: String,
}

/// A time as read, with what its text said about its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParsedTime {
    /// The instant; a text without a zone is read as UTC.
    pub time: TimeUs,
    /// Whether the text named its zone. `false` should be shown to whoever relies on the time.
    pub zone_stated: bool,
}

/// Reads `YYYY-MM-DD`, optionally followed by `T` or a blank and `hh:mm[:ss[.fraction]]`, optionally
/// followed by `Z`, `±hh:mm`, `±hhmm` or `±hh`. A fraction beyond microseconds is cut. The blank before
/// an offset that a query string has turned from `+` (`… 00:00`) is read as `+`.
///
/// Returns `None` for anything else, such as an impossible date, `NULL` or `-0700Z`.
pub fn parse(text: &[u8]) -> Option<ParsedTime> {
    let (local_us, rest) = parse_civil(text)?;
    match rest {
        b"" => Some(ParsedTime { time: TimeUs(local_us), zone_stated: false }),
        b"Z" | b"z" => Some(ParsedTime { time: TimeUs(local_us), zone_stated: true }),
        _ => {
            let offset_minutes = parse_offset(rest)?;
            let time = TimeUs(local_us - i64::from(offset_minutes) * MINUTE_US);
            Some(ParsedTime { time, zone_stated: true })
        }
    }
}

/// Reads `±hh:mm`, `±hhmm` or `±hh` (a leading blank counts as `+`) into minutes east of UTC.
pub fn parse_offset(text: &[u8]) -> Option<i32> {
    let (sign, digits) = match text.split_first()? {
        (b'+' | b' ', digits) => (1, digits),
        (b'-', digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.len() {
        2 => (two(digits, 0)?, 0),
        4 => (two(digits, 0)?, two(digits, 2)?),
        5 if digits[2] == b':' => (two(digits, 0)?, two(digits, 3)?),
        _ => return None,
    };
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 60 + minutes) as i32)
}

/// Reads the civil part and returns it as microseconds (as if UTC) with what follows it.
fn parse_civil(text: &[u8]) -> Option<(i64, &[u8])> {
    if text.len() < 10 || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let year = i64::from(two(text, 0)? * 100 + two(text, 2)?);
    let (month, day) = (two(text, 5)?, two(text, 8)?);
    if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    let midnight_us = days_from_civil(year, month, day) * DAY_US;
    let Some(separator) = text.get(10) else { return Some((midnight_us, b"")) };
    if !matches!(separator, b'T' | b't' | b' ') {
        return Some((midnight_us, &text[10..]));
    }
    if text.len() < 16 || text[13] != b':' {
        return None;
    }
    let (hour, minute) = (two(text, 11)?, two(text, 14)?);
    let mut rest = &text[16..];
    let mut second = 0;
    let mut fraction_us = 0;
    if rest.first() == Some(&b':') {
        second = two(rest, 1)?;
        rest = &rest[3..];
        if let Some((b'.' | b',', digits)) = rest.split_first() {
            let count = digits.iter().take_while(|b| b.is_ascii_digit()).count();
            if count == 0 {
                return None;
            }
            let mut scale = SECOND_US / 10;
            for digit in &digits[..count.min(6)] {
                fraction_us += i64::from(digit - b'0') * scale;
                scale /= 10;
            }
            rest = &digits[count..];
        }
    }
    let end_of_day = hour == 24 && minute == 0 && second == 0 && fraction_us == 0;
    if (hour > 23 && !end_of_day) || minute > 59 || second > 59 {
        return None;
    }
    let seconds = i64::from(hour * 3600 + minute * 60 + second);
    Some((midnight_us + seconds * SECOND_US + fraction_us, rest))
}

fn two(text: &[u8], at: usize) -> Option<u32> {
    let (tens, ones) = (text.get(at)?.wrapping_sub(b'0'), text.get(at + 1)?.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
}

/// A number below 100.
fn two_digits(value: u32) -> [u8; 2] {
    [b'0' + (value / 10) as u8, b'0' + (value % 10) as u8]
}

fn write_civil(us: i64, separator: u8, out: &mut Vec<u8>) {
    let (year, month, day) = civil_from_days(us.div_euclid(DAY_US));
    let in_day = us.rem_euclid(DAY_US);
    let (seconds, fraction) = (in_day / SECOND_US, in_day % SECOND_US);
    let digits = |value: i64| two_digits(value as u32);
    // Put together aside and added at once: pages have ten thousand times.
    let mut text = *b"0000-00-00 00:00:00";
    let year_in_text = year.clamp(0, 9999);
    text[0..2].copy_from_slice(&digits(year_in_text / 100));
    text[2..4].copy_from_slice(&digits(year_in_text % 100));
    text[5..7].copy_from_slice(&digits(month.into()));
    text[8..10].copy_from_slice(&digits(day.into()));
    text[10] = separator;
    text[11..13].copy_from_slice(&digits(seconds / 3600));
    text[14..16].copy_from_slice(&digits(seconds / 60 % 60));
    text[17..19].copy_from_slice(&digits(seconds % 60));
    if year == year_in_text {
        out.extend_from_slice(&text);
    } else {
        out.extend_from_slice(format!("{year:+07}").as_bytes());
        out.extend_from_slice(&text[4..]);
    }
    if fraction != 0 {
        out.push(b'.');
        let mut scale = SECOND_US / 10;
        let mut left = fraction;
        while left > 0 {
            out.push(b'0' + (left / scale) as u8);
            left %= scale;
            scale /= 10;
        }
    }
}

/// Days from 1970-01-01 to a civil date.
pub fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let month_from_march = i64::from((month + 9) % 12);
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The civil date of a day counted from 1970-01-01.
pub fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u32, day)
}

/// Days in a month of the proleptic Gregorian calendar; 0 for a month outside 1–12.
pub fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 0,
    }
}

/// A half-open range of time, `start <= t < end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimeRange {
    /// First instant inside; µs UTC.
    #[cfg_attr(feature = "openapi", schema(value_type = i64))]
    pub start: TimeUs,
    /// First instant after; µs UTC.
    #[cfg_attr(feature = "openapi", schema(value_type = i64))]
    pub end: TimeUs,
}

impl TimeRange {
    /// A range, or `None` when it would be empty or reversed.
    pub fn new(start: TimeUs, end: TimeUs) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Length in microseconds, at least 1.
    pub fn len_us(self) -> i64 {
        self.end.0.saturating_sub(self.start.0)
    }

    /// Whether the instant lies inside.
    pub fn contains(self, t: TimeUs) -> bool {
        self.start <= t && t < self.end
    }

    /// The part common to both, if any.
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// The smallest range that holds both.
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<(String, bool)> {
        parse(text.as_bytes()).map(|p| (p.time.to_rfc3339(), p.zone_stated))
    }

    #[test]
    fn every_form_the_services_send_is_the_same_instant() {
        let same = Some(("2024-03-30T11:35:00Z".to_owned(), true));
        for text in [
            "2024-03-30T11:35:00Z",
            "2024-03-30T11:35:00.000Z",
            "2024-03-30T11:35:00.000000000Z",
            "2024-03-30 11:35:00+00:00",
            "2024-03-30T11:35:00 00:00",
            "2024-03-30T19:35:00+08:00",
            "2024-03-30T04:35:00-0700",
            "2024-03-30T04:35-07",
        ] {
            assert_eq!(read(text), same, "{text}");
        }
    }

    #[test]
    fn a_missing_zone_is_utc_and_flagged() {
        assert_eq!(read("2024-03-30T11:35:00"), Some(("2024-03-30T11:35:00Z".to_owned(), false)));
        assert_eq!(read("2024-03-30"), Some(("2024-03-30T00:00:00Z".to_owned(), false)));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "NULL",
            "2024-02-30",
            "2023-02-29T00:00:00Z",
            "2024-03-30T11:35:00-0700Z",
            "2024-03-30T25:00:00Z",
            "2024-03-30T11:60:00Z",
            "2024-03-30T11:35:00.Z",
            "24-03-30",
            "2024-03-30T11",
            "2024-03-30T11:35:00+99:00",
            "2024-13-01",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn fractions_are_kept_to_the_microsecond() {
        assert_eq!(read("2024-01-01T00:00:00.25Z").unwrap().0, "2024-01-01T00:00:00.25Z");
        assert_eq!(read("2024-01-01T00:00:17.592854Z").unwrap().0, "2024-01-01T00:00:17.592854Z");
        assert_eq!(read("1969-12-31T23:59:59.5Z").unwrap().0, "1969-12-31T23:59:59.5Z");
    }

    proptest! {
        #[test]
        fn text_and_instant_round_trip(us in -60_000_000_000_000_000i64..250_000_000_000_000_000) {
            let text = TimeUs(us).to_rfc3339();
            prop_assert_eq!(parse(text.as_bytes()), Some(ParsedTime { time: TimeUs(us), zone_stated: true }));
        }

        #[test]
        fn instants_in_a_row_are_written_as_each_alone(
            starts in proptest::collection::vec(
                prop_oneof![any::<i64>(), -60_000_000_000_000_000i64..250_000_000_000_000_000],
                1..20,
            ),
            steps_us in proptest::collection::vec(
                prop_oneof![Just(SECOND_US), Just(15 * MINUTE_US), Just(DAY_US), 0..2 * DAY_US],
                1..20,
            ),
        ) {
            let mut writer = Rfc3339Writer::default();
            for start in starts {
                let mut time = TimeUs(start - start % SECOND_US);
                for step in &steps_us {
                    let mut text = Vec::new();
                    writer.write(time, &mut text);
                    prop_assert_eq!(String::from_utf8(text).unwrap(), time.to_rfc3339());
                    time = TimeUs(time.0.saturating_add(*step));
                }
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = parse(&bytes);
            let _ = parse_offset(&bytes);
        }
    }
}
