//! The one error type of the HTTP edge, and the one shape in which errors are sent.
//!
//! Modules below have `thiserror` enums of their own; a handler turns them into an [`AppError`], which
//! decides the status. What a person can act on is sent; internals are logged and sent as a request id.

use super::request;
use crate::store::StoreError;
use crate::store::records::apply::Current;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use gagehouse_records::Fault;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was not answered as asked.
#[derive(Debug)]
pub enum AppError {
    /// 400: the request says something that cannot be understood. Names the part and its value.
    BadRequest(String),
    /// 401: nobody is signed in, and somebody has to be.
    Unauthorized(String),
    /// 403: whoever is signed in may not.
    Forbidden(String),
    /// 404: no such thing, or not for this viewer.
    NotFound(String),
    /// 429: too often; after so many seconds again.
    TooOften(String, u64),
    /// Any other status, with what is wrong field by field.
    Problem(Box<Problem>),
    /// 502: a listed source answered wrongly or not at all.
    BadGateway(String),
    /// 503: not now; the same request may succeed later.
    Unavailable(String),
    /// 500: our fault. Logged with the request id; only that id is sent.
    Internal(anyhow::Error),
}

impl From<anyhow::Error> for AppError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { .. } => Self::NotFound(error.to_string()),
            _ => Self::Internal(error.into()),
        }
    }
}

/// Refuses texts with a NUL, which PostgreSQL cannot keep; `field` is what they were sent as.
pub fn refuse_nul<'a>(
    field: &str,
    texts: impl IntoIterator<Item = &'a String>,
) -> Result<(), AppError> {
    let has_nul = texts.into_iter().any(|text| text.contains('\0'));
    let message = || format!("{field}: a NUL character is in it, which cannot be kept");
    if has_nul { Err(AppError::BadRequest(message())) } else { Ok(()) }
}

/// Problem details (RFC 9457) that list every fault at once. `code`, `message` and `requestId` are those of [`ErrorBody`], so
/// that a program reads both alike.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Always `about:blank`: the status says what it is.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    pub kind: &'static str,
    /// The status in words.
    #[schema(example = "Unprocessable Entity")]
    pub title: &'static str,
    /// The HTTP status.
    #[schema(example = 422)]
    pub status: u16,
    /// What was wrong, for a person.
    pub detail: String,
    /// Every fault with its field.
    pub faults: Vec<Fault>,
    /// The record as it is, where that speaks against the change.
    #[schema(value_type = Option<Object>)]
    pub current: Option<Current>,
    /// As `status`.
    pub code: u16,
    /// As `detail`.
    pub message: String,
    /// The request's id.
    pub request_id: String,
}

impl Problem {
    /// A problem with its faults.
    pub fn new(status: StatusCode, detail: String, faults: Vec<Fault>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            message: detail.clone(),
            detail,
            faults,
            current: None,
            code: status.as_u16(),
            request_id: request::current_id(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let tag = self.current.as_ref().map(|current| format!("\"{}\"", current.version));
        let mut response = (status, Json(self)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        let tag = tag.and_then(|tag| HeaderValue::from_str(&tag).ok());
        response.headers_mut().extend(tag.map(|tag| (header::ETAG, tag)));
        response
    }
}

/// The body of every error.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// The HTTP status.
    #[schema(example = 404)]
    pub code: u16,
    /// Always `error`.
    #[serde(rename = "type")]
    #[schema(example = "error")]
    pub kind: &'static str,
    /// What was wrong, for a person.
    #[schema(example = "there is no site 'x' in source 'local'")]
    pub message: String,
    /// The request's id, as in the `x-request-id` header and the log.
    pub request_id: String,
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::BadRequest(message) => (StatusCode::BAD_REQUEST, message),
            Self::Unauthorized(message) => (StatusCode::UNAUTHORIZED, message),
            Self::Forbidden(message) => (StatusCode::FORBIDDEN, message),
            Self::Problem(problem) => return problem.into_response(),
            Self::TooOften(message, seconds) => {
                let mut response = error_response(StatusCode::TOO_MANY_REQUESTS, message);
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                return response;
            }
            Self::NotFound(message) => (StatusCode::NOT_FOUND, message),
            Self::BadGateway(message) => (StatusCode::BAD_GATEWAY, message),
            Self::Unavailable(message) => (StatusCode::SERVICE_UNAVAILABLE, message),
            Self::Internal(error) => {
                tracing::error!(request_id = %request::current_id(), "request failed: {error:#}");
                (StatusCode::INTERNAL_SERVER_ERROR, INTERNAL.to_owned())
            }
        };
        error_response(status, message)
    }
}

const INTERNAL: &str =
    "something failed on the server; its log has the reason under this request id";

/// An error response in the one shape.
pub fn error_response(status: StatusCode, message: String) -> Response {
    let request_id = request::current_id();
    let body = ErrorBody { code: status.as_u16(), kind: "error", message, request_id };
    let mut response = (status, Json(body)).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
}

/// The answer to a method that a route does not have.
pub async fn method_not_allowed(request: Request) -> Response {
    let message = format!("{} has no {}", request.uri().path(), request.method());
    error_response(StatusCode::METHOD_NOT_ALLOWED, message)
}

/// Brings errors that extractors and layers wrote as plain text or left empty into the one shape.
pub async fn as_json(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || !is_plain(response.headers()) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let text = plain_text(body).await;
    let message = match status {
        StatusCode::INTERNAL_SERVER_ERROR => INTERNAL.to_owned(),
        _ if text.is_empty() => status.canonical_reason().unwrap_or("error").to_lowercase(),
        _ => text,
    };
    let mut response = error_response(status, message);
    for (name, value) in &parts.headers {
        if !matches!(*name, header::CONTENT_TYPE | header::CONTENT_LENGTH) {
            response.headers_mut().append(name, value.clone());
        }
    }
    response
}

fn is_plain(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE);
    content_type.is_none_or(|value| value.as_bytes().starts_with(b"text/plain"))
}

async fn plain_text(body: Body) -> String {
    let bytes = to_bytes(body, 4096).await.unwrap_or_default();
    String::from_utf8_lossy(&bytes).trim().trim_end_matches('.').to_owned()
}
