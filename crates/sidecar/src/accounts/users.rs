//! `/api/v1/users`: accounts and their roles, for administrators of a network.

use super::{Visitor, password};
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use crate::http::error::{ErrorBody, refuse_nul};
use crate::store::accounts::{Account, Grant};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use gagehouse_records::Role;
use gagehouse_records::role::Deed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A user as an administrator sees them.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    /// What they sign in by.
    pub name: String,
    /// What they are called.
    pub display_name: String,
    /// Whether they are shut out.
    pub disabled: bool,
    /// Role by network, `source:id`; of the networks that the administrator keeps.
    pub roles: BTreeMap<String, Role>,
}

/// An account to make or change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    /// What they are called; needed for a new account.
    pub display_name: Option<String>,
    /// A new password, which ends their sessions.
    pub password: Option<String>,
    /// Shut out, or let in again.
    pub disabled: Option<bool>,
}

/// A role in a network.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// The role.
    pub role: Role,
    /// Of a partner: sites, by our keys.
    #[serde(default)]
    pub sites: Vec<i32>,
    /// Of a partner: datastreams, by our keys.
    #[serde(default)]
    pub datastreams: Vec<i32>,
    /// Of a partner: processing levels.
    #[serde(default)]
    pub levels: Vec<String>,
}

/// The accounts that have no role elsewhere, or one in a network that one administers
#[utoipa::path(get, path = "/api/v1/users", tag = "accounts",
    responses((status = 200, body = Vec<User>), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)))]
pub async fn list_users(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Result<Json<Vec<User>>, AppError> {
    let own = administered(&visitor)?;
    let names = state.store.network_names().await?;
    let is_shown = |account: &Account| {
        account.roles.is_empty() || account.roles.keys().any(|network| own.contains(network))
    };
    let user = |account: Account| User {
        roles: account
            .roles
            .iter()
            .filter(|(network, _)| own.contains(network))
            .filter_map(|(network, role)| Some((names.get(network)?.clone(), *role)))
            .collect(),
        name: account.name,
        display_name: account.display_name,
        disabled: account.disabled,
    };
    let accounts = state.store.accounts().await?;
    Ok(Json(accounts.into_iter().filter(is_shown).map(user).collect()))
}

/// Make an account, or change one that has roles only in networks that one administers
#[utoipa::path(put, path = "/api/v1/users/{name}", tag = "accounts", request_body = UserChange,
    params(("name" = String, Path, description = "What they sign in by")),
    responses((status = 204, description = "Done"), (status = 400, body = ErrorBody),
              (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)))]
pub async fn put_user(
    State(state): State<AppState>,
    visitor: Visitor,
    Path(name): Path<String>,
    Json(change): Json<UserChange>,
) -> Result<StatusCode, AppError> {
    let own = administered(&visitor)?;
    let by = &visitor.in_person()?.name;
    check_name(&name)?;
    refuse_nul("display_name", &change.display_name)?;
    let hash = match &change.password {
        Some(given) => match password::refuse(given) {
            Some(why) => return Err(AppError::BadRequest(format!("password: {why}"))),
            None => Some(password::hash(given).await?),
        },
        None => None,
    };
    match state.store.account_to_sign_in(&name).await? {
        None => {
            let display_name = change.display_name.unwrap_or_else(|| name.clone());
            state.store.add_account(&name, &display_name, hash, by, now()).await?;
        }
        Some((account, _)) => {
            if !account.roles.keys().all(|network| own.contains(network)) {
                let message =
                    format!("'{name}' has a role in a network that you do not administer");
                return Err(AppError::Forbidden(message));
            }
            if let Some(hash) = hash {
                state.store.set_password(&name, hash, by, now()).await?;
            }
        }
    }
    if let Some(disabled) = change.disabled {
        state.store.set_disabled(&name, disabled, by, now()).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Give a role in a network
#[utoipa::path(put, path = "/api/v1/users/{name}/roles/{network}", tag = "accounts", request_body = RoleChange,
    params(("name" = String, Path, description = "What they sign in by"),
           ("network" = String, Path, description = "The network, source:id")),
    responses((status = 204, description = "Done"), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
              (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
pub async fn put_role(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((name, network)): Path<(String, String)>,
    Json(change): Json<RoleChange>,
) -> Result<StatusCode, AppError> {
    let network = own_network(&state, &visitor, &network).await?;
    refuse_nul("levels", &change.levels)?;
    let mut grants: Vec<Grant> = change.sites.into_iter().map(Grant::Site).collect();
    grants.extend(change.datastreams.into_iter().map(Grant::Datastream));
    grants.extend(change.levels.into_iter().map(Grant::Level));
    if change.role != Role::Partner && !grants.is_empty() {
        let message = "only a partner is shown single sites, datastreams or levels";
        return Err(AppError::BadRequest(message.to_owned()));
    }
    grants.sort();
    grants.dedup();
    let by = &visitor.in_person()?.name;
    state.store.set_role(&name, network, Some(change.role), &grants, by, now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take the role in a network
#[utoipa::path(delete, path = "/api/v1/users/{name}/roles/{network}", tag = "accounts",
    params(("name" = String, Path, description = "What they sign in by"),
           ("network" = String, Path, description = "The network, source:id")),
    responses((status = 204, description = "Done"), (status = 401, body = ErrorBody),
              (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
pub async fn remove_role(
    State(state): State<AppState>,
    visitor: Visitor,
    Path((name, network)): Path<(String, String)>,
) -> Result<StatusCode, AppError> {
    let network = own_network(&state, &visitor, &network).await?;
    let by = &visitor.in_person()?.name;
    state.store.set_role(&name, network, None, &[], by, now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What somebody signs in by: short, and the same however it is typed.
pub(super) fn check_name(name: &str) -> Result<(), AppError> {
    let fits = (2..=40).contains(&name.len())
        && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_'));
    let message =
        || format!("'{name}' is no account name; use 2 to 40 of a-z, 0-9, '.', '-' and '_'");
    if fits { Ok(()) } else { Err(AppError::BadRequest(message())) }
}

fn administered(visitor: &Visitor) -> Result<Vec<i32>, AppError> {
    visitor.in_person()?;
    let own = visitor.networks_where(Deed::Administer);
    if own.is_empty() {
        return Err(AppError::Forbidden("only administrators keep accounts".to_owned()));
    }
    Ok(own)
}

/// A network that the visitor administers. One that they do not see is as unknown as one that is not there.
async fn own_network(state: &AppState, visitor: &Visitor, name: &str) -> Result<i32, AppError> {
    let own = administered(visitor)?;
    let network = state.store.network_named(name).await?.map(|row| row.id);
    let missing = || AppError::NotFound(format!("you administer no network '{name}'"));
    network.filter(|id| own.contains(id)).ok_or_else(missing)
}
