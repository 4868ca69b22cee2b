//! Who may see a row. Every query of the store takes a [`Viewer`].

use serde::{Deserialize, Serialize};

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
    /// The program itself (import, harvest, migration): sees every row. Never made from a request.
    System,
}
