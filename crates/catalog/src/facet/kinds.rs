//! By what the catalog can be narrowed.

/// By what the catalog can be narrowed, in the order of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Status class.
    Status,
    /// Network, by name.
    Network,
    /// Quantity: one choice for what sources call by several names.
    Variable,
    /// Site.
    Site,
    /// Kind of site.
    SiteType,
    /// Watershed or region.
    Watershed,
    /// Country.
    Country,
    /// State or province.
    State,
    /// County or district.
    County,
    /// Processing level.
    Level,
    /// Intended interval.
    Interval,
    /// Unit, by symbol.
    Unit,
    /// Category of the variable.
    Category,
    /// Sampled medium.
    Medium,
    /// Aggregation statistic.
    Statistic,
    /// Method.
    Method,
    /// Model of the sensor.
    Sensor,
    /// Variable by the source's own code and name.
    Code,
    /// Tags of datastreams and sites.
    Tag,
    /// Source.
    Source,
}

impl Facet {
    /// Number of facets.
    pub const COUNT: usize = 20;

    /// All facets, in the order of the panel.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Status,
        Self::Network,
        Self::Variable,
        Self::Site,
        Self::SiteType,
        Self::Watershed,
        Self::Country,
        Self::State,
        Self::County,
        Self::Level,
        Self::Interval,
        Self::Unit,
        Self::Category,
        Self::Medium,
        Self::Statistic,
        Self::Method,
        Self::Sensor,
        Self::Code,
        Self::Tag,
        Self::Source,
    ];

    /// Its word in URLs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Network => "network",
            Self::Variable => "variable",
            Self::Site => "site",
            Self::SiteType => "type",
            Self::Watershed => "watershed",
            Self::Country => "country",
            Self::State => "state",
            Self::County => "county",
            Self::Level => "level",
            Self::Interval => "interval",
            Self::Unit => "unit",
            Self::Category => "category",
            Self::Medium => "medium",
            Self::Statistic => "statistic",
            Self::Method => "method",
            Self::Sensor => "sensor",
            Self::Code => "code",
            Self::Tag => "tag",
            Self::Source => "source",
        }
    }

    /// The facet of a word in a URL.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.key() == key)
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Network => "Network",
            Self::Variable => "Variable",
            Self::Site => "Site",
            Self::SiteType => "Site type",
            Self::Watershed => "Watershed or region",
            Self::Country => "Country",
            Self::State => "State or province",
            Self::County => "County",
            Self::Level => "Processing level",
            Self::Interval => "Interval",
            Self::Unit => "Unit",
            Self::Category => "Variable category",
            Self::Medium => "Medium",
            Self::Statistic => "Statistic",
            Self::Method => "Method",
            Self::Sensor => "Sensor model",
            Self::Code => "Source's variable",
            Self::Tag => "Tag",
            Self::Source => "Source",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_facet_is_listed_once_in_the_order_of_its_number() {
        for (at, facet) in Facet::ALL.into_iter().enumerate() {
            assert_eq!(facet as usize, at);
            assert_eq!(Facet::from_key(facet.key()), Some(facet));
        }
    }
}
