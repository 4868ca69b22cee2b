//! Facets: by what the catalog can be narrowed, and the code of every row in each.

use crate::catalog::Catalog;
use crate::column::{NONE, TextColumn, WordColumn};
use crate::status::{Status, classify};
use crate::text::{natural_ranks, ranks_of};
use gagehouse_model::{Spacing, TimeUs};

/// By what the catalog can be narrowed, in the order of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Source.
    Source,
    /// Network, by name.
    Network,
    /// Watershed or region.
    Watershed,
    /// State or province.
    State,
    /// Site.
    Site,
    /// Kind of site.
    SiteType,
    /// Category of the variable.
    Category,
    /// Variable, by name.
    Variable,
    /// Unit, by symbol.
    Unit,
    /// Sampled medium.
    Medium,
    /// Processing level.
    Level,
    /// Method or sensor.
    Method,
    /// Aggregation statistic.
    Statistic,
    /// Intended interval.
    Interval,
    /// Status class.
    Status,
}

impl Facet {
    /// All facets, in the order of the panel.
    pub const ALL: [Self; 15] = [
        Self::Source,
        Self::Network,
        Self::Watershed,
        Self::State,
        Self::Site,
        Self::SiteType,
        Self::Category,
        Self::Variable,
        Self::Unit,
        Self::Medium,
        Self::Level,
        Self::Method,
        Self::Statistic,
        Self::Interval,
        Self::Status,
    ];

    /// Its word in URLs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Network => "network",
            Self::Watershed => "watershed",
            Self::State => "state",
            Self::Site => "site",
            Self::SiteType => "type",
            Self::Category => "category",
            Self::Variable => "variable",
            Self::Unit => "unit",
            Self::Medium => "medium",
            Self::Level => "level",
            Self::Method => "method",
            Self::Statistic => "statistic",
            Self::Interval => "interval",
            Self::Status => "status",
        }
    }

    /// The facet of a word in a URL.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.key() == key)
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Source => "Source",
            Self::Network => "Network",
            Self::Watershed => "Watershed",
            Self::State => "State or province",
            Self::Site => "Site",
            Self::SiteType => "Site type",
            Self::Category => "Variable category",
            Self::Variable => "Variable",
            Self::Unit => "Unit",
            Self::Medium => "Medium",
            Self::Level => "Processing level",
            Self::Method => "Method",
            Self::Statistic => "Statistic",
            Self::Interval => "Interval",
            Self::Status => "Status",
        }
    }
}

/// One facet of a catalog: its values and the code of every row.
#[derive(Debug, Clone, Default)]
pub struct FacetColumn {
    /// Keys of the values, as they stand in URLs.
    pub keys: TextColumn,
    /// Labels of the values.
    pub labels: TextColumn,
    /// Place of each value in the order of labels.
    pub ranks: Vec<u32>,
    /// Code of each datastream, [`NONE`] when it has no value.
    pub codes: Vec<u32>,
}

impl FacetColumn {
    /// Number of values.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether no row has a value.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Code of a key.
    pub fn code_of(&self, key: &str) -> Option<u32> {
        self.keys.iter().position(|known| known == Some(key)).map(|at| at as u32)
    }

    /// The column of a facet; `now` decides the status.
    pub fn build(catalog: &Catalog, facet: Facet, now: TimeUs) -> Self {
        let (sites, rows) = (catalog.site_table(), catalog.datastream_table());
        match facet {
            Facet::Source => of_sources(catalog),
            Facet::Network => of_networks(catalog),
            Facet::Watershed => through_site(catalog, &sites.watershed),
            Facet::State => through_site(catalog, &sites.admin_area_1),
            Facet::Site => of_sites(catalog),
            Facet::SiteType => through_site(catalog, &sites.site_type),
            Facet::Category => of_words(&rows.variable_category),
            Facet::Variable => of_words(&rows.variable_name),
            Facet::Unit => of_units(catalog),
            Facet::Medium => of_words(&rows.sampled_medium),
            Facet::Level => of_levels(catalog),
            Facet::Method => of_words(&rows.method_name),
            Facet::Statistic => of_words(&rows.aggregation_statistic),
            Facet::Interval => of_intervals(catalog),
            Facet::Status => of_status(catalog, now),
        }
    }

    fn with_natural_order(keys: TextColumn, labels: TextColumn, codes: Vec<u32>) -> Self {
        let ranks = natural_ranks(labels.iter().map(|label| label.unwrap_or("")));
        Self { keys, labels, ranks, codes }
    }
}

fn of_words(column: &WordColumn) -> FacetColumn {
    let words = column.words().clone();
    FacetColumn::with_natural_order(words.clone(), words, column.codes().to_vec())
}

fn through_site(catalog: &Catalog, column: &WordColumn) -> FacetColumn {
    let words = column.words().clone();
    let codes = gathered(catalog.datastream_table().site.as_slice(), column.codes());
    FacetColumn::with_natural_order(words.clone(), words, codes)
}

/// `codes[row]` for each row, [`NONE`] where there is none.
fn gathered(rows: &[u32], codes: &[u32]) -> Vec<u32> {
    rows.iter().map(|row| codes.get(*row as usize).copied().unwrap_or(NONE)).collect()
}

fn of_sources(catalog: &Catalog) -> FacetColumn {
    let (mut keys, mut labels) = (TextColumn::default(), TextColumn::default());
    for source in catalog.sources() {
        keys.push(Some(source.entry.key.as_str()));
        labels.push(Some(&source.entry.name));
    }
    let codes = catalog.source_of_datastream().iter().map(|source| u32::from(*source)).collect();
    FacetColumn::with_natural_order(keys, labels, codes)
}

/// Networks of one name in several sources are one choice.
fn of_networks(catalog: &Catalog) -> FacetColumn {
    let mut names = WordColumn::default();
    for name in catalog.network_table().name.iter() {
        names.push(name);
    }
    let codes = gathered(catalog.datastream_table().network.as_slice(), names.codes());
    FacetColumn::with_natural_order(names.words().clone(), names.words().clone(), codes)
}

fn of_sites(catalog: &Catalog) -> FacetColumn {
    let (mut keys, mut labels) = (TextColumn::default(), TextColumn::default());
    for site in catalog.sites() {
        keys.push(Some(&site.reference().to_string()));
        match site.code().filter(|code| *code != site.name()) {
            Some(code) => labels.push(Some(&format!("{} ({code})", site.name()))),
            None => labels.push(Some(site.name())),
        }
    }
    let codes = catalog.datastream_table().site.as_slice().to_vec();
    FacetColumn::with_natural_order(keys, labels, codes)
}

fn of_units(catalog: &Catalog) -> FacetColumn {
    let mut units = WordColumn::default();
    for datastream in catalog.datastreams() {
        units.push(Some(datastream.unit_label()));
    }
    of_words(&units)
}

/// A level is its code; its meaning stands beside it when the sources agree.
fn of_levels(catalog: &Catalog) -> FacetColumn {
    let rows = catalog.datastream_table();
    let words = rows.processing_level.words();
    let mut meanings: Vec<Option<Option<u32>>> = vec![None; words.len()];
    let definitions = &rows.processing_level_definition;
    for (level, definition) in rows.processing_level.codes().iter().zip(definitions.codes()) {
        if let Some(meaning) = meanings.get_mut(*level as usize).filter(|_| *definition != NONE) {
            *meaning = match *meaning {
                None => Some(Some(*definition)),
                Some(Some(known)) if known == *definition => Some(Some(known)),
                _ => Some(None),
            };
        }
    }
    let mut labels = TextColumn::default();
    for (code, meaning) in words.iter().zip(meanings) {
        let code = code.unwrap_or("");
        match meaning.flatten().and_then(|at| definitions.words().get(at as usize)) {
            Some(meaning) if meaning != code => labels.push(Some(&format!("{code}: {meaning}"))),
            _ => labels.push(Some(code)),
        }
    }
    let codes = rows.processing_level.codes().to_vec();
    FacetColumn::with_natural_order(words.clone(), labels, codes)
}

/// Intervals, the shortest first.
fn of_intervals(catalog: &Catalog) -> FacetColumn {
    let spacings: Vec<Option<Spacing>> =
        (0..catalog.len()).map(|row| spacing_of(catalog, row)).collect();
    let mut distinct: Vec<Spacing> = spacings.iter().flatten().copied().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let (mut keys, mut labels) = (TextColumn::default(), TextColumn::default());
    for spacing in &distinct {
        keys.push(Some(&spacing_key(*spacing)));
        labels.push(Some(&spacing_label(*spacing)));
    }
    let code = |spacing: &Option<Spacing>| match spacing {
        Some(spacing) => distinct.binary_search(spacing).map_or(NONE, |at| at as u32),
        None => NONE,
    };
    let ranks = (0..distinct.len() as u32).collect();
    FacetColumn { keys, labels, ranks, codes: spacings.iter().map(code).collect() }
}

fn spacing_of(catalog: &Catalog, row: usize) -> Option<Spacing> {
    catalog.datastream_table().spacing_us.get(row).and_then(Spacing::from_us)
}

/// An interval as an ISO 8601 duration, `PT15M`.
pub fn spacing_key(spacing: Spacing) -> String {
    let (amount, unit) = spacing.amount();
    match unit {
        "days" => format!("P{amount}D"),
        "hours" => format!("PT{amount}H"),
        "minutes" => format!("PT{amount}M"),
        _ => format!("PT{amount}S"),
    }
}

/// An interval in words, `15 minutes`, `1 day`.
pub fn spacing_label(spacing: Spacing) -> String {
    match spacing.amount() {
        (1.0, unit) => format!("1 {}", unit.trim_end_matches('s')),
        (amount, unit) => format!("{amount} {unit}"),
    }
}

/// Status classes, the most alive first.
fn of_status(catalog: &Catalog, now: TimeUs) -> FacetColumn {
    let (mut keys, mut labels) = (TextColumn::default(), TextColumn::default());
    for status in Status::ALL {
        keys.push(Some(status.key()));
        labels.push(Some(status.label()));
    }
    let order: Vec<u32> = (0..Status::ALL.len() as u32).collect();
    let codes = catalog.datastreams().map(|datastream| {
        classify(datastream.end(), datastream.spacing(), datastream.status(), now) as u32
    });
    FacetColumn { keys, labels, ranks: ranks_of(&order), codes: codes.collect() }
}
