//! One `[[source]]`: a service to harvest, and what may be told to whom about it.

use super::error::SettingsError;
use super::file::FileTable;
use super::secret::Secret;
use super::{base_url, positive, yes_or_no};
use gagehouse_model::SourceKey;
use std::time::Duration;

/// Every key of a `[[source]]`.
pub(super) const KEYS: &[&str] = &[
    "key",
    "kind",
    "url",
    "name",
    "description",
    "interval_minutes",
    "pass_through",
    "credentials.api_key",
    "credentials.bearer",
    "credentials.basic",
];

pub use gagehouse_model::ids::LOCAL;

/// A service to harvest.
#[derive(Debug, Clone)]
pub struct SourceSettings {
    /// Its name in our URLs.
    pub key: SourceKey,
    /// What it speaks.
    pub kind: SourceKind,
    /// Its base URL (for SensorThings up to and with the version), without a slash at the end.
    pub url: String,
    /// Its name for people.
    pub name: String,
    /// A sentence about it.
    pub description: Option<String>,
    /// What opens it.
    pub credentials: Option<Credentials>,
    /// Browsers ask us instead of it: it has no CORS, or it needs credentials.
    pub pass_through: bool,
    /// Time between two harvests.
    pub interval: Duration,
}

impl SourceSettings {
    /// `scheme://host[:port]` when browsers talk to it directly.
    pub fn browser_origin(&self) -> Option<String> {
        let url = reqwest::Url::parse(&self.url).ok()?;
        (!self.pass_through).then(|| url.origin().ascii_serialization())
    }
}

/// What a source speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// OGC SensorThings API, version 1.0 or 1.1.
    SensorThings,
}

/// What opens a source. Sent to its host alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// A header `X-Api-Key`.
    ApiKey(Secret),
    /// A header `Authorization: Bearer`.
    Bearer(Secret),
    /// HTTP basic authentication.
    Basic {
        /// The user's name.
        user: String,
        /// The password.
        password: Secret,
    },
}

/// Checks all sources of the file.
pub(super) fn read_all(tables: &[FileTable]) -> Result<Vec<SourceSettings>, SettingsError> {
    let sources = tables.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    super::each_once(tables, sources.iter().map(|source| source.key.as_str()))?;
    Ok(sources)
}

fn read(table: &FileTable) -> Result<SourceSettings, SettingsError> {
    let found = |key: &'static str| table.keys.get(key);
    let key = table.needed("key")?.parse("source.key", source_key)?;
    let kind = match found("kind") {
        Some(kind) => kind.parse("source.kind", source_kind)?,
        None => SourceKind::SensorThings,
    };
    let credentials = credentials(table)?;
    let asked = match found("pass_through") {
        Some(asked) => asked.parse("source.pass_through", yes_or_no)?,
        None => false,
    };
    let minutes = match found("interval_minutes") {
        Some(minutes) => minutes.parse("source.interval_minutes", positive)?,
        None => 60,
    };
    Ok(SourceSettings {
        name: found("name").map_or_else(|| key.to_string(), |name| name.text.clone()),
        key,
        kind,
        url: table.needed("url")?.parse("source.url", base_url)?,
        description: found("description").map(|description| description.text.clone()),
        pass_through: asked || credentials.is_some(),
        credentials,
        interval: Duration::from_secs(60 * minutes.min(1 << 24) as u64),
    })
}

fn credentials(table: &FileTable) -> Result<Option<Credentials>, SettingsError> {
    let mut all = Vec::new();
    for (key, found) in table.keys.iter().filter(|(key, _)| key.starts_with("credentials.")) {
        let refused = |expected: &str| SettingsError::Value {
            key: format!("source.{key}"),
            value: "[secret]".to_owned(),
            origin: found.origin.clone(),
            expected: expected.to_owned(),
        };
        // What cannot stand in a header would otherwise fail at the first harvest.
        if found.text.is_empty() || !found.text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            return Err(refused("expected printable ASCII characters"));
        }
        all.push(match key.as_str() {
            "credentials.api_key" => Credentials::ApiKey(Secret::new(&found.text)),
            "credentials.bearer" => Credentials::Bearer(Secret::new(&found.text)),
            _ => {
                let parts = found.text.split_once(':');
                let (user, password) = parts.ok_or_else(|| refused("expected user:password"))?;
                Credentials::Basic { user: user.to_owned(), password: Secret::new(password) }
            }
        });
        if all.len() > 1 {
            return Err(refused("expected one of api_key, bearer and basic, not several"));
        }
    }
    Ok(all.pop())
}

fn source_key(text: &str) -> Result<SourceKey, String> {
    let key: SourceKey = text.parse().map_err(|_| "expected 1 to 40 of a-z, 0-9, - and _")?;
    if key.as_str() == LOCAL {
        return Err("expected another name; this one is the embedded service's".into());
    }
    Ok(key)
}

fn source_kind(text: &str) -> Result<SourceKind, String> {
    match text {
        "sensorthings" => Ok(SourceKind::SensorThings),
        _ => Err("expected sensorthings".into()),
    }
}
