//! `cargo xtask check`: the part of the tests that is fast enough to run before each commit.

use anyhow::Result;

use crate::test::{self, Part};

pub fn run() -> Result<()> {
    test::parts(&[Part::Fmt, Part::Clippy, Part::Pure], &[])
}
