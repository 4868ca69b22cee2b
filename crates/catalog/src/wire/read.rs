//! Reading numbers and bytes, none past the end.

use super::{Presence, WireError};

/// Bytes that are left to read.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Reads from the start of some bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Number of bytes left.
    pub fn left(&self) -> usize {
        self.0.len()
    }

    /// One byte.
    pub fn byte(&mut self) -> Result<u8, WireError> {
        let (first, rest) = self.0.split_first().ok_or(WireError::Short)?;
        self.0 = rest;
        Ok(*first)
    }

    /// The next `length` bytes.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8], WireError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(WireError::Short)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A number.
    #[inline]
    pub fn varint(&mut self) -> Result<u64, WireError> {
        // Most take one or two bytes.
        if let [first @ ..0x80, rest @ ..] = self.0 {
            self.0 = rest;
            return Ok(u64::from(*first));
        }
        let mut number = 0u64;
        for (at, byte) in self.0.iter().enumerate().take(10) {
            number |= u64::from(byte & 0x7f) << (7 * at);
            if *byte < 0x80 {
                self.0 = &self.0[at + 1..];
                return Ok(number);
            }
        }
        Err(WireError::Short)
    }

    /// A number of things of which each takes a byte at least.
    pub fn count(&mut self) -> Result<usize, WireError> {
        let count = self.varint()?;
        usize::try_from(count).ok().filter(|count| *count <= self.left()).ok_or(WireError::Short)
    }

    /// `wanted`, or as many as there can be when each takes a byte at least.
    pub fn at_most(&self, wanted: usize) -> usize {
        wanted.min(self.left())
    }

    /// A text.
    pub fn text(&mut self) -> Result<&'a str, WireError> {
        let length = self.count()?;
        std::str::from_utf8(self.take(length)?)
            .map_err(|_| WireError::Content("a text is not UTF-8"))
    }

    /// What was written with its length.
    pub fn framed(&mut self) -> Result<Self, WireError> {
        let length = self.count()?;
        Ok(Self(self.take(length)?))
    }

    /// Which of `rows` rows have a value.
    pub fn presence(&mut self, rows: usize) -> Result<Presence, WireError> {
        let count = self.count()?;
        let mut runs = Vec::with_capacity(count);
        for _ in 0..count {
            runs.push(usize::try_from(self.varint()?).map_err(|_| WireError::Short)?);
        }
        Presence::new(runs, rows)
    }
}
