//! The one HTTP client towards other services, and who may be told which secret.
//!
//! A request carries credentials only to the origin of its source; redirects are followed within one origin
//! alone, because a header such as `X-Api-Key` would travel along. Cookies are neither kept nor sent.

use crate::settings::{Credentials, SourceSettings};
use reqwest::header::{ACCEPT, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::redirect::{Attempt, Policy};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OnceCell, Semaphore};

/// Largest body that a harvest reads, content encodings undone.
pub const MAX_BODY_BYTES: u64 = 64 * 1024 * 1024;
/// Most redirects of one request.
const MAX_REDIRECTS: usize = 5;

/// Most requests that visitors have under way through us.
const VISITORS_REQUESTS: usize = 32;

/// The client, made at its first use. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Upstream {
    client: Arc<OnceCell<reqwest::Client>>,
    places: Arc<Semaphore>,
}

impl Default for Upstream {
    fn default() -> Self {
        Self { client: Arc::default(), places: Arc::new(Semaphore::new(VISITORS_REQUESTS)) }
    }
}

/// What came of a request.
#[derive(Debug)]
pub enum Fetched {
    /// An answer with any status.
    Answer {
        /// Status code.
        status: u16,
        /// The answer's headers.
        headers: HeaderMap,
        /// The body, content encodings undone.
        body: Vec<u8>,
    },
    /// A redirect to another origin, or one too many: not followed.
    Redirected {
        /// Status code.
        status: u16,
        /// Where to, without user, query and fragment.
        to: String,
    },
    /// No complete answer in time.
    Timeout,
    /// No connection; the words name no address.
    Network(String),
    /// More bytes than allowed.
    TooLarge,
}

impl Upstream {
    /// Places for the requests of visitors: they may not use up our connections and memory.
    pub fn places(&self) -> &Semaphore {
        &self.places
    }

    /// GETs an absolute URL of a source.
    pub async fn get(
        &self,
        source: &SourceSettings,
        url: &str,
        with_credentials: bool,
        timeout: Duration,
        max_bytes: u64,
    ) -> Fetched {
        let credentials = source.credentials.as_ref().filter(|_| with_credentials);
        if credentials.is_some() && !same_origin(url, &source.url) {
            return Fetched::Network("the address is not of this source".to_owned());
        }
        self.get_url(url, credentials, timeout, max_bytes).await
    }

    /// GETs an absolute URL that the settings name, with what opens it.
    pub async fn get_url(
        &self,
        url: &str,
        credentials: Option<&Credentials>,
        timeout: Duration,
        max_bytes: u64,
    ) -> Fetched {
        let client = match self.client.get_or_try_init(|| async { client() }).await {
            Ok(client) => client,
            Err(error) => return Fetched::Network(words(&error)),
        };
        let request = client.get(url).header(ACCEPT, "application/json");
        let request = match credentials {
            Some(Credentials::ApiKey(key)) => request.header("X-Api-Key", key.expose()),
            Some(Credentials::Bearer(token)) => request.bearer_auth(token.expose()),
            Some(Credentials::Basic { user, password }) => {
                request.basic_auth(user, Some(password.expose()))
            }
            None => request,
        };
        match tokio::time::timeout(timeout, read(request, max_bytes)).await {
            Ok(Ok(fetched)) => fetched,
            Ok(Err(error)) if error.is_timeout() => Fetched::Timeout,
            Ok(Err(error)) => Fetched::Network(words(&error.without_url())),
            Err(_) => Fetched::Timeout,
        }
    }
}

/// Whether two URLs have the same scheme, host and port.
fn same_origin(one: &str, other: &str) -> bool {
    match (reqwest::Url::parse(one), reqwest::Url::parse(other)) {
        (Ok(one), Ok(other)) => one.origin() == other.origin(),
        _ => false,
    }
}

async fn read(request: reqwest::RequestBuilder, max_bytes: u64) -> reqwest::Result<Fetched> {
    let mut response = request.send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    if let Some(to) = redirected_to(&response) {
        return Ok(Fetched::Redirected { status, to });
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if (body.len() + chunk.len()) as u64 > max_bytes {
            return Ok(Fetched::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Fetched::Answer { status, headers, body })
}

/// Where a redirect that was not followed leads.
fn redirected_to(response: &reqwest::Response) -> Option<String> {
    let location =
        response.headers().get(LOCATION).filter(|_| response.status().is_redirection())?;
    Some(bare(response.url().join(location.to_str().ok()?).ok()?))
}

/// An address without what may be secret in it: user, password, query and fragment.
pub fn bare(mut url: reqwest::Url) -> String {
    // Refused only by addresses that can have neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

fn client() -> reqwest::Result<reqwest::Client> {
    // An error says that a provider is installed already, which is all that is wanted.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .user_agent(concat!("gagehouse/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_secs(10))
        .redirect(Policy::custom(within_one_origin))
        .build()
}

fn within_one_origin(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let leaves =
        attempt.previous().last().is_some_and(|from| from.origin() != attempt.url().origin());
    if leaves || attempt.previous().len() > MAX_REDIRECTS {
        attempt.stop()
    } else {
        attempt.follow()
    }
}

/// An error and its causes, without repetition.
fn words(error: &dyn Error) -> String {
    let mut parts = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !parts.contains(&text) {
            parts.push(text);
        }
        cause = error.source();
    }
    parts.join(": ")
}

/// `Retry-After` in milliseconds when it is given in seconds.
pub fn retry_after_ms(headers: &HeaderMap) -> Option<u64> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    seconds.checked_mul(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_a_message_holds_no_secret() {
        let url = reqwest::Url::parse("https://me:key@a.org/v1.1/Things?token=1#x").unwrap();
        assert_eq!(bare(url), "https://a.org/v1.1/Things");
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        assert!(same_origin("https://a.org/x", "https://A.org:443/y"));
        for other in
            ["http://a.org/", "https://a.org:8443/", "https://b.org/", "https://a.org.evil/"]
        {
            assert!(!same_origin("https://a.org/x", other), "{other}");
        }
    }
}
