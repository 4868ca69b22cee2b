//! The OGC SensorThings protocol without I/O: queries, pages, paging.
#![warn(missing_docs)]

pub mod query;
