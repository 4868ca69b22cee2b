//! Writing numbers and bytes.

/// Bytes that grow.
#[derive(Debug, Clone, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// One byte.
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Some bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// A number in as many bytes as it needs, seven bits each, the low ones first.
    pub fn varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A text with its length.
    pub fn text(&mut self, text: &str) {
        self.varint(text.len() as u64);
        self.bytes(text.as_bytes());
    }

    /// What another writer wrote, with its length.
    pub fn framed(&mut self, inner: Self) {
        self.varint(inner.0.len() as u64);
        self.bytes(&inner.0);
    }

    /// Which of `rows` rows have a value: runs of those that have, then of those that have not, by turns.
    pub fn presence(&mut self, rows: usize, has: impl Fn(usize) -> bool) {
        let mut runs = Vec::new();
        let (mut run, mut present) = (0u64, true);
        for row in 0..rows {
            if has(row) != present {
                runs.push(std::mem::take(&mut run));
                present = !present;
            }
            run += 1;
        }
        runs.push(run);
        self.varint(runs.len() as u64);
        runs.into_iter().for_each(|run| self.varint(run));
    }
}

/// A signed number as an unsigned one, small when it is near zero.
pub fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

/// The inverse of [`zigzag`].
pub fn unzigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

/// Bytes that a number takes.
pub fn varint_len(number: u64) -> usize {
    (64 - (number | 1).leading_zeros() as usize).div_ceil(7)
}
