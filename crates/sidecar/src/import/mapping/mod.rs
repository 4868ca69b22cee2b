//! The mapping file: what the columns of data files mean, as TOML.
//!
//! One mapping serves many files: `[[file]]` says by pattern which file belongs to which site, `[[column]]` which column is which
//! variable at which processing level, and `[[site]]`, `[[variable]]`, `[[level]]`, `[[sensor]]` describe each of these once.
//! A datastream is a column at a site. Keys, their defaults and examples: `docs/importing.md` and `examples/mappings/`.
//!
//! [`Mapping::parse`] reads the text; [`check`] finds everything that is wrong with it, with file, key and line.

mod check;
mod pattern;

pub use check::{Checked, Problems, Written, site_zone, spacing};
pub use pattern::matches;

use super::clock::Ambiguous;
use serde::Deserialize;
use std::fmt;
use toml::Spanned;

/// A mapping as written. Unknown keys are refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub network: Network,
    #[serde(default)]
    pub format: Format,
    pub time: Time,
    #[serde(default, rename = "file")]
    pub files: Vec<DataFile>,
    #[serde(rename = "site")]
    pub sites: Vec<Site>,
    #[serde(default, rename = "level")]
    pub levels: Vec<Level>,
    #[serde(default, rename = "sensor")]
    pub sensors: Vec<Sensor>,
    #[serde(rename = "variable")]
    pub variables: Vec<Variable>,
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
}

/// `[network]`: who operates the sites.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    pub code: Spanned<String>,
    pub name: String,
    #[serde(default)]
    pub description: String,
    pub link: Option<String>,
    /// Only for members.
    #[serde(default)]
    pub private: bool,
}

/// `[format]`: how the text is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Format {
    /// How bytes are text, if not as UTF-8: a name of [`crate::import::encoding::Encoding::NAMES`].
    pub encoding: Option<Spanned<String>>,
    /// One character; `\t` for tab.
    pub delimiter: Option<Spanned<String>>,
    /// Whether the first row names the columns.
    pub header: bool,
    /// Lines that begin so are left out.
    pub comment: Option<Spanned<String>>,
    /// One character that is taken off both ends of a field, such as `'`, where quotes do not hold.
    pub strip: Option<Spanned<String>>,
    /// Lines before the header.
    pub skip_lines: u64,
    /// Rows between the header and the data, such as units.
    pub skip_after_header: u64,
    /// `,` where numbers are written with a decimal comma.
    pub decimal: Option<Spanned<String>>,
    /// Cells that mean "nothing was measured": they make no Observation.
    pub missing: Vec<String>,
    /// The number that stands for "no data"; kept as an Observation.
    pub no_data_value: Option<Spanned<f64>>,
    /// Further cells that mean the same, stored as `no_data_value`.
    pub no_data: Vec<String>,
    /// What separates several qualifiers in one cell.
    pub qualifier_separator: Option<String>,
}

impl Default for Format {
    fn default() -> Self {
        let missing = ["", "NULL", "null", "NA", "N/A", "NaN", "NAN", "nan"];
        Self {
            encoding: None,
            delimiter: None,
            header: true,
            comment: None,
            strip: None,
            skip_lines: 0,
            skip_after_header: 0,
            decimal: None,
            missing: missing.map(str::to_owned).to_vec(),
            no_data_value: None,
            no_data: Vec::new(),
            qualifier_separator: None,
        }
    }
}

/// `[time]`: where the time stands and how it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// One column, or several (date and time of day) joined by a blank.
    pub columns: Vec<Spanned<ColumnRef>>,
    /// `iso` or strftime; tried in order.
    #[serde(default)]
    pub formats: Vec<Spanned<String>>,
    /// `±hh:mm`, all year.
    pub utc_offset: Option<Spanned<String>>,
    /// IANA zone, where clocks change.
    pub zone: Option<Spanned<String>>,
    #[serde(default)]
    pub ambiguous: Ambiguous,
}

/// A column by its name in the header, or by its number from 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(untagged)]
pub enum ColumnRef {
    Number(usize),
    Name(String),
}

impl fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(name) => write!(f, "'{name}'"),
        }
    }
}

/// `[[file]]`: which site a file belongs to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataFile {
    /// File name with `*` and `?`.
    pub pattern: Spanned<String>,
    pub site: Spanned<String>,
}

/// `[[site]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub code: Spanned<String>,
    pub name: String,
    #[serde(default)]
    pub description: String,
    #[serde(rename = "type")]
    pub site_type: Option<String>,
    pub watershed: Option<String>,
    /// IANA zone of the place.
    pub zone: Option<Spanned<String>>,
    /// `±hh:mm` of local standard time.
    pub standard_utc_offset: Option<Spanned<String>>,
    pub latitude: Option<Spanned<f64>>,
    pub longitude: Option<Spanned<f64>>,
    pub elevation_m: Option<f64>,
    pub elevation_datum: Option<String>,
    pub admin_area_1: Option<String>,
    pub admin_area_2: Option<String>,
    pub country: Option<String>,
    pub disclaimer: Option<String>,
    #[serde(default)]
    pub private: bool,
    /// Made-up data.
    #[serde(default)]
    pub synthetic: bool,
}

/// `[[level]]`: a processing level.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub code: Spanned<String>,
    pub name: String,
    pub definition: Option<String>,
}

/// `[[sensor]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sensor {
    pub code: Spanned<String>,
    pub name: String,
    #[serde(default)]
    pub description: String,
    pub method_type: Option<String>,
    pub method_link: Option<String>,
    pub model: Option<String>,
    pub manufacturer: Option<String>,
}

/// `[[variable]]`: what is measured, and how it is sampled.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    pub code: Spanned<String>,
    pub name: String,
    #[serde(default)]
    pub definition: String,
    #[serde(default)]
    pub description: String,
    pub category: Option<String>,
    pub unit: Unit,
    pub sensor: Option<Spanned<String>>,
    pub medium: Option<String>,
    pub result_type: Option<String>,
    pub aggregation: Option<String>,
    /// Such as `15 minutes`.
    pub aggregation_interval: Option<Spanned<String>>,
    /// Such as `15 minutes`.
    pub spacing: Option<Spanned<String>>,
}

/// Unit of a variable.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub name: String,
    pub symbol: Option<String>,
    pub definition: Option<String>,
}

/// `[[column]]`: a column of the data files, which becomes a datastream at each site.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub column: Spanned<ColumnRef>,
    pub variable: Spanned<String>,
    pub level: Option<Spanned<String>>,
    /// Instead of the variable's sensor.
    pub sensor: Option<Spanned<String>>,
    /// Column with qualifier codes.
    pub qualifier: Option<Spanned<ColumnRef>>,
    /// Instead of the file's site.
    pub site: Option<Spanned<String>>,
    /// Only rows in which these columns hold these texts.
    #[serde(default)]
    pub when: std::collections::BTreeMap<String, String>,
    /// Files without the column are fine.
    #[serde(default)]
    pub optional: bool,
    /// Tells datastreams apart that share site, variable and level.
    pub label: Option<String>,
    pub no_data_value: Option<Spanned<f64>>,
    pub status: Option<String>,
    #[serde(default)]
    pub private: bool,
}

/// What is wrong with a mapping, all of it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct MappingError(pub Vec<Problem>);

/// One thing that is wrong: file, line, key, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    pub line: Option<usize>,
    pub key: String,
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if self.key.is_empty() {
            write!(f, ": {}", self.message)
        } else {
            write!(f, ": {}: {}", self.key, self.message)
        }
    }
}

impl Mapping {
    /// Reads and checks the text of a mapping; `file` is how messages call it.
    pub fn parse(file: &str, text: &str) -> Result<Checked, MappingError> {
        check::check(file, text, from_toml(file, text)?)
    }
}

/// Reads the text of a mapping of any kind.
pub fn from_toml<M: serde::de::DeserializeOwned>(
    file: &str,
    text: &str,
) -> Result<M, MappingError> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        let message = error.message().to_owned();
        MappingError(vec![Problem { file: file.to_owned(), line, key: String::new(), message }])
    })
}

/// The line, from 1, of a byte of a text.
fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}
