//! How many requests are worked on at a time, and for how long.
//!
//! Both count until the head of the response; a body that is streamed has already been read from the
//! store (a slow client holds no reader).

use super::AppError;
use crate::settings::Limits;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

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
    let Ok(_place) = gate.places.try_acquire() else {
        let message = "too many requests at this moment; please try again".to_owned();
        return AppError::Unavailable(message).into_response();
    };
    match tokio::time::timeout(gate.time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let seconds = gate.time.as_secs();
            let message = format!("the answer took longer than {seconds} s; ask for less at once");
            AppError::Unavailable(message).into_response()
        }
    }
}
