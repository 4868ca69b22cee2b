//! `/api/v1/sources`: what is harvested and how it fares; and the list of sources that the manifest shares.

use crate::accounts::Visitor;
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use crate::settings::{LOCAL, SourceKind};
use crate::store::entities::source;
use axum::Json;
use axum::extract::State;
use gagehouse_catalog::{SourceEntry, SourceState};
use gagehouse_model::{SourceKey, TimeUs};
use serde::Serialize;
use utoipa::ToSchema;

/// Where the browser finds the embedded service.
const EMBEDDED_URL: &str = "/sensorthings/v1.1";
/// Longest error that is sent.
const ERROR_CHARS: usize = 200;

/// A source that is shown: its entry without parts, and its row once it has one.
#[derive(Debug, Clone)]
pub struct ListedSource {
    /// Its row; `None` before harvest has met it.
    pub row: Option<source::Model>,
    /// Its entry of the manifest, without parts.
    pub entry: SourceEntry,
}

/// The embedded source, then those of the settings in their order. A source that was taken out of the settings is
/// not shown, although its rows stay for the records that refer to them.
pub async fn listed(state: &AppState) -> Result<Vec<ListedSource>, AppError> {
    let mut rows = state.store.catalog_sources().await?;
    let mut take =
        |key: &str| rows.iter().position(|row| row.key == key).map(|at| rows.swap_remove(at));
    let mut listed = Vec::new();
    if let Some(row) = take(LOCAL)
        && let Ok(key) = row.key.parse()
    {
        listed.push(local(key, row));
    }
    for source in &state.settings.sources {
        let row = take(source.key.as_str());
        let entry = SourceEntry {
            key: source.key.clone(),
            name: source.name.clone(),
            kind: match source.kind {
                SourceKind::SensorThings => "sensorthings".to_owned(),
            },
            description: source.description.clone(),
            synthetic: row.as_ref().is_some_and(|row| row.synthetic),
            observations_url: if source.pass_through {
                format!("/api/v1/source/{}", source.key)
            } else {
                source.url.clone()
            },
            state: row.as_ref().map_or(SourceState::Never, state_of),
            last_attempt_us: row.as_ref().and_then(|row| row.last_attempt_us).map(TimeUs),
            last_success_us: row.as_ref().and_then(|row| row.last_success_us).map(TimeUs),
            last_error: row.as_ref().and_then(|row| row.last_error.as_deref()).map(public_words),
            parts: Vec::new(),
        };
        listed.push(ListedSource { row, entry });
    }
    Ok(listed)
}

/// The source of a key, if it is shown.
pub async fn find(state: &AppState, key: &str) -> Result<ListedSource, AppError> {
    let found = listed(state).await?.into_iter().find(|source| source.entry.key.as_str() == key);
    found.ok_or_else(|| AppError::NotFound(format!("there is no source '{key}'")))
}

fn local(key: SourceKey, row: source::Model) -> ListedSource {
    let entry = SourceEntry {
        key,
        name: row.name.clone(),
        kind: row.kind.clone(),
        description: Some(row.description.clone()).filter(|text| !text.is_empty()),
        synthetic: row.synthetic,
        observations_url: EMBEDDED_URL.to_owned(),
        state: state_of(&row),
        last_attempt_us: row.last_attempt_us.map(TimeUs),
        last_success_us: row.last_success_us.map(TimeUs),
        last_error: row.last_error.as_deref().map(public_words),
        parts: Vec::new(),
    };
    ListedSource { row: Some(row), entry }
}

fn state_of(row: &source::Model) -> SourceState {
    match (row.last_success_us, &row.last_error) {
        (_, Some(_)) => SourceState::Failing,
        (Some(_), None) => SourceState::Ok,
        (None, None) => SourceState::Never,
    }
}

/// An error without addresses, which may hold hosts that are nobody's business, and not too long.
fn public_words(error: &str) -> String {
    let words: Vec<&str> = error
        .split_whitespace()
        .map(|word| match word.contains("://") {
            true if word.ends_with(':') => "the service:",
            true => "the service",
            false => word,
        })
        .collect();
    words.join(" ").chars().take(ERROR_CHARS).collect()
}

/// A source and how it fares.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceStatus {
    /// Key in URLs.
    #[schema(example = "local")]
    pub key: String,
    /// Name.
    pub name: String,
    /// Kind of adapter.
    #[schema(example = "sensorthings")]
    pub kind: String,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// Whether all its sites are made up; each site says it of itself.
    pub synthetic: bool,
    /// Base of its SensorThings API for browsers: absolute, or from this server's root.
    pub observations_url: String,
    /// How the last walks over it went.
    pub state: SourceState,
    /// When it was last walked, RFC 3339 UTC.
    pub last_attempt: Option<String>,
    /// When a walk last succeeded, RFC 3339 UTC.
    pub last_success: Option<String>,
    /// Seconds since the last success: the age of what the catalog shows.
    pub age_s: Option<i64>,
    /// Why the last walk failed.
    pub last_error: Option<String>,
    /// Number of its datastreams in the catalog.
    pub datastreams: u64,
}

/// The sources of the catalog with their state
#[utoipa::path(get, path = "/api/v1/sources", tag = "catalog",
    responses((status = 200, body = Vec<SourceStatus>)))]
pub async fn list_sources(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Result<Json<Vec<SourceStatus>>, AppError> {
    let now = now();
    let mut statuses = Vec::new();
    for ListedSource { row, entry } in listed(&state).await? {
        let datastreams = match row {
            Some(row) => {
                let parts = state
                    .published
                    .parts(&state.store, &visitor.viewer, row.id, row.revision)
                    .await;
                parts.map_err(anyhow::Error::from)?.first().map_or(0, |part| part.rows)
            }
            None => 0,
        };
        statuses.push(SourceStatus {
            key: entry.key.to_string(),
            name: entry.name,
            kind: entry.kind,
            description: entry.description,
            synthetic: entry.synthetic,
            observations_url: entry.observations_url,
            state: entry.state,
            last_attempt: entry.last_attempt_us.map(TimeUs::to_rfc3339),
            last_success: entry.last_success_us.map(TimeUs::to_rfc3339),
            age_s: entry.last_success_us.map(|time| (now.0 - time.0).max(0) / 1_000_000),
            last_error: entry.last_error,
            datastreams,
        });
    }
    Ok(Json(statuses))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_no_address() {
        assert_eq!(
            public_words("error for url (https://user:key@inside.example:9/x?token=1): refused"),
            "error for url the service: refused"
        );
        assert_eq!(public_words(&"x ".repeat(500)).chars().count(), ERROR_CHARS);
    }
}
