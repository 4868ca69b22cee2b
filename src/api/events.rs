//! What plots show of field records.

use super::abort::AbortHandle;
use super::error::ApiError;
use super::http;
use gagehouse_chart::query::encoding::encoded;
use gagehouse_model::{DatastreamRef, TimeRange};
use gagehouse_records::event::EventList;
use std::fmt::Write as _;

/// The records that explain datastreams in a range of time, as far as the reader may see them.
pub async fn of(
    datastreams: &[DatastreamRef],
    range: TimeRange,
    abort: AbortHandle,
) -> Result<EventList, ApiError> {
    let (from, to) = (range.start.to_rfc3339(), range.end.to_rfc3339());
    let mut path = format!("/api/v1/events?from={from}&to={to}");
    for name in datastreams {
        let _ = write!(path, "&d={}", encoded(&name.to_string()));
    }
    http::get_json(&path, abort).await
}
