//! One GET of a page of observations, given up in time or when nobody wants it any more.

use crate::timer;
use futures_util::future::{Either, select};
use gagehouse_sensorthings::paging::Request;
use gloo_net::http;
use js_sys::{Reflect, Uint8Array};
use std::pin::pin;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader};

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
    /// The body went beyond [`Request::most_bytes`].
    TooLarge,
    /// No complete answer in time.
    Timeout,
    /// No answer, with the cause as far as a browser tells it.
    NoAnswer(String),
}

/// Makes a request; its controller stops it.
pub async fn fetch(request: &Request, controller: &AbortController) -> Fetched {
    let signal = controller.signal();
    let answer = pin!(send(request, &signal));
    let patience = pin!(timer::sleep(request.timeout_ms));
    match select(answer, patience).await {
        Either::Left((Some(answer), _)) => answer,
        Either::Left((None, _)) => Fetched::NoAnswer(no_answer(&request.url, &own_origin())),
        Either::Right(_) => {
            controller.abort();
            Fetched::Timeout
        }
    }
}

/// `None` when there is no answer, or it breaks off.
async fn send(request: &Request, signal: &AbortSignal) -> Option<Fetched> {
    let asked = http::Request::get(&request.url).abort_signal(Some(signal));
    let response = asked.send().await.ok()?;
    let retry_after = response.headers().get("retry-after");
    let body = match is_of(&request.url, &own_origin()) {
        // Our own server keeps its pages and those it passes on small, and one piece is read faster than many.
        true => Body::Whole(response.binary().await.ok()?),
        false => body_of(&response, request.most_bytes).await?,
    };
    Some(match body {
        Body::Whole(body) => Fetched::Answer {
            status: response.status(),
            content_type: response.headers().get("content-type").unwrap_or_default(),
            retry_after_ms: retry_after.as_deref().and_then(milliseconds),
            body,
        },
        Body::TooLarge => Fetched::TooLarge,
    })
}

enum Body {
    Whole(Vec<u8>),
    TooLarge,
}

/// Reads a body piece by piece, so that no more than the limit is ever held.
async fn body_of(response: &http::Response, most_bytes: u64) -> Option<Body> {
    let mut body = Vec::new();
    // An answer without a body, such as 204.
    let Some(stream) = response.body() else { return Some(Body::Whole(body)) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into().ok()?;
    loop {
        let piece = JsFuture::from(reader.read()).await.ok()?;
        if Reflect::get(&piece, &"done".into()).ok()?.is_truthy() {
            return Some(Body::Whole(body));
        }
        let piece: Uint8Array = Reflect::get(&piece, &"value".into()).ok()?.dyn_into().ok()?;
        let (from, length) = (body.len(), piece.length() as usize);
        if (from + length) as u64 > most_bytes {
            // Whether the rest is stopped politely or not, nobody reads it.
            let _ = JsFuture::from(reader.cancel()).await;
            return Some(Body::TooLarge);
        }
        body.resize(from + length, 0);
        piece.copy_to(&mut body[from..]);
    }
}

/// `Retry-After` as seconds; its form as a date is left to the plan's own patience.
fn milliseconds(retry_after: &str) -> Option<u64> {
    retry_after.trim().parse::<u64>().ok().map(|seconds| seconds.saturating_mul(1_000))
}

/// Why nothing came, as far as a browser tells it: a service that does not let pages of other sites read it
/// looks like one that is down.
fn no_answer(url: &str, own_origin: &str) -> String {
    let host = host_of(url);
    if is_of(url, own_origin) {
        return format!("no answer from {host}");
    }
    format!("no answer from {host}; it may be down, or not let pages of other sites read it")
}

fn is_of(url: &str, origin: &str) -> bool {
    url.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'))
}

/// Of the page, or of the worker's module, which is the page's.
fn own_origin() -> String {
    let location = Reflect::get(&js_sys::global(), &"location".into());
    let origin = location.and_then(|location| Reflect::get(&location, &"origin".into()));
    origin.ok().and_then(|origin| origin.as_string()).unwrap_or_default()
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
    fn a_service_elsewhere_may_also_refuse_pages_of_other_sites() {
        let here = "https://gages.org";
        assert_eq!(no_answer("https://gages.org/v1.1/Things", here), "no answer from gages.org");
        for url in ["https://data.org/v1.1/Things", "https://gages.org.net/v1.1/Things"] {
            let elsewhere = no_answer(url, here);
            assert!(elsewhere.ends_with("or not let pages of other sites read it"), "{elsewhere}");
        }
    }

    #[test]
    fn messages_name_the_host() {
        assert_eq!(host_of("https://data.org:8080/v1.1/Things?x"), "data.org:8080");
    }
}
