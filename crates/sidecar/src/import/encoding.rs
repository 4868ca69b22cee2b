//! How the bytes of a data file are written as text, and their way into UTF-8.

use encoding_rs::{Decoder, DecoderResult, UTF_16LE, WINDOWS_1252};
use std::io::{self, BufRead, Read};

/// How a file is written. A byte order mark counts for more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Checked line by line, never guessed.
    #[default]
    Utf8,
    /// Also what is called Latin-1: every byte means something.
    Windows1252,
    /// Little-endian unless a byte order mark says otherwise.
    Utf16,
}

impl Encoding {
    /// The names that a mapping can use.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("utf-8", Self::Utf8),
        ("windows-1252", Self::Windows1252),
        ("latin-1", Self::Windows1252),
        ("iso-8859-1", Self::Windows1252),
        ("utf-16", Self::Utf16),
    ];

    /// The encoding of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        let known = Self::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        known.map(|(_, encoding)| *encoding)
    }

    /// What turns such bytes into UTF-8; `None` where there is nothing to turn.
    pub fn decoder(self) -> Option<Decoder> {
        match self {
            Self::Utf8 => None,
            Self::Windows1252 => Some(WINDOWS_1252.new_decoder()),
            Self::Utf16 => Some(UTF_16LE.new_decoder()),
        }
    }
}

/// Makes sure that a line is UTF-8.
///
/// # Errors
/// With the line, the byte and the key of the mapping that says how else the file is written.
pub fn check(line: &[u8], number: u64) -> io::Result<()> {
    let Err(error) = std::str::from_utf8(line) else { return Ok(()) };
    let at = error.valid_up_to();
    let byte = line.get(at).copied().unwrap_or_default();
    let message = format!(
        "line {number}, byte {} (0x{byte:02X}) is no UTF-8 text; format.encoding can say how the file is \
         written: \"windows-1252\", \"latin-1\" or \"utf-16\"",
        at + 1
    );
    Err(io::Error::new(io::ErrorKind::InvalidData, message))
}

/// Reads bytes of another encoding as UTF-8.
pub struct Decoded<R> {
    input: R,
    decoder: Decoder,
    text: Vec<u8>,
    taken: usize,
    has_ended: bool,
}

impl<R: BufRead> Decoded<R> {
    /// Room for decoded text.
    const TEXT_BYTES: usize = 1 << 16;

    /// A reader over `input`.
    pub fn new(input: R, decoder: Decoder) -> Self {
        Self { input, decoder, text: Vec::new(), taken: 0, has_ended: false }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        let bytes = self.input.fill_buf()?;
        self.has_ended = bytes.is_empty();
        self.text.resize(Self::TEXT_BYTES, 0);
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.text, self.has_ended);
        self.text.truncate(written);
        self.taken = 0;
        self.input.consume(read);
        match result {
            DecoderResult::Malformed(..) => {
                let message =
                    "holds bytes that are no text in the encoding that format.encoding names";
                Err(io::Error::new(io::ErrorKind::InvalidData, message))
            }
            // Text that did not fit is asked for again, also after the last bytes.
            DecoderResult::OutputFull => {
                self.has_ended = false;
                Ok(())
            }
            DecoderResult::InputEmpty => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() {
            if self.has_ended {
                return Ok(0);
            }
            self.decode_more()?;
        }
        let left = &self.text[self.taken..];
        let count = left.len().min(into.len());
        into[..count].copy_from_slice(&left[..count]);
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::BufReader;

    fn decoded(name: &str, bytes: &[u8], buffer: usize) -> io::Result<String> {
        let decoder = Encoding::from_name(name).unwrap().decoder().unwrap();
        let input = BufReader::with_capacity(buffer, io::Cursor::new(bytes.to_vec()));
        let mut text = String::new();
        Decoded::new(input, decoder).read_to_string(&mut text)?;
        Ok(text)
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn each_encoding_is_read_as_it_is_written() {
        assert_eq!(decoded("Latin-1", b"\xb0C,\x80", 1).unwrap(), "°C,€");
        assert_eq!(decoded("utf-16", &utf16("\u{feff}°C", u16::to_le_bytes), 1).unwrap(), "°C");
        assert_eq!(decoded("utf-16", &utf16("\u{feff}°C", u16::to_be_bytes), 3).unwrap(), "°C");
        assert_eq!(decoded("utf-16", &utf16("°C", u16::to_le_bytes), 8).unwrap(), "°C");
        assert!(decoded("utf-16", b"a\0\x00\xd8b\0", 8).is_err(), "half of a pair");
        assert_eq!(Encoding::from_name("ebcdic"), None);
    }

    #[test]
    fn a_byte_that_is_no_utf_8_is_named_with_its_line() {
        assert!(check("Größe".as_bytes(), 1).is_ok());
        let error = check(b"12,\xb0C", 7).unwrap_err().to_string();
        assert!(
            error.contains("line 7, byte 4 (0xB0)") && error.contains("format.encoding"),
            "{error}"
        );
    }

    proptest! {
        #[test]
        fn no_text_is_lost_whatever_the_buffers(text in "\\PC{0,200}", buffer in 1usize..50) {
            let bytes = utf16(&format!("\u{feff}{text}"), u16::to_le_bytes);
            prop_assert_eq!(decoded("utf-16", &bytes, buffer).unwrap(), text);
        }
    }
}
