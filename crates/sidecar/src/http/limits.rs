//! How many requests are worked on at a time, for how long, and how long their addresses may be.
//!
//! Number and time count until the head of the response; a body that is streamed has already been read from the
//! store (a slow client holds no reader).

use super::AppError;
use super::error::error_response;
use crate::settings::Limits;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Longest path and query, in bytes. Beyond 64 kB the HTTP library itself refuses, without a word.
const MAX_ADDRESS: usize = 32 << 10;

/// What admits requests.
#[derive(Debug, Clone)]
pub struct Gate {
    places: Arc<Semaphore>,
    time: Duration,
}

impl Gate {
    /// A gate with the settings' limits.
    pub fn new(limits: &Limits) -> Self {
        // A semaphore has an upper bound of its own, far above any sensible number of requests.
        let places = limits.concurrent_requests.min(Semaphore::MAX_PERMITS);
        Self { places: Arc::new(Semaphore::new(places)), time: limits.request_time }
    }
}

/// Lets the request in, or says to come back; ends it when it takes too long.
pub async fn admit(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    // A probe must be answered just when the server is full.
    if request.uri().path() == "/healthz" {
        return next.run(request).await;
    }
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if length > MAX_ADDRESS {
        let message =
            format!("the address has {length} bytes; at most {MAX_ADDRESS} are understood");
        return error_response(StatusCode::URI_TOO_LONG, message);
    }
    // Embeds have places of their own: thousands may wait for the one drawing that answers them all.
    let is_embed = request.uri().path().starts_with("/embed/");
    let place = if is_embed { None } else { Some(gate.places.try_acquire()) };
    if matches!(place, Some(Err(_))) {
        let message = "too many requests at this moment; please try again".to_owned();
        return AppError::Unavailable(message).into_response();
    }
    match tokio::time::timeout(gate.time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let seconds = gate.time.as_secs();
            let message = format!("the answer took longer than {seconds} s; ask for less at once");
            AppError::Unavailable(message).into_response()
        }
    }
}
