//! Many places on a map: clusters of any zoom, counts by class under any filter, and the extent of some places.
//!
//! [`SpatialIndex`] sorts the places once along a Z-order curve, so that every square of every zoom is one stretch of them.
//! [`Counted`] holds running sums over that order for one filter: a stretch is counted by two look-ups. What is shown at a
//! zoom, [`Counted::marks`], then costs what is in view, whatever the number of places.

mod extent;
mod index;
mod marks;
mod morton;
mod shares;

pub use extent::{Extent, distance_km, extent};
pub use index::{CLASSES, Counted, HIDDEN, SpatialIndex};
pub use marks::{Mark, Window};
pub use shares::shares;
