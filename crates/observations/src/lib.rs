//! A time series as columns: gaps, chunks, pyramid, downsampling, statistics.
//!
//! A decoded page is [`Columns`]; pages appended to a [`Series`] become immutable chunks sorted by time,
//! each with a min/max pyramid, so that a view of any width costs the same however long the series is.
//! No request, no clock and no drawing lives here; the protocol crate makes columns, the chart crate
//! turns what a series answers into geometry.
#![warn(missing_docs)]

pub mod aggregate;
pub mod budget;
mod chunk;
pub mod columns;
pub mod compare;
mod dictionary;
pub mod distribution;
mod gap;
pub mod m4;
mod merge;
mod near;
pub mod packed;
mod pyramid;
pub mod quantile;
mod search;
pub mod series;
mod sparse;
pub mod states;
pub mod statistics;
mod sum;
pub mod summary;
pub mod value;

pub use aggregate::{Aggregating, Aggregation, Bin, Period, Stamp, Statistic};
pub use columns::Columns;
pub use m4::{Piece, Point, Reduced, Seen};
pub use series::{Row, Series, SeriesOptions, Stretch};
pub use states::StateRun;
pub use statistics::Statistics;
pub use summary::Summary;
pub use value::ValueKind;
