//! nextLinks as services send them, and where a walk may follow them.
//!
//! A link is never followed to where it points: its resource path must be the one that was asked for, and its
//! query is sent to the root we know. So credentials cannot leave the service, `localhost` links of a service
//! behind a proxy work, and so does a service reached through the sidecar's pass-through.

use crate::percent;
use crate::request::ServiceRoot;

/// Where a nextLink leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Follow {
    /// On, at this URL of the known service; `elsewhere` when the link named another host.
    Url {
        /// The request to make.
        url: String,
        /// Whether the link named another origin than the request's.
        elsewhere: bool,
    },
    /// To another resource: what it would bring is not what was asked for.
    Foreign,
}

/// Judges a link found on a page of `resource` (such as `/Datastreams(7)/Observations`).
pub fn follow(root: &ServiceRoot, resource: &str, link: &str) -> Follow {
    let link = link.trim().split('#').next().unwrap_or_default();
    let (place, query) = link.split_once('?').unwrap_or((link, ""));
    let (origin, path) = split_origin(place);
    let (wanted, found) = (comparable(resource), comparable(path));
    let same = match origin {
        None if !path.starts_with('/') => {
            found.is_empty() || wanted.ends_with(&format!("/{found}"))
        }
        _ => found.ends_with(&wanted),
    };
    if !same || query.is_empty() {
        return Follow::Foreign;
    }
    let elsewhere = match (origin, split_origin(root.as_str()).0) {
        (Some(theirs), Some(ours)) => !theirs.eq_ignore_ascii_case(ours),
        _ => false,
    };
    Follow::Url { url: root.url(resource, &percent::repair_query(query)), elsewhere }
}

/// Splits `https://host:1/path` into its origin and path.
fn split_origin(url: &str) -> (Option<&str>, &str) {
    let Some(scheme_end) = url.find("://") else { return (None, url) };
    let authority = scheme_end + 3;
    let path = url[authority..].find('/').map_or(url.len(), |at| authority + at);
    (Some(&url[..path]), &url[path..])
}

/// A path without escapes, quotes and trailing slash: services differ in these.
fn comparable(path: &str) -> String {
    percent::decode(path).trim_end_matches('/').replace('\'', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESOURCE: &str = "/Datastreams(%27a-b%27)/Observations";

    fn judged(link: &str) -> Option<(String, bool)> {
        match follow(&ServiceRoot::new("https://data.org/api/v1.1"), RESOURCE, link) {
            Follow::Url { url, elsewhere } => {
                Some((url.trim_start_matches("https://data.org/api/v1.1").to_owned(), elsewhere))
            }
            Follow::Foreign => None,
        }
    }

    #[test]
    fn links_to_the_same_resource_are_followed_at_the_known_service() {
        let on = |elsewhere| Some((format!("{RESOURCE}?$skip=100"), elsewhere));
        for link in [
            "https://data.org/api/v1.1/Datastreams('a-b')/Observations?$skip=100",
            "https://data.org/api/v1.1/Datastreams(%27a-b%27)/Observations?$skip=100",
            "https://data.org/api/v1.1/Datastreams(a-b)/Observations/?$skip=100",
            "/api/v1.1/Datastreams('a-b')/Observations?$skip=100",
            "Datastreams('a-b')/Observations?$skip=100",
            "Observations?$skip=100",
            "?$skip=100",
        ] {
            assert_eq!(judged(link), on(false), "{link}");
        }
        for link in [
            "http://localhost:8080/FROST-Server/v1.1/Datastreams('a-b')/Observations?$skip=100",
            "http://data.org/api/v1.1/Datastreams('a-b')/Observations?$skip=100",
            "https://evil.example/v1.1/Datastreams('a-b')/Observations?$skip=100",
        ] {
            assert_eq!(judged(link), on(true), "{link}");
        }
    }

    #[test]
    fn a_link_to_the_observations_of_all_datastreams_is_foreign() {
        for link in [
            "https://data.org/api/v1.1/Observations?$skip=100",
            "https://data.org/api/v1.1/Datastreams('c')/Observations?$skip=100",
            "https://data.org/api/v1.1/Datastreams('a-b')/Observations",
            "garbage",
        ] {
            assert_eq!(judged(link), None, "{link}");
        }
    }

    #[test]
    fn raw_blanks_and_plus_signs_of_a_link_are_encoded() {
        let link = "https://data.org/api/v1.1/Datastreams('a-b')/Observations?$filter=phenomenonTime ge 2025-02-10T00:00:00+00:00&$skip=1";
        let (url, _) = judged(link).unwrap();
        assert!(
            url.ends_with("?$filter=phenomenonTime%20ge%202025-02-10T00:00:00%2B00:00&$skip=1")
        );
    }

    #[test]
    fn a_service_behind_the_pass_through_is_walked_there() {
        let root = ServiceRoot::new("/api/v1/source/usgs");
        let link = "https://labs.example/sta/v1.1/Things?$skip=5";
        assert_eq!(
            follow(&root, "/Things", link),
            Follow::Url { url: "/api/v1/source/usgs/Things?$skip=5".into(), elsewhere: false }
        );
    }
}
