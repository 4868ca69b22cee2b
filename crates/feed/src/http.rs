//! One GET of a page of observations, given up in time or when nobody wants it any more.

use crate::timer;
use futures_util::future::{Either, select};
use gagehouse_sensorthings::paging::Request;
use gloo_net::http;
use std::pin::pin;
use web_sys::{AbortController, AbortSignal};

/// What came of a request.
pub enum Fetched {
    /// An answer of any status, whole.
    Answer {
        /// HTTP status.
        status: u16,
        /// `Retry-After` in milliseconds, where it is a number of seconds.
        retry_after_ms: Option<u64>,
        /// `Content-Type`, empty when absent.
        content_type: String,
        /// The body.
        body: Vec<u8>,
    },
    /// No complete answer in time.
    Timeout,
    /// No answer, with the cause as far as a browser tells it.
    NoAnswer(String),
}

/// Makes a request; its controller stops it.
pub async fn fetch(request: &Request, controller: &AbortController) -> Fetched {
    let signal = controller.signal();
    let answer = pin!(send(&request.url, &signal));
    let patience = pin!(timer::sleep(request.timeout_ms));
    match select(answer, patience).await {
        Either::Left((Ok(answer), _)) => answer,
        Either::Left((Err(_), _)) => {
            Fetched::NoAnswer(format!("no answer from {}", host_of(&request.url)))
        }
        Either::Right(_) => {
            controller.abort();
            Fetched::Timeout
        }
    }
}

async fn send(url: &str, signal: &AbortSignal) -> Result<Fetched, gloo_net::Error> {
    let response = http::Request::get(url).abort_signal(Some(signal)).send().await?;
    let retry_after = response.headers().get("retry-after");
    Ok(Fetched::Answer {
        status: response.status(),
        content_type: response.headers().get("content-type").unwrap_or_default(),
        retry_after_ms: retry_after.as_deref().and_then(milliseconds),
        body: response.binary().await?,
    })
}

/// `Retry-After` as seconds; its form as a date is left to the plan's own patience.
fn milliseconds(retry_after: &str) -> Option<u64> {
    retry_after.trim().parse::<u64>().ok().map(|seconds| seconds.saturating_mul(1_000))
}

/// Who is asked.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_in_seconds_is_kept_and_a_date_is_left_alone() {
        assert_eq!(milliseconds(" 7 "), Some(7_000));
        assert_eq!(milliseconds("Wed, 21 Oct 2026 07:28:00 GMT"), None);
        assert_eq!(milliseconds("18446744073709551615"), Some(u64::MAX));
    }

    #[test]
    fn messages_name_the_host() {
        assert_eq!(host_of("https://data.org:8080/v1.1/Things?x"), "data.org:8080");
    }
}
