//! Lines and fields of a delimited text file.
//!
//! A line is a line: a quoted field cannot hold a line break, so that a quote that is never closed spoils one row and not the
//! rest of the file. Gzip is recognised by its first bytes, a byte order mark is dropped.

use super::encoding::{Decoded, Encoding};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// A line longer than this is cut there and marked; nothing real is.
pub const MAX_LINE_BYTES: usize = 1 << 20;
const BUFFER_BYTES: usize = 1 << 18;

/// Reads a file line by line.
pub struct Lines {
    input: Box<dyn BufRead + Send>,
    number: u64,
    too_long: bool,
}

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lines").field("number", &self.number).finish_non_exhaustive()
    }
}

impl Lines {
    /// Opens a plain or gzipped file.
    pub fn open(path: &Path, encoding: Encoding) -> io::Result<Self> {
        let mut file = BufReader::with_capacity(BUFFER_BYTES, File::open(path)?);
        let bytes: Box<dyn BufRead + Send> = if file.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
            Box::new(BufReader::with_capacity(BUFFER_BYTES, MultiGzDecoder::new(file)))
        } else {
            Box::new(file)
        };
        match encoding.decoder() {
            Some(decoder) => {
                let text = Decoded::new(bytes, decoder);
                Self::new(Box::new(BufReader::with_capacity(BUFFER_BYTES, text)))
            }
            None => Self::new(bytes),
        }
    }

    /// Reads UTF-8 from anything.
    pub fn new(mut input: Box<dyn BufRead + Send>) -> io::Result<Self> {
        if input.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
            input.consume(3);
        }
        Ok(Self { input, number: 0, too_long: false })
    }

    /// Puts the next line, without its end, into `line`; `false` at the end of the file.
    pub fn next_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        line.clear();
        self.too_long = false;
        let limit = MAX_LINE_BYTES as u64;
        if (&mut self.input).take(limit).read_until(b'\n', line)? == 0 {
            return Ok(false);
        }
        self.number += 1;
        if line.len() == MAX_LINE_BYTES && line.last() != Some(&b'\n') {
            self.too_long = true;
            self.input.skip_until(b'\n')?;
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(true)
    }

    /// The number of the line last read, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Whether the line last read was cut.
    pub fn was_too_long(&self) -> bool {
        self.too_long
    }
}

/// A quoted field that is not closed on its line, or is followed by something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadQuote;

/// Where the fields of a line are. Blanks around a field do not belong to it, unless quoted.
#[derive(Debug, Default)]
pub struct Fields {
    ranges: Vec<(u32, u32)>,
    strip: Option<u8>,
}

impl Fields {
    /// Takes a character off both ends of every field that is not quoted.
    pub fn stripping(strip: Option<u8>) -> Self {
        Self { ranges: Vec::new(), strip }
    }

    /// Finds the fields of a line; doubled quotes inside quotes become single ones in `line`.
    pub fn split(&mut self, line: &mut [u8], delimiter: u8) -> Result<(), BadQuote> {
        self.ranges.clear();
        if memchr::memchr(b'"', line).is_none() {
            let mut start = 0;
            for end in memchr::memchr_iter(delimiter, line).chain([line.len()]) {
                self.push_trimmed(line, start, end);
                start = end + 1;
            }
            return Ok(());
        }
        let mut at = 0;
        loop {
            let first = at + line[at..].iter().take_while(|b| **b == b' ').count();
            if line.get(first) == Some(&b'"') {
                at = self.push_quoted(line, first + 1)?;
                at += line[at..].iter().take_while(|b| **b == b' ').count();
                if at < line.len() && line[at] != delimiter {
                    return Err(BadQuote);
                }
            } else {
                let end = memchr::memchr(delimiter, &line[at..]).map_or(line.len(), |n| at + n);
                self.push_trimmed(line, at, end);
                at = end;
            }
            if at >= line.len() {
                return Ok(());
            }
            at += 1;
        }
    }

    /// Number of fields.
    pub fn count(&self) -> usize {
        self.ranges.len()
    }

    /// A field; empty when there are not so many.
    #[inline]
    pub fn get<'a>(&self, line: &'a [u8], index: usize) -> &'a [u8] {
        match self.ranges.get(index) {
            Some((start, end)) => &line[*start as usize..*end as usize],
            None => b"",
        }
    }

    /// Every field as text.
    pub fn texts(&self, line: &[u8]) -> Vec<String> {
        (0..self.count()).map(|n| String::from_utf8_lossy(self.get(line, n)).into_owned()).collect()
    }

    #[inline]
    fn push_trimmed(&mut self, line: &[u8], mut start: usize, mut end: usize) {
        while start < end && matches!(line[start], b' ' | b'\t') {
            start += 1;
        }
        while end > start && matches!(line[end - 1], b' ' | b'\t') {
            end -= 1;
        }
        if let Some(strip) = self.strip {
            start += usize::from(start < end && line[start] == strip);
            end -= usize::from(end > start && line[end - 1] == strip);
        }
        // Lines are at most MAX_LINE_BYTES long.
        self.ranges.push((start as u32, end as u32));
    }

    /// `start` is after the opening quote; returns the place after the closing one.
    fn push_quoted(&mut self, line: &mut [u8], start: usize) -> Result<usize, BadQuote> {
        let (mut read, mut write) = (start, start);
        loop {
            match (line.get(read), line.get(read + 1)) {
                (None, _) => return Err(BadQuote),
                (Some(b'"'), Some(b'"')) => {
                    line[write] = b'"';
                    read += 2;
                }
                (Some(b'"'), _) => {
                    self.ranges.push((start as u32, write as u32));
                    return Ok(read + 1);
                }
                (Some(other), _) => {
                    line[write] = *other;
                    read += 1;
                }
            }
            write += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn split(text: &str) -> Result<Vec<String>, BadQuote> {
        let mut line = text.as_bytes().to_vec();
        let mut fields = Fields::default();
        fields.split(&mut line, b',')?;
        Ok(fields.texts(&line))
    }

    #[test]
    fn fields_are_split_trimmed_and_unquoted() {
        for (text, fields) in [
            ("a,b,c", vec!["a", "b", "c"]),
            (" a ,\tb,", vec!["a", "b", ""]),
            ("\"a,b\", \" c \" ,d", vec!["a,b", " c ", "d"]),
            ("\"say \"\"hi\"\"\",2", vec!["say \"hi\"", "2"]),
            ("5\" pipe,2", vec!["5\" pipe", "2"]),
            ("\"\",", vec!["", ""]),
            ("", vec![""]),
        ] {
            assert_eq!(split(text).unwrap(), fields, "{text}");
        }
    }

    #[test]
    fn a_quote_never_closed_spoils_its_line_alone() {
        assert_eq!(split("1,\"2,3"), Err(BadQuote));
        assert_eq!(split("1,\"2\"x,3"), Err(BadQuote));
    }

    fn read(bytes: &[u8]) -> Vec<String> {
        let mut lines = Lines::new(Box::new(Cursor::new(bytes.to_vec()))).unwrap();
        let (mut all, mut line) = (Vec::new(), Vec::new());
        while lines.next_line(&mut line).unwrap() {
            all.push(String::from_utf8_lossy(&line).into_owned());
        }
        all
    }

    #[test]
    fn byte_order_mark_and_line_ends_do_not_belong_to_lines() {
        assert_eq!(read(b"\xef\xbb\xbfa\r\nb\n\nc"), ["a", "b", "", "c"]);
        assert_eq!(read(b""), Vec::<String>::new());
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_is_whole() {
        let mut bytes = vec![b'x'; MAX_LINE_BYTES + 5];
        bytes.extend_from_slice(b"\nnext\n");
        let mut lines = Lines::new(Box::new(Cursor::new(bytes))).unwrap();
        let mut line = Vec::new();
        assert!(lines.next_line(&mut line).unwrap());
        assert_eq!(line.len(), MAX_LINE_BYTES);
        assert!(lines.was_too_long());
        assert!(lines.next_line(&mut line).unwrap());
        assert_eq!(line, b"next");
        assert!(!lines.was_too_long());
        assert_eq!(lines.number(), 2);
    }

    proptest! {
        #[test]
        fn no_line_makes_the_splitter_panic(line in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut line = line;
            let _ = Fields::default().split(&mut line, b',');
        }
    }
}
