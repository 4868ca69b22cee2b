//! `GET /api/v1/catalog`: the manifest.

use super::sources::listed;
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http::AppError;
use axum::Json;
use axum::extract::State;
use gagehouse_catalog::Manifest;
use gagehouse_catalog::manifest::{Layers, MANIFEST_VERSION};

/// The sources, how they fare, and the parts that hold their rows; tiles that the map can show
///
/// Ask for it again at will: it is small, and answers 304 to its own `ETag`. Parts never change.
#[utoipa::path(get, path = "/api/v1/catalog", tag = "catalog",
    responses((status = 200, body = Manifest), (status = 304, description = "Unchanged")))]
pub async fn get_manifest(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Result<Json<Manifest>, AppError> {
    let mut sources = Vec::new();
    for mut source in listed(&state).await? {
        if let Some(row) = source.row.filter(|row| row.last_success_us.is_some()) {
            let parts =
                state.published.parts(&state.store, &visitor.viewer, row.id, row.revision).await;
            source.entry.parts = parts.map_err(anyhow::Error::from)?;
        }
        sources.push(source.entry);
    }
    let layers = Layers::of(&state.settings.map_layers).map_err(anyhow::Error::from)?;
    Ok(Json(Manifest { version: MANIFEST_VERSION, sources, layers }))
}
