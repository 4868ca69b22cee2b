//! `/api/v1/tokens`: what programs sign in with.

use super::{Visitor, secret};
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use crate::http::error::{ErrorBody, refuse_nul};
use crate::store::accounts::{self, Token};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use gagehouse_model::TimeUs;
use gagehouse_model::time::DAY_US;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Longest life, days.
const LONGEST_DAYS: u32 = 730;

/// A token that is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    #[schema(example = "nightly export")]
    pub name: String,
    /// Whether it may change records; reading it may always.
    #[serde(default)]
    pub may_write: bool,
    /// The one network in which it acts, `source:id`; left out, every one in which its owner has a role.
    #[schema(example = "local:demo")]
    pub network: Option<String>,
    /// Days until it expires, 1 to 730.
    #[schema(example = 90)]
    pub days: u32,
}

/// A token.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenBody {
    /// Its number.
    pub id: i32,
    /// What it is for.
    pub name: String,
    /// Whether it may change records.
    pub may_write: bool,
    /// The one network in which it acts, `source:id`; all of its owner when it is none.
    pub network: Option<String>,
    /// When it was made, RFC 3339 UTC.
    pub created: String,
    /// When it expires, RFC 3339 UTC.
    pub expires: String,
    /// The token itself, sent as `Authorization: Bearer …`. Shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// One's own tokens
#[utoipa::path(get, path = "/api/v1/tokens", tag = "accounts",
    responses((status = 200, body = Vec<TokenBody>), (status = 401, body = ErrorBody)))]
pub async fn list_tokens(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Result<Json<Vec<TokenBody>>, AppError> {
    let tokens = state.store.tokens(visitor.in_person()?.id).await?;
    let names = state.store.network_names().await?;
    Ok(Json(tokens.into_iter().map(|token| body(token, &names, None)).collect()))
}

/// Make a token that acts for oneself, with one's roles
#[utoipa::path(post, path = "/api/v1/tokens", tag = "accounts", request_body = NewToken,
    responses((status = 201, body = TokenBody), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody)))]
pub async fn add_token(
    State(state): State<AppState>,
    visitor: Visitor,
    Json(new): Json<NewToken>,
) -> Result<(StatusCode, Json<TokenBody>), AppError> {
    let account = visitor.in_person()?;
    if !(1..=LONGEST_DAYS).contains(&new.days) {
        let message = format!("days: {} is not 1 to {LONGEST_DAYS}", new.days);
        return Err(AppError::BadRequest(message));
    }
    if new.name.trim().is_empty() || new.name.chars().count() > 100 {
        return Err(AppError::BadRequest("name: say in 1 to 100 characters what it is for".into()));
    }
    refuse_nul("name", [&new.name])?;
    let names = state.store.network_names().await?;
    let network = match &new.network {
        None => None,
        Some(name) => {
            let own =
                names.iter().find(|(id, known)| *known == name && account.roles.contains_key(id));
            let own = own.map(|(id, _)| *id);
            // One that is private looks like one that is not there.
            let none = || AppError::BadRequest(format!("network: you have no role in '{name}'"));
            Some(own.ok_or_else(none)?)
        }
    };
    let token = secret::new()?;
    let now = now();
    let expires = TimeUs(now.0 + i64::from(new.days) * DAY_US);
    let hash = secret::hash(&token);
    let wanted = accounts::NewToken { name: &new.name, may_write: new.may_write, network, expires };
    let made = state.store.add_token(account.id, &hash, wanted, now).await?;
    Ok((StatusCode::CREATED, Json(body(made, &names, Some(token)))))
}

/// Take a token back
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "accounts",
    params(("id" = i32, Path, description = "Number of the token")),
    responses((status = 204, description = "Taken back"), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody)))]
pub async fn remove_token(
    State(state): State<AppState>,
    visitor: Visitor,
    Path(id): Path<i32>,
) -> Result<StatusCode, AppError> {
    match state.store.remove_token(visitor.in_person()?.id, id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(AppError::NotFound(format!("you have no token {id}"))),
    }
}

fn body(token: Token, names: &BTreeMap<i32, String>, secret: Option<String>) -> TokenBody {
    TokenBody {
        network: token.network.and_then(|network| names.get(&network).cloned()),
        id: token.id,
        name: token.name,
        may_write: token.may_write,
        created: token.created.to_rfc3339(),
        expires: token.expires.to_rfc3339(),
        token: secret,
    }
}
