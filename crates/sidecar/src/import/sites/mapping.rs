//! The mapping of station lists: whose sites they are, how each list is written, and which column says what.

use super::counties::US_COUNTY;
use crate::import::mapping::{Format, Network, Problem, Problems, Written, from_toml};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

pub use crate::import::mapping::MappingError;

/// A mapping as written. Unknown keys are refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SitesMapping {
    #[serde(rename = "network")]
    pub networks: Vec<Network>,
    #[serde(rename = "list")]
    pub lists: Vec<List>,
    /// Tables of words, such as codes of states with their names.
    #[serde(default)]
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default, rename = "correction")]
    pub corrections: Vec<Correction>,
}

/// `[[list]]`: one kind of file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// File name with `*` and `?`.
    pub pattern: Spanned<String>,
    /// What its sites are tagged with.
    pub name: Spanned<String>,
    /// Code of the network whose numbers it uses.
    pub network: Spanned<String>,
    #[serde(default)]
    pub format: Format,
    /// Rows may have fewer or more fields than the first.
    #[serde(default)]
    pub ragged: bool,
    #[serde(default)]
    pub longitude_positive: LongitudePositive,
    /// South, west, north, east: a place outside is not believed. West is more than east across the date line.
    pub extent: Option<Spanned<[f64; 4]>>,
    #[serde(default)]
    pub elevation_unit: ElevationUnit,
    #[serde(default)]
    pub private: bool,
    #[serde(default)]
    pub synthetic: bool,
    pub site: SiteFields,
}

/// Where positive longitudes lie.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LongitudePositive {
    #[default]
    East,
    West,
}

/// What elevations are in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum ElevationUnit {
    #[default]
    #[serde(rename = "m")]
    Metre,
    #[serde(rename = "ft")]
    Foot,
}

impl ElevationUnit {
    /// Metres of one.
    pub fn in_m(self) -> f64 {
        match self {
            Self::Metre => 1.0,
            Self::Foot => 0.3048,
        }
    }
}

macro_rules! site_fields {
    ($($key:ident: $name:literal,)*) => {
        /// `[list.site]`: which column says what of a site.
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct SiteFields {
            pub code: Spanned<Field>,
            $(#[serde(rename = $name)] pub $key: Option<Spanned<Field>>,)*
        }

        impl SiteFields {
            /// Every key that is there, by name.
            pub fn all(&self) -> Vec<(&'static str, &Spanned<Field>)> {
                let others = [$(($name, self.$key.as_ref()),)*];
                let others = others.into_iter().filter_map(|(key, field)| Some((key, field?)));
                std::iter::once(("code", &self.code)).chain(others).collect()
            }

            /// The keys that a mapping may use.
            pub const KEYS: &[&str] = &["code", $($name,)*];
        }
    };
}

site_fields! {
    name: "name",
    description: "description",
    site_type: "type",
    watershed: "watershed",
    latitude: "latitude",
    longitude: "longitude",
    elevation: "elevation",
    elevation_datum: "elevation_datum",
    admin_area_1: "admin_area_1",
    admin_area_2: "admin_area_2",
    country: "country",
    zone: "zone",
    standard_utc_offset: "standard_utc_offset",
    disclaimer: "disclaimer",
    tag: "tag",
    last_data: "last_data",
}

/// Where a text stands: a column, or more than that.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a column's name, its number (from 1, or from the end as -1), or a table of column, to, \
                 text, words, after, before"
)]
pub enum Field {
    Number(i64),
    Name(String),
    Spec(FieldSpec),
}

/// A text made from columns.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldSpec {
    pub column: Option<ListColumn>,
    /// Last of several columns, joined by blanks.
    pub to: Option<ListColumn>,
    /// The same for every site.
    pub text: Option<String>,
    /// Table of words that says what the text means.
    pub words: Option<String>,
    /// Only what stands after the last of these.
    pub after: Option<String>,
    /// Only what stands before the last of these.
    pub before: Option<String>,
}

/// A column by its name in the header or its number, negative from the end.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "expected a column's name or its number")]
pub enum ListColumn {
    Number(i64),
    Name(String),
}

impl Field {
    /// The long form.
    pub fn spec(&self) -> FieldSpec {
        let column = |column| FieldSpec { column: Some(column), ..FieldSpec::default() };
        match self {
            Self::Number(number) => column(ListColumn::Number(*number)),
            Self::Name(name) => column(ListColumn::Name(name.clone())),
            Self::Spec(spec) => spec.clone(),
        }
    }
}

/// `[[correction]]`: what a list says wrongly of one site, known from elsewhere.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    pub network: Spanned<String>,
    pub code: String,
    /// A key of `[list.site]`.
    pub key: Spanned<String>,
    /// What the list says; where it says something else, nothing is corrected.
    pub from: String,
    pub to: String,
    /// Why it is wrong and how that is known.
    pub reason: String,
}

/// A mapping in which every name refers to something.
#[derive(Debug)]
pub struct CheckedSites {
    pub file: String,
    pub mapping: SitesMapping,
    /// How each list is written.
    pub written: Vec<Written>,
    text: String,
}

impl SitesMapping {
    /// Reads and checks the text of a mapping; `file` is how messages call it.
    pub fn parse(file: &str, text: &str) -> Result<CheckedSites, MappingError> {
        let mapping: Self = from_toml(file, text)?;
        let mut problems = Problems { file, text, found: Vec::new() };
        let networks =
            problems.unique("network.code", mapping.networks.iter().map(|network| &network.code));
        problems.unique("list.name", mapping.lists.iter().map(|list| &list.name));
        let written = mapping.lists.iter().map(|list| problems.written(&list.format)).collect();
        for list in &mapping.lists {
            problems.known("list.network", Some(&list.network), &networks, "network");
            check_list(&mut problems, &mapping, list);
        }
        for correction in &mapping.corrections {
            problems.known("correction.network", Some(&correction.network), &networks, "network");
            let key = correction.key.get_ref();
            if key == "code" || !SiteFields::KEYS.contains(&key.as_str()) {
                let message = format!("'{key}' is none of {}", SiteFields::KEYS[1..].join(", "));
                problems.add("correction.key", correction.key.span(), message);
            }
        }
        if problems.found.is_empty() {
            let (file, text) = (file.to_owned(), text.to_owned());
            Ok(CheckedSites { file, mapping, written, text })
        } else {
            Err(MappingError(problems.found))
        }
    }
}

fn check_list(problems: &mut Problems<'_>, mapping: &SitesMapping, list: &List) {
    if let Some(extent) = &list.extent {
        let [south, west, north, east] = *extent.get_ref();
        let on_globe = south.abs() <= 90.0
            && north.abs() <= 90.0
            && west.abs() <= 180.0
            && east.abs() <= 180.0;
        if !on_globe || south >= north {
            let message = "is not south, west, north, east in degrees".to_owned();
            problems.add("list.extent", extent.span(), message);
        }
    }
    for (key, field) in list.site.all() {
        let spec = field.get_ref().spec();
        let key = format!("list.site.{key}");
        if spec.column.is_some() == spec.text.is_some() {
            problems.add(&key, field.span(), "needs a column, or a text, and not both");
        }
        if spec.to.is_some() && spec.column.is_none() {
            problems.add(&key, field.span(), "has 'to' without 'column'");
        }
        let is_known = |words: &String| mapping.words.contains_key(words) || words == US_COUNTY;
        if let Some(words) = spec.words.filter(|words| !is_known(words)) {
            problems.add(&key, field.span(), format!("there is no [words.{words}]"));
        }
    }
    let (latitude, longitude) = (&list.site.latitude, &list.site.longitude);
    if let (Some(only), None) | (None, Some(only)) = (latitude, longitude) {
        let message = "latitude and longitude belong together";
        problems.add("list.site", only.span(), message);
    }
}

impl CheckedSites {
    /// A problem at a place of the mapping.
    pub fn problem<T>(&self, key: &str, at: &Spanned<T>, message: String) -> Problem {
        let mut problems = Problems { file: &self.file, text: &self.text, found: Vec::new() };
        problems.add(key, at.span(), message);
        problems.found.swap_remove(0)
    }
}
