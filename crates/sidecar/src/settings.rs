//! What the program was told: an option, else the environment, else `gagehouse.toml`, else a default.
//!
//! Every setting passes through one table of keys ([`KEYS`]), so that the three places take the same
//! names and the same texts, and every refusal names key, value and place. What a value may be is
//! decided here; where it was written is `layers`, the file itself `file`.

mod error;
mod file;
mod geocoder;
mod layers;
mod secret;
mod source;
mod tiles;

pub use error::SettingsError;
pub use geocoder::Geocoder;
pub use layers::{Environment, Options, Origin};
pub use secret::{DatabaseUrl, Secret};
pub use source::{Credentials, LOCAL, SourceKind, SourceSettings};
pub use tiles::tile_origin;

use file::FileTable;
use gagehouse_catalog::manifest::MapLayer;
use layers::Layers;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// Every key outside `[[source]]` and `[[layer]]`. The environment variable is `GAGEHOUSE_` and the key in capitals,
/// with `_` for `.`.
pub const KEYS: &[&str] = &[
    "listen",
    "public_url",
    "database_url",
    "static_dir",
    "demo",
    "log_format",
    "log_filter",
    "embed.partners",
    "geocoder.url",
    "geocoder.name",
    "geocoder.attribution",
    "geocoder.seconds",
    "limits.request_body_bytes",
    "limits.attachment_bytes",
    "limits.request_seconds",
    "limits.concurrent_requests",
    "limits.shutdown_seconds",
];

/// Every line of ours; of the migrations, which tell of each start that there is nothing to do, only trouble.
const LOG_FILTER: &str = "info,sea_orm_migration=warn,usvg=error,simplecss=error";

/// All settings, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `host:port` to listen on.
    pub listen: String,
    /// Where the world reaches this server, without a slash at the end.
    pub public_url: String,
    /// `sqlite://file` or `postgres://…`.
    pub database_url: DatabaseUrl,
    /// Folder of the built browser app.
    pub static_dir: PathBuf,
    /// Fill an empty database with the demonstration network.
    pub demo: bool,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Which log lines are written, as `tracing` directives.
    pub log_filter: String,
    /// Origins whose pages may frame embeds; any may when there are none.
    pub embed_partners: Vec<String>,
    /// The service that knows names of places, if one is to be asked.
    pub geocoder: Option<Geocoder>,
    /// What one request and the whole server may take.
    pub limits: Limits,
    /// The SensorThings services to harvest, in the file's order.
    pub sources: Vec<SourceSettings>,
    /// Picture tiles that the map can show, in the file's order.
    pub map_layers: Vec<MapLayer>,
    /// Variables named `GAGEHOUSE_…` that mean nothing here: told, not refused, since a container
    /// platform invents such names.
    pub unknown_variables: Vec<String>,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// A line to read.
    Text,
    /// One JSON object a line.
    Json,
}

/// What one request and the whole server may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest request body, but for files.
    pub request_body_bytes: usize,
    /// Largest file that is kept with a record.
    pub attachment_bytes: usize,
    /// Longest time until the head of a response.
    pub request_time: Duration,
    /// Requests worked on at the same time; one more is told to come back.
    pub concurrent_requests: usize,
    /// How long running requests may take to end after a signal to stop.
    pub shutdown_time: Duration,
}

impl Settings {
    /// Reads and checks all three places.
    pub fn load(options: &Options, environment: &Environment) -> Result<Self, SettingsError> {
        let layers = Layers::read(options, environment)?;
        let listen = layers.get("listen", "127.0.0.1:8080", listen)?;
        let public_url = match layers.optional("public_url", base_url)? {
            Some(url) => url,
            None => format!("http://{listen}"),
        };
        Ok(Self {
            public_url,
            listen,
            database_url: layers.get("database_url", "sqlite://gagehouse.db", str::parse)?,
            static_dir: layers.get("static_dir", "dist", folder)?,
            demo: layers.get("demo", "false", yes_or_no)?,
            log_format: layers.get("log_format", "text", log_format)?,
            log_filter: layers.get("log_filter", LOG_FILTER, log_filter)?,
            embed_partners: layers.get("embed.partners", "", partners)?,
            geocoder: geocoder::read(&layers)?,
            limits: Limits {
                request_body_bytes: layers.get("limits.request_body_bytes", "8388608", positive)?,
                attachment_bytes: layers.get("limits.attachment_bytes", "33554432", positive)?,
                request_time: layers.get("limits.request_seconds", "30", seconds)?,
                concurrent_requests: layers.get("limits.concurrent_requests", "512", positive)?,
                shutdown_time: layers.get("limits.shutdown_seconds", "20", seconds)?,
            },
            sources: source::read_all(layers.sources())?,
            map_layers: tiles::read_all(layers.map_layers())?,
            unknown_variables: layers.unknown_variables(),
        })
    }
}

/// Refuses a key that stands in two tables.
fn each_once<'a>(
    tables: &[FileTable],
    keys: impl Iterator<Item = &'a str>,
) -> Result<(), SettingsError> {
    let mut first_use = BTreeMap::new();
    for (key, table) in keys.zip(tables) {
        if let Some(first) = first_use.insert(key, &table.origin) {
            return Err(SettingsError::Duplicate {
                table: table.name,
                key: key.to_owned(),
                origin: table.origin.clone(),
                first: first.clone(),
            });
        }
    }
    Ok(())
}

/// Why a text is not a value of its key: what was expected instead, `expected …`.
type Expected = String;

fn listen(text: &str) -> Result<String, Expected> {
    let port = text.rsplit_once(':').filter(|(host, _)| !host.is_empty()).map(|(_, port)| port);
    match port.map(str::parse::<u16>) {
        Some(Ok(_)) => Ok(text.to_owned()),
        _ => Err("expected address and port, for example 127.0.0.1:8080".into()),
    }
}

fn base_url(text: &str) -> Result<String, Expected> {
    let expected = || "expected for example https://gages.example.org".to_owned();
    let url = reqwest::Url::parse(text).map_err(|_| expected())?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if plain { Ok(text.trim_end_matches('/').to_owned()) } else { Err(expected()) }
}

/// Origins, apart by commas or blanks.
fn partners(text: &str) -> Result<Vec<String>, Expected> {
    let expected =
        || "expected origins such as https://council.example.org, apart by commas".to_owned();
    let all = text.split([',', ' ']).filter(|part| !part.is_empty());
    let origin = |part: &str| {
        let url = reqwest::Url::parse(part).map_err(|_| expected())?;
        let origin = url.origin().ascii_serialization();
        let is_origin =
            matches!(url.scheme(), "http" | "https") && part.trim_end_matches('/') == origin;
        if is_origin { Ok(origin) } else { Err(expected()) }
    };
    all.map(origin).collect()
}

fn folder(text: &str) -> Result<PathBuf, Expected> {
    if text.is_empty() { Err("expected a folder".into()) } else { Ok(PathBuf::from(text)) }
}

fn yes_or_no(text: &str) -> Result<bool, Expected> {
    match text {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" | "" => Ok(false),
        _ => Err("expected true or false".into()),
    }
}

fn log_format(text: &str) -> Result<LogFormat, Expected> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("expected text or json".into()),
    }
}

fn log_filter(text: &str) -> Result<String, Expected> {
    match tracing_subscriber::EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("expected directives such as info or gagehouse_sidecar=debug,info".into()),
    }
}

fn positive(text: &str) -> Result<usize, Expected> {
    let number = text.parse().ok().filter(|n| (1..=1 << 40).contains(n));
    number.ok_or_else(|| "expected a whole number above 0".into())
}

fn seconds(text: &str) -> Result<Duration, Expected> {
    let number = text.parse().ok().filter(|n| (1..=86_400).contains(n));
    number.map(Duration::from_secs).ok_or_else(|| "expected seconds from 1 to 86400".into())
}

#[cfg(test)]
mod tests;
