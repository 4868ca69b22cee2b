//! `ETag` and `If-None-Match`: who has an answer already is told so instead of getting it again.

use super::AppError;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Hexadecimal digits of a content's name: 128 bits of SHA-256.
const HASH_DIGITS: usize = 32;

/// The name of a content.
pub fn hash(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text.truncate(HASH_DIGITS);
    text
}

/// The tag of a content that has a name already. It is weak: compressed or not, an answer has the same one.
pub fn tag(hash: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("W/\"{hash}\"")).ok()
}

/// Answers 304 to who knows the answer's tag. An answer whose handler gave it none is tagged by its
/// content and asked for again each time; such answers are whole in memory, so this is no layer for
/// streams.
pub async fn conditional(request: Request, next: Next) -> Response {
    let (asked, method) = (request.headers().clone(), request.method().clone());
    let response = next.run(request).await;
    // The body of a HEAD is gone by now.
    if response.status() != StatusCode::OK || method != Method::GET {
        return response;
    }
    let (mut parts, mut body) = response.into_parts();
    if !parts.headers.contains_key(header::ETAG) {
        let bytes = match to_bytes(body, usize::MAX).await {
            Ok(bytes) => bytes,
            Err(error) => return AppError::Internal(error.into()).into_response(),
        };
        parts.headers.extend(tag(&hash(&bytes)).map(|tag| (header::ETAG, tag)));
        parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        body = Body::from(bytes);
    }
    if parts.headers.get(header::ETAG).is_some_and(|tag| is_known(&asked, tag)) {
        parts.status = StatusCode::NOT_MODIFIED;
        for described in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING] {
            parts.headers.remove(described);
        }
        body = Body::empty();
    }
    Response::from_parts(parts, body)
}

/// Whether `If-None-Match` names the tag.
fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let Some(tag) = tag.to_str().ok().map(|tag| tag.trim_start_matches("W/")) else { return false };
    let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*")
}
