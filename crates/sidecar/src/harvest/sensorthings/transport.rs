//! How a walk's requests are made: over HTTP, or to the embedded service in this process.

use crate::accounts::Visitor;
use crate::harvest::upstream::{Fetched, MAX_BODY_BYTES, Upstream, retry_after_ms};
use crate::settings::SourceSettings;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_TYPE;
use gagehouse_sensorthings::paging::{Answer, Reply, Request};
use std::time::Duration;
use tower::ServiceExt;

/// The way to a service. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Transport {
    /// Another service.
    Http {
        /// The client.
        upstream: Upstream,
        /// The source, with its credentials.
        source: SourceSettings,
    },
    /// The embedded service.
    InProcess(Router),
}

impl Transport {
    /// Whether there are credentials to send.
    pub fn has_credentials(&self) -> bool {
        matches!(self, Self::Http { source, .. } if source.credentials.is_some())
    }

    /// Whether the service is the embedded one.
    pub fn is_embedded(&self) -> bool {
        matches!(self, Self::InProcess(_))
    }

    /// Makes a request.
    pub async fn get(&self, request: &Request) -> Fetched {
        let timeout = Duration::from_millis(request.timeout_ms);
        match self {
            Self::Http { upstream, source } => {
                let (url, most_bytes) = (&request.url, request.most_bytes);
                upstream.get(source, url, request.with_credentials, timeout, most_bytes).await
            }
            Self::InProcess(router) => {
                match tokio::time::timeout(timeout, in_process(router, &request.url)).await {
                    Ok(fetched) => fetched,
                    Err(_) => Fetched::Timeout,
                }
            }
        }
    }
}

async fn in_process(router: &Router, path: &str) -> Fetched {
    let request = axum::http::Request::get(path)
        .header(axum::http::header::HOST, "localhost")
        .body(Body::empty());
    let mut request = match request {
        Ok(request) => request,
        Err(error) => return Fetched::Network(error.to_string()),
    };
    // The catalog holds private rows too, for those who may see them. No header can say this.
    request.extensions_mut().insert(Visitor::the_program());
    let response = match router.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::try_from(MAX_BODY_BYTES).unwrap_or(usize::MAX)).await {
        Ok(body) => Fetched::Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: body.to_vec(),
        },
        Err(_) => Fetched::TooLarge,
    }
}

/// What a walk makes of it.
pub fn reply(fetched: &Fetched) -> Reply<'_> {
    match fetched {
        Fetched::Answer { status, headers, body } => Reply::Answer(Answer {
            status: *status,
            retry_after_ms: retry_after_ms(headers),
            content_type: headers
                .get(CONTENT_TYPE)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default(),
            body,
        }),
        Fetched::Redirected { status, to } => Reply::Redirected { status: *status, to: to.clone() },
        Fetched::Timeout => Reply::Timeout,
        Fetched::Network(cause) => Reply::Network(cause.clone()),
        Fetched::TooLarge => Reply::TooLarge(MAX_BODY_BYTES),
    }
}
