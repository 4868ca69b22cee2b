//! Which photos of a site are shown on its page; the others are links.
//!
//! A picture is asked for without the reader's doing. So only servers that the reader meets anyway may send one: ours, and
//! the one that the site's observations come from. The page's content security policy says the same.

use gagehouse_catalog::Site;
use gagehouse_catalog::lines::Attachment;

/// The attachments of a site: photos to show, and what is linked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attached {
    /// Photos to show.
    pub photos: Vec<Attachment>,
    /// Documents, and photos from elsewhere.
    pub links: Vec<Attachment>,
}

impl Attached {
    /// Those of a site.
    pub fn to(site: &Site) -> Self {
        let source = origin(&site.source().observations_url);
        let is_shown =
            |file: &Attachment| file.is_photo() && source.is_some() && origin(&file.url) == source;
        let (photos, links) = site.attachments().into_iter().partition(is_shown);
        Self { photos, links }
    }
}

/// What a photo shows, for whoever does not see it: its name without the ending of a file.
pub fn alternative(site: &Site, photo: &Attachment) -> String {
    let name = photo.name.rsplit_once('.').map_or(photo.name.as_str(), |(name, _)| name);
    format!("Photo of {}: {}", site.name(), name.replace('_', " "))
}

/// Scheme, host and port of an absolute address, in lower case; `None` for a relative one.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    Some(format!("{scheme}://{host}").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_and_host() {
        assert_eq!(
            origin("HTTPS://Data.Example.org/sta/v1.1"),
            Some("https://data.example.org".into())
        );
        assert_ne!(
            origin("https://data.example.org:8443/a.jpg"),
            origin("https://data.example.org/")
        );
        // Not the host `data.example.org`, but a user of that name somewhere else.
        assert_ne!(
            origin("https://data.example.org@evil.example/a.jpg"),
            origin("https://data.example.org/")
        );
        assert_eq!(origin("/sensorthings/v1.1"), None);
        assert_eq!(origin("https://"), None);
    }
}
