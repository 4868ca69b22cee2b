//! `GET /api/v1/catalog`: the manifest.

use super::published::hash;
use super::sources::listed;
use crate::app::AppState;
use crate::http::AppError;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gagehouse_catalog::Manifest;
use gagehouse_catalog::manifest::MANIFEST_VERSION;

/// The sources, how they fare, and the parts that hold their rows
///
/// Ask for it again at will: it is small, and answers 304 to its own `ETag`. Parts never change.
#[utoipa::path(get, path = "/api/v1/catalog", tag = "catalog",
    responses((status = 200, body = Manifest), (status = 304, description = "Unchanged")))]
pub async fn get_manifest(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let mut sources = Vec::new();
    for mut source in listed(&state).await? {
        if let Some(row) = source.row.filter(|row| row.last_success_us.is_some()) {
            let parts = state.published.parts(&state.store, row.id, row.revision).await;
            source.entry.parts = parts.map_err(anyhow::Error::from)?;
        }
        sources.push(source.entry);
    }
    let manifest = Manifest { version: MANIFEST_VERSION, sources };
    let body = serde_json::to_vec(&manifest).map_err(anyhow::Error::from)?;
    let tag = format!("\"{}\"", hash(&body));
    let kept = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if is_known(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    Ok((kept, [(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// Whether `If-None-Match` names the tag; weak tags count, as a compressed answer's tag may have become one.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*")
}
