//! Who somebody is: signing in by password, programs by token, users and their roles.
//!
//! [`visitor`] is the one way from a request to a [`gagehouse_model::Viewer`] or an author, and the one place where requests
//! forged by other sites are refused. Roles are read from the store at every request: one that was taken is gone at once.

pub mod command;
pub mod password;
mod secret;
mod session;
mod tokens;
mod users;
mod visitor;

pub use visitor::{CUSTOM_HEADER, Means, SignedIn, Visitor};

use crate::app::AppState;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this module.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(session::get_session, session::sign_in, session::sign_out))
        .routes(routes!(session::change_password))
        .routes(routes!(tokens::list_tokens, tokens::add_token))
        .routes(routes!(tokens::remove_token))
        .routes(routes!(users::list_users))
        .routes(routes!(users::put_user))
        .routes(routes!(users::put_role, users::remove_role))
}

/// Answers to whoever said who they are are for them alone: no cache keeps them.
pub async fn keep_private(request: Request, next: Next) -> Response {
    let says_who = request.headers().contains_key(header::AUTHORIZATION)
        || visitor::session_cookie(request.headers()).is_some();
    let path = request.uri().path();
    let is_data = ["/api/", "/sensorthings", "/sites/", "/networks/"]
        .iter()
        .any(|prefix| path.starts_with(prefix));
    let is_session = path.starts_with("/api/v1/session");
    let mut response = next.run(request).await;
    if is_session || (says_who && is_data) {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        headers.append(header::VARY, HeaderValue::from_static("cookie, authorization"));
    }
    response
}
