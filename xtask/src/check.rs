//! `cargo xtask check`: the part of the tests that is fast enough to run before each commit.

use crate::test::{self, Part, Tally};

pub fn run() -> Tally {
    test::parts(&[Part::Fmt, Part::Clippy, Part::Pure], &[])
}
