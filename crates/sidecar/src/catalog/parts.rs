//! `GET /api/v1/catalog/parts/{hash}`: one immutable part.

use super::published::PublishedPart;
use super::sources::listed;
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http::error::ErrorBody;
use crate::http::{AppError, etag};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use gagehouse_catalog::part;

/// A part of the catalog: columns with dictionaries, as the manifest's `format` says; with `Accept: application/json`
/// the same columns as JSON
#[utoipa::path(get, path = "/api/v1/catalog/parts/{hash}", tag = "catalog",
    params(("hash" = String, Path, description = "From the manifest")),
    responses(
        (status = 200, description = "The part", content_type = "application/octet-stream"),
        (status = 404, body = ErrorBody, description = "Of an older catalog: ask for the manifest again"),
    ))]
pub async fn get_part(
    State(state): State<AppState>,
    visitor: Visitor,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let mut part = state.published.find(&visitor.viewer, &hash).await;
    if part.is_none() {
        // A manifest from before a restart: the same rows give the same parts.
        for row in listed(&state).await?.into_iter().filter_map(|source| source.row) {
            let built =
                state.published.parts(&state.store, &visitor.viewer, row.id, row.revision).await;
            built.map_err(anyhow::Error::from)?;
        }
        part = state.published.find(&visitor.viewer, &hash).await;
    }
    let part = part.ok_or_else(|| {
        AppError::NotFound("this part is of an older catalog; ask for the manifest again".into())
    })?;
    if wants_json(&headers) {
        return as_json(&part);
    }
    let (encoding, body) = part.content.for_request(&headers).map_err(anyhow::Error::from)?;
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    headers.insert(header::CACHE_CONTROL, kept);
    headers.extend(etag::tag(&hash).map(|tag| (header::ETAG, tag)));
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, encoding);
    }
    Ok(response)
}

/// Whether JSON is asked for by name.
fn wants_json(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split([',', ';'])).any(|item| item.trim() == "application/json")
}

/// The columns as JSON, for programs.
fn as_json(part: &PublishedPart) -> Result<Response, AppError> {
    let (_, bytes) = part.content.for_request(&HeaderMap::new()).map_err(anyhow::Error::from)?;
    let part = part::decode(part.entry.kind, part.entry.format, &bytes);
    let json = part::to_json(&part.map_err(anyhow::Error::from)?).map_err(anyhow::Error::from)?;
    let mut response = json.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-encoding"));
    Ok(response)
}
