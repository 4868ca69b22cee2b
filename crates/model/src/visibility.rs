//! Who may see a row. Every query of the store takes a [`Viewer`].

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Who a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Members of the row's network.
    Private,
}

impl Visibility {
    /// The code stored in the database; never reused for another meaning.
    pub fn code(self) -> i16 {
        match self {
            Self::Public => 0,
            Self::Private => 1,
        }
    }

    /// The meaning of a stored code. An unknown code is private, so that a newer row is never shown by mistake.
    pub fn from_code(code: i16) -> Self {
        if code == 0 { Self::Public } else { Self::Private }
    }

    /// The stricter of two: a datastream is public only if its network and its site are.
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

/// On whose behalf a query runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// Anybody on the network: sees public rows.
    Anonymous,
    /// Somebody signed in: sees public rows and what their roles reach.
    Member(Arc<Reach>),
    /// The program itself (import, harvest, migration): sees every row. Never made from a request.
    System,
}

/// What somebody sees beside public rows, as ids of the store. Lists ascend.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Reach {
    /// Networks of which they see every row.
    pub networks: Vec<i32>,
    /// Networks of which they see single private rows, so that the network itself is no secret.
    pub partner_networks: Vec<i32>,
    /// Such rows: sites of the catalog.
    pub catalog_sites: Vec<i32>,
    /// Datastreams of the catalog.
    pub catalog_datastreams: Vec<i32>,
    /// Things of the embedded service.
    pub things: Vec<i32>,
    /// Locations of these.
    pub locations: Vec<i32>,
    /// Features of these.
    pub features: Vec<i32>,
    /// Datastreams of the embedded service, with their observations.
    pub datastreams: Vec<i32>,
    /// Sensors of these.
    pub sensors: Vec<i32>,
    /// Observed properties of these.
    pub observed_properties: Vec<i32>,
}

impl Viewer {
    /// What they see beside public rows; `None` of the program, which sees all.
    pub fn reach(&self) -> Option<&Reach> {
        static NOTHING: Reach = Reach::NOTHING;
        match self {
            Self::Anonymous => Some(&NOTHING),
            Self::Member(reach) => Some(reach),
            Self::System => None,
        }
    }
}

impl Reach {
    /// Nothing beside public rows.
    pub const NOTHING: Self = Self {
        networks: Vec::new(),
        partner_networks: Vec::new(),
        catalog_sites: Vec::new(),
        catalog_datastreams: Vec::new(),
        things: Vec::new(),
        locations: Vec::new(),
        features: Vec::new(),
        datastreams: Vec::new(),
        sensors: Vec::new(),
        observed_properties: Vec::new(),
    };
}
