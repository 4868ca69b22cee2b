//! Why a SensorThings service gave no catalog.

use gagehouse_sensorthings::paging::Failure;

/// A walk that failed with nothing to show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// A set could not be read at all.
    #[error("{}: {failure}", place(set, url, failure))]
    Set {
        /// The set's resource path.
        set: String,
        /// The address asked, without query.
        url: String,
        /// What went wrong.
        failure: Failure,
    },
    /// A service that had sites lists none.
    #[error("the service lists no Things, which may be a fault of it")]
    Empty,
}

/// Where it went wrong. An address that people see in place of data tells whether it is the right one; elsewhere the
/// set says as much.
fn place<'a>(set: &'a str, url: &'a str, failure: &Failure) -> &'a str {
    if matches!(failure, Failure::NotJson(_)) { url } else { set }
}
