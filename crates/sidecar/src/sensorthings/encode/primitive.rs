//! Numbers, text, times and keys as JSON.

use gagehouse_model::TimeUs;
use gagehouse_model::time::Rfc3339Writer;

/// A number as short as it can be written exactly; whole numbers without a fraction.
pub(in crate::sensorthings) fn number(value: Option<f64>, out: &mut Vec<u8>) {
    // Below 2^53 every whole number is exact in both forms.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Some(value) if value as i64 as f64 == value && value.abs() < EXACT => {
            integer(value as i64, out);
        }
        Some(value) if short_decimal(value, out) => {}
        Some(value) if value.is_finite() => {
            out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
        }
        _ => out.extend_from_slice(b"null"),
    }
}

/// Writes a number of at most four decimals, as nearly all that sensors send are; says whether it is one.
///
/// A whole number below 2^53 divided by a small power of ten is rounded once, to the double nearest to that
/// decimal. With at most 15 digits no other decimal as short leads to the same double.
fn short_decimal(value: f64, out: &mut Vec<u8>) -> bool {
    const SCALE: u64 = 10_000;
    const MOST: f64 = 1e11;
    let size = value.abs();
    if size >= MOST {
        return false;
    }
    let scaled = (size * SCALE as f64 + 0.5) as u64;
    if scaled as f64 / SCALE as f64 != size {
        return false;
    }
    if value < 0.0 {
        out.push(b'-');
    }
    out.extend_from_slice(itoa::Buffer::new().format(scaled / SCALE).as_bytes());
    let rest = scaled % SCALE;
    let digit = |place: u64| b'0' + (rest / place % 10) as u8;
    let text = [b'.', digit(1_000), digit(100), digit(10), digit(1)];
    let zeros = text.iter().rev().take_while(|digit| **digit == b'0').count();
    out.extend_from_slice(&text[..text.len() - zeros]);
    true
}

/// A whole number.
pub(in crate::sensorthings) fn integer(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Text in quotes, escaped.
pub(in crate::sensorthings) fn text(text: &str, out: &mut Vec<u8>) {
    if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
    }
}

/// Text or null.
pub(in crate::sensorthings) fn optional_text(value: Option<&str>, out: &mut Vec<u8>) {
    match value {
        Some(value) => text(value, out),
        None => out.extend_from_slice(b"null"),
    }
}

/// An instant.
pub(in crate::sensorthings) fn instant(us: i64, out: &mut Vec<u8>) {
    out.push(b'"');
    TimeUs(us).write_rfc3339(out);
    out.push(b'"');
}

/// An instant of a page's many.
#[inline]
pub(in crate::sensorthings) fn next_instant(
    us: i64,
    writer: &mut Rfc3339Writer,
    out: &mut Vec<u8>,
) {
    out.push(b'"');
    writer.write(TimeUs(us), out);
    out.push(b'"');
}

/// Start and end.
pub(in crate::sensorthings) fn interval(start_us: i64, end_us: i64, out: &mut Vec<u8>) {
    out.push(b'"');
    TimeUs(start_us).write_rfc3339(out);
    out.push(b'/');
    TimeUs(end_us).write_rfc3339(out);
    out.push(b'"');
}

/// Stored JSON. It is written anew, so that both databases answer with the same bytes.
pub(in crate::sensorthings) fn stored_json(text: &str, out: &mut Vec<u8>) {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Err(_) => out.extend_from_slice(b"null"),
    }
}

/// `"name":`, after a comma unless it is the first of its object.
pub(in crate::sensorthings) fn key(name: &str, out: &mut Vec<u8>) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_short_and_exact() {
        for (value, expected) in [
            (Some(12.0), "12"),
            (Some(-9999.0), "-9999"),
            (Some(0.1), "0.1"),
            (Some(-0.0), "0"),
            (Some(7.25e-7), "7.25e-7"),
            (Some(1e300), "1e300"),
            (Some(f64::NAN), "null"),
            (None, "null"),
        ] {
            let mut out = Vec::new();
            number(value, &mut out);
            let read: Option<f64> = serde_json::from_slice(&out).unwrap();
            assert_eq!(read, value.filter(|v| v.is_finite()));
            assert_eq!(String::from_utf8(out).unwrap().replace("e+", "e"), expected);
        }
    }

    fn written(value: f64) -> String {
        let mut out = Vec::new();
        number(Some(value), &mut out);
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn every_number_is_read_back_as_it_was(value in any::<f64>()) {
            prop_assert_eq!(written(value).parse::<f64>().ok(), Some(value));
        }

        #[test]
        fn a_short_decimal_is_written_as_any_other_number(
            whole in -1_000_000_000_000_000i64..1_000_000_000_000_000,
            digits in 0..16u32,
            decimals in 0..8,
        ) {
            let value = (whole / 10i64.pow(digits)) as f64 / 10f64.powi(decimals);
            prop_assume!(value.fract() != 0.0);
            let text = written(value);
            prop_assert_eq!(&text, &zmij::Buffer::new().format_finite(value).to_owned());
            prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
    }

    #[test]
    fn text_is_escaped_only_where_it_must_be() {
        let mut out = Vec::new();
        text("°C", &mut out);
        text("a\"b\\c\n", &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), r#""°C""a\"b\\c\n""#);
    }
}
