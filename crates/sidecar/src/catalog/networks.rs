//! `GET /api/v1/networks`: who operates the sites of the catalog.

use super::sources::listed;
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http::AppError;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// A network.
#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkSummary {
    /// Key of its source.
    #[schema(example = "local")]
    pub source: String,
    /// Its id at the source; the app's page of it is `/networks/{source}/{id}`.
    pub id: String,
    /// Name.
    pub name: String,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// Its page on the web.
    pub link: Option<String>,
    /// Number of its sites.
    pub sites: u64,
    /// Number of its datastreams.
    pub datastreams: u64,
}

/// The networks of every source, with the number of their sites and datastreams
#[utoipa::path(get, path = "/api/v1/networks", tag = "catalog",
    responses((status = 200, body = Vec<NetworkSummary>)))]
pub async fn list_networks(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Result<Json<Vec<NetworkSummary>>, AppError> {
    let mut networks = Vec::new();
    for source in listed(&state).await? {
        let Some(row) = source.row else { continue };
        let counted = state.store.catalog_networks(&visitor.viewer, row.id).await?;
        networks.extend(counted.into_iter().map(|network| NetworkSummary {
            source: row.key.clone(),
            id: network.record.external_id,
            name: network.record.name,
            description: network.record.description,
            link: network.record.link,
            sites: network.sites,
            datastreams: network.datastreams,
        }));
    }
    Ok(Json(networks))
}
