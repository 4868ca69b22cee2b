//! What a device keeps and sends: sites and their datastreams, what changed of the records, changes and files.

use super::abort::AbortHandle;
use super::error::ApiError;
use super::http;
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_records::operation::{Change, Operation};
use gagehouse_records::outbox::Answer;
use gagehouse_records::{Kind, RecordId};
use gloo_net::http::Method;
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Records asked for at once.
const PAGE: usize = 1_000;

/// A site in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Key of its source.
    pub source: String,
    /// Our key.
    pub key: i32,
    /// Its network, `source:id`, where one has a role in it.
    pub network: Option<String>,
    /// What addresses it.
    pub code: String,
    /// Name.
    pub name: String,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Offset of local standard time, `-07:00`.
    pub standard_utc_offset: Option<String>,
}

/// A datastream of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// What addresses it, `source:id`.
    pub reference: String,
    /// Our key.
    pub key: i32,
    /// Its id at the source.
    pub id: String,
    /// Code of the variable.
    pub variable_code: Option<String>,
    /// Name of the variable.
    pub variable_name: String,
    /// Symbol of the unit.
    pub unit_symbol: Option<String>,
    /// Processing level.
    pub processing_level: Option<String>,
    /// Sampled medium.
    #[serde(default)]
    pub sampled_medium: Option<String>,
    /// The latest value seen.
    pub latest_value: Option<f64>,
    /// Its time, RFC 3339 UTC.
    pub latest_time: Option<String>,
}

/// A site's datastreams.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteStreams {
    /// Our key of the site.
    pub key: i32,
    /// Its datastreams.
    pub datastreams: Vec<Stream>,
}

/// A record as it is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its id.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// Its network, `source:id`.
    pub network: String,
    /// Its version.
    pub version: i64,
    /// The record.
    pub record: Value,
}

/// A record that was deleted.
#[derive(Debug, Clone, Deserialize)]
pub struct Tombstone {
    /// Its id.
    pub id: RecordId,
}

/// What changed.
#[derive(Debug, Clone, Deserialize)]
pub struct Changes {
    /// Records as they are now.
    pub rows: Vec<Row>,
    /// Those that were deleted.
    pub tombstones: Vec<Tombstone>,
    /// The number to go on from.
    pub next: i64,
    /// Whether there is more already.
    pub more: bool,
}

/// Every site that may be seen.
pub async fn sites(abort: AbortHandle) -> Result<Vec<Site>, ApiError> {
    http::get_json("/api/v1/sites", abort).await
}

/// A site's datastreams.
pub async fn streams(site: &Site, abort: AbortHandle) -> Result<SiteStreams, ApiError> {
    let code = String::from(js_sys::encode_uri_component(&site.code));
    http::get_json(&format!("/api/v1/sites/{}/{code}", site.source), abort).await
}

/// What changed after a number.
pub async fn changes(after: i64, abort: AbortHandle) -> Result<Changes, ApiError> {
    http::get_json(&format!("/api/v1/changes?after={after}&limit={PAGE}"), abort).await
}

/// Sends a change, once.
pub async fn send(operation: &Operation, abort: AbortHandle) -> Result<Answer, ApiError> {
    let Operation { id, kind, record, change, draft } = operation;
    let id = id.to_string();
    let url = format!("/api/v1/{kind}/{record}");
    let version = match change {
        Change::Create => String::new(),
        Change::Update(version) | Change::Delete(version) => format!("\"{version}\""),
    };
    let condition = match change {
        Change::Create => ("if-none-match", "*"),
        _ => ("if-match", version.as_str()),
    };
    let headers = [("content-type", "application/json"), ("operation-id", &id), condition];
    let answer = match change {
        Change::Delete(_) => {
            let reason = String::from(js_sys::encode_uri_component(&draft.reason));
            let url = format!("{url}?reason={reason}");
            http::change(Method::DELETE, &url, &headers, None, abort).await?
        }
        _ => {
            let body = serde_json::to_string(draft).unwrap_or_default();
            http::change(Method::PUT, &url, &headers, Some(body.into()), abort).await?
        }
    };
    Ok(Answer::to_record(answer.status, answer.retry_after_s, &answer.body))
}

/// Sends the bytes of an attachment, once.
pub async fn send_content(
    attachment: RecordId,
    bytes: &[u8],
    abort: AbortHandle,
) -> Result<Answer, ApiError> {
    let url = format!("/api/v1/attachments/{attachment}/content");
    let headers = [("content-type", "application/octet-stream")];
    let body = Uint8Array::from(bytes).into();
    let answer = http::change(Method::PUT, &url, &headers, Some(body), abort).await?;
    Ok(Answer::to_content(answer.status, answer.retry_after_s, &answer.body))
}

/// The rows of a datastream of the embedded service in a window: times in µs and values. None of other services: they are not
/// asked from here.
pub async fn rows(
    stream: &Stream,
    window: TimeRange,
    abort: AbortHandle,
) -> Result<Option<(Vec<i64>, Vec<f64>)>, ApiError> {
    #[derive(Deserialize)]
    struct Page {
        value: Vec<Observation>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Observation {
        phenomenon_time: String,
        result: Value,
    }
    if !stream.reference.starts_with("local:") {
        return Ok(None);
    }
    let filter = format!(
        "phenomenonTime ge {} and phenomenonTime le {}",
        window.start.to_rfc3339(),
        window.end.to_rfc3339()
    );
    let url = format!(
        "/sensorthings/v1.1/Datastreams({})/Observations?$select=phenomenonTime,result&$orderby=phenomenonTime asc&$top=1000&$filter={}",
        stream.id,
        String::from(js_sys::encode_uri_component(&filter))
    );
    let page: Page = http::get_json(&url, abort).await?;
    let rows = page.value.into_iter().filter_map(|row| {
        let time: TimeUs = row.phenomenon_time.parse().ok()?;
        Some((time.0, row.result.as_f64().unwrap_or(f64::NAN)))
    });
    Ok(Some(rows.unzip()))
}
