//! The API's description, made from the handlers: `/api/openapi.json` and `gagehouse openapi`.

use crate::app::{self, AppState};
use axum::routing::get;
use axum::{Json, Router};
use std::io::Write;
use std::sync::OnceLock;
use utoipa::openapi::{InfoBuilder, OpenApi};

/// The route of this module.
pub fn router() -> Router<AppState> {
    Router::new().route("/api/openapi.json", get(|| async { Json(document()) }))
}

/// Prints the document.
pub fn print() -> anyhow::Result<()> {
    let mut text = document().to_pretty_json()?;
    text.push('\n');
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// The document, made once.
pub fn document() -> &'static OpenApi {
    static DOCUMENT: OnceLock<OpenApi> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let mut document = app::api().into_openapi();
        document.info = InfoBuilder::new()
            .title("Gagehouse")
            .version(env!("CARGO_PKG_VERSION"))
            .description(Some("Catalog, sources and sites of a gage network"))
            .build();
        document
    })
}
