//! Literals: text, numbers, times, intervals, durations.

use super::cursor::Cursor;
use super::error::QueryError;
use super::expr::Literal;
use gagehouse_model::time::{DAY_US, HOUR_US, MINUTE_US, SECOND_US};
use gagehouse_model::{TimeUs, time};

/// Takes a literal if one comes next.
pub(super) fn literal(cursor: &mut Cursor<'_>) -> Result<Option<Literal>, QueryError> {
    let Some(first) = cursor.peek() else { return Ok(None) };
    if first == '\'' {
        return text(cursor).map(|text| Some(Literal::Text(text)));
    }
    if first.is_ascii_digit() || first == '-' {
        if time_length(cursor.rest()).is_some() {
            return time_or_interval(cursor).map(Some);
        }
        return number(cursor);
    }
    for (word, value) in
        [("null", Literal::Null), ("true", Literal::Bool(true)), ("false", Literal::Bool(false))]
    {
        if cursor.eat_word(word) {
            return Ok(Some(value));
        }
    }
    quoted_type(cursor)
}

/// Takes text in single quotes, where `''` stands for one.
pub(super) fn text(cursor: &mut Cursor<'_>) -> Result<String, QueryError> {
    let start = cursor.at();
    let mut out = String::new();
    cursor.expect('\'')?;
    loop {
        let Some(end) = cursor.rest().find('\'') else {
            return Err(cursor.error_at(start, "the text that begins here has no closing quote"));
        };
        out.push_str(&cursor.rest()[..end]);
        cursor.advance(end + 1);
        if !cursor.eat('\'') {
            return Ok(out);
        }
        out.push('\'');
    }
}

/// `duration'…'`, and the literals that are known but not done yet.
fn quoted_type(cursor: &mut Cursor<'_>) -> Result<Option<Literal>, QueryError> {
    let start = cursor.at();
    for (prefix, what) in [("duration'", "duration"), ("geography'", "geography")] {
        if !cursor.rest().starts_with(prefix) {
            continue;
        }
        cursor.advance(what.len());
        let text = text(cursor)?;
        if what == "geography" {
            return Err(cursor.not_supported_at(start, "geography literals are not supported yet"));
        }
        return match duration_us(&text) {
            Some(us) => Ok(Some(Literal::DurationUs(us))),
            None => Err(cursor.error_at(start, format!("'{text}' is no ISO 8601 duration"))),
        };
    }
    Ok(None)
}

fn number(cursor: &mut Cursor<'_>) -> Result<Option<Literal>, QueryError> {
    let rest = cursor.rest();
    let bytes = rest.as_bytes();
    let digits_from = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = usize::from(bytes[0] == b'-');
    let whole = digits_from(end);
    if whole == 0 {
        return Ok(None);
    }
    end += whole;
    let mut integer = true;
    if bytes.get(end) == Some(&b'.') && digits_from(end + 1) > 0 {
        end += 1 + digits_from(end + 1);
        integer = false;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-' | b' ')));
        let exponent = digits_from(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
            integer = false;
        }
    }
    let token = rest[..end].replace(' ', "");
    cursor.advance(end);
    if cursor.peek().is_some_and(char::is_alphanumeric) {
        return Err(cursor.unexpected("the end of the number"));
    }
    if let (true, Ok(value)) = (integer, token.parse()) {
        return Ok(Some(Literal::Integer(value)));
    }
    match token.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some(Literal::Decimal(value))),
        _ => Err(cursor.error_here(format!("'{token}' is too large a number"))),
    }
}

fn time_or_interval(cursor: &mut Cursor<'_>) -> Result<Literal, QueryError> {
    let start = instant(cursor)?;
    let is_interval =
        cursor.rest().strip_prefix('/').is_some_and(|after| time_length(after).is_some());
    if !is_interval {
        return Ok(Literal::Time(start));
    }
    let at = cursor.at();
    cursor.advance(1);
    let end = instant(cursor)?;
    if end < start {
        return Err(cursor.error_at(at, "the interval ends before it starts"));
    }
    Ok(Literal::Interval(start, end))
}

fn instant(cursor: &mut Cursor<'_>) -> Result<TimeUs, QueryError> {
    let length = time_length(cursor.rest()).unwrap_or(0);
    let token = &cursor.rest()[..length];
    let Some(parsed) = time::parse(token.as_bytes()) else {
        return Err(cursor.error_here(format!("'{token}' is no time")));
    };
    cursor.advance(length);
    Ok(parsed.time)
}

/// Length of the text at the beginning that looks like a time, or `None`.
fn time_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = |from: usize, count: usize| {
        bytes.get(from..from + count).is_some_and(|b| b.iter().all(u8::is_ascii_digit))
    };
    let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
    if !(digits(0, 4) && is(4, b'-') && digits(5, 2) && is(7, b'-') && digits(8, 2)) {
        return None;
    }
    let has_clock = (is(10, b'T') || is(10, b't') || is(10, b' ')) && digits(11, 2) && is(13, b':');
    if !has_clock {
        return Some(10);
    }
    let mut end = 14 + 2 * usize::from(digits(14, 2));
    if is(end, b':') && digits(end + 1, 2) {
        end += 3;
    }
    if is(end, b'.') {
        end += 1 + bytes[end + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
    }
    if is(end, b'Z') || is(end, b'z') {
        return Some(end + 1);
    }
    // The blank is the plus sign of an offset that the query string turned into one.
    let signed = is(end, b'+') || is(end, b'-') || is(end, b' ');
    if signed && digits(end + 1, 2) && is(end + 3, b':') && digits(end + 4, 2) {
        return Some(end + 6);
    }
    let compact = !is(end, b' ') && signed && digits(end + 1, 2);
    if compact {
        return Some(end + 3 + 2 * usize::from(digits(end + 3, 2)));
    }
    Some(end)
}

/// `[-]P[nW][nD][T[nH][nM][n[.f]S]]`, in any case, in microseconds. Years and months have no fixed length
/// and are refused.
fn duration_us(text: &str) -> Option<i64> {
    let text = text.to_ascii_uppercase();
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.as_str()),
    };
    let rest = rest.strip_prefix('P')?;
    let (days, clock) = rest.split_once('T').map_or((rest, ""), |(days, clock)| (days, clock));
    if days.is_empty() && clock.is_empty() || rest.ends_with('T') {
        return None;
    }
    let day_part = duration_part(days, &[('W', 7 * DAY_US), ('D', DAY_US)])?;
    let clock_part = duration_part(clock, &[('H', HOUR_US), ('M', MINUTE_US), ('S', SECOND_US)])?;
    day_part.checked_add(clock_part)?.checked_mul(sign)
}

fn duration_part(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut sum = 0i64;
    for (letter, unit_us) in units {
        let Some((amount, rest)) = text.split_once(*letter) else { continue };
        if !amount.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return None;
        }
        let us = amount.parse::<f64>().ok()? * *unit_us as f64;
        if us >= 4e15 {
            return None;
        }
        sum = sum.checked_add(us.round() as i64)?;
        text = rest;
    }
    text.is_empty().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Part;

    fn read(text: &str) -> Result<Option<Literal>, QueryError> {
        literal(&mut Cursor::new(text, Part::Option("$filter")))
    }

    #[test]
    fn a_blank_stands_for_the_plus_of_an_offset() {
        let noon = Literal::Time("2024-03-30T12:00:00Z".parse().unwrap());
        for text in [
            "2024-03-30T12:00:00Z",
            "2024-03-30T20:00:00+08:00",
            "2024-03-30T20:00:00 08:00",
            "2024-03-30T04:00:00.000-0800 and",
            "2024-03-30T12:00",
        ] {
            assert_eq!(read(text), Ok(Some(noon.clone())), "{text}");
        }
    }

    #[test]
    fn durations_are_exact_microseconds() {
        for (text, us) in [
            ("PT60s", Some(60_000_000)),
            ("PT60S", Some(60_000_000)),
            ("P1DT2H", Some(93_600_000_000)),
            ("-PT0.5S", Some(-500_000)),
            ("P", None),
            ("PT", None),
            ("P1M", None),
            ("P1D2", None),
        ] {
            assert_eq!(duration_us(text), us, "{text}");
        }
    }

    #[test]
    fn an_impossible_date_is_named() {
        let error = read("2024-02-31T00:00:00Z").unwrap_err();
        assert_eq!(error.message, "'2024-02-31T00:00:00Z' is no time");
    }

    #[test]
    fn numbers_keep_their_kind() {
        assert_eq!(read("12"), Ok(Some(Literal::Integer(12))));
        assert_eq!(read("-0.5"), Ok(Some(Literal::Decimal(-0.5))));
        assert_eq!(read("1e3"), Ok(Some(Literal::Decimal(1000.0))));
        assert!(read("1e999").is_err());
        assert_eq!(read("99999999999999999999"), Ok(Some(Literal::Decimal(1e20))));
    }
}
