//! Waits made a little longer by chance, from a seed: readers who failed together come back apart.

/// By at most this share.
const MOST_PARTS_LONGER: u64 = 4;

/// A source of chance (xorshift).
#[derive(Debug, Clone, Copy)]
pub struct Jitter(u64);

impl Jitter {
    /// From any number.
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15 | 1)
    }

    /// A wait that is at least as long, and up to a quarter longer.
    pub fn longer(&mut self, ms: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ms + self.0 % (ms / MOST_PARTS_LONGER + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_never_shorter_than_the_service_asked_for() {
        let mut jitter = Jitter::new(7);
        let waits: Vec<u64> = (0..100).map(|_| jitter.longer(1_000)).collect();
        assert!(waits.iter().all(|ms| (1_000..=1_250).contains(ms)));
        assert!(waits.iter().any(|ms| *ms < 1_100) && waits.iter().any(|ms| *ms > 1_150));
        assert_eq!(Jitter::new(1).longer(0), 0);
    }
}
