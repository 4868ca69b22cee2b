//! What an import did, counted per datastream, and what was wrong in which line.

use super::clock::NotATime;
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

/// What rows and cells were refused for, by the key of the mapping that may be wrong.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// Rows of another shape.
    pub fields: u64,
    /// Times in no format.
    pub formats: u64,
    /// Times without a zone, or that came twice or never.
    pub zones: u64,
}

impl Refused {
    pub fn time(&mut self, reason: &NotATime) {
        match reason {
            NotATime::Format(_) | NotATime::Beyond(_) => self.formats += 1,
            NotATime::NoZone(_)
            | NotATime::Twice(..)
            | NotATime::OutOfOrder(..)
            | NotATime::Repeated(_)
            | NotATime::Never(..) => self.zones += 1,
        }
    }

    fn likely_key(&self) -> &'static str {
        if self.formats > self.fields.max(self.zones) {
            "time.formats"
        } else if self.zones > self.fields {
            "time.utc_offset or time.zone"
        } else {
            "format.delimiter"
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
    pub refused: Refused,
    /// Cells that are numbers, and cells that had to be and are not.
    pub values: u64,
    pub rejected_values: u64,
    /// Datastreams of which most cells had to be numbers and are not.
    pub mostly_rejected: Vec<String>,
    /// Why nothing of it was loaded.
    pub error: Option<String>,
}

impl FileReport {
    /// Why the file as a whole cannot be called loaded, with the key of the mapping that is likely wrong.
    pub fn complaint(&self) -> Option<String> {
        let cells = self.values + self.rejected_values;
        if let Some(error) = &self.error {
            Some(format!("not loaded: {error}"))
        } else if self.rows == 0 {
            Some("has no rows of data; if it should, look at format.skip_lines, format.skip_after_header \
                  and format.comment"
                .to_owned())
        } else if self.rejected_rows * 2 > self.rows {
            let (bad, all, key) = (self.rejected_rows, self.rows, self.refused.likely_key());
            Some(format!("{} of {} rows were rejected; look at {key}", grouped(bad), grouped(all)))
        } else if self.unused_rows > 0 && self.unused_rows + self.rejected_rows == self.rows {
            Some("no row of it is taken by a column; look at column.when".to_owned())
        } else if self.rejected_values * 2 > cells {
            let (bad, all) = (grouped(self.rejected_values), grouped(cells));
            Some(format!(
                "{bad} of {all} values are no numbers; look at format.decimal and format.missing"
            ))
        } else if !self.mostly_rejected.is_empty() {
            let names = self.mostly_rejected.join(", ");
            Some(format!("most values of {names} are no numbers; look at column.column"))
        } else {
            None
        }
    }
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
    /// Whether everything was only read: then `loaded` counts what was read, and nothing was compared or written.
    pub is_dry_run: bool,
}

impl Summary {
    /// All datastreams together.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.series.iter().for_each(|(_, counts)| total.add(counts));
        total
    }

    /// The files that cannot be called loaded, each with the reason.
    pub fn complaints(&self) -> Vec<String> {
        let of_file = |file: &FileReport| Some(format!("{}: {}", file.file, file.complaint()?));
        self.files.iter().filter_map(of_file).collect()
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
            "datastream",
            if self.is_dry_run { "read" } else { "loaded" },
            "unchanged",
            "revised",
            "rejected",
            "missing",
            "no data"
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
        )?;
        if self.is_dry_run {
            write!(f, "\ndry run: nothing was written, and nothing compared with what is stored")?;
        }
        Ok(())
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
pub(super) fn grouped(number: u64) -> String {
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
            is_dry_run: false,
        };
        assert_eq!(summary.complaints(), Vec::<String>::new());
        let text = summary.to_string();
        assert!(text.contains("a.csv: 1,000 rows, 25 rejected"), "{text}");
        assert!(text.contains("line 0: bad") && text.contains("and 5 more"), "{text}");
        assert!(
            text.contains("1,234,567 values of 1 datastreams in 2.0 s (617,283 values/s)"),
            "{text}"
        );
    }

    #[test]
    fn a_file_that_was_mostly_rejected_names_the_key_to_look_at() {
        let file = FileReport { rows: 4, values: 4, ..FileReport::default() };
        let refused = |fields, formats, zones| FileReport {
            rejected_rows: 3,
            refused: Refused { fields, formats, zones },
            ..file.clone()
        };
        for (file, key) in [
            (FileReport::default(), "format.skip_lines"),
            (refused(3, 0, 0), "3 of 4 rows were rejected; look at format.delimiter"),
            (refused(1, 2, 0), "time.formats"),
            (refused(0, 1, 2), "time.utc_offset"),
            (FileReport { unused_rows: 4, ..file.clone() }, "column.when"),
            (FileReport { unused_rows: 1, ..refused(0, 3, 0) }, "3 of 4 rows were rejected"),
            (
                FileReport { rejected_values: 5, ..file.clone() },
                "5 of 9 values are no numbers; look at format.decimal",
            ),
        ] {
            let complaint = file.complaint().unwrap();
            assert!(complaint.contains(key), "{key}: {complaint}");
        }
        let half = FileReport { rejected_rows: 2, rejected_values: 4, ..file };
        assert_eq!(half.complaint(), None);
    }
}
