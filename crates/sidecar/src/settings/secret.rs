//! Values that no log, error or debug output may show.

use std::fmt;
use std::str::FromStr;

/// A key, token or password. Formatting it shows that it is there and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Where the database is. Formatting it hides user and password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The URL with its password, for the store.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rest = ["sqlite:", "postgres://", "postgresql://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme));
        match rest {
            Some(rest) if !rest.is_empty() && rest != "//" => Ok(Self(text.to_owned())),
            _ => Err("expected sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME".into()),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_credentials(&self.0))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A URL's text without what stands before `@` and without its query, where drivers take passwords too.
pub(super) fn without_credentials(url: &str) -> String {
    let url = url.split_once('?').map_or(url, |(before, _)| before);
    match (url.split_once("://"), url.rfind('@')) {
        (Some((scheme, _)), Some(at)) => format!("{scheme}://[secret]{}", &url[at..]),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_password_is_never_shown() {
        let url: DatabaseUrl = "postgres://gage:p@ss@db.example/x?password=q".parse().unwrap();
        assert_eq!(format!("{url} {url:?}").matches("p@ss").count(), 0);
        assert_eq!(url.to_string(), "postgres://[secret]@db.example/x");
        assert_eq!(url.expose(), "postgres://gage:p@ss@db.example/x?password=q");
    }

    #[test]
    fn a_sqlite_file_is_shown_as_it_is() {
        let url: DatabaseUrl = "sqlite:///var/lib/gagehouse.db".parse().unwrap();
        assert_eq!(url.to_string(), "sqlite:///var/lib/gagehouse.db");
        assert!("mysql://x".parse::<DatabaseUrl>().is_err());
        assert!("sqlite://".parse::<DatabaseUrl>().is_err());
    }
}
