//! Numbers, text, times and keys as JSON.

use gagehouse_model::TimeUs;

/// A number as short as it can be written exactly; whole numbers without a fraction.
pub(in crate::sensorthings) fn number(value: Option<f64>, out: &mut Vec<u8>) {
    // Below 2^53 every whole number is exact in both forms.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Some(value) if value.fract() == 0.0 && value.abs() < EXACT => integer(value as i64, out),
        Some(value) if value.is_finite() => {
            out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
        }
        _ => out.extend_from_slice(b"null"),
    }
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

    #[test]
    fn text_is_escaped_only_where_it_must_be() {
        let mut out = Vec::new();
        text("°C", &mut out);
        text("a\"b\\c\n", &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), r#""°C""a\"b\\c\n""#);
    }
}
