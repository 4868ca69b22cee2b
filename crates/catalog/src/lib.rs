//! The columnar catalog: records, parts, facets, search.
//!
//! One record is one datastream with its site. The sidecar writes records into parts ([`part`]) and
//! lists them in a [`manifest`]; the app reads the parts of every source into one [`Catalog`] of columns
//! and answers every filter, count and search from it without a request. Pure: no I/O, no clock.
#![warn(missing_docs)]

pub mod catalog;
pub mod column;
pub mod manifest;
pub mod part;
pub mod record;
pub mod table;

pub use catalog::{Catalog, Datastream, DatastreamRow, Site, SiteRow, SourceParts};
pub use manifest::{Manifest, PartEntry, PartKind, SourceEntry, SourceState};
pub use record::{DatastreamRecord, NetworkRecord, SiteRecord, SourceCatalog, SourceRecord};
