//! Percent-encoding of what goes into URLs, and of links that services forgot to encode.

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Encodes text for one segment of a path. Parentheses stay, quotes do not.
pub fn encode_segment(text: &str) -> String {
    encode(text, |b| {
        is_unreserved(b) || matches!(b, b'(' | b')' | b',' | b':' | b'@' | b';' | b'=')
    })
}

/// Encodes the value of a query option: `[ ] ' |`, blanks, `+`, `&`, `#` and `%` never stay as they are.
pub fn encode_option(text: &str) -> String {
    encode(text, |b| {
        is_unreserved(b)
            || matches!(b, b'(' | b')' | b',' | b':' | b'@' | b';' | b'=' | b'/' | b'$')
    })
}

/// Encodes what a server left raw in a link and leaves alone what it has encoded.
///
/// Blanks show that nothing was encoded: then `+` is a plus. Without blanks `+` means a blank, except
/// where it starts the UTC offset of a time.
///
/// ```
/// use gagehouse_sensorthings::percent::repair_query;
/// assert_eq!(
///     repair_query("$filter=phenomenonTime ge 2025-02-10T00:00:00+00:00&$skip=1000"),
///     "$filter=phenomenonTime%20ge%202025-02-10T00:00:00%2B00:00&$skip=1000"
/// );
/// assert_eq!(repair_query("$orderby=id+asc&%24top=2"), "$orderby=id+asc&%24top=2");
/// ```
pub fn repair_query(query: &str) -> String {
    let raw = query.contains(' ');
    let bytes = query.as_bytes();
    let mut out = String::with_capacity(query.len() + 16);
    for (at, &b) in bytes.iter().enumerate() {
        match b {
            b'+' if raw || starts_offset(bytes, at) => out.push_str("%2B"),
            b'%' if raw && !is_escape(bytes, at) => out.push_str("%25"),
            b'+' | b'%' | b'&' | b'$' | b'!' | b'*' | b'?' => out.push(char::from(b)),
            b'(' | b')' | b',' | b':' | b'@' | b';' | b'=' | b'/' => out.push(char::from(b)),
            _ if is_unreserved(b) => out.push(char::from(b)),
            _ => push_escape(&mut out, b),
        }
    }
    out
}

/// Decodes escapes; what is no escape stays. Bytes that are not UTF-8 become U+FFFD.
pub fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        let escape = if b == b'%' { escaped_byte(bytes, at) } else { None };
        out.push(escape.unwrap_or(b));
        at += if escape.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn encode(text: &str, stays: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for b in text.bytes() {
        if stays(b) { out.push(char::from(b)) } else { push_escape(&mut out, b) }
    }
    out
}

fn push_escape(out: &mut String, b: u8) {
    out.push('%');
    out.push(char::from(HEX[usize::from(b >> 4)]));
    out.push(char::from(HEX[usize::from(b & 15)]));
}

fn is_unreserved(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~')
}

fn is_escape(bytes: &[u8], at: usize) -> bool {
    escaped_byte(bytes, at).is_some()
}

fn escaped_byte(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |b: &u8| char::from(*b).to_digit(16);
    let (high, low) = (digit(bytes.get(at + 1)?)?, digit(bytes.get(at + 2)?)?);
    u8::try_from(high * 16 + low).ok()
}

/// Whether the `+` follows a time of day and is followed by an hour: `…T00:00:00+00:00`, also with `%3A`.
fn starts_offset(bytes: &[u8], at: usize) -> bool {
    let digits_follow = bytes.get(at + 1..at + 3).is_some_and(|d| d.iter().all(u8::is_ascii_digit));
    let before = &bytes[..at];
    let seconds = before.iter().rev().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let ahead = &before[..at - seconds];
    digits_follow && seconds >= 2 && (ahead.ends_with(b":") || ahead.ends_with(b"%3A"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_plus_in_an_encoded_link_is_a_blank_unless_it_starts_an_offset() {
        assert_eq!(
            repair_query("$filter=phenomenonTime+ge+2024-01-01T00:00:00+00:00"),
            "$filter=phenomenonTime+ge+2024-01-01T00:00:00%2B00:00"
        );
        assert_eq!(repair_query("a=12:00+05"), "a=12:00%2B05");
        assert_eq!(repair_query("$skipFilter=%28id+gt+1%29"), "$skipFilter=%28id+gt+1%29");
    }

    #[test]
    fn brackets_quotes_and_bars_are_never_raw() {
        assert_eq!(encode_option("a[0]|'b' +c"), "a%5B0%5D%7C%27b%27%20%2Bc");
        assert_eq!(repair_query("$filter=name eq 'a[1]'"), "$filter=name%20eq%20%27a%5B1%5D%27");
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(text in "\\PC{0,40}") {
            prop_assert_eq!(decode(&encode_option(&text)), text.clone());
            prop_assert_eq!(decode(&encode_segment(&text)), text);
        }

        #[test]
        fn a_repaired_query_stays_as_it_is(text in "[ -~]{0,60}") {
            let once = repair_query(&text);
            prop_assert!(!once.contains(' '));
            if !text.contains('%') {
                prop_assert_eq!(repair_query(&once), once.clone());
            }
        }
    }
}
