//! `/api/v1/session`: signing in and out, and who is signed in.

use super::visitor::{self, Means, SignedIn, Visitor};
use super::{password, secret};
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use crate::http::error::ErrorBody;
use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gagehouse_model::TimeUs;
use gagehouse_model::time::SECOND_US;
use gagehouse_records::session::{Credentials, SessionBody};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// So many wrong passwords are free.
const FREE: i32 = 5;
/// Longest wait after a wrong one, s.
const LONGEST_WAIT_S: i64 = 900;

/// A change of one's own password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The one that is in force.
    pub old: String,
    /// The one that is to be.
    pub new: String,
}

/// A request that a page of ours sent, whoever is or is not signed in.
pub struct OwnPage;

impl FromRequestParts<AppState> for OwnPage {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        visitor::refuse_forged(parts, state).map(|()| Self)
    }
}

/// Who is signed in, with their roles
#[utoipa::path(get, path = "/api/v1/session", tag = "accounts",
    responses((status = 200, body = SessionBody)))]
pub async fn get_session(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Result<Json<SessionBody>, AppError> {
    Ok(Json(body(&state, visitor.signed_in.as_ref()).await?))
}

/// Sign in: the answer sets a cookie
#[utoipa::path(post, path = "/api/v1/session", tag = "accounts", request_body = Credentials,
    responses((status = 200, body = SessionBody), (status = 401, body = ErrorBody),
              (status = 403, body = ErrorBody), (status = 429, body = ErrorBody)))]
pub async fn sign_in(
    State(state): State<AppState>,
    _own: OwnPage,
    Json(credentials): Json<Credentials>,
) -> Result<Response, AppError> {
    let account = check(&state, &credentials.name, &credentials.password).await?;
    // A new secret at each sign-in: one that was planted before it is worth nothing.
    let token = secret::new()?;
    let hash = secret::hash(&token);
    state.store.open_session(account.id, &hash, now()).await?;
    let signed_in = SignedIn { account, means: Means::Session(hash) };
    let body = body(&state, Some(&signed_in)).await?;
    Ok(with_cookie(&state, Some(&token), Json(body).into_response()))
}

/// Sign out
#[utoipa::path(delete, path = "/api/v1/session", tag = "accounts",
    responses((status = 204, description = "Signed out"), (status = 403, body = ErrorBody)))]
pub async fn sign_out(
    State(state): State<AppState>,
    _own: OwnPage,
    visitor: Visitor,
) -> Result<Response, AppError> {
    if let Some(SignedIn { means: Means::Session(hash), .. }) = &visitor.signed_in {
        state.store.close_session(hash).await?;
    }
    Ok(with_cookie(&state, None, StatusCode::NO_CONTENT.into_response()))
}

/// Change one's own password; every session of the account ends
#[utoipa::path(put, path = "/api/v1/session/password", tag = "accounts", request_body = PasswordChange,
    responses((status = 204, description = "Changed"), (status = 400, body = ErrorBody),
              (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 429, body = ErrorBody)))]
pub async fn change_password(
    State(state): State<AppState>,
    visitor: Visitor,
    Json(change): Json<PasswordChange>,
) -> Result<Response, AppError> {
    let name = visitor.in_person()?.name.clone();
    check(&state, &name, &change.old).await?;
    if let Some(why) = password::refuse(&change.new) {
        return Err(AppError::BadRequest(why));
    }
    let hash = password::hash(&change.new).await?;
    state.store.set_password(&name, hash, &name, now()).await?;
    Ok(with_cookie(&state, None, StatusCode::NO_CONTENT.into_response()))
}

/// The account of a name and password, or why not. Unknown names, disabled accounts and wrong passwords look and last alike.
async fn check(
    state: &AppState,
    name: &str,
    given: &str,
) -> Result<crate::store::accounts::Account, AppError> {
    // No account has a longer name, or one with a character that nobody sees.
    let name: String = name.chars().filter(|c| !c.is_control()).take(64).collect();
    let now = now();
    // Counted as wrong before it is looked at: many at once have no more tries than one after the other.
    let waits = |failures, last| wait_s(failures, last, now);
    let (failures, last) = state
        .store
        .count_attempt(&name, now, |failures, last| waits(failures, last).is_none())
        .await?;
    if let Some(seconds) = waits(failures, last) {
        let message = format!("too many wrong passwords; try again in {seconds} s");
        return Err(AppError::TooOften(message, seconds));
    }
    let found = state.store.account_to_sign_in(&name).await?;
    let hash =
        found.as_ref().filter(|(account, _)| !account.disabled).and_then(|(_, hash)| hash.clone());
    let fits = password::verify(given, hash).await?;
    match found {
        Some((account, _)) if fits => {
            state.store.clear_failures(&name).await?;
            Ok(account)
        }
        _ => Err(AppError::Unauthorized("name or password is wrong".to_owned())),
    }
}

/// Seconds still to wait: none for the first failures, then twice as long with each.
fn wait_s(failures: i32, last: TimeUs, now: TimeUs) -> Option<u64> {
    let over = u32::try_from(failures - FREE).ok()?;
    let wait_s = 1i64.checked_shl(over.min(20)).unwrap_or(LONGEST_WAIT_S).min(LONGEST_WAIT_S);
    let left_us = last.0 + wait_s * SECOND_US - now.0;
    (left_us > 0).then(|| left_us.div_euclid(SECOND_US) as u64 + 1)
}

async fn body(state: &AppState, signed_in: Option<&SignedIn>) -> Result<SessionBody, AppError> {
    let account = signed_in.map(|signed_in| &signed_in.account);
    let mut roles = BTreeMap::new();
    if let Some(account) = account.filter(|account| !account.roles.is_empty()) {
        let names = state.store.network_names().await?;
        roles.extend(
            account.roles.iter().filter_map(|(id, role)| Some((names.get(id)?.clone(), *role))),
        );
    }
    Ok(SessionBody {
        name: account.map(|account| account.name.clone()),
        display_name: account.map(|account| account.display_name.clone()),
        roles,
        server_time: now().to_rfc3339(),
    })
}

fn with_cookie(state: &AppState, secret: Option<&str>, mut response: Response) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(&visitor::cookie(state, secret)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_password_beyond_the_free_ones_waits_twice_as_long_up_to_a_quarter_of_an_hour() {
        let at = |failures, seconds: i64| wait_s(failures, TimeUs(0), TimeUs(seconds * SECOND_US));
        assert_eq!(at(4, 0), None);
        assert_eq!(at(5, 0), Some(2));
        assert_eq!(at(5, 1), None);
        assert_eq!(at(9, 0), Some(17));
        assert_eq!(at(40, 0), Some(901));
        assert_eq!(at(i32::MAX, 901), None);
    }
}
