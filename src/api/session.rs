//! Signing in and out, and who is signed in.

use super::abort::AbortHandle;
use super::error::ApiError;
use super::http;
use gagehouse_records::session::{Credentials, SessionBody};
use gloo_net::http::Method;

const PATH: &str = "/api/v1/session";

/// Who is signed in, and the server's clock. One try: whoever asks asks again.
pub async fn session(abort: AbortHandle) -> Result<SessionBody, ApiError> {
    let answer = http::send(PATH, abort).await?;
    http::json(PATH, &http::successful(PATH, answer)?)
}

/// Signs in; the browser keeps the cookie.
pub async fn sign_in(
    name: &str,
    password: &str,
    abort: AbortHandle,
) -> Result<SessionBody, ApiError> {
    let credentials = Credentials { name: name.to_owned(), password: password.to_owned() };
    let body = serde_json::to_string(&credentials).unwrap_or_default();
    let headers = [("content-type", "application/json")];
    let answer = http::change(Method::POST, PATH, &headers, Some(body.into()), abort).await?;
    http::json(PATH, &http::successful(PATH, answer)?)
}

/// Signs out.
pub async fn sign_out(abort: AbortHandle) -> Result<(), ApiError> {
    let answer = http::change(Method::DELETE, PATH, &[], None, abort).await?;
    http::successful(PATH, answer).map(|_| ())
}
