//! `GET /api/v1/datastreams/{source}/{id}/changes`: where observations changed, for whoever keeps some.

use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http::AppError;
use crate::http::error::ErrorBody;
use crate::settings::LOCAL;
use crate::store::StoreError;
use axum::Json;
use axum::extract::{Path, Query, State};
use gagehouse_model::Changes;
use serde::Deserialize;
use utoipa::IntoParams;

/// From which revision on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Since {
    /// The revision at which the observations were read that the caller keeps.
    #[param(example = 12)]
    since: i64,
}

/// The stretches of a datastream that changed after a revision
///
/// Of the embedded service alone: no other source counts changes.
#[utoipa::path(get, path = "/api/v1/datastreams/{source}/{id}/changes", tag = "catalog",
    params(
        ("source" = String, Path, description = "Key of the source", example = "local"),
        ("id" = String, Path, description = "Id of the datastream at the source"),
        Since,
    ),
    responses(
        (status = 200, body = Changes),
        (status = 400, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ))]
pub async fn get_changes(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((source, id)): Path<(String, String)>,
    Query(Since { since }): Query<Since>,
) -> Result<Json<Changes>, AppError> {
    let missing =
        || AppError::NotFound(format!("there is no datastream '{id}' in source '{source}'"));
    let number = id.parse().ok().filter(|_| source == LOCAL).ok_or_else(missing)?;
    match state.store.changes_since(&visitor.viewer, number, since).await {
        Ok(changes) => Ok(Json(changes)),
        Err(StoreError::NotFound { .. }) => Err(missing()),
        Err(error) => Err(error.into()),
    }
}
