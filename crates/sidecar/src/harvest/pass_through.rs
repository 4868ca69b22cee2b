//! `/api/v1/source/{key}/…`: reading a listed source that browsers cannot ask themselves.
//!
//! Only GET, only sources marked for it, only below the source's own base URL. Nothing of the visitor goes out
//! (no headers, no cookies), and of the answer only status, body and `Retry-After` come back, always as JSON: a
//! service's HTML must not run on our origin. The links inside are left as they are; our own client does not
//! follow them to where they point.
//!
//! Where the source has credentials, they may open more than visitors should see. Then only Observations of
//! datastreams that the visitor finds in the catalog are answered, without `$expand`.

use super::upstream::{Fetched, retry_after_ms};
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http::AppError;
use crate::http::error::error_response;
use crate::settings::SourceSettings;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gagehouse_model::Viewer;
use gagehouse_sensorthings::{id, percent};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Largest body that is handed on.
const MAX_BODY_BYTES: u64 = 16 * 1024 * 1024;
/// Longest query that is sent.
const MAX_QUERY_BYTES: usize = 8_000;

/// A client that is told to wait this long does not wait. In seconds.
const LEAST_LASTING_S: u64 = 300;

/// The route of this module.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_from_source))
}

/// Read a listed source that needs a key or allows no other origins
///
/// The path below the source's base URL and the query are sent as they are; the answer is the source's.
#[utoipa::path(get, path = "/api/v1/source/{key}/{*path}", tag = "catalog",
    params(("key" = String, Path, description = "Key of the source"),
           ("path" = String, Path, description = "Path below the source's base URL")),
    responses((status = 200, description = "The source's answer", content_type = "application/json"),
              (status = 404, body = crate::http::error::ErrorBody),
              (status = 502, body = crate::http::error::ErrorBody)))]
pub async fn get_from_source(
    State(state): State<AppState>,
    visitor: Visitor,
    Path(path): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, AppError> {
    let (key, _) = path;
    let listed = state.settings.sources.iter().find(|source| source.key.as_str() == key);
    let source = listed.filter(|source| source.pass_through).ok_or_else(|| {
        AppError::NotFound(format!("there is no source '{key}' behind this server"))
    })?;
    let prefix = format!("/api/v1/source/{key}/");
    let path = uri.path().strip_prefix(&prefix).unwrap_or_default();
    let query = uri.query().unwrap_or_default();
    let url = address(source, path, query)?;
    if source.credentials.is_some() {
        may_be_seen(&state, &visitor.viewer, source, path, query).await?;
    }
    let Ok(_place) = state.upstream.places().try_acquire() else {
        let message = "too many requests to other services at this moment; please try again";
        return Err(AppError::Unavailable(message.to_owned()));
    };
    // Our own limit would answer with a less useful message.
    let timeout = state.settings.limits.request_time.mul_f32(0.9);
    let with_credentials = source.credentials.is_some();
    let fetched = state.upstream.get(source, &url, with_credentials, timeout, MAX_BODY_BYTES).await;
    answer(source, fetched)
}

/// The address below the source's base URL, and nowhere else.
fn address(source: &SourceSettings, path: &str, query: &str) -> Result<String, AppError> {
    let decoded = percent::decode(path);
    let leaves = decoded.split(['/', '\\']).any(|part| matches!(part, "." | ".."))
        || decoded.starts_with('/')
        || decoded.contains("//")
        || decoded.contains(['\\', '?', '#'])
        || decoded.chars().any(char::is_control);
    if leaves || query.len() > MAX_QUERY_BYTES {
        return Err(AppError::BadRequest(format!("'{decoded}' is no path below a source")));
    }
    let separator = if query.is_empty() { "" } else { "?" };
    let url = format!("{}/{path}{separator}{query}", source.url);
    let below = format!("{}/", source.url);
    let same = match (reqwest::Url::parse(&url), reqwest::Url::parse(&below)) {
        (Ok(url), Ok(base)) => url.origin() == base.origin() && url.path().starts_with(base.path()),
        _ => false,
    };
    if same {
        Ok(url)
    } else {
        Err(AppError::BadRequest(format!("'{decoded}' is no path below a source")))
    }
}

/// Refuses what the credentials may open and the visitor may not.
async fn may_be_seen(
    state: &AppState,
    viewer: &Viewer,
    source: &SourceSettings,
    path: &str,
    query: &str,
) -> Result<(), AppError> {
    let not_found = || {
        let key = &source.key;
        AppError::NotFound(format!(
            "of '{key}' only Observations of datastreams in the catalog are answered here"
        ))
    };
    let decoded = percent::decode(path);
    let link = decoded.strip_suffix("/Observations").ok_or_else(not_found)?;
    if !link.starts_with("Datastreams(") || link.contains('/') {
        return Err(not_found());
    }
    // `+` and escapes do not hide an option: it is looked for in the decoded query.
    if percent::decode(query).to_ascii_lowercase().contains("expand") {
        return Err(AppError::BadRequest("$expand is not answered here".to_owned()));
    }
    let id = id::in_link(link).ok_or_else(not_found)?;
    let seen = state.store.sees_observations(viewer, source.key.as_str(), &id).await?;
    if seen { Ok(()) } else { Err(not_found()) }
}

fn answer(source: &SourceSettings, fetched: Fetched) -> Result<Response, AppError> {
    let name = &source.name;
    let (status, headers, body) = match fetched {
        Fetched::Answer { status, headers, body } => (status, headers, body),
        Fetched::Redirected { to, .. } => {
            tracing::warn!(source = %source.key, "{} redirects to {to}: not followed", source.key);
            return Ok(lasting(source, format!("{name} redirects to another address")));
        }
        Fetched::Timeout => {
            return Err(AppError::BadGateway(format!("{name} did not answer in time")));
        }
        Fetched::Network(cause) => {
            tracing::warn!(source = %source.key, "{} could not be reached: {cause}", source.key);
            return Err(AppError::BadGateway(format!("{name} could not be reached")));
        }
        Fetched::TooLarge => {
            return Err(AppError::BadGateway(format!("{name} answered with too much at once")));
        }
    };
    // What concerns our credentials is between us and the source.
    if matches!(status, 100..=199 | 300..=399 | 401 | 403 | 407) {
        return Ok(lasting(source, format!("{name} does not let us in ({status})")));
    }
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = (status, body).into_response();
    let to = response.headers_mut();
    to.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    to.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(ms) = retry_after_ms(&headers) {
        to.insert(header::RETRY_AFTER, HeaderValue::from(ms / 1_000));
    }
    Ok(response)
}

/// A 502 that asking again at once does not mend: it says to wait until the source is harvested next, by which clients
/// know that they need not try.
fn lasting(source: &SourceSettings, message: String) -> Response {
    let mut response = error_response(StatusCode::BAD_GATEWAY, message);
    let seconds = source.interval.as_secs().max(LEAST_LASTING_S);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SourceKind;
    use std::time::Duration;

    fn source() -> SourceSettings {
        SourceSettings {
            key: "x".parse().unwrap(),
            kind: SourceKind::SensorThings,
            url: "https://data.org/api/v1.1".into(),
            name: "X".into(),
            description: None,
            credentials: None,
            pass_through: true,
            interval: Duration::from_secs(60),
        }
    }

    #[test]
    fn a_path_stays_below_the_source() {
        let good = address(&source(), "Datastreams(%27a%20b%27)/Observations", "$top=1").unwrap();
        assert_eq!(good, "https://data.org/api/v1.1/Datastreams(%27a%20b%27)/Observations?$top=1");
        for path in [
            "../../admin",
            "%2e%2e/admin",
            "Things/..%2f..%2fadmin",
            "a/./b",
            "/evil.example/x",
            "a\\..\\b",
            "a%00b",
            "a%3Fb",
            "%5C%5Cevil",
        ] {
            assert!(address(&source(), path, "").is_err(), "{path}");
        }
        assert!(address(&source(), "Things", &"x".repeat(9_000)).is_err());
    }
}
