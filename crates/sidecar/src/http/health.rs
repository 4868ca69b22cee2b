//! `/healthz`: whether this process can answer, for load balancers and service managers.

use super::AppError;
use crate::app::AppState;
use crate::store::Dialect;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The route of this module.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(healthz))
}

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`; a server that is not answers 503.
    #[schema(example = "ok")]
    pub status: &'static str,
    /// Which database answered.
    #[schema(example = "sqlite")]
    pub database: &'static str,
    /// The program's version.
    pub version: &'static str,
}

/// Whether the server and its database answer
#[utoipa::path(get, path = "/healthz", tag = "operations",
    responses((status = 200, body = Health), (status = 503, body = super::error::ErrorBody)))]
async fn healthz(State(state): State<AppState>) -> Result<Json<Health>, AppError> {
    if let Err(error) = state.store.read().ping().await {
        tracing::error!("the database does not answer: {error}");
        return Err(AppError::Unavailable("the database does not answer".to_owned()));
    }
    let database = match state.store.dialect() {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgres",
    };
    Ok(Json(Health { status: "ok", database, version: env!("CARGO_PKG_VERSION") }))
}
