//! Routes of the service: one path below a version, GET only.

use super::answer;
use super::links::{Root, SERVICE_PATH};
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http::error::error_response;
use axum::Router;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use gagehouse_sensorthings::query::EntityKind;
use tower_http::cors::{Any, CorsLayer};

/// What this service does of the standard, as far as tests of the sidecar hold it. Not among them yet: the
/// built-in query functions as a whole (no geography), MultiDatastreams, and all writing, to which the class
/// of data arrays belongs too.
const CONFORMANCE: [&str; 13] = [
    "http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/resource-path/resource-path-to-entities",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/order",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/status-code",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/query-status-code",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/expand",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/select",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/orderby",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/count",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/skip",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/top",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/filter",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/pagination",
];

/// The routes of the embedded service, open to every origin for reading.
pub fn router() -> Router<AppState> {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::OPTIONS])
        .allow_headers([
            header::CONTENT_TYPE,
            header::AUTHORIZATION,
            HeaderName::from_static("x-api-key"),
        ])
        .expose_headers([header::LOCATION]);
    Router::new()
        .route("/sensorthings", get(read).fallback(not_reading))
        .route("/sensorthings/{*path}", get(read).fallback(not_reading))
        .layer(cors)
}

async fn read(
    State(state): State<AppState>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Response {
    let below = uri.path().strip_prefix(SERVICE_PATH);
    let Some(path) = below.filter(|rest| rest.is_empty() || rest.starts_with('/')) else {
        let message = format!("the service is at {SERVICE_PATH}; there is no '{}'", uri.path());
        return error_response(StatusCode::NOT_FOUND, message);
    };
    let root = Root::of(&state.settings, &headers, &uri);
    if path.trim_matches('/').is_empty() {
        return service_root(&root, uri.query());
    }
    let request = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let answer = answer::answer(&state, &root, &visitor.viewer, &request).await;
    answer.unwrap_or_else(IntoResponse::into_response)
}

async fn not_reading(method: Method) -> Response {
    let message = format!("{method} is not supported; the service is read by GET");
    error_response(StatusCode::METHOD_NOT_ALLOWED, message)
}

fn service_root(root: &Root, query: Option<&str>) -> Response {
    if let Some(query) = query.filter(|query| !query.is_empty()) {
        let message = format!("the service root takes no options, such as '{query}'");
        return error_response(StatusCode::BAD_REQUEST, message);
    }
    let sets: Vec<serde_json::Value> = EntityKind::ALL
        .iter()
        .map(|kind| {
            let url = format!("{}/{}", root.as_str(), kind.set_name());
            serde_json::json!({ "name": kind.set_name(), "url": url })
        })
        .collect();
    let settings = serde_json::json!({ "conformance": CONFORMANCE });
    let body = serde_json::json!({ "value": sets, "serverSettings": settings });
    answer::json(body.to_string().into_bytes())
}
