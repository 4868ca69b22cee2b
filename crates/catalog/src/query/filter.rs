//! The filters of a query, one by one.

use crate::facet::Facet;

/// One filter of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filter {
    /// The values ticked in a facet.
    Facet(Facet),
    /// The search text.
    Text,
    /// The range in which there must be data.
    Range,
    /// Years of data.
    Years,
    /// Years from the first value to the last.
    Span,
    /// The box on the map.
    Area,
    /// "Selected only".
    OnlySelected,
}

impl Filter {
    /// Number of filters.
    pub const COUNT: usize = Facet::COUNT + 6;

    /// All filters, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        let others =
            [Self::Text, Self::Range, Self::Years, Self::Span, Self::Area, Self::OnlySelected];
        Facet::ALL.into_iter().map(Self::Facet).chain(others)
    }

    /// Its number, below [`Self::COUNT`]; facets have their own.
    pub fn number(self) -> usize {
        match self {
            Self::Facet(facet) => facet as usize,
            Self::Text => Facet::COUNT,
            Self::Range => Facet::COUNT + 1,
            Self::Years => Facet::COUNT + 2,
            Self::Span => Facet::COUNT + 3,
            Self::Area => Facet::COUNT + 4,
            Self::OnlySelected => Facet::COUNT + 5,
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Facet(facet) => facet.label(),
            Self::Text => "Search",
            Self::Range => "Data between",
            Self::Years => "Years of data",
            Self::Span => "Length of record",
            Self::Area => "Area",
            Self::OnlySelected => "Selected only",
        }
    }
}
