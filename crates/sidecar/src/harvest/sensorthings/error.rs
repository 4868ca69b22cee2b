//! Why a SensorThings service gave no catalog.

use gagehouse_sensorthings::paging::Failure;

/// A walk that failed with nothing to show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// A set could not be read at all.
    #[error("{set}: {failure}")]
    Set {
        /// The set's resource path.
        set: String,
        /// What went wrong.
        failure: Failure,
    },
    /// A service that had sites lists none.
    #[error("the service lists no Things; its last catalog is kept in case that is a fault")]
    Empty,
}
