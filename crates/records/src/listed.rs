//! Records as they are sent: one, a page of a list, and what follows from a record.

use crate::Fault;
use crate::verdict::Verdict;
use gagehouse_model::Visibility;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A record as it is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordBody {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its network, `source:id`.
    pub network: String,
    /// Who sees it, where its site, visit and network may be seen.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "public"))]
    pub visibility: Visibility,
    /// Its version, also its `ETag`.
    pub version: i64,
    /// Place of its last change in the feed.
    pub seq: i64,
    /// Whether it was deleted; `reason` says why.
    pub deleted: bool,
    /// Why it was last changed.
    pub reason: String,
    /// When it was made, RFC 3339 UTC.
    pub created_at: String,
    /// Who made it; members of the network see that.
    pub created_by: Option<String>,
    /// When it was last changed, RFC 3339 UTC.
    pub changed_at: String,
    /// Who changed it.
    pub changed_by: Option<String>,
    /// The record.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub record: Value,
    /// What was noticed when it was written.
    pub warnings: Vec<Fault>,
    /// What follows from it; asked for one at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<Computed>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordList {
    /// How many there are in all.
    pub total: u64,
    /// What the next page is asked for with, as `after`; `null` at the end.
    pub next: Option<String>,
    /// The records: what has a name by that, what was done at a time the latest first.
    pub items: Vec<RecordBody>,
}

/// What follows from a record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Computed {
    /// Of an item: where it is deployed now, as far as the visitor may see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployed: Option<Deployed>,
    /// Of a deployment: when it was ended, as written, by its retrieval or by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// Of a calibration: what it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Of readings, in their order: the sensor's record at that time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<BesideSensor>,
    /// Of a logger check: seconds by which its clock was ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_ahead_s: Option<f64>,
}

/// Where an item is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deployed {
    /// The deployment.
    pub deployment: String,
    /// Our key of the site.
    pub site: i32,
    /// Since when, as written.
    pub since: String,
}

/// A reading beside the sensor's record. `null`: not available, since no value is near enough in time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BesideSensor {
    /// The sensor's value at the time of the reading, between the values around it.
    pub sensor: Option<f64>,
    /// Sensor less reading.
    pub departure: Option<f64>,
    /// The same in percent of the reading.
    pub departure_percent: Option<f64>,
}
