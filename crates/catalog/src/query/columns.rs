//! The columns of the table, and the order of its rows.

/// What a table can show of a series, in the order of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Name of the site.
    Site,
    /// Code of the site.
    SiteCode,
    /// Kind of site.
    SiteType,
    /// Network.
    Network,
    /// Source.
    Source,
    /// Watershed or region.
    Watershed,
    /// County.
    County,
    /// State or province.
    State,
    /// Variable as the source names it.
    Variable,
    /// Quantity that the variable is.
    Quantity,
    /// The source's code of the variable.
    VariableCode,
    /// Category of the variable.
    Category,
    /// Medium.
    Medium,
    /// Unit.
    Unit,
    /// Intended interval.
    Interval,
    /// Statistic.
    Statistic,
    /// Processing level.
    Level,
    /// Method.
    Method,
    /// Model of the sensor.
    Sensor,
    /// Time of the first value.
    Begin,
    /// Time of the last value.
    End,
    /// Number of values.
    Count,
    /// Years of data: values times interval.
    Years,
    /// The latest value.
    Latest,
    /// Status class, the most alive first.
    Status,
}

impl Column {
    /// All, in the order of the table.
    pub const ALL: [Self; 25] = [
        Self::Site,
        Self::SiteCode,
        Self::SiteType,
        Self::Network,
        Self::Source,
        Self::Watershed,
        Self::County,
        Self::State,
        Self::Variable,
        Self::Quantity,
        Self::VariableCode,
        Self::Category,
        Self::Medium,
        Self::Unit,
        Self::Interval,
        Self::Statistic,
        Self::Level,
        Self::Method,
        Self::Sensor,
        Self::Begin,
        Self::End,
        Self::Count,
        Self::Years,
        Self::Latest,
        Self::Status,
    ];

    /// Those shown unless others are chosen.
    pub const USUAL: [Self; 9] = [
        Self::Site,
        Self::Variable,
        Self::Unit,
        Self::Interval,
        Self::Level,
        Self::Begin,
        Self::End,
        Self::Count,
        Self::Status,
    ];

    /// Its word in URLs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::SiteCode => "sitecode",
            Self::SiteType => "type",
            Self::Network => "network",
            Self::Source => "source",
            Self::Watershed => "watershed",
            Self::County => "county",
            Self::State => "state",
            Self::Variable => "variable",
            Self::Quantity => "quantity",
            Self::VariableCode => "code",
            Self::Category => "category",
            Self::Medium => "medium",
            Self::Unit => "unit",
            Self::Interval => "interval",
            Self::Statistic => "statistic",
            Self::Level => "level",
            Self::Method => "method",
            Self::Sensor => "sensor",
            Self::Begin => "begin",
            Self::End => "end",
            Self::Count => "count",
            Self::Years => "years",
            Self::Latest => "latest",
            Self::Status => "status",
        }
    }

    /// The column of a word in a URL.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.key() == key)
    }

    /// Its heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Site => "Site",
            Self::SiteCode => "Site code",
            Self::SiteType => "Site type",
            Self::Network => "Network",
            Self::Source => "Source",
            Self::Watershed => "Watershed",
            Self::County => "County",
            Self::State => "State",
            Self::Variable => "Variable",
            Self::Quantity => "Quantity",
            Self::VariableCode => "Code",
            Self::Category => "Category",
            Self::Medium => "Medium",
            Self::Unit => "Unit",
            Self::Interval => "Interval",
            Self::Statistic => "Statistic",
            Self::Level => "Level",
            Self::Method => "Method",
            Self::Sensor => "Sensor",
            Self::Begin => "Begin",
            Self::End => "End",
            Self::Count => "Values",
            Self::Years => "Years of data",
            Self::Latest => "Latest value",
            Self::Status => "Status",
        }
    }

    /// Whether it holds numbers, which are compared down a column by their right ends.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Count | Self::Years | Self::Latest)
    }
}

/// Order of the rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what; `None` is by site, with a search text by how well a row fits it.
    pub by: Option<Column>,
    /// Largest or latest first; rows without a value are last either way.
    pub descending: bool,
}

impl Sort {
    /// Up by a column.
    pub fn by(column: Column) -> Self {
        Self { by: Some(column), descending: false }
    }

    /// Reads `end`, or `-end` for the latest first.
    pub fn parse(text: &str) -> Option<Self> {
        let (descending, key) = match text.strip_prefix('-') {
            Some(key) => (true, key),
            None => (false, text),
        };
        Some(Self { by: Some(Column::from_key(key)?), descending })
    }

    /// How it stands in a URL; nothing for the default.
    pub fn render(self) -> Option<String> {
        let sign = if self.descending { "-" } else { "" };
        Some(format!("{sign}{}", self.by?.key()))
    }
}
