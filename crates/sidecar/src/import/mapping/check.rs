//! Everything that can be wrong with a mapping before a data file is opened.

use super::{Column, Format, Mapping, MappingError, Problem, Site, Variable, line_of};
use crate::import::clock::{Clock, LocalTime};
use crate::import::encoding::Encoding;
use gagehouse_model::zone::offset_from_text;
use gagehouse_model::{SiteZone, Spacing};
use std::collections::HashSet;
use std::ops::Range;
use toml::Spanned;

/// A mapping in which every name refers to something and every value is in range.
#[derive(Debug)]
pub struct Checked {
    /// How messages call the mapping.
    pub file: String,
    pub mapping: Mapping,
    pub clock: Clock,
    pub written: Written,
    pub decimal_comma: bool,
    text: String,
}

/// How the text of a file is written.
#[derive(Debug, Clone)]
pub struct Written {
    pub encoding: Encoding,
    pub delimiter: u8,
    pub comment: Option<u8>,
    /// Taken off both ends of a field.
    pub strip: Option<u8>,
    pub header: bool,
    pub skip_lines: u64,
    pub skip_after_header: u64,
}

impl Checked {
    /// A problem at a place of the mapping.
    pub fn problem<T>(&self, key: &str, at: &Spanned<T>, message: String) -> Problem {
        let line = Some(line_of(&self.text, at.span().start));
        Problem { file: self.file.clone(), line, key: key.to_owned(), message }
    }

    pub fn site(&self, code: &str) -> Option<&Site> {
        self.mapping.sites.iter().find(|site| site.code.get_ref() == code)
    }

    pub fn variable(&self, code: &str) -> Option<&Variable> {
        self.mapping.variables.iter().find(|variable| variable.code.get_ref() == code)
    }

    /// The number that stands for "no data" in a column.
    pub fn no_data_value(&self, column: &Column) -> Option<f64> {
        let own = column.no_data_value.as_ref();
        own.or(self.mapping.format.no_data_value.as_ref()).map(|value| *value.get_ref())
    }
}

/// Reads `15 minutes`.
pub fn spacing(text: &str) -> Option<Spacing> {
    let (amount, unit) = text.trim().split_once(' ')?;
    Spacing::from_amount(amount.parse().ok()?, unit.trim())
}

/// The zone of a site; the offset of standard time has to be stated beside an IANA zone.
pub fn site_zone(site: &Site) -> Option<SiteZone> {
    let offset = site.standard_utc_offset.as_ref()?;
    let standard_offset_minutes = offset_from_text(offset.get_ref())?;
    Some(SiteZone {
        iana: site.zone.as_ref().map(|zone| zone.get_ref().clone()),
        standard_offset_minutes,
    })
}

/// Collects what is wrong with the text of a mapping.
pub struct Problems<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub found: Vec<Problem>,
}

impl Problems<'_> {
    pub fn add(&mut self, key: impl Into<String>, at: Range<usize>, message: impl Into<String>) {
        self.found.push(Problem {
            file: self.file.to_owned(),
            line: Some(line_of(self.text, at.start)),
            key: key.into(),
            message: message.into(),
        });
    }

    /// Codes have to be said once and not be empty.
    pub fn unique<'c>(
        &mut self,
        key: &str,
        codes: impl Iterator<Item = &'c Spanned<String>>,
    ) -> HashSet<&'c str> {
        let mut seen = HashSet::new();
        for code in codes {
            if code.get_ref().trim().is_empty() {
                self.add(key, code.span(), "is empty");
            } else if !seen.insert(code.get_ref().as_str()) {
                self.add(key, code.span(), format!("'{}' is there twice", code.get_ref()));
            }
        }
        seen
    }

    pub fn known(
        &mut self,
        key: &str,
        name: Option<&Spanned<String>>,
        codes: &HashSet<&str>,
        table: &str,
    ) {
        let Some(name) = name else { return };
        if !codes.contains(name.get_ref().as_str()) {
            let message = format!("there is no [[{table}]] with code '{}'", name.get_ref());
            self.add(key, name.span(), message);
        }
    }

    /// How files are written, with what is wrong about it.
    pub fn written(&mut self, format: &Format) -> Written {
        Written {
            encoding: self.encoding(format.encoding.as_ref()),
            delimiter: self.one_byte("format.delimiter", format.delimiter.as_ref()).unwrap_or(b','),
            comment: self.one_byte("format.comment", format.comment.as_ref()),
            strip: self.one_byte("format.strip", format.strip.as_ref()),
            header: format.header,
            skip_lines: format.skip_lines,
            skip_after_header: format.skip_after_header,
        }
    }

    fn encoding(&mut self, name: Option<&Spanned<String>>) -> Encoding {
        let Some(name) = name else { return Encoding::default() };
        Encoding::from_name(name.get_ref()).unwrap_or_else(|| {
            let known = Encoding::NAMES.map(|(known, _)| known).join(", ");
            let message = format!("'{}' is none of {known}", name.get_ref());
            self.add("format.encoding", name.span(), message);
            Encoding::default()
        })
    }

    fn one_byte(&mut self, key: &str, text: Option<&Spanned<String>>) -> Option<u8> {
        let text = text?;
        match text.get_ref().as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Some(*byte),
            _ => {
                let message = format!("'{}' is not one plain character", text.get_ref());
                self.add(key, text.span(), message);
                None
            }
        }
    }
}

pub fn check(file: &str, text: &str, mapping: Mapping) -> Result<Checked, MappingError> {
    let mut problems = Problems { file, text, found: Vec::new() };
    check_references(&mut problems, &mapping);
    check_values(&mut problems, &mapping);
    let written = problems.written(&mapping.format);
    let decimal_comma = match mapping
        .format
        .decimal
        .as_ref()
        .map(|decimal| (decimal.get_ref().as_str(), decimal.span()))
    {
        None | Some((".", _)) => false,
        Some((",", at)) if written.delimiter == b',' => {
            problems.add("format.decimal", at, "',' cannot be the delimiter and the decimal sign");
            false
        }
        Some((",", _)) => true,
        Some((other, at)) => {
            problems.add("format.decimal", at, format!("'{other}' is neither '.' nor ','"));
            false
        }
    };
    let clock = check_time(&mut problems, &mapping);
    match clock {
        Some(clock) if problems.found.is_empty() => Ok(Checked {
            file: file.to_owned(),
            mapping,
            clock,
            written,
            decimal_comma,
            text: text.to_owned(),
        }),
        _ => Err(MappingError(problems.found)),
    }
}

fn check_references(problems: &mut Problems<'_>, mapping: &Mapping) {
    let sites = problems.unique("site.code", mapping.sites.iter().map(|site| &site.code));
    let levels = problems.unique("level.code", mapping.levels.iter().map(|level| &level.code));
    let sensors = problems.unique("sensor.code", mapping.sensors.iter().map(|sensor| &sensor.code));
    let variables =
        problems.unique("variable.code", mapping.variables.iter().map(|variable| &variable.code));
    for data_file in &mapping.files {
        problems.known("file.site", Some(&data_file.site), &sites, "site");
    }
    for variable in &mapping.variables {
        problems.known("variable.sensor", variable.sensor.as_ref(), &sensors, "sensor");
    }
    let mut streams = HashSet::new();
    for column in &mapping.columns {
        problems.known("column.variable", Some(&column.variable), &variables, "variable");
        problems.known("column.level", column.level.as_ref(), &levels, "level");
        problems.known("column.sensor", column.sensor.as_ref(), &sensors, "sensor");
        problems.known("column.site", column.site.as_ref(), &sites, "site");
        let stream = (
            column.site.as_ref().map(Spanned::get_ref),
            column.variable.get_ref(),
            column.level.as_ref().map(Spanned::get_ref),
            &column.label,
        );
        if !streams.insert(stream) {
            let message = format!(
                "a second column for variable '{}' at the same level and site; give one of them a label",
                column.variable.get_ref()
            );
            problems.add("column.column", column.column.span(), message);
        }
        let has_site =
            column.site.is_some() || !mapping.files.is_empty() || mapping.sites.len() == 1;
        if !has_site {
            let message = format!(
                "nothing says at which site column {} is; add [[file]] entries or column.site",
                column.column.get_ref()
            );
            problems.add("column.column", column.column.span(), message);
        }
    }
}

fn check_values(problems: &mut Problems<'_>, mapping: &Mapping) {
    if mapping.network.code.get_ref().trim().is_empty() {
        problems.add("network.code", mapping.network.code.span(), "is empty");
    }
    for site in &mapping.sites {
        check_site(problems, site);
    }
    for variable in &mapping.variables {
        for (key, text) in [
            ("variable.spacing", &variable.spacing),
            ("variable.aggregation_interval", &variable.aggregation_interval),
        ] {
            let Some(text) = text else { continue };
            if spacing(text.get_ref()).is_none() {
                let message = format!(
                    "'{}' is not like '15 minutes' (seconds, minutes, hours or days)",
                    text.get_ref()
                );
                problems.add(key, text.span(), message);
            }
        }
    }
    let own = mapping.columns.iter().filter_map(|column| column.no_data_value.as_ref());
    for value in own.chain(&mapping.format.no_data_value) {
        if !value.get_ref().is_finite() {
            problems.add("no_data_value", value.span(), "is not a number");
        }
    }
    if mapping.format.no_data_value.is_none() && !mapping.format.no_data.is_empty() {
        let without = mapping.columns.iter().find(|column| column.no_data_value.is_none());
        if let Some(column) = without {
            problems.add(
                "format.no_data",
                column.column.span(),
                "needs a no_data_value to be stored as",
            );
        }
    }
}

fn check_site(problems: &mut Problems<'_>, site: &Site) {
    match (&site.latitude, &site.longitude) {
        (Some(latitude), Some(longitude)) => {
            if !(-90.0..=90.0).contains(latitude.get_ref()) {
                let message = format!("{} is not between -90 and 90", latitude.get_ref());
                problems.add("site.latitude", latitude.span(), message);
            }
            if !(-180.0..=180.0).contains(longitude.get_ref()) {
                let message = format!("{} is not between -180 and 180", longitude.get_ref());
                problems.add("site.longitude", longitude.span(), message);
            }
        }
        (Some(only), None) => {
            problems.add("site.latitude", only.span(), "there is no longitude beside it")
        }
        (None, Some(only)) => {
            problems.add("site.longitude", only.span(), "there is no latitude beside it")
        }
        (None, None) => {}
    }
    if let Some(offset) = &site.standard_utc_offset
        && offset_from_text(offset.get_ref()).is_none()
    {
        let message = format!("'{}' is not an offset such as '-07:00'", offset.get_ref());
        problems.add("site.standard_utc_offset", offset.span(), message);
    }
    if let Some(zone) = &site.zone {
        if zone.get_ref().parse::<chrono_tz::Tz>().is_err() {
            let message =
                format!("'{}' is not an IANA time zone such as 'America/Denver'", zone.get_ref());
            problems.add("site.zone", zone.span(), message);
        }
        if site.standard_utc_offset.is_none() {
            problems.add("site.zone", zone.span(), "needs standard_utc_offset beside it");
        }
    }
}

fn check_time(problems: &mut Problems<'_>, mapping: &Mapping) -> Option<Clock> {
    let time = &mapping.time;
    if time.columns.is_empty() {
        problems.found.push(Problem {
            file: problems.file.to_owned(),
            line: None,
            key: "time.columns".to_owned(),
            message: "names no column".to_owned(),
        });
    }
    let local = match (&time.utc_offset, &time.zone) {
        (Some(_), Some(zone)) => {
            problems.add(
                "time.zone",
                zone.span(),
                "stands beside time.utc_offset; only one of them can hold",
            );
            return None;
        }
        (Some(offset), None) => match offset_from_text(offset.get_ref()) {
            Some(minutes) => LocalTime::Fixed(minutes),
            None => {
                let message = format!("'{}' is not an offset such as '-07:00'", offset.get_ref());
                problems.add("time.utc_offset", offset.span(), message);
                return None;
            }
        },
        (None, Some(zone)) => match zone.get_ref().parse() {
            Ok(tz) => LocalTime::Zone(tz, time.ambiguous),
            Err(_) => {
                let message = format!(
                    "'{}' is not an IANA time zone such as 'America/Denver'",
                    zone.get_ref()
                );
                problems.add("time.zone", zone.span(), message);
                return None;
            }
        },
        (None, None) => LocalTime::Unknown,
    };
    for format in &time.formats {
        if Clock::new(std::slice::from_ref(format.get_ref()), local.clone()).is_err() {
            let message = format!("'{}' is neither 'iso' nor a strftime format", format.get_ref());
            problems.add("time.formats", format.span(), message);
        }
    }
    let formats: Vec<String> = time.formats.iter().map(|format| format.get_ref().clone()).collect();
    Clock::new(&formats, local).ok()
}
