//! SensorThings services as sources: `source` walks them, `map` says what their entities mean to the catalog.

mod error;
mod map;
mod source;
mod transport;

pub use error::SourceError;
pub use source::SensorThings;
pub use transport::{Transport, reply};

/// Root of the embedded service, in this process.
pub const EMBEDDED_ROOT: &str = "/sensorthings/v1.1";
