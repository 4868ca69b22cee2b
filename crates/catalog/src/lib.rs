//! The columnar catalog: records, parts, facets, search.
//!
//! One record is one datastream with its site. The sidecar writes records into parts ([`part`]) and
//! lists them in a [`manifest`]; the app reads the parts of every source into one [`Catalog`] of columns
//! and answers every filter, count and search from it without a request. Pure: no I/O, no clock.
#![warn(missing_docs)]

pub mod answer;
pub mod catalog;
pub mod column;
pub mod facet;
pub mod manifest;
pub mod part;
pub mod query;
pub mod record;
pub mod search;
pub mod status;
pub mod table;
pub mod text;
pub mod view;

pub use answer::{Answer, CatalogIndex, Choice, Filter};
pub use catalog::{Catalog, DatastreamRow, SiteRow, SourceParts};
pub use facet::Facet;
pub use manifest::{Manifest, PartEntry, PartKind, SourceEntry, SourceState};
pub use query::{CatalogQuery, Sort, SortBy};
pub use record::{DatastreamRecord, NetworkRecord, SiteRecord, SourceCatalog, SourceRecord};
pub use status::Status;
pub use view::{Datastream, Network, Site};
