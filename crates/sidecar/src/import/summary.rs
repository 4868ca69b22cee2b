//! What an import did, counted per datastream, and what was wrong in which line.

use std::fmt;
use std::time::Duration;

/// Issues kept per file; the rest is counted.
const KEPT: usize = 20;

/// What was wrong in a file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Issues {
    /// The first ones: line and reason.
    pub first: Vec<(u64, String)>,
    /// How many there are.
    pub count: u64,
}

impl Issues {
    pub fn add(&mut self, line: u64, reason: String) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push((line, reason));
        }
    }
}

/// What became of a file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FileReport {
    pub file: String,
    pub rows: u64,
    pub rejected_rows: u64,
    /// Rows that the `when` of no column takes, and the line of the first.
    pub unused_rows: u64,
    pub first_unused_line: u64,
    pub issues: Issues,
    /// Why nothing of it was loaded.
    pub error: Option<String>,
}

/// What became of the cells of a datastream, or of all.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// New observations.
    pub loaded: u64,
    /// Already there with this value and quality.
    pub unchanged: u64,
    /// Already there with another value or quality: the new one is shown, the old one kept.
    pub revised: u64,
    /// Cells that are no number.
    pub rejected: u64,
    /// Cells that say nothing: no observation.
    pub missing: u64,
    /// Of loaded, unchanged and revised: cells that say "no data".
    pub no_data: u64,
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        self.loaded += other.loaded;
        self.unchanged += other.unchanged;
        self.revised += other.revised;
        self.rejected += other.rejected;
        self.missing += other.missing;
        self.no_data += other.no_data;
    }
}

/// What an import did.
#[derive(Debug, Default, Clone)]
pub struct Summary {
    pub files: Vec<FileReport>,
    /// Code and counts of each datastream.
    pub series: Vec<(String, Counts)>,
    pub took: Duration,
}

impl Summary {
    /// All datastreams together.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.series.iter().for_each(|(_, counts)| total.add(counts));
        total
    }

    /// Whether a file could not be loaded, or had rows and none of them could be used.
    pub fn failed(&self) -> bool {
        let failed = |file: &FileReport| {
            let unusable = file.rejected_rows + file.unused_rows;
            file.error.is_some() || (file.rows > 0 && unusable == file.rows)
        };
        self.files.iter().any(failed)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in &self.files {
            write!(f, "{}: {} rows", file.file, grouped(file.rows))?;
            if file.rejected_rows > 0 {
                write!(f, ", {} rejected", grouped(file.rejected_rows))?;
            }
            if file.unused_rows > 0 {
                let (rows, first) = (grouped(file.unused_rows), file.first_unused_line);
                write!(f, ", {rows} that no column's 'when' takes (the first in line {first})")?;
            }
            match &file.error {
                Some(error) => writeln!(f, "; NOT LOADED: {error}")?,
                None => writeln!(f)?,
            }
            for (line, reason) in &file.issues.first {
                writeln!(f, "  line {line}: {reason}")?;
            }
            let more = file.issues.count - file.issues.first.len() as u64;
            if more > 0 {
                writeln!(f, "  and {} more", grouped(more))?;
            }
        }
        let width =
            self.series.iter().map(|(code, _)| code.chars().count()).max().unwrap_or(0).max(10);
        writeln!(
            f,
            "\n{:width$} {:>11} {:>11} {:>9} {:>9} {:>9} {:>9}",
            "datastream", "loaded", "unchanged", "revised", "rejected", "missing", "no data"
        )?;
        for (code, counts) in &self.series {
            write_counts(f, code, counts, width)?;
        }
        let total = self.total();
        write_counts(f, "total", &total, width)?;
        let values = total.loaded + total.unchanged + total.revised;
        let seconds = self.took.as_secs_f64();
        write!(
            f,
            "\n{} values of {} datastreams in {seconds:.1} s ({} values/s)",
            grouped(values),
            self.series.len(),
            grouped((values as f64 / seconds.max(1e-3)) as u64)
        )
    }
}

fn write_counts(
    f: &mut fmt::Formatter<'_>,
    code: &str,
    counts: &Counts,
    width: usize,
) -> fmt::Result {
    writeln!(
        f,
        "{code:width$} {:>11} {:>11} {:>9} {:>9} {:>9} {:>9}",
        grouped(counts.loaded),
        grouped(counts.unchanged),
        grouped(counts.revised),
        grouped(counts.rejected),
        grouped(counts.missing),
        grouped(counts.no_data)
    )
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_names_lines_and_counts_the_rest() {
        let mut issues = Issues::default();
        for line in 0..25 {
            issues.add(line, "bad".to_owned());
        }
        let counts = Counts { loaded: 1_234_567, no_data: 12, ..Counts::default() };
        let summary = Summary {
            files: vec![FileReport {
                file: "a.csv".to_owned(),
                rows: 1_000,
                rejected_rows: 25,
                issues,
                ..FileReport::default()
            }],
            series: vec![("S:T:0".to_owned(), counts)],
            took: Duration::from_secs(2),
        };
        assert!(!summary.failed());
        let text = summary.to_string();
        assert!(text.contains("a.csv: 1,000 rows, 25 rejected"), "{text}");
        assert!(text.contains("line 0: bad") && text.contains("and 5 more"), "{text}");
        assert!(
            text.contains("1,234,567 values of 1 datastreams in 2.0 s (617,283 values/s)"),
            "{text}"
        );
    }

    #[test]
    fn a_file_of_which_no_row_could_be_used_has_failed() {
        let file = FileReport { rows: 2, rejected_rows: 2, ..FileReport::default() };
        assert!(Summary { files: vec![file], ..Summary::default() }.failed());
        let file = FileReport { rows: 2, unused_rows: 2, ..FileReport::default() };
        assert!(Summary { files: vec![file], ..Summary::default() }.failed());
        assert!(!Summary { files: vec![FileReport::default()], ..Summary::default() }.failed());
    }
}
