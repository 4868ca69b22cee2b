//! The entity model of SensorThings 1.1: sets, navigation and properties.

/// One of the eight entity types of the sensing part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// A site.
    Thing,
    /// Where a Thing is or was.
    Location,
    /// When a Thing was at Locations.
    HistoricalLocation,
    /// A series of Observations of one property by one Sensor.
    Datastream,
    /// An instrument or method.
    Sensor,
    /// What is observed.
    ObservedProperty,
    /// One result.
    Observation,
    /// What an Observation is about.
    FeatureOfInterest,
}

/// A navigation from one entity type to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Nav {
    /// The type it starts from.
    pub from: EntityKind,
    /// The type it leads to.
    pub to: EntityKind,
    /// Whether it leads to a set.
    pub many: bool,
}

impl Nav {
    /// Its name in URLs and JSON.
    pub fn name(self) -> &'static str {
        if self.many { self.to.set_name() } else { self.to.name() }
    }
}

/// What kind of value a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// The entity's integer id.
    Id,
    /// Text.
    Text,
    /// An instant.
    Instant,
    /// Two instants, or an instant.
    Interval,
    /// Any JSON.
    Json,
    /// An Observation's result: mostly a number, else any JSON.
    Result,
}

/// A property of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Property {
    /// `@iot.id`, also written `id`.
    Id,
    /// `@iot.selfLink`.
    SelfLink,
    /// `name`
    Name,
    /// `description`
    Description,
    /// `properties`
    Properties,
    /// `encodingType`
    EncodingType,
    /// `location`
    Location,
    /// `time`
    Time,
    /// `observationType`
    ObservationType,
    /// `unitOfMeasurement`
    UnitOfMeasurement,
    /// `observedArea`
    ObservedArea,
    /// `phenomenonTime`
    PhenomenonTime,
    /// `resultTime`
    ResultTime,
    /// `metadata`
    Metadata,
    /// `definition`
    Definition,
    /// `result`
    Result,
    /// `resultQuality`
    ResultQuality,
    /// `validTime`
    ValidTime,
    /// `parameters`
    Parameters,
    /// `feature`
    Feature,
}

use EntityKind as E;
use Property as P;

impl EntityKind {
    /// Every type, in the order of the service root.
    pub const ALL: [Self; 8] = [
        E::Thing,
        E::Location,
        E::HistoricalLocation,
        E::Datastream,
        E::Sensor,
        E::ObservedProperty,
        E::Observation,
        E::FeatureOfInterest,
    ];

    /// Name of the type, also of a navigation to one.
    pub fn name(self) -> &'static str {
        match self {
            E::Thing => "Thing",
            E::Location => "Location",
            E::HistoricalLocation => "HistoricalLocation",
            E::Datastream => "Datastream",
            E::Sensor => "Sensor",
            E::ObservedProperty => "ObservedProperty",
            E::Observation => "Observation",
            E::FeatureOfInterest => "FeatureOfInterest",
        }
    }

    /// Name of the set.
    pub fn set_name(self) -> &'static str {
        match self {
            E::Thing => "Things",
            E::Location => "Locations",
            E::HistoricalLocation => "HistoricalLocations",
            E::Datastream => "Datastreams",
            E::Sensor => "Sensors",
            E::ObservedProperty => "ObservedProperties",
            E::Observation => "Observations",
            E::FeatureOfInterest => "FeaturesOfInterest",
        }
    }

    /// The type whose set has this name.
    pub fn from_set_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.set_name() == name)
    }

    /// Where one can go from here: target and whether it is a set.
    pub fn navigations(self) -> impl Iterator<Item = Nav> {
        let list: &'static [(E, bool)] = match self {
            E::Thing => {
                &[(E::Location, true), (E::HistoricalLocation, true), (E::Datastream, true)]
            }
            E::Location => &[(E::Thing, true), (E::HistoricalLocation, true)],
            E::HistoricalLocation => &[(E::Thing, false), (E::Location, true)],
            E::Datastream => &[
                (E::Thing, false),
                (E::Sensor, false),
                (E::ObservedProperty, false),
                (E::Observation, true),
            ],
            E::Sensor | E::ObservedProperty => &[(E::Datastream, true)],
            E::Observation => &[(E::Datastream, false), (E::FeatureOfInterest, false)],
            E::FeatureOfInterest => &[(E::Observation, true)],
        };
        list.iter().map(move |&(to, many)| Nav { from: self, to, many })
    }

    /// The navigation of this name.
    pub fn navigation(self, name: &str) -> Option<Nav> {
        self.navigations().find(|nav| nav.name() == name)
    }
}

impl EntityKind {
    /// Properties in the order in which they are written, the id and the link first.
    pub fn properties(self) -> &'static [Property] {
        match self {
            E::Thing => &[P::Id, P::SelfLink, P::Name, P::Description, P::Properties],
            E::Location => &[
                P::Id,
                P::SelfLink,
                P::Name,
                P::Description,
                P::EncodingType,
                P::Location,
                P::Properties,
            ],
            E::HistoricalLocation => &[P::Id, P::SelfLink, P::Time],
            E::Datastream => &[
                P::Id,
                P::SelfLink,
                P::Name,
                P::Description,
                P::ObservationType,
                P::UnitOfMeasurement,
                P::ObservedArea,
                P::PhenomenonTime,
                P::ResultTime,
                P::Properties,
            ],
            E::Sensor => &[
                P::Id,
                P::SelfLink,
                P::Name,
                P::Description,
                P::EncodingType,
                P::Metadata,
                P::Properties,
            ],
            E::ObservedProperty => {
                &[P::Id, P::SelfLink, P::Name, P::Definition, P::Description, P::Properties]
            }
            E::Observation => &[
                P::Id,
                P::SelfLink,
                P::PhenomenonTime,
                P::Result,
                P::ResultTime,
                P::ResultQuality,
                P::ValidTime,
                P::Parameters,
            ],
            E::FeatureOfInterest => &[
                P::Id,
                P::SelfLink,
                P::Name,
                P::Description,
                P::EncodingType,
                P::Feature,
                P::Properties,
            ],
        }
    }

    /// The property of this name; the id and the link also by their short names.
    pub fn property(self, name: &str) -> Option<Property> {
        let name = match name {
            "id" => "@iot.id",
            "selfLink" => "@iot.selfLink",
            other => other,
        };
        self.properties().iter().copied().find(|property| property.name() == name)
    }

    /// What kind of value a property of this type holds.
    pub fn value_kind(self, property: Property) -> ValueKind {
        match property {
            P::Id => ValueKind::Id,
            P::Time => ValueKind::Instant,
            P::ResultTime if self == E::Observation => ValueKind::Instant,
            P::PhenomenonTime | P::ResultTime | P::ValidTime => ValueKind::Interval,
            P::Result => ValueKind::Result,
            P::Properties
            | P::Location
            | P::UnitOfMeasurement
            | P::ObservedArea
            | P::Metadata
            | P::ResultQuality
            | P::Parameters
            | P::Feature => ValueKind::Json,
            P::SelfLink
            | P::Name
            | P::Description
            | P::EncodingType
            | P::ObservationType
            | P::Definition => ValueKind::Text,
        }
    }
}

impl Property {
    /// Its key in JSON.
    pub fn name(self) -> &'static str {
        match self {
            P::Id => "@iot.id",
            P::SelfLink => "@iot.selfLink",
            P::Name => "name",
            P::Description => "description",
            P::Properties => "properties",
            P::EncodingType => "encodingType",
            P::Location => "location",
            P::Time => "time",
            P::ObservationType => "observationType",
            P::UnitOfMeasurement => "unitOfMeasurement",
            P::ObservedArea => "observedArea",
            P::PhenomenonTime => "phenomenonTime",
            P::ResultTime => "resultTime",
            P::Metadata => "metadata",
            P::Definition => "definition",
            P::Result => "result",
            P::ResultQuality => "resultQuality",
            P::ValidTime => "validTime",
            P::Parameters => "parameters",
            P::Feature => "feature",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_navigation_can_be_walked_back() {
        for kind in EntityKind::ALL {
            for nav in kind.navigations() {
                assert!(nav.to.navigations().any(|back| back.to == kind), "{nav:?}");
            }
        }
    }

    #[test]
    fn the_id_answers_to_both_of_its_names() {
        assert_eq!(EntityKind::Thing.property("id"), Some(Property::Id));
        assert_eq!(EntityKind::Thing.property("@iot.id"), Some(Property::Id));
        assert_eq!(EntityKind::Thing.property("result"), None);
    }
}
