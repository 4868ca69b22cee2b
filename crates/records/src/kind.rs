//! The kinds of records, and what is said of each once.

use gagehouse_model::Visibility;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $path:literal $one:literal $visibility:ident;)*) => {
        /// A kind of record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// All of them, those that others refer to first.
            pub const ALL: &[Kind] = &[$(Kind::$name,)*];

            /// Its name in addresses and in the store.
            pub fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)* }
            }

            /// One of them, in a sentence.
            pub fn one(self) -> &'static str {
                match self { $(Self::$name => $one,)* }
            }

            /// Who sees a record that does not say it, where its site and network may be seen.
            pub fn visibility(self) -> Visibility {
                match self { $(Self::$name => Visibility::$visibility,)* }
            }
        }

        impl FromStr for Kind {
            type Err = KindError;

            fn from_str(text: &str) -> Result<Self, KindError> {
                match text {
                    $($path => Ok(Self::$name),)*
                    _ => Err(KindError(text.chars().take(60).collect())),
                }
            }
        }
    };
}

kinds! {
    /// A term that a network adds to a vocabulary.
    Term "terms" "term" Public;
    /// A network's limits: calibration criteria and record accuracy.
    Limits "limits" "set of limits" Public;
    /// An organization.
    Organization "organizations" "organization" Public;
    /// A person.
    Person "people" "person" Private;
    /// How something is done.
    Method "methods" "method" Public;
    /// A model of equipment with what its instruments put out.
    EquipmentModel "equipment-models" "equipment model" Public;
    /// An item of equipment.
    Equipment "equipment" "item of equipment" Public;
    /// A calibration standard.
    ReferenceMaterial "reference-materials" "standard" Public;
    /// A mark of known height at a site.
    ReferencePoint "reference-points" "reference point" Public;
    /// A visit of a site.
    Visit "visits" "visit" Public;
    /// An item put in place, with the datastreams it feeds.
    Deployment "deployments" "deployment" Public;
    /// Anything else done on a visit or at the bench.
    Action "actions" "action" Public;
    /// A check of an instrument, and its setting.
    Calibration "calibrations" "calibration" Public;
    /// A program of a datalogger.
    DataloggerProgram "datalogger-programs" "datalogger program" Private;
    /// A file that belongs to a record.
    Attachment "attachments" "attachment" Private;
    /// A remark on a record.
    Annotation "annotations" "annotation" Private;
    /// How two records hang together.
    Relation "relations" "relation" Public;
}

/// Calls a macro with the types of all kinds, which have the names of the kinds: whatever is made for each of them is made from
/// this one list.
#[macro_export]
macro_rules! each_kind {
    ($then:ident) => {
        $then!(
            Term,
            Limits,
            Organization,
            Person,
            Method,
            EquipmentModel,
            Equipment,
            ReferenceMaterial,
            ReferencePoint,
            Visit,
            Deployment,
            Action,
            Calibration,
            DataloggerProgram,
            Attachment,
            Annotation,
            Relation
        );
    };
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

impl TryFrom<String> for Kind {
    type Error = KindError;

    fn try_from(text: String) -> Result<Self, KindError> {
        text.parse()
    }
}

impl From<Kind> for String {
    fn from(kind: Kind) -> Self {
        kind.path().to_owned()
    }
}

/// The text names no kind of record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no kind of record")]
pub struct KindError(pub String);
impl Kind {
    /// Whether its lists are by name: what is kept, not what was done at a time.
    pub fn is_listed_by_name(self) -> bool {
        matches!(
            self,
            Self::Term
                | Self::Limits
                | Self::Organization
                | Self::Person
                | Self::Method
                | Self::EquipmentModel
                | Self::Equipment
                | Self::ReferenceMaterial
                | Self::ReferencePoint
        )
    }
}
