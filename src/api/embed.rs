//! What a page of others would get of an embed: looked at before it is offered.

use super::abort::AbortHandle;
use super::error::ApiError;
use super::http;

/// An embed as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embedded {
    /// Bytes on the way, when the server says so.
    pub bytes: Option<u64>,
    /// Whose pages may frame it.
    pub framed_by: FramedBy,
}

/// Whose pages may frame an embed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FramedBy {
    /// Anybody's.
    Any,
    /// Those of these origins.
    Partners(Vec<String>),
    /// Nobody's: it must not be offered.
    Nobody,
}

/// Looks at an embed; an error where there is none to offer.
pub async fn look_at(path: &str, abort: AbortHandle) -> Result<Embedded, ApiError> {
    let answer = http::send(path, abort).await?;
    if answer.status != 200 {
        let (host, status) = (http::host_of(path), answer.status);
        return Err(ApiError::Status { host, status, message: String::new() });
    }
    Ok(Embedded { bytes: answer.length, framed_by: framed_by(&answer.policy) })
}

fn framed_by(policy: &str) -> FramedBy {
    let mut directives = policy.split(';').map(str::trim);
    let Some(ancestors) = directives.find_map(|it| it.strip_prefix("frame-ancestors ")) else {
        return FramedBy::Any;
    };
    let origins: Vec<String> = ancestors.split_whitespace().map(str::to_owned).collect();
    if origins.iter().any(|origin| origin == "*") {
        return FramedBy::Any;
    }
    let partners: Vec<String> =
        origins.into_iter().filter(|origin| !origin.starts_with('\'')).collect();
    if partners.is_empty() { FramedBy::Nobody } else { FramedBy::Partners(partners) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_headers_would_block_is_known_before_it_is_offered() {
        let of = |ancestors: &str| {
            framed_by(&format!("default-src 'none'; frame-ancestors {ancestors}"))
        };
        assert_eq!(of("*"), FramedBy::Any);
        assert_eq!(of("'none'"), FramedBy::Nobody);
        let partners = FramedBy::Partners(vec!["https://a.example.org".to_owned()]);
        assert_eq!(of("'self' https://a.example.org"), partners);
    }
}
