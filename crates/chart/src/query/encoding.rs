//! Names and values of a URL's query, percent-encoded.

/// The decoded pairs of a query; `+` is a blank, bytes that are no UTF-8 become U+FFFD.
pub fn pairs(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let text = text.strip_prefix('?').unwrap_or(text);
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    })
}

/// A name or a value without its escapes; `+` is a blank, bytes that are no UTF-8 become U+FFFD.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |offset: usize| {
            bytes.get(at + offset).and_then(|b| char::from(*b).to_digit(16)).map(|d| d as u8)
        };
        match (bytes[at], hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                at += 3;
                continue;
            }
            (b'+', ..) => out.push(b' '),
            (byte, ..) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A value as it stands in a query: everything but letters, digits and `-._~:@,/` percent-encoded.
pub fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b':' | b'@' | b',' | b'/' => out.push(char::from(byte)),
            _ => {
                out.push('%');
                for digit in [byte >> 4, byte & 15] {
                    let hex = char::from_digit(u32::from(digit), 16).unwrap_or('0');
                    out.push(hex.to_ascii_uppercase());
                }
            }
        }
    }
    out
}
