//! What went wrong with a request, in words a person can act on.

use serde_json::Value;

/// Longest text of a service that is shown.
const SHOWN_CHARS: usize = 200;

/// Why a request, and with it a walk, could not go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// 404 or 410: not there, or hidden.
    #[error("the service does not know what was asked for ({0})")]
    NotFound(u16),
    /// 401 or 403.
    #[error("the service wants credentials, or refuses those it was given ({0})")]
    Unauthorized(u16),
    /// Another 4xx, after every simpler way of asking.
    #[error("the service refused the request ({status}): {message}")]
    Refused {
        /// Status code.
        status: u16,
        /// Its explanation, cut.
        message: String,
    },
    /// 5xx or 429, after every retry.
    #[error("the service failed ({status}): {message}")]
    Server {
        /// Status code.
        status: u16,
        /// Its explanation, cut.
        message: String,
    },
    /// Redirected to where the driver does not follow.
    #[error(
        "the service redirects to {to} ({status}), which is not followed: it is another host, to which no \
         credentials are sent, or one redirect too many; if that is the service, it belongs into the source's url"
    )]
    Redirected {
        /// Status code.
        status: u16,
        /// Where to.
        to: String,
    },
    /// Answered with a page for people, of this content type.
    #[error("the service answered with {0} in place of JSON")]
    NotJson(String),
    /// Answered with something else than a page of rows, such as cut JSON.
    #[error("the service answered with something that is not a page: {0}")]
    NotAPage(String),
    /// No answer in time, after every retry.
    #[error("the service did not answer in time")]
    Timeout,
    /// No connection; in a browser also a service that does not allow other origins.
    #[error("the service could not be reached: {0}")]
    Network(String),
    /// The answer is larger than allowed.
    #[error("the service answers with more than {} MB at once, however little is asked for", .0 / 1_000_000)]
    TooLarge(u64),
}

/// The explanation inside an error body: `message`, `detail` as text or list, else its beginning as plain text.
pub fn explanation(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(16_384)]);
    let from_json = serde_json::from_slice::<Value>(body).ok().and_then(|json| {
        let found =
            json.get("message").or_else(|| json.get("detail")).or_else(|| json.get("error"))?;
        Some(match found {
            Value::String(text) => text.clone(),
            Value::Array(list) => {
                let messages = list.iter().map(|part| match part.get("msg") {
                    Some(Value::String(message)) => {
                        let place = part.get("loc").map(Value::to_string).unwrap_or_default();
                        format!("{message} {place}").trim().to_owned()
                    }
                    _ => part.to_string(),
                });
                messages.collect::<Vec<_>>().join("; ")
            }
            other => other.to_string(),
        })
    });
    let plain = from_json.unwrap_or_else(|| without_tags(&text));
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(SHOWN_CHARS).collect()
}

/// HTML without its tags; good enough for a line of explanation, and never shown as HTML.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(1_024));
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_bodies_of_every_service_give_one_line() {
        for (body, line) in [
            (r#"{"type":"error","code":404,"message":"Nothing found."}"#, "Nothing found."),
            (r#"{"detail":"Not found"}"#, "Not found"),
            (
                r#"{"detail":[{"type":"x","loc":["query","$top"],"msg":"Input should be less than or equal to 1000"}]}"#,
                r#"Input should be less than or equal to 1000 ["query","$top"]"#,
            ),
            ("<html><body>\n<h1>502</h1> Bad <b>Gateway</b></body></html>", "502 Bad Gateway"),
            ("", ""),
        ] {
            assert_eq!(explanation(body.as_bytes()), line);
        }
        assert_eq!(explanation("é".repeat(900).as_bytes()).chars().count(), 200);
    }
}
