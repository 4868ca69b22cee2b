//! How many tests passed and failed.

use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Tally {
    /// A check that passed counts as one test.
    pub const ONE_PASSED: Self = Self { passed: 1, failed: 0 };
    /// A check that failed counts as one test.
    pub const ONE_FAILED: Self = Self { passed: 0, failed: 1 };

    /// The counts of one line of libtest's or wasm-bindgen-test's, if it is the summary of a run.
    pub fn from_test_result(line: &str) -> Option<Self> {
        let (_, counts) = line.split_once("test result: ")?;
        let count = |what: &str| -> Option<u64> {
            let (before, _) = counts.split_once(what)?;
            before.trim_end().rsplit(' ').next()?.parse().ok()
        };
        Some(Self { passed: count("passed;")?, failed: count("failed;")? })
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn a_summary_line_gives_its_counts_and_other_lines_none() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; finished";
        assert_eq!(Tally::from_test_result(line), Some(Tally { passed: 12, failed: 3 }));
        assert_eq!(Tally::from_test_result("test a_name ... ok"), None);
        assert_eq!(Tally::from_test_result("running 12 tests"), None);
    }
}
