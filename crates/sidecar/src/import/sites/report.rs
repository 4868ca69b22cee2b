//! What an import of station lists did, and everything that was noticed, with file, line, column and value.

use crate::import::summary::grouped;
use crate::store::networks::StoredSites;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// Of each kind so many are printed; `--issues` writes all.
const PRINTED: usize = 5;

/// What kind of thing was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Rejected: no row of the list's shape.
    Shape,
    /// Rejected: no code.
    Code,
    NoPlace,
    ZeroZero,
    NotANumber,
    OutOfRange,
    Outside,
    Wrapped,
    Elevation,
    Zone,
    /// A time of latest data that cannot be.
    Ahead,
    Cleaned,
    /// Two lists place a site differently.
    Apart,
    Crowd,
    /// A correction of the mapping that met nothing to correct.
    Correction,
}

impl What {
    fn heading(self) -> &'static str {
        match self {
            Self::Shape => "rejected, not of the list's shape",
            Self::Code => "rejected, without a code",
            Self::NoPlace => "kept without coordinates",
            Self::ZeroZero => "kept without the coordinates 0, 0",
            Self::NotANumber => "kept without coordinates that are no numbers",
            Self::OutOfRange => "kept without coordinates that are off the globe",
            Self::Outside => "kept without coordinates outside of the list's extent",
            Self::Wrapped => "longitudes beyond the date line, turned",
            Self::Elevation => "elevations left out",
            Self::Zone => "time zones left out",
            Self::Ahead => "times of latest data left out",
            Self::Cleaned => "texts with control characters",
            Self::Apart => "placed differently by two lists",
            Self::Crowd => "many sites at one point, all kept",
            Self::Correction => "corrections not applied",
        }
    }
}

/// One thing that was noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub file: String,
    /// From 1; 0 when it is about no line.
    pub line: u64,
    pub column: String,
    pub value: String,
    pub what: What,
    pub text: String,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, ": {}", self.column)?;
        }
        write!(f, ": '{}': {}", self.value, self.text)
    }
}

/// What became of a list. Every row is one of `first`, `joined`, `repeated` and `rejected`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ListCounts {
    pub file: String,
    pub list: String,
    pub rows: u64,
    /// Sites that no list before it has.
    pub first: u64,
    /// Sites that another list has.
    pub joined: u64,
    /// Rows of sites that the list has already.
    pub repeated: u64,
    pub rejected: u64,
    /// Why nothing of it was read.
    pub error: Option<String>,
}

/// What an import of station lists did.
#[derive(Debug, Default, Clone)]
pub struct SitesReport {
    pub lists: Vec<ListCounts>,
    pub told: Vec<Told>,
    pub sites: u64,
    pub in_several_lists: u64,
    pub without_place: u64,
    /// Points at which several sites are.
    pub shared_points: u64,
    /// Corrections of the mapping that were applied.
    pub corrected: u64,
    pub stored: StoredSites,
    pub is_dry_run: bool,
    pub took: Duration,
}

impl SitesReport {
    /// How many of a kind were noticed.
    pub fn count(&self, what: What) -> usize {
        self.told.iter().filter(|told| told.what == what).count()
    }

    /// The lists that cannot be called loaded, each with the reason.
    pub fn complaints(&self) -> Vec<String> {
        let of_list = |list: &ListCounts| {
            let why = match &list.error {
                Some(error) => format!("not loaded: {error}"),
                None if list.rows == 0 => "has no rows".to_owned(),
                None if list.rejected * 2 > list.rows => format!(
                    "{} of {} rows were rejected; look at format.delimiter and list.site.code",
                    grouped(list.rejected),
                    grouped(list.rows)
                ),
                None => return None,
            };
            Some(format!("{}: {why}", list.file))
        };
        self.lists.iter().filter_map(of_list).collect()
    }

    /// Everything that was noticed as CSV: file, line, column, value, kind, text.
    pub fn as_csv(&self) -> String {
        let quoted = |text: &str| {
            // A spreadsheet would run what begins like a formula.
            let formula = text.starts_with(['=', '+', '@']);
            format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
        };
        let mut csv = "file,line,column,value,kind,text\n".to_owned();
        for told in &self.told {
            let line = if told.line > 0 { told.line.to_string() } else { String::new() };
            let cells = [
                quoted(&told.file),
                line,
                quoted(&told.column),
                quoted(&told.value),
                quoted(told.what.heading()),
                quoted(&told.text),
            ];
            csv.push_str(&cells.join(","));
            csv.push('\n');
        }
        csv
    }
}

impl fmt::Display for SitesReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for list in &self.lists {
            let ListCounts { rows, first, joined, repeated, rejected, .. } = list;
            let [rows, first, joined, repeated, rejected] =
                [rows, first, joined, repeated, rejected].map(|count| grouped(*count));
            writeln!(
                f,
                "{}: {rows} rows: {first} sites of its own, {joined} that a list before it has, {repeated} named \
                 again, {rejected} rejected",
                list.file
            )?;
            if let Some(error) = &list.error {
                writeln!(f, "  NOT LOADED: {error}")?;
            }
        }
        let mut kinds: BTreeMap<What, Vec<&Told>> = BTreeMap::new();
        for told in &self.told {
            kinds.entry(told.what).or_default().push(told);
        }
        for (what, told) in kinds {
            writeln!(f, "\n{} ({}):", what.heading(), grouped(told.len() as u64))?;
            for told in told.iter().take(PRINTED) {
                writeln!(f, "  {told}")?;
            }
            if told.len() > PRINTED {
                writeln!(f, "  and {} more", grouped((told.len() - PRINTED) as u64))?;
            }
        }
        write!(
            f,
            "\n{} sites: {} in several lists, {} without coordinates, {} points with more than one; {} corrected",
            grouped(self.sites),
            grouped(self.in_several_lists),
            grouped(self.without_place),
            grouped(self.shared_points),
            grouped(self.corrected)
        )?;
        if self.is_dry_run {
            write!(f, "\ndry run: nothing was written, and nothing compared with what is stored")
        } else {
            let StoredSites { new, updated, same } = self.stored;
            let [new, updated, same] = [new, updated, same].map(grouped);
            let seconds = self.took.as_secs_f64();
            write!(f, "\n{new} new, {updated} updated, {same} the same, in {seconds:.1} s")
        }
    }
}
