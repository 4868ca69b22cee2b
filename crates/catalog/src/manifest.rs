//! The manifest: which sources there are, how they fare, and which parts hold their rows.
//!
//! It is small and asked for anew each time; parts are named by the hash of their content and never change.

use gagehouse_model::{SourceKey, TimeUs};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

/// Version of the manifest's own shape.
pub const MANIFEST_VERSION: u32 = 1;

/// `GET /api/v1/catalog`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Manifest {
    /// [`MANIFEST_VERSION`]; an app that does not know it asks to be reloaded.
    pub version: u32,
    /// The sources, in the order of the configuration.
    pub sources: Vec<SourceEntry>,
    /// Picture tiles that the map can show, in the order of the configuration.
    #[serde(default, skip_serializing_if = "Layers::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<MapLayer>))]
    pub layers: Layers,
}

/// Layers as they are sent, a JSON array of [`MapLayer`]: read only where they are wanted, so that a first view without any
/// carries no code for them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Layers(Option<Box<RawValue>>);

impl Layers {
    /// The layers to be sent.
    ///
    /// # Errors
    /// None that these types can cause.
    pub fn of(layers: &[MapLayer]) -> Result<Self, serde_json::Error> {
        let raw = if layers.is_empty() { None } else { Some(to_raw_value(layers)?) };
        Ok(Self(raw))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The layers.
    ///
    /// # Errors
    /// When what was sent is no list of layers.
    pub fn read(&self) -> Result<Vec<MapLayer>, serde_json::Error> {
        self.0.as_ref().map_or(Ok(Vec::new()), |raw| serde_json::from_str(raw.get()))
    }
}

impl PartialEq for Layers {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_ref().map(|raw| raw.get()) == other.0.as_ref().map(|raw| raw.get())
    }
}

/// Picture tiles of another server that the map can show below its sites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MapLayer {
    /// Key in URLs of the map.
    pub key: String,
    /// Name shown to people.
    pub name: String,
    /// Whether it stands in the place of the map's own ground or lies over it.
    pub kind: LayerKind,
    /// Address of a tile, with `{z}`, `{x}` and `{y}` for its numbers, and perhaps `{r}` for `@2x`.
    pub url: String,
    /// Whose it is; shown while it is.
    pub attribution: String,
    /// Where more is said about that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution_url: Option<String>,
    /// Zoom from which on there are tiles.
    pub min_zoom: u8,
    /// Finest zoom of the tiles; beyond it they are enlarged.
    pub max_zoom: u8,
}

/// How a layer stands to the map's own ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum LayerKind {
    /// In its place; one at a time.
    Base,
    /// Over it, with gaps that show it.
    Overlay,
}

/// One source: what it is, how it fares, where its rows are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceEntry {
    /// Key in URLs.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub key: SourceKey,
    /// Name shown to people.
    pub name: String,
    /// Kind of adapter, for example `sensorthings`.
    pub kind: String,
    /// One or two sentences about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether all its sites are made up; which ones are is told with each site.
    #[serde(default)]
    pub synthetic: bool,
    /// Base of its SensorThings API for the browser: absolute, or root-relative for the embedded service
    /// and for the pass-through of a source that needs a key or has no CORS.
    pub observations_url: String,
    /// How the last walks over it went.
    pub state: SourceState,
    /// When it was last walked, whatever the outcome; µs UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub last_attempt_us: Option<TimeUs>,
    /// When a walk last succeeded: the age of what is shown; µs UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub last_success_us: Option<TimeUs>,
    /// Why the last walk failed, in words that name no address and no credential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// Its parts; none before its first success.
    pub parts: Vec<PartEntry>,
}

impl SourceEntry {
    /// The part of a kind.
    pub fn part(&self, kind: PartKind) -> Option<&PartEntry> {
        self.parts.iter().find(|part| part.kind == kind)
    }
}

/// How the walks over a source went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum SourceState {
    /// The last walk succeeded.
    Ok,
    /// The last walk failed; the rows of the last success, if there was one, are shown.
    Failing,
    /// It was not walked yet.
    Never,
}

/// What a part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum PartKind {
    /// Networks, sites and the slow columns of the datastreams.
    Meta,
    /// What changes with every value: end, latest value, count.
    Fresh,
}

/// An immutable part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartEntry {
    /// What it holds.
    pub kind: PartKind,
    /// How it is encoded: [`crate::part::FORMAT`]. An app that does not know it asks to be reloaded.
    pub format: u32,
    /// Hash of its content, hexadecimal.
    pub hash: String,
    /// Number of datastreams.
    pub rows: u64,
    /// Size before compression, in bytes.
    pub bytes: u64,
    /// Where to get it, root-relative.
    pub url: String,
}
