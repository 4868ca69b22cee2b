//! The catalog for browsers and programs: manifest and parts, sources, networks, sites.
//!
//! A source's rows are encoded and compressed once for each revision and kept in memory ([`published`]); a request
//! for the manifest looks only whether a revision has changed.

mod changes;
pub mod compressed;
pub mod history;
mod manifest;
mod networks;
mod parts;
pub mod published;
mod sites;
pub mod sources;
pub mod standings;

use crate::app::AppState;
use crate::http::etag;
use axum::middleware::from_fn;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this module.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(manifest::get_manifest))
        .routes(routes!(parts::get_part))
        .routes(routes!(sources::list_sources))
        .routes(routes!(networks::list_networks))
        .routes(routes!(sites::list_sites))
        .routes(routes!(sites::get_site))
        .routes(routes!(history::get_history))
        .routes(routes!(changes::get_changes))
        .routes(routes!(standings::get_standings))
        .layer(from_fn(etag::conditional))
}
