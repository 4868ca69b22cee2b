//! All HTTP of the app, but for pages of observations, which the worker of `crates/feed` reads. A `gloo_net`
//! elsewhere is the sign of a leak.
//!
//! Conventions: paths are given from the app's root (`/api/v1/…`) and put below the base path here;
//! every request takes an [`abort::AbortHandle`]'s signal, so that a page that is left stops its requests;
//! there is one error type, [`error::ApiError`], whose text is for the reader of the page; a request that
//! failed for a passing reason (no connection, 429, 503, 504, a 502 that does not say why) is tried again twice.

pub mod abort;
pub mod accounts;
pub mod catalog;
pub mod device;
pub mod embed;
pub mod error;
pub mod events;
pub mod http;
pub mod observations;
pub mod records;
pub mod session;
pub mod standings;
