//! Absolute links: the configured public URL, else what the request says it was sent to.

use crate::settings::Settings;
use axum::http::{HeaderMap, Uri, header};
use gagehouse_sensorthings::query::{
    EntityKind, Id, Nav, Options, Query, ResourcePath, Step, Tail,
};

/// Path of the service below the server's own root.
pub(super) const SERVICE_PATH: &str = "/sensorthings/v1.1";

/// The service root under which a response's links stand, without a slash at the end.
#[derive(Debug, Clone)]
pub(super) struct Root(String);

impl Root {
    /// The root for a request.
    pub(super) fn of(settings: &Settings, headers: &HeaderMap, uri: &Uri) -> Self {
        Self(base_url(settings, headers, uri) + SERVICE_PATH)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The page after a row, with every option of the page before.
    pub(super) fn next_page(&self, mut query: Query, options: &Options) -> String {
        query.options = Options { skip: None, ..options.clone() };
        format!("{}/{}", self.0, query.to_url())
    }

    /// The page of an expanded set after a row.
    pub(super) fn next_related(
        &self,
        parent: (EntityKind, i64),
        nav: Nav,
        options: Options,
    ) -> String {
        let (set, id) = parent;
        let path = ResourcePath {
            set,
            id: Some(Id::Integer(id)),
            steps: vec![Step { nav, id: None }],
            tail: Tail::Entities,
        };
        format!(
            "{}/{}",
            self.0,
            Query { path, options: Options { skip: None, ..options } }.to_url()
        )
    }
}

/// The server's own absolute address, without a slash at its end: as configured, else as the request says.
pub fn base_url(settings: &Settings, headers: &HeaderMap, uri: &Uri) -> String {
    let configured = settings.public_url != format!("http://{}", settings.listen);
    let base = (!configured).then(|| as_requested(headers, uri)).flatten();
    base.unwrap_or_else(|| settings.public_url.clone())
}

/// `X-Forwarded-Proto`, `-Host`, `-Port` and `-Path`, else `Host`; `None` when they make no URL.
fn as_requested(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let text = |name: &str| {
        // A chain of proxies writes a list; the first is the one that the client asked.
        let value = headers.get(name)?.to_str().ok()?;
        value.split(',').next().map(str::trim).filter(|value| !value.is_empty())
    };
    let host = text("x-forwarded-host")
        .or_else(|| text(header::HOST.as_str()))
        .or_else(|| uri.authority().map(|authority| authority.as_str()))?;
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    let is_host =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']' | '_');
    let is_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '~');
    let mut url = format!("{scheme}://{}", Some(host).filter(|host| host.chars().all(is_host))?);
    let port = text("x-forwarded-port").and_then(|port| port.parse::<u16>().ok());
    let default_port = if scheme == "https" { 443 } else { 80 };
    let has_port =
        host.rsplit(':').next().is_some_and(|end| host.contains(':') && end.parse::<u16>().is_ok());
    if let Some(port) = port.filter(|port| *port != default_port && !has_port) {
        url.push_str(&format!(":{port}"));
    }
    let path = text("x-forwarded-path").or_else(|| text("x-forwarded-prefix")).unwrap_or("");
    let path = path.trim_end_matches('/');
    if path.starts_with('/') && path.chars().all(is_path) {
        // Some proxies send the whole path of the request, some only what they took away.
        let path = path.strip_suffix(uri.path()).unwrap_or(path);
        url.push_str(path.split_once(SERVICE_PATH).map_or(path, |(before, _)| before));
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(headers: &[(&'static str, &str)]) -> Option<String> {
        let headers = headers
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap()));
        as_requested(&headers.collect(), &Uri::from_static("/sensorthings/v1.1/Things"))
    }

    #[test]
    fn links_lead_where_the_client_came_in() {
        for (headers, expected) in [
            (vec![("host", "gages.example:8080")], Some("http://gages.example:8080")),
            (
                vec![
                    ("host", "10.0.0.5:8080"),
                    ("x-forwarded-host", "gages.example, inner"),
                    ("x-forwarded-proto", "https"),
                    ("x-forwarded-port", "443"),
                ],
                Some("https://gages.example"),
            ),
            (
                vec![("host", "a"), ("x-forwarded-port", "8443"), ("x-forwarded-proto", "https")],
                Some("https://a:8443"),
            ),
            (vec![("host", "a"), ("x-forwarded-path", "/water/")], Some("http://a/water")),
            (
                vec![("host", "a"), ("x-forwarded-path", "/w/sensorthings/v1.1/Things")],
                Some("http://a/w"),
            ),
            (vec![("host", "a/b\"<")], None),
            (vec![], None),
        ] {
            assert_eq!(root(&headers).as_deref(), expected, "{headers:?}");
        }
    }
}
