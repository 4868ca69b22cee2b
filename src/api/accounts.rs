//! Accounts, roles and the log of what was changed.

use super::abort::AbortHandle;
use super::error::ApiError;
use super::http::{change, get_json, successful};
use gagehouse_chart::query::encoding::encoded;
use gagehouse_records::Role;
use gloo_net::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// An account as an administrator sees it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct User {
    /// What they sign in by.
    pub name: String,
    /// What they are called.
    pub display_name: String,
    /// Whether they are shut out.
    pub disabled: bool,
    /// Role by network, of those that one administers.
    pub roles: BTreeMap<String, Role>,
}

/// What is made or changed of an account.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UserChange {
    /// What they are called, of a new account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// A new password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Shut out, or let in again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct LogEntry {
    /// Its number.
    pub seq: i64,
    /// Kind of record, or `account`.
    pub kind: String,
    /// Id of the record, or name of the account.
    pub subject: String,
    /// What was done.
    pub action: String,
    /// Who did it.
    pub account: String,
    /// Why.
    pub reason: String,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// What it was before.
    pub old: Option<Value>,
    /// What it is since.
    pub new: Option<Value>,
}

/// The accounts that one may keep.
pub async fn users(abort: AbortHandle) -> Result<Vec<User>, ApiError> {
    get_json("/api/v1/users", abort).await
}

/// Makes or changes an account.
pub async fn put_user(name: &str, user: &UserChange, abort: AbortHandle) -> Result<(), ApiError> {
    let body = serde_json::to_string(user).unwrap_or_default();
    put(Method::PUT, &address(name), Some(body), abort).await
}

/// Gives a role in a network, or takes it.
pub async fn put_role(
    name: &str,
    network: &str,
    role: Option<Role>,
    abort: AbortHandle,
) -> Result<(), ApiError> {
    let address = format!("{}/roles/{}", address(name), encoded(network));
    match role {
        Some(role) => {
            let body = serde_json::json!({ "role": role }).to_string();
            put(Method::PUT, &address, Some(body), abort).await
        }
        None => put(Method::DELETE, &address, None, abort).await,
    }
}

/// The log back from a number, the newest first.
pub async fn log_before(
    number: i64,
    subject: &str,
    limit: u64,
    abort: AbortHandle,
) -> Result<Vec<LogEntry>, ApiError> {
    let subject = match subject {
        "" => String::new(),
        subject => format!("&subject={}", encoded(subject)),
    };
    get_json(&format!("/api/v1/audit?before={number}&limit={limit}{subject}"), abort).await
}

fn address(name: &str) -> String {
    format!("/api/v1/users/{}", encoded(name))
}

async fn put(
    method: Method,
    address: &str,
    body: Option<String>,
    abort: AbortHandle,
) -> Result<(), ApiError> {
    let headers = [("content-type", "application/json")];
    let answer = change(method, address, &headers, body.map(Into::into), abort).await?;
    successful(address, answer).map(|_| ())
}
