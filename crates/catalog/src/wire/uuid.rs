//! UUIDs in sixteen bytes: half of what their text takes, and text of theirs does not compress.

/// Letters of a UUID's text.
pub const LENGTH: usize = 36;

/// Where the hyphens are.
fn is_hyphen(at: usize) -> bool {
    matches!(at, 8 | 13 | 18 | 23)
}

/// The bytes of a UUID that would be written the same again.
pub fn parse(text: &str) -> Option<[u8; 16]> {
    let text = text.as_bytes();
    if text.len() != LENGTH {
        return None;
    }
    let mut bytes = [0; 16];
    let mut digits = 0;
    for (at, letter) in text.iter().enumerate() {
        let digit = match letter {
            b'-' if is_hyphen(at) => continue,
            b'0'..=b'9' if !is_hyphen(at) => letter - b'0',
            b'a'..=b'f' if !is_hyphen(at) => letter - b'a' + 10,
            _ => return None,
        };
        bytes[digits / 2] |= digit << (4 * (1 - digits % 2));
        digits += 1;
    }
    Some(bytes)
}

/// Appends the text of sixteen bytes.
pub fn format(bytes: &[u8], out: &mut String) {
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_reads_back_and_what_only_resembles_one_is_none() {
        let text = "0123abcd-0000-4f00-8fff-00000000000e";
        let mut back = String::new();
        format(&parse(text).unwrap(), &mut back);
        assert_eq!(back, text);
        for other in [
            "0123ABCD-0000-4f00-8fff-00000000000e",
            "0123abcd00000-4f00-8fff-00000000000e",
            "0123abcd-0000-4f00-8fff-0000000000-e",
            "",
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
