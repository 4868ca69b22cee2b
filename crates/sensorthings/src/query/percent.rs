//! Percent-encoding as the paths and query strings of this protocol need it.

/// What a bare `+` means in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plus {
    /// Itself, as in a path.
    Literal,
    /// A blank, as in a query string.
    Blank,
}

/// Decodes `%XX` and, in a query string, `+`. `None` for a broken escape or bytes that are not UTF-8.
pub(super) fn decode(text: &str, plus: Plus) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => hex(bytes.next()?)? * 16 + hex(bytes.next()?)?,
            b'+' if plus == Plus::Blank => b' ',
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

fn hex(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).map(|digit| digit as u8)
}

/// Appends `text` encoded so that it survives as one option value or path segment: everything is escaped
/// but letters, digits and `-._~$()*,;:@/=`.
pub fn encode_component(text: &str, out: &mut String) {
    for byte in text.bytes() {
        let kept = byte.is_ascii_alphanumeric() || b"-._~$()*,;:@/=".contains(&byte);
        if kept {
            out.push(byte as char);
        } else {
            let digit =
                |n: u8| char::from_digit(u32::from(n), 16).map_or('0', |c| c.to_ascii_uppercase());
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encoded_decodes_to_itself() {
        let text = "name eq 'a+b & c#ü' [1] 100%";
        let mut out = String::new();
        encode_component(text, &mut out);
        assert_eq!(out, "name%20eq%20%27a%2Bb%20%26%20c%23%C3%BC%27%20%5B1%5D%20100%25");
        assert_eq!(decode(&out, Plus::Blank).as_deref(), Some(text));
    }

    #[test]
    fn broken_escapes_are_refused() {
        for text in ["%", "%2", "%zz", "%ff"] {
            assert_eq!(decode(text, Plus::Blank), None, "{text}");
        }
    }
}
