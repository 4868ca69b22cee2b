//! The OGC SensorThings protocol without I/O: queries, pages, paging.
//!
//! Client side: `entities` and `id` read what services send, `request` writes URLs, `page` decodes
//! Observations straight from bytes into columns, `paging` decides which request comes next. The browser
//! app and the sidecar drive the same code, each with its own HTTP client. Server side: `query` reads the
//! URLs that clients send.
#![warn(missing_docs)]

pub mod entities;
pub mod id;
pub mod page;
pub mod paging;
pub mod percent;
pub mod query;
pub mod request;
