//! One request: sent, what is read tried again for passing failures, its body as bytes or JSON.

use super::abort::AbortHandle;
use super::error::ApiError;
use crate::browser;
use gloo_net::http::{Method, RequestBuilder};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Waits before the second and third try.
const RETRY_AFTER_MS: [i32; 2] = [400, 1_600];
/// How much of an error's body is shown.
const MESSAGE_CHARS: usize = 200;

/// An answer of any status, whole.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`, empty when absent.
    pub content_type: String,
    /// `Content-Length`: bytes as they were sent, compressed or not.
    pub length: Option<u64>,
    /// `Retry-After`, in seconds.
    pub retry_after_s: Option<u64>,
    /// `Content-Security-Policy`, empty when absent.
    pub policy: String,
    /// The body.
    pub body: Vec<u8>,
}

/// Sends one GET request and returns whatever was answered. `url` is absolute, or a path from the app's root.
pub async fn send(url: &str, abort: AbortHandle) -> Result<Answer, ApiError> {
    exchange(url, RequestBuilder::new(&resolved(url)), None, abort).await
}

/// Sends a change, once, with the header by which the server tells our pages from others'.
pub async fn change(
    method: Method,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<JsValue>,
    abort: AbortHandle,
) -> Result<Answer, ApiError> {
    let request = RequestBuilder::new(&resolved(url)).method(method).header("x-gagehouse", "app");
    let request =
        headers.iter().fold(request, |request, (name, value)| request.header(name, value));
    exchange(url, request, body, abort).await
}

async fn exchange(
    url: &str,
    request: RequestBuilder,
    body: Option<JsValue>,
    abort: AbortHandle,
) -> Result<Answer, ApiError> {
    let Some(signal) = abort.signal() else { return Err(ApiError::Aborted) };
    let failed = |_| {
        if signal.aborted() { ApiError::Aborted } else { ApiError::NoAnswer { host: host_of(url) } }
    };
    let request = request.abort_signal(Some(&signal));
    let request = match body {
        Some(body) => request.body(body),
        None => request.build(),
    };
    let response = request.map_err(failed)?.send().await.map_err(failed)?;
    let headers = response.headers();
    Ok(Answer {
        status: response.status(),
        content_type: headers.get("content-type").unwrap_or_default(),
        length: headers.get("content-length").and_then(|text| text.parse().ok()),
        retry_after_s: headers.get("retry-after").and_then(|text| text.parse().ok()),
        policy: headers.get("content-security-policy").unwrap_or_default(),
        body: response.binary().await.map_err(failed)?,
    })
}

/// The body of a successful answer, tried again for passing failures.
pub async fn get_bytes(url: &str, abort: AbortHandle) -> Result<Vec<u8>, ApiError> {
    let mut waits = RETRY_AFTER_MS.into_iter();
    loop {
        let outcome = send(url, abort).await.and_then(|answer| successful(url, answer));
        match (outcome, waits.next()) {
            (Err(error), Some(wait_ms)) if error.is_passing() => sleep(wait_ms).await,
            (outcome, _) => return outcome,
        }
    }
}

/// The JSON of a successful answer.
pub async fn get_json<T: DeserializeOwned>(url: &str, abort: AbortHandle) -> Result<T, ApiError> {
    json(url, &get_bytes(url, abort).await?)
}

/// A body as JSON.
pub fn json<T: DeserializeOwned>(url: &str, body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body)
        .map_err(|error| ApiError::NotData { host: host_of(url), problem: error.to_string() })
}

/// Waits without blocking the page.
pub async fn sleep(duration_ms: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _reject| {
        if let Some(window) = browser::window() {
            let _ =
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, duration_ms);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Who is asked, for messages: the host of an absolute URL, else this server.
pub fn host_of(url: &str) -> String {
    match url.split_once("://") {
        Some((_, rest)) => rest.split(['/', '?', '#']).next().unwrap_or(rest).to_owned(),
        None => "the server".to_owned(),
    }
}

fn resolved(url: &str) -> String {
    if url.contains("://") { url.to_owned() } else { browser::under_base(url) }
}

/// The body of a successful answer.
pub fn successful(url: &str, answer: Answer) -> Result<Vec<u8>, ApiError> {
    match answer.status {
        200..=299 => Ok(answer.body),
        status => Err(ApiError::Status {
            host: host_of(url),
            status,
            message: stated_problem(&answer.content_type, &answer.body),
        }),
    }
}

/// The `message` of a JSON error, else the first line of a text; nothing of an HTML page.
fn stated_problem(content_type: &str, body: &[u8]) -> String {
    #[derive(serde::Deserialize)]
    struct Stated {
        message: String,
    }
    let text = if content_type.contains("json") {
        serde_json::from_slice::<Stated>(body).map(|stated| stated.message).unwrap_or_default()
    } else if content_type.starts_with("text/plain") {
        String::from_utf8_lossy(body).lines().next().unwrap_or_default().to_owned()
    } else {
        String::new()
    };
    text.chars().take(MESSAGE_CHARS).collect()
}
