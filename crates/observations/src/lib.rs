//! A time series as columns: gaps, chunks, pyramid, downsampling, statistics.
//!
//! A decoded page is [`Columns`]. No request, no clock and no drawing lives here; the protocol crate
//! makes columns, the chart crate turns what a series answers into geometry.
#![warn(missing_docs)]

pub mod columns;

pub use columns::Columns;
