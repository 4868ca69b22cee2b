//! `/embed/v1/gagehouse-plot.js`: the element `<gagehouse-plot>`.

use super::answer::Answer;
use super::answered;
use crate::app::AppState;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

const SCRIPT: &str = include_str!("assets/component.js");

/// The element `<gagehouse-plot>` for pages of others
///
/// It makes the frame of an embed, lazily, and follows its height when the reader opens something in it.
#[utoipa::path(get, path = "/embed/v1/gagehouse-plot.js", tag = "embed",
    responses((status = 200, content_type = "text/javascript", description = "A script of a few kB")))]
pub async fn get_component(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let make = || {
        let policy = "default-src 'none'; frame-ancestors 'none'";
        Answer::text(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT, policy)
    };
    answered(&state, "component", &headers, make, || async move { make() }).await
}
