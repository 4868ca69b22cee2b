//! Rows as they come from either database.

use gagehouse_sensorthings::query::{EntityKind, TokenValue};

/// What type a selected column has, so that both databases are read alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellType {
    /// A whole number; booleans too.
    Integer,
    /// A floating-point number.
    Real,
    /// Text; JSON too.
    Text,
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// No value.
    Null,
    /// A whole number.
    Integer(i64),
    /// A floating-point number.
    Real(f64),
    /// Text.
    Text(String),
}

impl Cell {
    /// The whole number, if it is one.
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn real(&self) -> Option<f64> {
        match self {
            Self::Real(value) => Some(*value),
            Self::Integer(value) => Some(*value as f64),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// As part of a `$skiptoken`.
    pub fn to_token(&self) -> TokenValue {
        match self {
            Self::Null => TokenValue::Null,
            Self::Integer(value) => TokenValue::Integer(*value),
            Self::Real(value) => TokenValue::Decimal(*value),
            Self::Text(text) => TokenValue::Text(text.clone()),
        }
    }
}

/// What is stored of an entity beside its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The id.
    Id,
    /// Text columns by the names of the tables.
    Name,
    /// Description.
    Description,
    /// Definition of an observed property.
    Definition,
    /// Encoding type of what follows.
    EncodingType,
    /// JSON: the location, feature, metadata or observed area.
    Body,
    /// JSON: properties as they were given.
    Properties,
    /// Code of a site or datastream.
    Code,
    /// Visibility code.
    Visibility,
    /// Network.
    NetworkId,
    /// Instant or start of the phenomenon time.
    Start,
    /// End of the phenomenon time.
    End,
    /// Start of the result time, or the result time of an observation.
    ResultStart,
    /// End of the result time.
    ResultEnd,
    /// Observation type.
    ObservationType,
    /// Unit: name.
    UnitName,
    /// Unit: symbol.
    UnitSymbol,
    /// Unit: definition.
    UnitDefinition,
    /// Code of the processing level.
    ProcessingLevel,
    /// Number that stands for "no data".
    NoDataValue,
    /// Number of observations.
    ObservationCount,
    /// Sequence of the newest change to the observations.
    Revision,
    /// Whether observations may be seen by all.
    ResultsVisible,
    /// Thing that it belongs to.
    ThingId,
    /// Sensor.
    SensorId,
    /// Observed property.
    ObservedPropertyId,
    /// Datastream.
    DatastreamId,
    /// Result, when it is a number.
    Result,
    /// JSON: result, when it is none.
    ResultJson,
    /// JSON: quality.
    Quality,
    /// Start of the valid time.
    ValidStart,
    /// End of the valid time.
    ValidEnd,
    /// JSON: parameters.
    Parameters,
    /// Feature of interest that was given.
    FeatureId,
}

use Column as C;

/// The columns that are read of each entity type.
pub fn columns(kind: EntityKind) -> &'static [Column] {
    match kind {
        EntityKind::Thing => {
            &[C::Id, C::Name, C::Description, C::Properties, C::Code, C::Visibility, C::NetworkId]
        }
        EntityKind::Location => &[
            C::Id,
            C::Name,
            C::Description,
            C::EncodingType,
            C::Body,
            C::Properties,
            C::Visibility,
            C::NetworkId,
        ],
        EntityKind::HistoricalLocation => &[C::Id, C::Start, C::ThingId],
        EntityKind::Datastream => &[
            C::Id,
            C::Name,
            C::Description,
            C::ObservationType,
            C::UnitName,
            C::UnitSymbol,
            C::UnitDefinition,
            C::Body,
            C::Start,
            C::End,
            C::ResultStart,
            C::ResultEnd,
            C::Properties,
            C::Visibility,
            C::NetworkId,
            C::ProcessingLevel,
            C::NoDataValue,
            C::ObservationCount,
            C::Revision,
            C::ResultsVisible,
            C::ThingId,
            C::SensorId,
            C::ObservedPropertyId,
        ],
        EntityKind::Sensor | EntityKind::FeatureOfInterest => &[
            C::Id,
            C::Name,
            C::Description,
            C::EncodingType,
            C::Body,
            C::Properties,
            C::Visibility,
            C::NetworkId,
        ],
        EntityKind::ObservedProperty => &[
            C::Id,
            C::Name,
            C::Definition,
            C::Description,
            C::Properties,
            C::Visibility,
            C::NetworkId,
        ],
        EntityKind::Observation => &[
            C::Id,
            C::DatastreamId,
            C::Start,
            C::Result,
            C::Quality,
            C::End,
            C::ResultStart,
            C::ValidStart,
            C::ValidEnd,
            C::ResultJson,
            C::Parameters,
            C::FeatureId,
        ],
    }
}

/// One entity as it is stored.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its type.
    pub kind: EntityKind,
    /// Its values, in the order of [`columns`], followed by order values.
    pub(super) cells: Vec<Cell>,
}

impl Record {
    /// A value; null for a column that its type does not have.
    pub fn get(&self, column: Column) -> &Cell {
        let place = columns(self.kind).iter().position(|known| *known == column);
        place.and_then(|place| self.cells.get(place)).unwrap_or(&Cell::Null)
    }

    /// Bytes of memory that it takes, and about as many in an answer.
    pub fn bytes(&self) -> usize {
        let text: usize = self.cells.iter().filter_map(Cell::text).map(str::len).sum();
        text + self.cells.len() * size_of::<Cell>()
    }

    /// Its id.
    pub fn id(&self) -> i64 {
        self.get(Column::Id).integer().unwrap_or(0)
    }
}
