//! What every request meets, whatever it asks for: identity, limits, headers, errors, compression.
//!
//! The order of the layers is decided in [`with_layers`] and nowhere else.

pub mod connections;
pub mod csp;
pub mod error;
pub mod headers;
pub mod health;
pub mod limits;
pub mod metrics;
pub mod openapi;
pub mod request;
pub mod site;

pub use error::AppError;

use crate::app::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::limit::RequestBodyLimitLayer;

/// Puts the layers around the routes. The last one added meets a request first.
pub(crate) fn with_layers(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    let body_bytes = state.settings.limits.request_body_bytes;
    router
        .layer(DefaultBodyLimit::max(body_bytes))
        .layer(RequestBodyLimitLayer::new(body_bytes))
        .layer(from_fn_with_state(limits::Gate::new(&state.settings.limits), limits::admit))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(error::as_json))
        // Fast levels: an answer is compressed once and read once. Files have their own, made once for all.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn(headers::secure))
        .layer(from_fn(request::identify))
}

#[cfg(test)]
mod tests;
