//! The form in which a change is sent, kept in an outbox, and answered.

use crate::fault::Fault;
use crate::{Kind, RecordId};
use gagehouse_model::Visibility;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The body of a `PUT`: a record with what is said about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    /// The network, `source:id`; not needed where a site or a parent tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "local:demo"))]
    pub network: Option<String>,
    /// Who sees it; left out, what its kind is usually shown to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "private"))]
    pub visibility: Option<Visibility>,
    /// Why a record that was sent before is changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The record, as its kind says.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub record: Value,
}

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// `PUT` with `If-None-Match: *`.
    Create,
    /// `PUT` with `If-Match`, of the version named.
    Update(i64),
    /// `DELETE` with `If-Match`: a tombstone.
    Delete(i64),
}

/// One change on its way: what an outbox keeps until it has the receipt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Its own id: the same one twice is applied once.
    pub id: RecordId,
    /// Kind of the record.
    pub kind: Kind,
    /// The record.
    pub record: RecordId,
    /// What to do.
    pub change: Change,
    /// What to write; of a deletion only the reason counts.
    pub draft: Draft,
}

/// The answer to a change that was applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The record.
    pub id: RecordId,
    /// Its version now, also its `ETag`.
    pub version: i64,
    /// SHA-256 of the record as it is kept, hexadecimal.
    pub sha256: String,
    /// Place of the change in the feed.
    pub seq: i64,
    /// When it was applied, RFC 3339 UTC.
    pub received_at: String,
    /// What was noticed and kept with it.
    pub warnings: Vec<Fault>,
}

/// A record as the server has it, sent where that speaks against a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Current {
    /// Its version.
    pub version: i64,
    /// Whether it was deleted.
    pub deleted: bool,
    /// The record.
    pub record: Value,
}
