//! What every request meets, whatever it asks for: identity, limits, headers, errors, compression.
//!
//! The order of the layers is decided in [`with_layers`] and nowhere else.

pub mod connections;
pub mod csp;
pub mod error;
pub mod etag;
pub mod headers;
pub mod health;
pub mod limits;
pub mod metrics;
pub mod openapi;
pub mod pages;
pub mod request;
pub mod site;

pub use error::AppError;

use crate::accounts;
use crate::app::AppState;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// How hard answers are compressed, each once for one reader; files have their own form, made once for all.
///
/// A page of 10,000 observations, 448 kB, and the time until a client on 1.6, 5 and 20 Mbit/s has it:
///
/// | | takes | leaves | 1.6 | 5 | 20 Mbit/s |
/// |---|---|---|---|---|---|
/// | nothing | 0 ms | 448 kB | 2242 ms | 718 ms | 179 ms |
/// | brotli 0, gzip 1 | 1.3 ms | 114, 96 kB | 572, 479 ms | 184, 154 ms | 47, 40 ms |
/// | brotli 2, gzip 2 | 3.6, 2 ms | 68, 80 kB | 343, 402 ms | 112, 130 ms | 31, 34 ms |
/// | zstd 2 | 0.9 ms | 78 kB | 391 ms | 126 ms | 32 ms |
/// | brotli 5, gzip 6 | 47, 84 ms | 56, 67 kB | 327, 419 ms | 137, 192 ms | 69, 111 ms |
const LEVEL: i32 = 2;

/// Puts the layers around the routes. The last one added meets a request first.
pub(crate) fn with_layers(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    router
        .layer(from_fn_with_state(limits::Sizes::new(&state.settings.limits), limits::fit))
        .layer(from_fn_with_state(limits::Gate::new(&state.settings.limits), limits::admit))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(error::as_json))
        .layer(from_fn(accounts::keep_private))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(LEVEL)))
        .layer(from_fn(headers::secure))
        .layer(from_fn(request::identify))
}

#[cfg(test)]
mod tests;
