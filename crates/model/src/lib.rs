//! Words every part of Gagehouse uses: times, zones, units, ids, quality, visibility.
//!
//! What lives here is shared by the browser app and the sidecar and knows neither: no I/O, no clock,
//! no JavaScript. What one mechanism alone needs lives in that mechanism's crate.
#![warn(missing_docs)]

pub mod address;
pub mod age;
pub mod changes;
pub mod coverage;
pub mod ids;
pub mod keys;
pub mod quality;
pub mod scale;
pub mod series_words;
pub mod spacing;
pub mod time;
pub mod unit;
pub mod visibility;
pub mod zone;

pub use changes::Changes;
pub use coverage::Coverage;
pub use ids::{DatastreamRef, SiteRef, SourceKey};
pub use quality::Quality;
pub use spacing::Spacing;
pub use time::{TimeRange, TimeUs};
pub use unit::{Unit, UnitPreference};
pub use visibility::{Reach, Viewer, Visibility};
pub use zone::{SiteZone, ZoneOffsets};
