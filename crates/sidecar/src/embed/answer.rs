//! What an embed's request is answered with: made once, compressed once, sent many times.

use super::shelf::Made;
use crate::catalog::compressed::Compressed;
use crate::http::etag;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;

/// How long an answer is given before its data are looked at again.
const GOOD: Duration = Duration::from_secs(30);
/// How long an answer that something does not exist is given.
const GOOD_ERROR: Duration = Duration::from_secs(10);
/// What browsers and proxies may keep, and what they must ask for again.
const CACHED: &str = "public, max-age=300, stale-while-revalidate=300";
const CACHED_ERROR: &str = "public, max-age=60";

/// An answer.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    content_type: &'static str,
    content: Content,
    policy: Option<HeaderValue>,
    tag: Option<HeaderValue>,
}

#[derive(Debug)]
enum Content {
    /// Text, in the encodings that browsers take.
    Text(Compressed),
    /// What is compressed already.
    Picture(Bytes),
}

/// What kind of text an answer is.
pub const HTML: &str = "text/html; charset=utf-8";
/// An SVG file.
pub const SVG: &str = "image/svg+xml; charset=utf-8";
/// JSON.
pub const JSON: &str = "application/json";

impl Answer {
    /// A text with the policy under which it is shown.
    ///
    /// # Errors
    /// When it cannot be compressed.
    pub fn text(
        status: StatusCode,
        content_type: &'static str,
        text: &str,
        policy: &str,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            status,
            content_type,
            tag: etag::tag(&etag::hash(text.as_bytes())),
            content: Content::Text(Compressed::new(text.as_bytes())?),
            policy: Some(HeaderValue::from_str(policy)?),
        })
    }

    /// A PNG.
    pub fn png(status: StatusCode, bytes: Vec<u8>) -> Self {
        Self {
            status,
            content_type: "image/png",
            tag: etag::tag(&etag::hash(&bytes)),
            content: Content::Picture(bytes.into()),
            policy: None,
        }
    }

    /// With its time on the shelf.
    pub fn made(self) -> Made<Self> {
        let bytes = match &self.content {
            Content::Text(text) => text.bytes(),
            Content::Picture(bytes) => bytes.len(),
        };
        let good_for = match self.status {
            StatusCode::OK => GOOD,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::INTERNAL_SERVER_ERROR => Duration::ZERO,
            _ => GOOD_ERROR,
        };
        Made {
            value: Arc::new(self),
            bytes: bytes + 1_000,
            good_for,
            better_than_waiting_for: Duration::ZERO,
        }
    }

    /// The response to who asks.
    pub fn response(&self, asked: &HeaderMap) -> Response {
        let (encoding, body) = match &self.content {
            Content::Picture(bytes) => (None, bytes.clone()),
            Content::Text(text) => match text.for_request(asked) {
                Ok(sent) => sent,
                Err(error) => {
                    return crate::http::AppError::Internal(error.into()).into_response();
                }
            },
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let mut put = |name: HeaderName, value: &'static str| {
            headers.insert(name, HeaderValue::from_static(value));
        };
        put(header::CONTENT_TYPE, self.content_type);
        put(header::VARY, "accept-encoding");
        // Pictures and data are for any page, also one that is isolated from other origins.
        put(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        put(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
        put(HeaderName::from_static("timing-allow-origin"), "*");
        match self.status {
            StatusCode::OK => put(header::CACHE_CONTROL, CACHED),
            StatusCode::TOO_MANY_REQUESTS => {
                put(header::CACHE_CONTROL, "no-store");
                put(header::RETRY_AFTER, "5");
            }
            StatusCode::INTERNAL_SERVER_ERROR => put(header::CACHE_CONTROL, "no-store"),
            _ => put(header::CACHE_CONTROL, CACHED_ERROR),
        }
        if self.content_type == HTML {
            put(HeaderName::from_static("cross-origin-embedder-policy"), "require-corp");
        }
        headers.extend(self.tag.clone().map(|tag| (header::ETAG, tag)));
        if let Some(policy) = &self.policy {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
        }
        headers.extend(encoding.map(|encoding| (header::CONTENT_ENCODING, encoding)));
        response
    }
}

impl Answer {
    /// What is sent when something of ours failed.
    pub fn failed() -> Self {
        let text = "This could not be made now. The log of the server has the reason.";
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            content_type: "text/plain; charset=utf-8",
            tag: None,
            content: Content::Picture(Bytes::from_static(text.as_bytes())),
            policy: None,
        }
    }
}
