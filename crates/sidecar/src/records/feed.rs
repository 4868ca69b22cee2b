//! What changed, who changed it, and the terms that records may use.

use super::read::shown_all;
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http::AppError;
use crate::http::error::ErrorBody;
use crate::store::records::audit::Place;
use axum::Json;
use axum::extract::{Query, State};
use gagehouse_model::TimeUs;
use gagehouse_records::listed::RecordBody;
use gagehouse_records::role::Deed;
use gagehouse_records::vocabulary::{self, Vocabulary};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Rows when the request names no number.
const PAGE: u64 = 500;
/// Most rows.
const LARGEST_PAGE: u64 = 1_000;

/// From where on.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// The number to go on from; 0 for everything.
    #[serde(default)]
    after: i64,
    /// Rows, at most 1000 [default: 500]
    limit: Option<u64>,
}

/// What changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangesBody {
    /// Records as they are now, in the order of their last change.
    pub rows: Vec<RecordBody>,
    /// Those that were deleted.
    pub tombstones: Vec<Tombstone>,
    /// The number to go on from.
    pub next: i64,
    /// Whether there is more already.
    pub more: bool,
}

/// A record that was deleted.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tombstone {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its version.
    pub version: i64,
    /// Place of the deletion in the feed.
    pub seq: i64,
    /// When, RFC 3339 UTC.
    pub deleted_at: String,
    /// Who, for members of its network.
    pub deleted_by: Option<String>,
    /// Why, for members of its network.
    pub reason: String,
}

/// What changed after a number, by number and not by time: no clock that is off leaves anything out
#[utoipa::path(get, path = "/api/v1/changes", tag = "records", params(After),
    responses((status = 200, body = ChangesBody), (status = 400, body = ErrorBody)))]
pub async fn get_record_changes(
    State(state): State<AppState>,
    visitor: Visitor,
    Query(After { after, limit }): Query<After>,
) -> Result<Json<ChangesBody>, AppError> {
    let limit = checked(limit)?;
    let (rows, next) = state.store.record_changes(&visitor.viewer, after, limit).await?;
    let more = rows.len() as u64 == limit;
    let names = state.store.network_names().await?;
    let shown = shown_all(&state, &visitor, &names, rows).await?;
    let (deleted, rows): (Vec<_>, Vec<_>) = shown.into_iter().partition(|row| row.deleted);
    let tombstones = deleted.into_iter().map(|row| Tombstone {
        id: row.id,
        kind: row.kind,
        version: row.version,
        seq: row.seq,
        deleted_at: row.changed_at,
        deleted_by: row.changed_by,
        reason: row.reason,
    });
    Ok(Json(ChangesBody { rows, tombstones: tombstones.collect(), next, more }))
}

/// What of the log is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// The number to go on from, oldest first [default: 0]
    after: Option<i64>,
    /// The number to go back from, newest first; in place of `after`.
    before: Option<i64>,
    /// Rows, at most 1000 [default: 500]
    limit: Option<u64>,
    /// One record's id, or one account's name.
    subject: Option<String>,
}

/// An entry of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditBody {
    /// Its number.
    pub seq: i64,
    /// Network, `source:id`.
    pub network: Option<String>,
    /// Kind of record, or `account`.
    pub kind: String,
    /// Id of the record, or name of the account.
    pub subject: String,
    /// Version after it.
    pub version: i64,
    /// `create`, `update`, `delete`, `restore`, `role`, …
    pub action: String,
    /// Who.
    pub account: String,
    /// By what operation.
    pub operation: Option<String>,
    /// Why.
    pub reason: String,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// What it was before.
    #[schema(value_type = Option<Object>)]
    pub old: Option<Value>,
    /// What it is after.
    #[schema(value_type = Option<Object>)]
    pub new: Option<Value>,
}

/// Who changed what, from what, to what, in the networks whose data one manages
#[utoipa::path(get, path = "/api/v1/audit", tag = "records", params(AuditQuery),
    responses((status = 200, body = Vec<AuditBody>), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)))]
pub async fn get_audit(
    State(state): State<AppState>,
    visitor: Visitor,
    Query(query): Query<AuditQuery>,
) -> Result<Json<Vec<AuditBody>>, AppError> {
    visitor.signed_in()?;
    let networks = visitor.networks_where(Deed::Audit);
    if networks.is_empty() {
        return Err(AppError::Forbidden("only managers read the audit log".to_owned()));
    }
    let limit = checked(query.limit)?;
    let subject = query.subject.as_deref();
    let place = match (query.after, query.before) {
        (Some(_), Some(_)) => {
            return Err(AppError::BadRequest("after and before exclude each other".to_owned()));
        }
        (after, None) => Place::After(after.unwrap_or(0)),
        (None, Some(before)) => Place::Before(before),
    };
    let rows = state.store.audit_log(&networks, subject, place, limit).await?;
    let names = state.store.network_names().await?;
    let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
    let entries = rows.into_iter().map(|row| AuditBody {
        seq: row.seq,
        network: row.network_id.and_then(|id| names.get(&id).cloned()),
        kind: row.kind,
        subject: row.subject,
        version: row.version,
        action: row.action,
        account: row.account,
        operation: row.operation_id,
        reason: row.reason,
        at: TimeUs(row.recorded_us).to_rfc3339(),
        old: json(row.old),
        new: json(row.new),
    });
    Ok(Json(entries.collect()))
}

/// A term.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermBody {
    /// What records keep.
    pub code: String,
    /// What a person reads.
    pub name: String,
}

/// The vocabularies that everybody has; a network adds to them by `/api/v1/terms`
#[utoipa::path(get, path = "/api/v1/vocabularies", tag = "records",
    responses((status = 200, body = BTreeMap<String, Vec<TermBody>>)))]
pub async fn get_vocabularies() -> Json<BTreeMap<&'static str, Vec<TermBody>>> {
    let terms = |name: &'static str| {
        let terms = Vocabulary(name).terms().iter();
        terms.map(|t| TermBody { code: t.code.clone(), name: t.name.clone() }).collect()
    };
    Json(vocabulary::names().map(|name| (name, terms(name))).collect())
}

fn checked(limit: Option<u64>) -> Result<u64, AppError> {
    let limit = limit.unwrap_or(PAGE);
    match (1..=LARGEST_PAGE).contains(&limit) {
        true => Ok(limit),
        false => Err(AppError::BadRequest(format!("limit: {limit} is not 1 to {LARGEST_PAGE}"))),
    }
}
