//! `/metrics` for Prometheus: requests counted and timed by route template.

use crate::app::AppState;
use axum::Router;
use axum::http::{Method, header};
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;

const REQUESTS: &str = "gagehouse_http_requests_total";
const DURATION: &str = "gagehouse_http_request_duration_seconds";

/// Upper edges of the duration histogram, seconds.
const EDGES_S: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The route of this module.
pub fn router() -> Router<AppState> {
    Router::new().route("/metrics", get(metrics))
}

/// Counts one answered request. What no route matched is one label, so that nobody can invent labels.
pub fn count(method: &Method, route: Option<&str>, status: u16, duration: Duration) {
    let Some(_) = handle() else { return };
    let labels = [
        ("method", super::request::method_label(method).to_owned()),
        ("route", route.unwrap_or("other").to_owned()),
        ("status", status.to_string()),
    ];
    metrics::counter!(REQUESTS, &labels).increment(1);
    metrics::histogram!(DURATION, &labels[..2]).record(duration.as_secs_f64());
}

/// Folds measurements into the histogram now and then, so that they do not pile up between two scrapes.
pub async fn upkeep() {
    let mut every = tokio::time::interval(Duration::from_secs(10));
    loop {
        every.tick().await;
        if let Some(handle) = handle() {
            handle.run_upkeep();
        }
    }
}

async fn metrics() -> impl IntoResponse {
    let text = handle().map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text)
}

/// The process's one recorder. `None` only when another recorder was installed before.
fn handle() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    let handle = HANDLE.get_or_init(|| {
        let matcher = Matcher::Full(DURATION.to_owned());
        let builder = PrometheusBuilder::new().set_buckets_for_metric(matcher, &EDGES_S).ok()?;
        let handle = builder.install_recorder().ok()?;
        metrics::describe_counter!(REQUESTS, "Requests answered");
        metrics::describe_histogram!(DURATION, "Time until the head of the response");
        Some(handle)
    });
    handle.as_ref()
}
