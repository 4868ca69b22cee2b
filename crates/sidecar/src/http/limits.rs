//! How many requests are worked on at a time, for how long, and how long their addresses and bodies may be.
//!
//! Number and time count until the head of the response; a body that is streamed has already been read from the
//! store (a slow client holds no reader).

use super::AppError;
use super::error::error_response;
use crate::settings::Limits;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Longest path and query, in bytes. Beyond 64 kB the HTTP library itself refuses, without a word.
const MAX_ADDRESS: usize = 32 << 10;

/// How large bodies may be.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    request: usize,
    attachment: usize,
}

impl Sizes {
    /// The settings' sizes.
    pub fn new(limits: &Limits) -> Self {
        Self { request: limits.request_body_bytes, attachment: limits.attachment_bytes }
    }
}

/// Refuses a body that says it is too large before it is read; whatever reads one stops at the same size.
pub async fn fit(State(sizes): State<Sizes>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_file = path.starts_with("/api/v1/attachments/") && path.ends_with("/content");
    let (what, most) =
        if is_file { ("the file", sizes.attachment) } else { ("the request", sizes.request) };
    let stated = request.headers().get(header::CONTENT_LENGTH);
    let stated = stated.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if let Some(bytes) = stated.filter(|bytes| *bytes > most as u64) {
        let message =
            format!("{what} has {}; at most {} are taken", size(bytes), size(most as u64));
        return error_response(StatusCode::PAYLOAD_TOO_LARGE, message);
    }
    DefaultBodyLimit::max(most).apply(&mut request);
    next.run(request).await
}

/// In the unit in which a person thinks of it.
fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

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
    let is_embed = request.uri().path().starts_with("/embed/");
    if !is_embed && holds_nul(request.uri()) {
        let message = "the path or the query holds a NUL (%00), which is in no name or text";
        return error_response(StatusCode::BAD_REQUEST, message.to_owned());
    }
    // Embeds have places of their own: thousands may wait for the one drawing that answers them all.
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

/// Whether an address holds a NUL where one does harm: no name of anything does, and PostgreSQL fails over one. A page says
/// itself what of its parameters it cannot use, and they reach no database; a frame is not asked at all.
fn holds_nul(address: &Uri) -> bool {
    let is_for_programs =
        ["/api/", "/sensorthings/", "/oembed"].iter().any(|at| address.path().starts_with(at));
    let query = address.query().filter(|_| is_for_programs);
    address.path().contains("%00") || query.is_some_and(|query| query.contains("%00"))
}
