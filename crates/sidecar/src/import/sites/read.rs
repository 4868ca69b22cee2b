//! A station list read into sites, with everything noticed on the way.

use super::fields::{Source, cleaned};
use super::mapping::{CheckedSites, List, MappingError};
use super::place::{self, PlaceRules};
use super::report::{ListCounts, Told, What};
use crate::clock::now;
use crate::import::clock::{Clock, LocalTime};
use crate::import::head::Head;
use crate::import::mapping::{Problem, matches};
use crate::import::rows::Rows;
use crate::store::networks::NewLocation;
use gagehouse_model::SiteZone;
use gagehouse_model::zone::{offset_from_text, offset_text};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

/// What is to be read from one file.
#[derive(Debug)]
pub struct Plan {
    pub path: PathBuf,
    /// The file as messages call it.
    pub file: String,
    /// Index into the mapping's lists.
    pub list: usize,
    lines_before_data: u64,
    width: Option<usize>,
    sources: HashMap<&'static str, Source>,
    is_empty: bool,
}

/// A site as one row of a list has it. An empty text says nothing.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    pub line: u64,
    pub code: String,
    pub name: String,
    pub description: String,
    pub site_type: String,
    pub watershed: String,
    pub location: Option<NewLocation>,
    pub zone: Option<SiteZone>,
    pub disclaimer: String,
    /// What the list says of the site, for its tag.
    pub tag: String,
    /// Corrections of the mapping that were applied.
    pub corrected: Vec<usize>,
}

/// A list as it was read.
#[derive(Debug)]
pub struct Read {
    pub list: usize,
    pub sites: Vec<Listed>,
    pub counts: ListCounts,
}

impl Plan {
    /// Finds the list that a file is of, and its columns.
    pub fn new(checked: &CheckedSites, path: &Path) -> Result<Self, Vec<Problem>> {
        let file = path.display().to_string();
        let here = |message: String| {
            vec![Problem { file: file.clone(), line: None, key: String::new(), message }]
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let lists = &checked.mapping.lists;
        let mut fitting = (0..lists.len()).filter(|n| matches(lists[*n].pattern.get_ref(), &name));
        let list = match (fitting.next(), fitting.next()) {
            (Some(list), None) => list,
            (None, _) => {
                return Err(here(format!("no [[list]] pattern of {} fits its name", checked.file)));
            }
            (Some(first), Some(second)) => {
                let (first, second) =
                    (lists[first].pattern.get_ref(), lists[second].pattern.get_ref());
                return Err(here(format!(
                    "two [[list]] patterns of {} fit its name: '{first}' and '{second}'",
                    checked.file
                )));
            }
        };
        let head = Head::read(&checked.written[list], path)
            .map_err(|error| here(format!("cannot be read: {error}")))?;
        let mut plan = Self {
            path: path.to_owned(),
            file: file.clone(),
            list,
            lines_before_data: head.lines,
            width: head.names.as_ref().map(Vec::len),
            sources: HashMap::new(),
            is_empty: head.is_empty,
        };
        if head.is_empty {
            return Ok(plan);
        }
        let mut problems = Vec::new();
        for (key, field) in lists[list].site.all() {
            match Source::new(&head, field.get_ref().spec()) {
                Ok(source) => {
                    plan.sources.insert(key, source);
                }
                Err(reason) => {
                    let key = format!("list.site.{key}");
                    problems.push(checked.problem(&key, field, format!("{file} {reason}")));
                }
            }
        }
        if problems.is_empty() { Ok(plan) } else { Err(MappingError(problems).0) }
    }

    /// The column of a key, as messages call it.
    pub fn column(&self, key: &str) -> String {
        self.sources.get(key).map(|source| source.column.clone()).unwrap_or_default()
    }
}

/// Reads a list.
pub fn read(checked: &CheckedSites, plan: &Plan, told: &mut Vec<Told>) -> io::Result<Read> {
    let list = &checked.mapping.lists[plan.list];
    let mut counts = ListCounts {
        file: plan.file.clone(),
        list: list.name.get_ref().clone(),
        ..ListCounts::default()
    };
    let mut sites = Vec::new();
    if plan.is_empty {
        return Ok(Read { list: plan.list, sites, counts });
    }
    let mut rows = Rows::open(&plan.path, &checked.written[plan.list], plan.lines_before_data)?;
    let mut width = plan.width;
    while let Some(row) = rows.advance()? {
        counts.rows += 1;
        let wanted = *width.get_or_insert(rows.count());
        let code = &plan.sources["code"];
        let misshapen = match row {
            Err(reason) => Some(reason.to_string()),
            Ok(()) if !list.ragged && rows.count() != wanted => {
                Some(format!("{} fields where {wanted} belong", rows.count()))
            }
            Ok(()) if code.is_beyond(rows.count()) => {
                Some(format!("{} fields, and none is the code", rows.count()))
            }
            Ok(()) => None,
        };
        let mut row = Row { checked, plan, list, rows: &rows, told, corrected: Vec::new() };
        if let Some(reason) = misshapen {
            let (line, _) = rows.parts();
            let start: String = String::from_utf8_lossy(line).chars().take(60).collect();
            row.tell(What::Shape, "", &start, reason);
            counts.rejected += 1;
        } else {
            match row.site() {
                Some(site) => sites.push(site),
                None => counts.rejected += 1,
            }
        }
    }
    Ok(Read { list: plan.list, sites, counts })
}

/// One row while it is read.
struct Row<'a> {
    checked: &'a CheckedSites,
    plan: &'a Plan,
    list: &'a List,
    rows: &'a Rows,
    told: &'a mut Vec<Told>,
    corrected: Vec<usize>,
}

impl Row<'_> {
    fn tell(&mut self, what: What, key: &str, value: &str, text: String) {
        self.told.push(Told {
            file: self.plan.file.clone(),
            line: self.rows.number(),
            column: self.plan.column(key),
            value: cleaned(value).0,
            what,
            text,
        });
    }

    fn site(&mut self) -> Option<Listed> {
        let code = self.text("code", "");
        if code.is_empty() {
            let raw = self.plan.sources["code"].text(self.rows, self.list);
            self.tell(
                What::Code,
                "code",
                &raw,
                "no code: the site cannot be told from others".into(),
            );
            return None;
        }
        let mut get = |key: &str| self.text(key, &code);
        let mut site = Listed {
            line: 0,
            name: get("name"),
            description: get("description"),
            site_type: get("type"),
            watershed: get("watershed"),
            disclaimer: get("disclaimer"),
            tag: get("tag"),
            ..Listed::default()
        };
        site.line = self.rows.number();
        site.location = self.location(&code);
        site.zone = self.zone(&code);
        if let Some(sentence) = self.last_data(&code, site.zone.as_ref()) {
            if !site.description.is_empty() {
                site.description.push_str(". ");
            }
            site.description.push_str(&sentence);
        }
        site.code = code;
        site.corrected = std::mem::take(&mut self.corrected);
        Some(site)
    }

    /// The text of a key: as the list has it, corrected, then what it means.
    fn text(&mut self, key: &str, code: &str) -> String {
        let Some(source) = self.plan.sources.get(key) else { return String::new() };
        let raw = source.text(self.rows, self.list);
        let (mut text, had_control) = cleaned(&raw);
        if had_control {
            self.tell(What::Cleaned, key, &raw, "control characters were left out".to_owned());
        }
        let network = self.list.network.get_ref();
        for (n, correction) in self.checked.mapping.corrections.iter().enumerate() {
            let is_about = correction.key.get_ref() == key
                && correction.code == code
                && correction.network.get_ref() == network;
            if is_about && correction.from == text {
                text.clone_from(&correction.to);
                self.corrected.push(n);
            }
        }
        source.meaning(&self.checked.mapping, text)
    }

    fn location(&mut self, code: &str) -> Option<NewLocation> {
        let (latitude, longitude) = (self.text("latitude", code), self.text("longitude", code));
        let rules = PlaceRules {
            longitude_positive: self.list.longitude_positive,
            extent: self.list.extent.as_ref().map(|extent| *extent.get_ref()),
        };
        let read = place::read(&latitude, &longitude, rules);
        if let Some((what, _, text)) = read.noticed {
            // Where nothing is written the code says which site it is.
            let value = match (latitude.as_str(), longitude.as_str()) {
                ("", "") => code.to_owned(),
                _ => format!("{latitude}, {longitude}"),
            };
            let column =
                format!("{}, {}", self.plan.column("latitude"), self.plan.column("longitude"));
            self.tell(what, "latitude", &value, text);
            if let Some(last) = self.told.last_mut() {
                last.column = column;
            }
        }
        let elevation_m = self.elevation(code);
        let (longitude, latitude) = read.place?;
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        Some(NewLocation {
            longitude,
            latitude,
            elevation_m,
            elevation_datum: some(self.text("elevation_datum", code)),
            admin_area_1: some(self.text("admin_area_1", code)),
            admin_area_2: some(self.text("admin_area_2", code)),
            country: some(self.text("country", code)),
        })
    }

    /// Metres, to the millimetre.
    fn elevation(&mut self, code: &str) -> Option<f64> {
        let text = self.text("elevation", code);
        if text.is_empty() {
            return None;
        }
        let metres =
            text.parse::<f64>().ok().map(|number| number * self.list.elevation_unit.in_m());
        // From below the Dead Sea to above Everest.
        match metres.filter(|metres| (-500.0..=9_000.0).contains(metres)) {
            Some(metres) => Some((metres * 1e3).round() / 1e3),
            None => {
                let text_for_people = "no elevation of a place on land; left out".to_owned();
                self.tell(What::Elevation, "elevation", &text, text_for_people);
                None
            }
        }
    }

    fn zone(&mut self, code: &str) -> Option<SiteZone> {
        let (iana, offset) = (self.text("zone", code), self.text("standard_utc_offset", code));
        if iana.is_empty() && offset.is_empty() {
            return None;
        }
        // Some lists write hours: -3.5.
        let hours = || offset.parse::<f64>().ok().map(|hours| (hours * 60.0).round() as i32);
        let minutes = offset_from_text(&offset).or_else(hours).filter(|m| m.abs() <= 14 * 60);
        let is_zone = iana.is_empty() || iana.parse::<chrono_tz::Tz>().is_ok();
        let Some(standard_offset_minutes) = minutes.filter(|_| is_zone) else {
            let value = format!("{iana} {offset}");
            let text = "needs an IANA zone, and an offset such as -07:00 beside it".to_owned();
            self.tell(What::Zone, "standard_utc_offset", value.trim(), text);
            return None;
        };
        Some(SiteZone { iana: Some(iana).filter(|iana| !iana.is_empty()), standard_offset_minutes })
    }

    /// When the list says that the site last had data, as a sentence.
    fn last_data(&mut self, code: &str, zone: Option<&SiteZone>) -> Option<String> {
        let text = self.text("last_data", code);
        if text.is_empty() {
            return None;
        }
        let minutes = zone.map_or(0, |zone| zone.standard_offset_minutes);
        let clock = Clock::new(&[], LocalTime::Fixed(minutes)).ok()?;
        match clock.instant(text.as_bytes(), None) {
            Ok(time) if time > now() => {
                let says = "lies ahead of the clock: it cannot be when data last came; left out";
                self.tell(What::Ahead, "last_data", &text, says.to_owned());
                None
            }
            Ok(time) => {
                let utc = zone.is_none();
                let local = time.to_local_text(minutes);
                let zone =
                    if utc { "UTC".to_owned() } else { format!("UTC{}", offset_text(minutes)) };
                Some(format!("Latest data when listed: {local} {zone}"))
            }
            Err(reason) => {
                self.tell(What::Ahead, "last_data", &text, reason.to_string());
                None
            }
        }
    }
}
