//! What changed of a datastream's observations, as the embedded service tells whoever keeps rows of it.

use crate::time::TimeRange;
use serde::{Deserialize, Serialize};

/// The stretches of a datastream that changed after a revision.
///
/// A revision is the sequence of the newest change; it grows with each one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    /// The datastream's revision now.
    pub revision: i64,
    /// From the first to the last observation of each change, joined where they overlap, ascending.
    pub changed: Vec<TimeRange>,
}
