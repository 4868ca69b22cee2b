//! Observations of one datastream, read page by page as the protocol's walk says.

use super::abort::AbortHandle;
use super::error::ApiError;
use super::http;
use futures_util::future::{Either, select};
use gagehouse_observations::Columns;
use gagehouse_sensorthings::paging::{
    Answer, Chain, Failure, Limits, Outcome, Reply, Request, Step, Walk,
};
use gagehouse_sensorthings::request::{Dialect, ServiceRoot, Window};
use std::pin::pin;

/// What to read.
pub struct Wanted {
    /// Base of the source's SensorThings API, absolute or root-relative.
    pub observations_url: String,
    /// The datastream's id there.
    pub datastream: String,
    /// The window.
    pub window: Window,
}

/// Why nothing, or not everything, was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The page was left, or the reader stopped it.
    #[error("stopped")]
    Stopped,
    /// The service gave nothing.
    #[error("{0}")]
    Failed(#[from] Failure),
}

/// Reads the window, handing each page's rows over with the bytes it took.
pub async fn load(
    wanted: Wanted,
    abort: AbortHandle,
    mut on_rows: impl FnMut(Columns, u64),
) -> Result<Outcome, LoadError> {
    let mut walk = Walk::new(Chain {
        root: ServiceRoot::new(&wanted.observations_url),
        datastream: wanted.datastream,
        window: wanted.window,
        dialect: Dialect::default(),
        with_credentials: false,
        limits: Limits::default(),
    });
    while let Some(request) = walk.next_request() {
        let answer = fetch(&request, abort).await?;
        let (step, bytes) = match &answer {
            Fetched::Answer(answer) => {
                let reply = Reply::Answer(Answer {
                    status: answer.status,
                    retry_after_ms: answer.retry_after.as_deref().and_then(retry_after_ms),
                    content_type: &answer.content_type,
                    body: &answer.body,
                });
                (walk.accept(&reply)?, answer.body.len() as u64)
            }
            Fetched::Timeout => (walk.accept(&Reply::Timeout)?, 0),
            Fetched::NoAnswer(cause) => (walk.accept(&Reply::Network(cause.clone()))?, 0),
        };
        match step {
            Step::Rows(batch) => on_rows(batch.columns, bytes),
            Step::Again => {}
            Step::Wait { ms } => http::sleep(i32::try_from(ms).unwrap_or(i32::MAX)).await,
        }
    }
    walk.outcome().cloned().ok_or(LoadError::Stopped)
}

enum Fetched {
    Answer(http::Answer),
    Timeout,
    NoAnswer(String),
}

async fn fetch(request: &Request, abort: AbortHandle) -> Result<Fetched, LoadError> {
    let timeout_ms = i32::try_from(request.timeout_ms).unwrap_or(i32::MAX);
    let answer = pin!(http::send(&request.url, abort));
    let patience = pin!(http::sleep(timeout_ms));
    match select(answer, patience).await {
        Either::Left((Ok(answer), _)) => Ok(Fetched::Answer(answer)),
        Either::Left((Err(ApiError::Aborted), _)) => Err(LoadError::Stopped),
        Either::Left((Err(error), _)) => Ok(Fetched::NoAnswer(error.to_string())),
        Either::Right(_) => Ok(Fetched::Timeout),
    }
}

/// `Retry-After` as seconds; its form as a date is left to the walk's own patience.
fn retry_after_ms(text: &str) -> Option<u64> {
    text.trim().parse::<u64>().ok().map(|seconds| seconds.saturating_mul(1_000))
}
