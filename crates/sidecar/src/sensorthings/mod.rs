//! The embedded SensorThings v1.1 service: HTTP and JSON over `store/sensorthings`.
//!
//! - [`service`]: routes, service root, CORS; [`error`]: the shape of errors.
//! - [`answer`]: from a parsed request to a response; [`expand`]: the tree of expanded entities; [`links`]: absolute URLs.
//! - [`encode`]: entities, properties and data arrays, each written into one buffer.
//!
//! Limits: `$top` is 100 when not given, and cut to [`MAX_OBSERVATIONS`] for a set of Observations and to
//! [`MAX_ENTITIES`] for any other and inside `$expand`.

mod answer;
mod encode;
mod error;
mod expand;
mod links;
pub(crate) use links::base_url;
mod service;

pub use service::router;

/// Rows of a page when the request names no number.
pub const DEFAULT_TOP: u64 = 100;
/// Most Observations of a page.
pub const MAX_OBSERVATIONS: u64 = 10_000;
/// Most other entities of a page, and of each expanded set.
pub const MAX_ENTITIES: u64 = 1_000;
/// Most expanded entities of one answer.
pub const MAX_EXPANDED: usize = 50_000;
/// Most bytes of expanded entities of one answer.
pub const MAX_EXPANDED_BYTES: usize = 24 << 20;
/// Answers with expanded entities that are made at the same time; the next one waits for its turn. Fewer than there
/// are readers, so that other requests find one.
pub const EXPANDING_AT_ONCE: usize = 4;
