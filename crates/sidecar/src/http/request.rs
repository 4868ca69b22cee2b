//! Every request's identity: its id, its log line, its measurements.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tracing::Instrument;

/// The header that carries the id, in and out.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request being answered; empty outside of one.
pub fn current_id() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_default()
}

/// Gives the request its id (the proxy's, when it sent a usable one), a span, a log line and its counts.
pub async fn identify(request: Request, next: Next) -> Response {
    let id = incoming_id(&request).unwrap_or_else(new_id);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let target = loggable_target(request.uri().path(), request.uri().query());
    let span = tracing::info_span!("request", request_id = %id);
    let started = Instant::now();
    let answering = CURRENT.scope(id.clone(), next.run(request)).instrument(span.clone());
    let mut response = answering.await;
    let duration = started.elapsed();
    let status = response.status().as_u16();
    let quiet = matches!(route.as_deref(), Some("/healthz" | "/metrics"));
    super::metrics::count(&method, route.as_deref(), status, duration);
    let duration_ms = (duration.as_secs_f64() * 1e5).round() / 1e2;
    span.in_scope(|| match status {
        500.. => {
            tracing::warn!(status, duration_ms, "{method} {target}: {status} in {duration_ms} ms")
        }
        _ if quiet => tracing::debug!(status, duration_ms, "{method} {target}: {status}"),
        _ => tracing::info!(status, duration_ms, "{method} {target}: {status} in {duration_ms} ms"),
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// A proxy's id when it is short and plain, so that no client writes into the log.
fn incoming_id(request: &Request) -> Option<String> {
    let id = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    ((1..=64).contains(&id.len()) && id.bytes().all(plain)).then(|| id.to_owned())
}

/// A number that no other request of this process and hardly one of another has.
fn new_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{:x}-{number:x}", since.as_micros())
}

/// Path and query as they may stand in a log: what may be a secret is hidden, length is bounded.
fn loggable_target(path: &str, query: Option<&str>) -> String {
    let mut target: String = path.chars().take(400).collect();
    let Some(query) = query else { return target };
    let mut separator = '?';
    for pair in query.split('&') {
        let name = pair.split('=').next().unwrap_or(pair);
        target.push(separator);
        separator = '&';
        if is_secret_name(name) {
            target.push_str(name);
            target.push_str("=[secret]");
        } else {
            target.push_str(pair);
        }
    }
    match target.char_indices().nth(1000) {
        Some((at, _)) => format!("{}…", &target[..at]),
        None => target,
    }
}

fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["token", "secret", "password", "passwd", "key", "auth", "signature", "code"]
        .iter()
        .any(|word| name.split(['_', '-', '.']).any(|part| part.ends_with(word)))
        && name != "sitecode"
        && name != "variablecode"
}

/// The method as a label: bounded, whatever a client invents.
pub(super) fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_in_the_query_is_not_logged() {
        let logged =
            loggable_target("/p", Some("d=a:1&api_key=hush&access_token=hush&Password=hush"));
        assert_eq!(logged, "/p?d=a:1&api_key=[secret]&access_token=[secret]&Password=[secret]");
        assert_eq!(loggable_target("/p", Some("sitecode=X&keyset=1")), "/p?sitecode=X&keyset=1");
    }

    #[test]
    fn an_endless_query_is_cut() {
        assert_eq!(loggable_target("/p", Some(&"é".repeat(5000))).chars().count(), 1001);
    }

    #[test]
    fn a_proxys_id_is_kept_and_a_forged_one_replaced() {
        let with = |id: &str| {
            let request = Request::builder().header("x-request-id", id);
            incoming_id(&request.body(axum::body::Body::empty()).unwrap())
        };
        assert_eq!(with("abc-1.2_3").as_deref(), Some("abc-1.2_3"));
        assert_eq!(with("a b"), None);
        assert_eq!(with(&"x".repeat(65)), None);
        assert_ne!(new_id(), new_id());
    }
}
