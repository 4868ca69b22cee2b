//! The columnar catalog: records, parts, facets, search.
//!
//! One record is one datastream with its site. The sidecar writes records into parts ([`part`]) and
//! lists them in a [`manifest`]; the app reads the parts of every source into one [`Catalog`] of columns
//! and answers every filter, count and search from it without a request. Pure: no I/O, no clock.
#![warn(missing_docs)]

pub mod arrival;
pub mod catalog;
pub mod column;
pub mod crosswalk;
pub mod engine;
pub mod facet;
pub mod index;
mod joint;
pub mod lines;
pub mod manifest;
pub mod naming;
pub mod part;
pub mod predecessor;
pub mod query;
pub mod record;
pub mod search;
pub mod season;
mod shapes;
pub mod site;
pub mod spatial;
pub mod status;
pub mod table;
pub mod text;
pub mod view;
pub mod wire;

pub use catalog::{Catalog, DatastreamRow, SiteRow, SourceParts};
pub use engine::{Answer, Choice, Choices, Engine, Wanted};
pub use facet::Facet;
pub use index::CatalogIndex;
pub use manifest::{Manifest, PartEntry, PartKind, SourceEntry, SourceState};
pub use query::{Area, CatalogQuery, Column, Filter, Sort, Years};
pub use record::{DatastreamRecord, NetworkRecord, SiteRecord, SourceCatalog, SourceRecord};
pub use season::Pause;
pub use status::{Signs, Status};
pub use view::{Datastream, Network, Site};
